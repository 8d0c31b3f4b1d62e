package verisim.reports.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import verisim.core.metric.MetricProvider;
import verisim.core.metric.MetricRegistry;
import verisim.core.result.CellResult;
import verisim.core.result.Direction;
import verisim.core.result.Measurement;

/**
 * The scores of all models on one data set, one row a model, one column a metric.
 *
 * @param dataset the data set's name
 */
public record Leaderboard(String dataset, List<Column> columns, List<Row> rows) {
    /**
     * A metric.
     *
     * @param description what the number is; empty if the metric is not on the class path
     * @param caution what it is not; empty likewise
     * @param target the value of a perfect model, where it can be passed
     * @param paired the comparison row by row; empty if the run kept no scores of single rows
     */
    public record Column(
            String metric,
            String unit,
            Direction direction,
            Optional<Double> target,
            String description,
            String caution,
            Verdict verdict,
            Optional<PairedScores> paired) {
        /** Returns the arrow that shows the better side, or the value to come near to; empty if there is none. */
        public String arrow() {
            if (target.isPresent()) {
                return "\u2192 " + Digits.of(target.get(), 0).plain();
            }
            return switch (direction) {
                case HIGHER -> "\u2191";
                case LOWER -> "\u2193";
                case NONE -> "";
            };
        }
    }

    /**
     * A model of one run.
     *
     * @param label the model's name, after the run's where there are several
     * @param model the model's name
     * @param scores one a column; empty where this run did not ask for the metric
     */
    public record Row(String label, String run, String model, String family, List<Optional<Score>> scores) {}

    private record Key(String run, String family, String model) {}

    /**
     * Puts together what {@code runs} say on {@code dataset}. Rows are sorted by family, model and run.
     *
     * @param metrics where descriptions are found; a metric it does not know has none
     */
    public static Leaderboard of(String dataset, List<RunData> runs, MetricRegistry metrics) {
        Map<Key, Map<String, List<Replicate>>> table = new LinkedHashMap<>();
        Map<String, Measurement> asked = new LinkedHashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            for (CellResult cell : runs.get(i).cells()) {
                if (!cell.cell().dataset().equals(dataset)) {
                    continue;
                }
                // Two runs may have folders of the same name; the number keeps them apart.
                Key key = new Key(runName(runs, i), cell.family(), cell.cell().model());
                Map<String, List<Replicate>> row = table.computeIfAbsent(key, k -> new TreeMap<>());
                for (Measurement m : runs.get(i).measurements(cell)) {
                    asked.putIfAbsent(m.metric(), m);
                    row.computeIfAbsent(m.metric(), k -> new ArrayList<>()).add(new Replicate(runs.get(i), cell, m));
                }
            }
        }
        List<Key> keys = new ArrayList<>(table.keySet());
        keys.sort(Comparator.comparing(Key::family).thenComparing(Key::model).thenComparing(Key::run));
        List<Row> rows = new ArrayList<>();
        for (Key key : keys) {
            List<Optional<Score>> scores = asked.keySet().stream()
                    .map(metric ->
                            Optional.ofNullable(table.get(key).get(metric)).map(Leaderboard::score))
                    .toList();
            rows.add(new Row(
                    runs.size() > 1 ? key.run + " \u00b7 " + key.model : key.model,
                    key.run,
                    key.model,
                    key.family,
                    scores));
        }
        List<Map<String, List<Replicate>>> replicates =
                keys.stream().map(table::get).toList();
        return new Leaderboard(dataset, columns(asked.values(), rows, replicates, metrics), rows);
    }

    private static Score score(List<Replicate> replicates) {
        return Score.of(replicates.stream().map(Replicate::measurement).toList());
    }

    /** Returns the name of run {@code i}, with its number where another run has the same name. */
    public static String runName(List<RunData> runs, int i) {
        String name = runs.get(i).name();
        boolean shared = runs.stream().filter(r -> r.name().equals(name)).count() > 1;
        return shared ? name + " (" + (i + 1) + ")" : name;
    }

    /** Returns how the model of run {@code i} is called in rows and charts. */
    public static String label(List<RunData> runs, int i, String model) {
        return runs.size() > 1 ? runName(runs, i) + " \u00b7 " + model : model;
    }

    /** Returns the number of the column of {@code metric}, or -1. */
    public int columnOf(String metric) {
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c).metric().equals(metric)) {
                return c;
            }
        }
        return -1;
    }

    private static List<Column> columns(
            Iterable<Measurement> asked,
            List<Row> rows,
            List<Map<String, List<Replicate>>> replicates,
            MetricRegistry metrics) {
        Map<String, MetricProvider> known = new TreeMap<>();
        metrics.all().forEach(p -> known.put(p.name(), p));
        List<String> names = rows.stream().map(Row::label).toList();
        List<Column> columns = new ArrayList<>();
        for (Measurement m : asked) {
            int c = columns.size();
            List<Score> scores = new ArrayList<>();
            rows.forEach(r -> scores.add(r.scores().get(c).orElse(null)));
            List<List<Replicate>> behind = replicates.stream()
                    .map(r -> r.getOrDefault(m.metric(), List.of()))
                    .toList();
            Optional<MetricProvider> provider = Optional.ofNullable(known.get(m.metric()));
            Optional<Double> target = target(m, provider);
            boolean higher = m.direction() == Direction.HIGHER;
            Optional<PairedScores> paired = target.isPresent() || m.direction() == Direction.NONE
                    ? Optional.empty()
                    : higher
                            ? PairedScores.of(m.unit(), names, scores, behind)
                            : PairedScores.ofNegated(m.unit(), names, scores, behind);
            columns.add(new Column(
                    m.metric(),
                    m.unit(),
                    m.direction(),
                    target,
                    provider.map(MetricProvider::description).orElse(""),
                    provider.map(MetricProvider::caution).orElse(""),
                    target.isPresent()
                            ? Verdict.ofTarget(target.get(), names, scores)
                            : Verdict.of(m.direction(), names, scores, paired),
                    higher ? paired : Optional.empty()));
        }
        return columns;
    }

    /** Returns the target that was recorded; of results from before there were any, the metric's own. */
    private static Optional<Double> target(Measurement m, Optional<MetricProvider> provider) {
        return m.target()
                .or(() -> provider.filter(p -> p.target().isPresent())
                        .map(p -> p.target().getAsDouble()));
    }
}
