package verisim.core.likelihood;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.metric.MetricProvider;
import verisim.core.model.GenerativeModel;
import verisim.core.model.RowScoring;
import verisim.core.model.TractableDensity;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;

/**
 * The metric {@code pseudo-likelihood}: mean {@code sum_d log p(x_d given x_-d)} of binary test rows, all features, no sampling.
 * Needs {@code log p(x)} up to a constant only.
 */
public final class PseudoLikelihood implements MetricProvider {
    private static final int BLOCK = 512;

    @Override
    public String name() {
        return "pseudo-likelihood";
    }

    @Override
    public String description() {
        return "sum over the features of the log-probability of each given all others, averaged over test rows";
    }

    @Override
    public String caution() {
        return "not a likelihood and no bound on one; it grows with the number of features";
    }

    @Override
    public String paper() {
        return "Besag (1975), Statistical analysis of non-lattice data, https://doi.org/10.2307/2987782";
    }

    @Override
    public String unit() {
        return "nats/example";
    }

    @Override
    public Direction direction() {
        return Direction.HIGHER;
    }

    @Override
    public Set<Uses> uses() {
        return Set.of(Uses.DENSITY);
    }

    @Override
    public List<Option> options() {
        return List.of(Option.integer("rows", 200, 1, "most test rows to score, evenly spaced over the test rows"));
    }

    @Override
    public Metric metric(Options options) {
        int rows = options.integer("rows");
        return context -> measure(context, rows);
    }

    private static Metric.Result measure(MetricContext context, int most) {
        GenerativeModel model = context.model().orElse(null);
        if (model == null || model.dataKind() != DataKind.BINARY) {
            return Metric.Result.notDefined("a pseudo-likelihood is defined here for models of BINARY data only");
        }
        Dataset test = context.data().test();
        int n = Math.min(most, test.size());
        double[] values = new double[n];
        float[] row = new float[test.features()];
        for (int i = 0; i < n; i++) {
            test.copyRange((int) ((long) i * test.size() / n), 1, row);
            if (model instanceof TractableDensity density) {
                values[i] = ofRow(density::logProbability, row);
            } else if (model instanceof UnnormalizedDensity density) {
                values[i] = ofRow(density::unnormalizedLogProbability, row);
            } else {
                return Metric.Result.notDefined("log p(x) is not known, not even up to a constant");
            }
        }
        return LikelihoodEvaluator.result(values, Map.of("rows", Integer.toString(n)));
    }

    /** {@code log p(x_d given x_-d) = -softplus(log f(x with x_d flipped) - log f(x))}. */
    private static double ofRow(UnaryOperator<INDArray> scorer, float[] row) {
        int features = row.length;
        double own = score(scorer, row, 1)[0];
        if (own == Double.NEGATIVE_INFINITY) {
            return own;
        }
        double sum = 0;
        for (int from = 0; from < features; from += BLOCK) {
            int count = Math.min(BLOCK, features - from);
            float[] flipped = new float[count * features];
            for (int i = 0; i < count; i++) {
                System.arraycopy(row, 0, flipped, i * features, features);
                flipped[i * features + from + i] = 1f - row[from + i];
            }
            for (double other : score(scorer, flipped, count)) {
                sum -= LogMath.softplus(other - own);
            }
        }
        return sum;
    }

    private static double[] score(UnaryOperator<INDArray> scorer, float[] values, int rows) {
        try (INDArray x = Arrays2d.matrix(values, rows, values.length / rows)) {
            return RowScoring.score("log p(x)", x, scorer);
        }
    }
}
