package verisim.benchmarks.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import verisim.benchmarks.ledger.Ledger;
import verisim.benchmarks.ledger.LedgerFiles;
import verisim.benchmarks.ledger.LedgerFolder;
import verisim.benchmarks.ledger.LedgerRow;
import verisim.benchmarks.ledger.LedgerTable;
import verisim.benchmarks.ledger.RunRecorder;
import verisim.core.result.ResultJson;

/** {@code verisim ledger}: published figures against recorded runs. */
@Command(
        name = "ledger",
        description = "Sets published figures beside those of our recorded runs, with verdicts.",
        mixinStandardHelpOptions = true)
final class LedgerCommand implements Callable<Integer> {
    private static final Path IN_PROJECT = Path.of("benchmarks", "ledger");

    @Option(names = "--json", description = "as JSON, for programs")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "also writes ledger.md, ledger.csv, ledger.json, index.html")
    private Path out;

    @Option(names = "--id", paramLabel = "ID", description = "only this figure; may be given several times")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--ledger",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "folder with published.yaml and runs/ (default: the one that comes with the program)")
    private Path ledger;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        LedgerFolder folder = ledger == null ? LedgerFolder.bundled() : LedgerFolder.of(ledger);
        List<LedgerRow> rows = Ledger.read(folder).rows(ids);
        PrintWriter printer = spec.commandLine().getOut();
        if (out != null) {
            LedgerFiles.write(rows, out);
        }
        if (json) {
            printer.print(ResultJson.write(LedgerTable.records(rows)));
            printer.flush();
            return 0;
        }
        TextTable.print(printer, rows.stream().map(LedgerCommand::cells).toList());
        printer.println();
        printer.println(LedgerTable.counts(rows));
        printer.println(LedgerTable.NOTE);
        if (out != null) {
            printer.println("page: " + out.resolve("index.html"));
        }
        return 0;
    }

    private static Map<String, Object> cells(LedgerRow row) {
        return new LinkedHashMap<>(LedgerTable.cells(row));
    }

    @Command(
            name = "record",
            description = "Keeps what counts of a run (results, suite, machine; never samples) in the ledger.",
            mixinStandardHelpOptions = true)
    Integer record(
            @Parameters(paramLabel = "RUN", description = "folder that 'verisim run' wrote") Path run,
            @Option(names = "--partial", description = "takes a run although some of its cells failed") boolean partial,
            @Option(names = "--replace", description = "in place of an older record of the suite") boolean replace,
            @Option(
                            names = "--add",
                            description =
                                    "adds to an older record of the suite: its cells stay where this run has none, if the suite"
                                            + " still asks for them with the same settings")
                    boolean add) {
        if (replace && add) {
            throw new IllegalArgumentException(
                    "--replace and --add exclude each other: an older record goes, or stays in part");
        }
        RunRecorder.Older older =
                replace ? RunRecorder.Older.REPLACE : add ? RunRecorder.Older.ADD : RunRecorder.Older.REFUSE;
        Path target = ledger != null || !Files.isDirectory(IN_PROJECT) ? ledger : IN_PROJECT;
        if (target == null) {
            throw new IllegalArgumentException("there is no " + IN_PROJECT
                    + " below this folder; go to the project's folder or give --ledger DIR before 'record'");
        }
        spec.commandLine().getOut().println("recorded: " + RunRecorder.record(run, target, partial, older));
        return 0;
    }
}
