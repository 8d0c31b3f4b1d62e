package verisim.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Levels;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.ConditionalSampler;
import verisim.core.model.GenerativeModel;
import verisim.core.model.TractableDensity;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.random.RandomStream;

/** Small labelled data whose columns have 2, 5, 1, 3, 100 and 2 levels, and what a model of them must do. */
public final class UnlikeColumns {
    /** Levels of the columns. */
    public static final Levels LEVELS = Levels.of(2, 5, 1, 3, 100, 2);

    private static final int MOST_ENUMERATED = 20;

    private UnlikeColumns() {}

    /** Columns that depend on a class; the first row has the highest level of every column. */
    public static Dataset rows(Split split, int n) {
        int d = LEVELS.columns();
        RandomStream random = RandomStream.ofSeed(51).child(split.label());
        float[] x = new float[n * d];
        int[] labels = new int[n];
        for (int i = 0; i < x.length; i++) {
            labels[i / d] = i % d == 0 ? random.nextInt(2) : labels[i / d];
            int count = LEVELS.count(i % d);
            int part = Math.max(1, count / 2);
            x[i] = i < d ? count - 1 : labels[i / d] == 0 ? random.nextInt(part) : random.nextInt(count);
        }
        return Dataset.of("unlike", split, DataKind.CATEGORICAL, x, d).withLabels(labels);
    }

    /** Returns every row that the levels allow, [n, D]. */
    public static INDArray states(Levels levels) {
        int n = 1;
        for (int d = 0; d < levels.columns(); d++) {
            n *= levels.count(d);
        }
        float[] x = new float[n * levels.columns()];
        for (int r = 0; r < n; r++) {
            int rest = r;
            for (int d = 0; d < levels.columns(); d++) {
                x[r * levels.columns() + d] = rest % levels.count(d);
                rest /= levels.count(d);
            }
        }
        return Arrays2d.matrix(x, n, levels.columns());
    }

    /**
     * Checks that samples and completions hold levels only, that the states have all the probability (for an energy model: that they
     * make up its log Z, if that can be listed), and that a value outside is an error naming column and value.
     */
    public static void check(GenerativeModel model, RandomStream random) {
        requireLevels(model.sample(2000, random.child("samples")));
        if (model instanceof TractableDensity density) {
            double[] logP = Arrays2d.toDoubles(density.logProbability(states(LEVELS)));
            assertThat(LogMath.logSumExp(logP))
                    .as("log of the sum over all states")
                    .isCloseTo(0, within(1e-5));
            requireRefusal(density::logProbability);
        }
        if (model instanceof UnnormalizedDensity density) {
            double[] logF = Arrays2d.toDoubles(density.unnormalizedLogProbability(states(LEVELS)));
            if (density.enumerationUnits().orElse(Integer.MAX_VALUE) <= MOST_ENUMERATED) {
                assertThat(density.logPartitionByEnumeration()).isCloseTo(LogMath.logSumExp(logF), within(1e-8));
            }
            requireRefusal(density::unnormalizedLogProbability);
        }
        boolean[] observed = new boolean[LEVELS.columns()];
        if (model instanceof ConditionalSampler sampler
                && sampler.cannotComplete(observed).isEmpty()) {
            requireLevels(sampler.complete(states(LEVELS), observed, random.child("complete")));
        }
    }

    private static void requireLevels(INDArray rows) {
        float[] x = Arrays2d.toFloats(rows);
        for (int i = 0; i < x.length; i++) {
            int d = i % LEVELS.columns();
            assertThat(LEVELS.holds(d, x[i]))
                    .as("value %s in column %d of %d levels", x[i], d + 1, LEVELS.count(d))
                    .isTrue();
        }
    }

    private static void requireRefusal(UnaryOperator<INDArray> score) {
        for (float[] wrong : new float[][] {{0, 2}, {1, 5}, {2, 1}, {3, -1}, {4, 100}, {5, 0.5f}, {0, Float.NaN}}) {
            float[] x = new float[2 * LEVELS.columns()];
            x[LEVELS.columns() + (int) wrong[0]] = wrong[1];
            assertThatThrownBy(() -> score.apply(Arrays2d.matrix(x, 2, LEVELS.columns())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("row 2, column " + ((int) wrong[0] + 1) + " holds " + wrong[1]);
        }
    }
}
