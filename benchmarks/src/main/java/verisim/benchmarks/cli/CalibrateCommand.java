package verisim.benchmarks.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import verisim.benchmarks.calibrate.AisCalibration;
import verisim.benchmarks.calibrate.CalibrationFiles;
import verisim.benchmarks.calibrate.CalibrationRow;
import verisim.core.Checks;
import verisim.core.random.RandomStream;
import verisim.core.result.ResultJson;

/** {@code verisim calibrate}: an estimator against known truth. */
@Command(
        name = "calibrate",
        description =
                "Tries an estimator where the truth is known: bias, error, and how often its stated 95 %% intervals hold the truth.",
        mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {
    private static final String AIS = "ais";

    @Parameters(
            arity = "0..1",
            paramLabel = "ESTIMATOR",
            defaultValue = AIS,
            description =
                    "ais: annealed importance sampling of log Z, forward and reverse, on RBMs small enough to enumerate"
                            + " (default: ${DEFAULT-VALUE})")
    private String estimator;

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            description = "estimates of each kind (default: ${DEFAULT-VALUE})")
    private int repetitions = 400;

    @Option(names = "--chains", paramLabel = "N", description = "chains of one estimate (default: ${DEFAULT-VALUE})")
    private int chains = 100;

    @Option(names = "--seed", paramLabel = "N", description = "same seed, same numbers (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--json", description = "as JSON, for programs")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "also writes calibration.csv, calibration.json, index.html")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Checks.require(estimator.equals(AIS), "there is no calibration of '%s'; available: %s", estimator, AIS);
        PrintWriter printer = spec.commandLine().getOut();
        List<CalibrationRow> rows = CalibrationRow.of(new AisCalibration(chains, repetitions)
                .run(RandomStream.ofSeed(seed).child("calibrate"), this::progress));
        if (out != null) {
            CalibrationFiles.write(rows, out);
        }
        if (json) {
            printer.print(
                    ResultJson.write(rows.stream().map(CalibrationRow::record).toList()));
            printer.flush();
            return 0;
        }
        TextTable.print(printer, rows.stream().map(CalibrateCommand::cells).toList());
        printer.println();
        printer.println(CalibrationFiles.counts(rows));
        if (out != null) {
            printer.println("page: " + out.resolve("index.html"));
        }
        return 0;
    }

    private void progress(String world) {
        spec.commandLine().getErr().println("calibrating on " + world);
    }

    private static Map<String, Object> cells(CalibrationRow row) {
        return new LinkedHashMap<>(row.cells());
    }
}
