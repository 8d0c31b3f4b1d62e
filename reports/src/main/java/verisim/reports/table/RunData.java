package verisim.reports.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import verisim.core.io.Checksums;
import verisim.core.result.CellResult;
import verisim.core.result.DatasetRecord;
import verisim.core.result.Direction;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;
import verisim.core.result.RunContent;
import verisim.core.result.RunFolder;

/**
 * The records of one run, read once.
 *
 * @param name the run folder's name
 * @param suite the suite's name, or the folder's if nothing says it
 * @param environment names and values; empty where the run wrote none
 * @param notes what a reader should know of the numbers: cells that are missing or left out, damaged files; a line each
 * @param damaged files that are not what was written, absolute; known after {@link #checked}
 */
public record RunData(
        RunFolder folder,
        String name,
        String suite,
        List<CellResult> cells,
        List<DatasetRecord> datasets,
        Map<String, Object> environment,
        List<String> notes,
        Set<Path> damaged) {
    /**
     * Reads a run.
     *
     * @throws IllegalArgumentException if {@code folder} is not the folder of a run, or a file of one without checksums cannot be read
     */
    public static RunData read(RunFolder folder) {
        RunContent content = folder.read();
        Path absolute = folder.root().toAbsolutePath().normalize();
        String name = String.valueOf(absolute.getFileName());
        return new RunData(
                folder,
                name,
                content.suite().orElse(name),
                content.cells(),
                content.datasets(),
                content.environment(),
                content.notes(),
                Set.of());
    }

    /** Returns the same after a look at every file that figures are drawn from: those that are damaged are left out and named. */
    public RunData checked() {
        if (!folder.isSealed()) {
            return this;
        }
        List<String> lines = new ArrayList<>(notes);
        Set<Path> bad = new LinkedHashSet<>();
        for (CellResult cell : cells) {
            Set<String> files = new LinkedHashSet<>(cell.files().values());
            files.remove("model"); // no figure is drawn from it
            check(folder.cellFolder(cell.cell()), files, lines, bad);
        }
        for (DatasetRecord record : datasets) {
            check(folder.datasetFolder(record.name()), record.files().values(), lines, bad);
        }
        return new RunData(folder, name, suite, cells, datasets, environment, List.copyOf(lines), Set.copyOf(bad));
    }

    private static void check(Path base, Collection<String> files, List<String> lines, Set<Path> bad) {
        for (String file : files) {
            try {
                Checksums.required(base).check(file);
            } catch (IllegalArgumentException e) {
                bad.add(base.resolve(file).toAbsolutePath().normalize());
                lines.add(e.getMessage() + ". Its figures are left out; 'verisim run' makes it anew.");
            }
        }
    }

    /**
     * Returns the names of all data sets that have a record or a cell: first those that {@code environment.json} lists under
     * {@code datasets}, in the order of the suite, then others by name.
     */
    public List<String> datasetNames() {
        TreeSet<String> names = new TreeSet<>();
        datasets.forEach(d -> names.add(d.name()));
        cells.forEach(c -> names.add(c.cell().dataset()));
        LinkedHashSet<String> ordered = new LinkedHashSet<>();
        if (environment.get("datasets") instanceof List<?> listed) {
            listed.stream().map(String::valueOf).filter(names::contains).forEach(ordered::add);
        }
        ordered.addAll(names);
        return List.copyOf(ordered);
    }

    /** Returns the record of the data set called {@code dataset}, if it was prepared. */
    public Optional<DatasetRecord> dataset(String dataset) {
        return datasets.stream().filter(d -> d.name().equals(dataset)).findFirst();
    }

    /**
     * Returns one measurement for every metric that was asked for on the cell's data set: a cell that stopped early gives its failure
     * for each metric it did not reach. What was asked for is what any cell of that data set answered, else any cell of the
     * run; if nothing did, the failure itself is the one row, called {@code cell}.
     */
    public List<Measurement> measurements(CellResult cell) {
        Map<String, Measurement> all = new LinkedHashMap<>();
        for (Measurement m : cell.measurements()) {
            all.put(m.metric(), m);
        }
        List<CellResult> same = cells.stream()
                .filter(c -> c.cell().dataset().equals(cell.cell().dataset()))
                .toList();
        Map<String, Measurement> asked = metricsOf(same);
        if (asked.isEmpty()) {
            asked = metricsOf(cells);
        }
        Outcome.Failed failure = cell.failure()
                .orElse(new Outcome.Failed("measure", "the cell's result file has no entry for this metric"));
        for (Measurement m : asked.values()) {
            all.putIfAbsent(m.metric(), new Measurement(m.metric(), m.unit(), m.direction(), failure, 0, Map.of()));
        }
        if (all.isEmpty()) {
            all.put("cell", new Measurement("cell", "1", Direction.NONE, failure, 0, Map.of()));
        }
        return new ArrayList<>(all.values());
    }

    /** Returns a file of a cell; empty if it is missing or damaged, or the name leads out of the cell's folder. */
    public Optional<Path> file(CellResult cell, String file) {
        return inside(folder.cellFolder(cell.cell()), file);
    }

    /** Returns a file of a data set, likewise. */
    public Optional<Path> file(DatasetRecord record, String file) {
        return inside(folder.datasetFolder(record.name()), file);
    }

    /** Returns whether a file of a cell is not what was written, or is gone. */
    public boolean isDamaged(CellResult cell, String file) {
        return damaged.contains(
                folder.cellFolder(cell.cell()).resolve(file).toAbsolutePath().normalize());
    }

    private Optional<Path> inside(Path within, String file) {
        Path base = within.toAbsolutePath().normalize();
        Path path = base.resolve(file).normalize();
        boolean usable = path.startsWith(base) && Files.isRegularFile(path) && !damaged.contains(path);
        return usable ? Optional.of(path) : Optional.empty();
    }

    private static Map<String, Measurement> metricsOf(List<CellResult> cells) {
        Map<String, Measurement> metrics = new LinkedHashMap<>();
        for (CellResult c : cells) {
            c.measurements().forEach(m -> metrics.putIfAbsent(m.metric(), m));
        }
        return metrics;
    }
}
