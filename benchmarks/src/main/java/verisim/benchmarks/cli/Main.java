package verisim.benchmarks.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import verisim.benchmarks.run.Failures;
import verisim.benchmarks.run.RunFailedException;
import verisim.benchmarks.run.Versions;
import verisim.core.source.DataUnavailableException;

/** The command {@code verisim}. Exit codes: 0 success, 1 some cell or measurement failed, 2 bad usage or unusable input. */
@Command(
        name = "verisim",
        description = "Trains generative models of many families on the same data and compares them honestly.",
        subcommands = {
            RunCommand.class,
            ReportCommand.class,
            ListCommand.class,
            DescribeCommand.class,
            FitCommand.class,
            SampleCommand.class,
            CompleteCommand.class,
            EvaluateCommand.class,
            DataCommand.class,
            CalibrateCommand.class,
            LedgerCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Start with:  verisim run quickstart"})
public final class Main implements Runnable {
    /** Exit code of a run in which something failed. */
    static final int SOME_FAILED = 1;

    /** Exit code of bad usage. */
    static final int BAD_USAGE = 2;

    @Spec
    private CommandSpec spec;

    /** Runs the command and ends the program with its exit code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(execute(arguments, out, err));
    }

    /** Runs the command; what it prints goes to {@code out} and {@code err}. */
    public static int execute(String[] arguments, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, commandLine, result) -> explain(e, commandLine))
                .setParameterExceptionHandler(Main::explainUsage);
        return line.execute(arguments);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int explain(Exception e, CommandLine commandLine) {
        boolean expected = e instanceof IllegalArgumentException
                || e instanceof RunFailedException
                || e instanceof DataUnavailableException
                || e instanceof java.io.UncheckedIOException
                || e instanceof verisim.core.model.TrainingFailedException;
        commandLine.getErr().println("verisim: " + Failures.describe(e));
        if (!expected) {
            e.printStackTrace(commandLine.getErr()); // a defect of ours: whoever reports it needs the place
            return SOME_FAILED;
        }
        return BAD_USAGE;
    }

    private static int explainUsage(ParameterException e, String[] arguments) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("verisim: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return BAD_USAGE;
    }

    /** Prints the version of Verisim and of Java. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"verisim " + Versions.verisim() + " (Java " + Runtime.version() + ")"};
        }
    }
}
