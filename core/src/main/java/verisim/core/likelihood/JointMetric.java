package verisim.core.likelihood;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Dataset;
import verisim.core.data.Labels;
import verisim.core.math.Arrays2d;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.metric.MetricProvider;
import verisim.core.model.GenerativeModel;
import verisim.core.model.JointDensity;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;

/**
 * What is measured of a model of rows and classes on labelled test rows: one value a row, and their mean. Rows whose class is missing are
 * left out; the protocol counts them.
 */
abstract class JointMetric implements MetricProvider {
    private static final int BLOCK = 500;

    /** Writes one value for each row to {@code out[from ..]}. */
    abstract void score(JointDensity model, INDArray x, int[] labels, double[] out, int from);

    @Override
    public final Direction direction() {
        return Direction.HIGHER;
    }

    @Override
    public final Set<Uses> uses() {
        return Set.of(Uses.DENSITY);
    }

    @Override
    public final List<Option> options() {
        return List.of();
    }

    @Override
    public final Metric metric(Options options) {
        return this::measure;
    }

    private Metric.Result measure(MetricContext context) {
        Optional<GenerativeModel> model = context.model();
        if (model.isEmpty()) {
            return Metric.Result.notDefined("only samples are at hand; " + name() + " needs the model itself");
        }
        if (!(model.get() instanceof JointDensity joint)) {
            return Metric.Result.notDefined("it is a model of rows alone, not of rows with their classes");
        }
        Dataset test = context.data().test();
        if (test.labels().isEmpty()) {
            return Metric.Result.notDefined("the test rows have no labels");
        }
        int[] all = test.labels().get();
        int[] known = IntStream.range(0, all.length)
                .filter(r -> all[r] != Labels.MISSING)
                .toArray();
        if (known.length == 0) {
            return Metric.Result.notDefined("the class of every test row is missing");
        }
        Map<String, String> protocol = new TreeMap<>(Map.of("estimator", "exact"));
        if (known.length < all.length) {
            protocol.put("rows-without-class", Integer.toString(all.length - known.length));
        }
        Dataset rows = known.length < all.length ? test.select(known) : test;
        int[] labels = rows.labels().orElseThrow();
        return result(rows(joint, rows, labels), protocol, new UnseenClasses(joint.classes(), rows, labels));
    }

    /** Returns the mean of the rows' values; {@code unseen} tells which of them are of a class that no training row has. */
    abstract Metric.Result result(double[] values, Map<String, String> protocol, UnseenClasses unseen);

    /** The rows of classes that the model does not know. */
    static final class UnseenClasses {
        private final SortedMap<Integer, Integer> rows = new TreeMap<>();
        private final List<String> names;
        private final int size;

        UnseenClasses(int classes, Dataset test, int[] labels) {
            size = labels.length;
            names = test.schema().labels().map(Labels::classes).orElse(List.of());
            for (int label : labels) {
                if (label >= classes) {
                    rows.merge(label, 1, Integer::sum);
                }
            }
        }

        boolean isEmpty() {
            return rows.isEmpty();
        }

        /** Returns how many rows are of which unseen class. */
        String text() {
            int count = rows.values().stream().mapToInt(Integer::intValue).sum();
            String classes = rows.keySet().stream()
                    .map(c -> "'" + (c < names.size() ? names.get(c) : Integer.toString(c)) + "'")
                    .collect(Collectors.joining(", "));
            return String.format(
                    Locale.ROOT,
                    "%d of %d test rows are of %s %s, which no training row has",
                    count,
                    size,
                    rows.size() == 1 ? "class" : "classes",
                    classes);
        }
    }

    private double[] rows(JointDensity model, Dataset test, int[] labels) {
        double[] out = new double[test.size()];
        for (int from = 0; from < out.length; from += BLOCK) {
            int rows = Math.min(BLOCK, out.length - from);
            float[] values = new float[rows * test.features()];
            test.copyRange(from, rows, values);
            try (INDArray x = Arrays2d.matrix(values, rows, test.features())) {
                score(model, x, Arrays.copyOfRange(labels, from, from + rows), out, from);
            }
        }
        return out;
    }
}
