package verisim.core.likelihood;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Dataset;
import verisim.core.math.Arrays2d;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.metric.MetricProvider;
import verisim.core.model.GenerativeModel;
import verisim.core.model.JointDensity;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;

/** What is measured of a model of rows and classes on labelled test rows: one value a row, and their mean. */
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
        Optional<int[]> labels = test.labels();
        if (labels.isEmpty()) {
            return Metric.Result.notDefined("the test rows have no labels");
        }
        return LikelihoodEvaluator.result(rows(joint, test, labels.get()), Map.of("estimator", "exact"));
    }

    private double[] rows(JointDensity model, Dataset test, int[] labels) {
        double[] out = new double[test.size()];
        for (int from = 0; from < out.length; from += BLOCK) {
            int rows = Math.min(BLOCK, out.length - from);
            float[] values = new float[rows * test.features()];
            test.copyRange(from, rows, values);
            try (INDArray x = Arrays2d.matrix(values, rows, test.features())) {
                score(model, x, java.util.Arrays.copyOfRange(labels, from, from + rows), out, from);
            }
        }
        return out;
    }
}
