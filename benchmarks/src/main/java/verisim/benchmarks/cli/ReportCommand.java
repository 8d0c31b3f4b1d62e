package verisim.benchmarks.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import verisim.core.result.RunFolder;
import verisim.reports.html.Report;

/** {@code verisim report RUN…}: draws the report again from the result files alone. */
@Command(
        name = "report",
        description = "Draws the report of one run, or of several side by side, from their result files.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", arity = "1..*", description = "folders that 'verisim run' wrote")
    private List<Path> runs;

    @Option(names = "--out", paramLabel = "DIR", description = "where to write (default: RUN/report of the first run)")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path folder = out != null ? out : new RunFolder(runs.get(0)).reportFolder();
        Report.write(runs, folder);
        spec.commandLine().getOut().println("report: " + folder.resolve("index.html"));
        return 0;
    }
}
