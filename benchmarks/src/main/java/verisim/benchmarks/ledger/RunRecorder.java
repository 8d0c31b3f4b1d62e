package verisim.benchmarks.ledger;

import static verisim.core.Checks.require;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verisim.core.result.CellResult;
import verisim.core.result.Outcome;
import verisim.core.result.ResultJson;
import verisim.core.result.RunContent;
import verisim.core.result.RunFolder;
import verisim.reports.table.RunData;

/** Copies what counts of a run into the ledger: results, suite and machine; no samples, no models, no paths. */
public final class RunRecorder {
    /** What is kept of {@code environment.json}; the flags of the JVM are not, as they hold paths. */
    private static final List<String> KEPT = List.of(
            "started",
            "datasets",
            "versions",
            "operatingSystem",
            "architecture",
            "processor",
            "blasKernels",
            "cores",
            "memoryBytes",
            "jobs",
            "threadsPerCell",
            "jvm");

    /** What becomes of an older record of the suite. */
    public enum Older {
        /** There must be none. */
        REFUSE,
        /** The run takes its place. */
        REPLACE,
        /** Its cells stay where the run has none and its suite asks for them with the same settings. */
        ADD
    }

    private RunRecorder() {}

    /**
     * Records a run.
     *
     * @param run the folder that {@code verisim run} wrote
     * @param ledger the folder with {@code published.yaml}
     * @param partial whether a run with failed cells is taken
     * @param older what becomes of an older record of the suite
     * @return the folder of the record
     * @throws IllegalArgumentException if the run is not fit to be recorded
     */
    public static Path record(Path run, Path ledger, boolean partial, Older older) {
        require(
                Files.isRegularFile(ledger.resolve(LedgerFolder.FIGURES)),
                "%s is not the folder of a ledger: it has no %s; go to the project's folder or give --ledger",
                ledger,
                LedgerFolder.FIGURES);
        RunFolder folder = new RunFolder(run);
        RunData data = RunData.read(folder);
        require(
                !data.cells().isEmpty() && Files.isRegularFile(folder.suiteFile()),
                "%s is not a finished run: it has no cells or no suite.yaml; give the folder that 'verisim run' wrote",
                run);
        RunContent content = folder.read();
        require(
                content.damaged().isEmpty(),
                "%s has damaged files; run it again: %s",
                run,
                String.join("; ", content.damaged()));
        require(
                partial || content.planned() <= content.cells().size(),
                "%s is not finished: %d of %d cells have no result; run it again, or record it with --partial",
                run,
                content.planned() - content.cells().size(),
                content.planned());
        List<String> failed = data.cells().stream()
                .filter(RunRecorder::hasFailed)
                .map(cell -> cell.cell().toString())
                .toList();
        require(
                partial || failed.isEmpty(),
                "%d cells of %s failed (%s); run it again, or record it with --partial",
                failed.size(),
                run,
                String.join(", ", failed));
        Path out = ledger.resolve("runs").resolve(data.suite());
        require(
                older != Older.REFUSE || !Files.exists(out.resolve(RecordedRun.RESULTS)),
                "a run of %s is recorded already in %s; --replace puts this one in its place, --add adds its cells",
                data.suite(),
                out);
        Map<String, Object> environment = new LinkedHashMap<>();
        KEPT.forEach(key -> {
            if (data.environment().containsKey(key)) {
                environment.put(key, data.environment().get(key));
            }
        });
        String suite = text(folder.suiteFile());
        List<CellResult> cells = data.cells();
        if (older == Older.ADD && Files.exists(out.resolve(RecordedRun.RESULTS))) {
            RecordedRun earlier = RecordedRun.read(
                    out + "/",
                    text(out.resolve(RecordedRun.RESULTS)),
                    Optional.of(text(out.resolve(RecordedRun.ENVIRONMENT))),
                    Optional.of(text(out.resolve(RecordedRun.SUITE))));
            List<CellResult> kept = EarlierCells.kept(earlier, cells, suite);
            Map<String, String> elsewhere = earlier.machines(kept);
            elsewhere.values().removeIf(new RecordedRun(cells, environment, Optional.of(suite)).machine()::equals);
            if (!elsewhere.isEmpty()) {
                environment.put(RecordedRun.OTHER_MACHINES, elsewhere);
            }
            cells = EarlierCells.merged(cells, kept);
        }
        RunFolder.writeWhole(out.resolve(RecordedRun.SUITE), suite);
        RunFolder.writeWhole(out.resolve(RecordedRun.ENVIRONMENT), ResultJson.write(environment));
        RunFolder.writeWhole(out.resolve(RecordedRun.RESULTS), ResultJson.write(cells));
        return out;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean hasFailed(CellResult cell) {
        return cell.failure().isPresent()
                || cell.measurements().stream().anyMatch(m -> m.outcome() instanceof Outcome.Failed);
    }
}
