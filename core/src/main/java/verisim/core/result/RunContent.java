package verisim.core.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import verisim.core.io.Checksums;
import verisim.core.io.DamagedFileException;

/**
 * What a run's folder holds of the run that its {@code plan.json} describes. Cells of an earlier suite are counted, not read; what is
 * damaged is left out and named. A folder from before there was a plan is read whole.
 *
 * @param suite name of the suite: of the plan, else the {@code suite} line of {@code suite.yaml}, else empty
 * @param planned how many cells the suite comes to, or -1 in a folder without a plan
 * @param cells of the plan that have a result, by data set, model and replicate
 * @param datasets records of the plan's data sets, by name
 * @param environment names and values in the order they should be shown
 * @param leftOut cells of an earlier suite
 * @param damaged one line for each damaged file
 */
public record RunContent(
        Optional<String> suite,
        int planned,
        List<CellResult> cells,
        List<DatasetRecord> datasets,
        Map<String, Object> environment,
        int leftOut,
        List<String> damaged) {

    static RunContent read(RunFolder run) {
        return new Reader(run).read();
    }

    /** Returns all that a reader of the numbers should know of them, a sentence each. */
    public List<String> notes() {
        List<String> out = new ArrayList<>();
        damaged.forEach(line -> out.add(line + ". It is left out; 'verisim run' makes it anew."));
        if (planned > cells.size()) {
            out.add("The run is not finished: " + (planned - cells.size()) + " of " + planned
                    + " cells of its suite have no result here.");
        }
        if (leftOut > 0) {
            out.add(leftOut + (leftOut == 1 ? " cell" : " cells")
                    + " of an earlier suite or of other data in the same folder " + (leftOut == 1 ? "is" : "are")
                    + " left out.");
        }
        if (planned < 0 && !cells.isEmpty()) {
            out.add(
                    "The run was written by an earlier version, without a plan and checksums: its files are taken as they are.");
        }
        return out;
    }

    /** Reads one folder. */
    private static final class Reader {
        private final RunFolder run;
        private final Set<String> damaged = new LinkedHashSet<>();
        private boolean planDamaged;

        Reader(RunFolder run) {
            this.run = run;
        }

        RunContent read() {
            boolean sealed = run.isSealed();
            Optional<RunPlan> plan = sealed ? plan() : Optional.empty();
            Map<String, Object> environment = isExpected(run.environmentFile())
                    ? guarded(() -> ResultJson.readMap(root(sealed, run.environmentFile())))
                            .orElse(Map.of())
                    : Map.of();
            boolean whole = !isExpected(run.suiteFile())
                    || guarded(() -> root(sealed, run.suiteFile())).isPresent();
            Optional<String> suite = plan.map(RunPlan::suite).or(() -> whole ? run.suiteName() : Optional.empty());
            if (planDamaged) {
                return new RunContent(suite, 0, List.of(), List.of(), environment, 0, List.copyOf(damaged));
            }
            List<Path> results = files(run.root().resolve("cells"), "result.json");
            List<CellResult> cells = new ArrayList<>();
            List<DatasetRecord> datasets = new ArrayList<>();
            int read = 0;
            if (plan.isEmpty()) {
                results.forEach(file -> cells.add(ResultJson.read(file, CellResult.class)));
                files(run.root().resolve("datasets"), "dataset.json")
                        .forEach(file -> datasets.add(ResultJson.read(file, DatasetRecord.class)));
                return new RunContent(suite, -1, cells, datasets, environment, 0, List.copyOf(damaged));
            }
            for (RunPlan.Cell planned : plan.get().cells()) {
                Optional<CellResult> cell = cell(planned.cell());
                boolean there = run.has(run.resultFile(planned.cell()));
                if (cell.isPresent() && cell.get().key().equals(planned.key())) {
                    cells.add(cell.get());
                    read++;
                } else if (there && cell.isEmpty()) {
                    read++; // damaged, which is said
                }
            }
            for (String name : plan.get().datasets().stream().sorted().toList()) {
                dataset(name).ifPresent(datasets::add);
            }
            return new RunContent(
                    suite,
                    plan.get().cells().size(),
                    cells,
                    datasets,
                    environment,
                    results.size() - read,
                    List.copyOf(damaged));
        }

        private Optional<RunPlan> plan() {
            if (!run.has(run.planFile())) {
                planDamaged = true;
                damaged.add(run.planFile() + " is missing: nothing says which cells belong to the run");
                return Optional.empty();
            }
            Optional<RunPlan> plan = guarded(() -> ResultJson.read(root(true, run.planFile()), RunPlan.class));
            planDamaged = plan.isEmpty();
            return plan;
        }

        private Optional<CellResult> cell(CellId id) {
            return json(run.cellFolder(id), "result.json", CellResult.class);
        }

        private Optional<DatasetRecord> dataset(String name) {
            return json(run.datasetFolder(name), "dataset.json", DatasetRecord.class);
        }

        private <T> Optional<T> json(Path folder, String name, Class<T> type) {
            if (run.has(folder.resolve(name))) {
                return guarded(() -> ResultJson.read(Checksums.required(folder).check(name), type));
            }
            guarded(() -> Checksums.of(folder)
                    .filter(sums -> sums.names().contains(name))
                    .map(sums -> sums.check(name)));
            return Optional.empty();
        }

        /** Returns whether a file of the folder itself is there, or was. */
        private boolean isExpected(Path file) {
            if (run.has(file)) {
                return true;
            }
            try {
                return Checksums.of(run.root())
                        .map(sums -> sums.names().contains(String.valueOf(file.getFileName())))
                        .orElse(false);
            } catch (DamagedFileException e) {
                return false; // which is said where the plan is read
            }
        }

        /** A file of the folder itself. If the checksums are what is damaged, that is said, and the file is taken. */
        private Path root(boolean sealed, Path file) {
            if (!sealed) {
                return file;
            }
            Checksums sums;
            try {
                sums = Checksums.required(run.root());
            } catch (DamagedFileException e) {
                damaged.add(e.getMessage());
                return file;
            }
            return sums.check(String.valueOf(file.getFileName()));
        }

        private <T> Optional<T> guarded(java.util.function.Supplier<T> reading) {
            try {
                return Optional.of(reading.get());
            } catch (IllegalArgumentException e) {
                damaged.add(e.getMessage());
                return Optional.empty();
            }
        }

        private static List<Path> files(Path folder, String name) {
            if (!Files.isDirectory(folder)) {
                return List.of();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                return files.filter(f -> f.endsWith(name)).sorted().toList();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + folder + ": " + e.getMessage(), e);
            }
        }
    }
}
