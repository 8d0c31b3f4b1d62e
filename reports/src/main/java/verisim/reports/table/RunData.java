package verisim.reports.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import verisim.core.result.CellResult;
import verisim.core.result.DatasetRecord;
import verisim.core.result.Direction;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;
import verisim.core.result.RunFolder;

/**
 * The records of one run, read once.
 *
 * @param name the run folder's name
 * @param suite the suite's name: the {@code suite} line of {@code suite.yaml}, or the folder's name if there is none
 * @param environment names and values; empty where the run wrote none
 */
public record RunData(
        RunFolder folder,
        String name,
        String suite,
        List<CellResult> cells,
        List<DatasetRecord> datasets,
        Map<String, Object> environment) {
    private static final Pattern SUITE = Pattern.compile("(?m)^suite:[ \\t]*(.*?)[ \\t]*\\r?$");

    /**
     * Reads a run.
     *
     * @throws IllegalArgumentException if {@code folder} is not the folder of a run, or a file in it is damaged
     */
    public static RunData read(RunFolder folder) {
        List<CellResult> cells = folder.readCells();
        Path absolute = folder.root().toAbsolutePath().normalize();
        String name = String.valueOf(absolute.getFileName());
        return new RunData(
                folder,
                name,
                suiteName(folder).orElse(name),
                cells,
                folder.readDatasets(),
                Files.exists(folder.environmentFile()) ? folder.readEnvironment() : Map.of());
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

    /** Returns a file of {@code folder}; empty if it is missing or the name leads out of the folder. */
    public static Optional<Path> inside(Path folder, String file) {
        Path base = folder.toAbsolutePath().normalize();
        Path path = base.resolve(file).normalize();
        return path.startsWith(base) && Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
    }

    private static Map<String, Measurement> metricsOf(List<CellResult> cells) {
        Map<String, Measurement> metrics = new LinkedHashMap<>();
        for (CellResult c : cells) {
            c.measurements().forEach(m -> metrics.putIfAbsent(m.metric(), m));
        }
        return metrics;
    }

    private static Optional<String> suiteName(RunFolder folder) {
        if (!Files.exists(folder.suiteFile())) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(folder.suiteFile())) {
            Matcher matcher = SUITE.matcher(String.join("\n", lines.toList()));
            if (!matcher.find()) {
                return Optional.empty();
            }
            String value = matcher.group(1);
            boolean quoted = value.length() >= 2
                    && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                    && value.charAt(value.length() - 1) == value.charAt(0);
            String name = quoted ? value.substring(1, value.length() - 1) : value;
            return name.isEmpty() ? Optional.empty() : Optional.of(name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder.suiteFile() + ": " + e.getMessage(), e);
        }
    }
}
