package verisim.models.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.ConditionalSampler;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;
import verisim.core.testkit.StatisticalAssertions;

/**
 * Completions of discrete models against {@code p(x) / p(x_observed)} with both sides summed over all rows; 40,000 completions of one
 * row, held against the conditional by chi-square. Of REAL ones, against the same conditional on a grid.
 */
class DiscreteCompletionTest {
    private static final int N = 40_000;
    private static final int D = 6;

    static Stream<Arguments> models() {
        Map<String, ?> hmm = Map.of("iterations", 30, "restarts", 2);
        return Stream.of(
                Arguments.of("product-bernoulli", DataKind.BINARY, Map.of()),
                Arguments.of("product-categorical", DataKind.CATEGORICAL, Map.of()),
                Arguments.of("bernoulli-mixture", DataKind.BINARY, Map.of("components", 3)),
                Arguments.of("chow-liu", DataKind.BINARY, Map.of()),
                Arguments.of("naive-bayes", DataKind.BINARY, Map.of()),
                Arguments.of("naive-bayes", DataKind.CATEGORICAL, Map.of()),
                Arguments.of("hmm", DataKind.BINARY, hmm),
                Arguments.of("hmm", DataKind.CATEGORICAL, hmm),
                Arguments.of("hmm", DataKind.BINARY, Map.of("dimensions", 2, "iterations", 30, "restarts", 2)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void completionsFollowTheExactConditional(String name, DataKind kind, Map<String, ?> options) {
        ConditionalSampler model = (ConditionalSampler) DiscreteModels.fit(name, kind, D, options);
        int v = kind == DataKind.BINARY ? 2 : 3;
        float[] all = DiscreteModels.allRows(D, v);
        double[] logP =
                Arrays2d.toDoubles(((TractableDensity) model).logProbability(Arrays2d.matrix(all, all.length / D, D)));
        boolean[][] masks = {
            {true, false, true, false, false, true},
            {false, false, false, true, true, false},
            {false, true, false, false, false, false},
            {false, false, false, false, false, false}
        };
        for (int m = 0; m < masks.length; m++) {
            boolean[] observed = masks[m];
            float[] row = {1, 0, 1, 1, 0, 0};
            double[] conditional = new double[logP.length];
            double total = 0;
            for (int r = 0; r < logP.length; r++) {
                conditional[r] = agrees(all, r * D, row, observed) ? Math.exp(logP[r]) : 0;
                total += conditional[r];
            }
            for (int r = 0; r < logP.length; r++) {
                conditional[r] /= total;
            }
            float[] x = new float[N * D];
            for (int i = 0; i < x.length; i++) {
                x[i] = observed[i % D] ? row[i % D] : Float.NaN;
            }
            assertThat(model.cannotComplete(observed)).isEmpty();
            float[] drawn = Arrays2d.toFloats(model.complete(
                    Arrays2d.matrix(x, N, D),
                    observed,
                    RandomStream.ofSeed(4).child(name).child(m)));
            long[] counts = new long[conditional.length];
            for (int i = 0; i < N; i++) {
                int state = 0;
                for (int d = D - 1; d >= 0; d--) {
                    state = state * v + (int) drawn[i * D + d];
                }
                counts[state]++;
            }
            StatisticalAssertions.chiSquareFits(counts, conditional);
        }
    }

    private static boolean agrees(float[] all, int from, float[] row, boolean[] observed) {
        for (int d = 0; d < D; d++) {
            if (observed[d] && all[from + d] != row[d]) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @MethodSource("models")
    void allObservedIsACopyAndAWrongMaskIsExplained(String name, DataKind kind, Map<String, ?> options) {
        ConditionalSampler model = (ConditionalSampler) DiscreteModels.fit(name, kind, D, options);
        Dataset data = DiscreteModels.rows(kind, Split.TEST, 50, D);
        boolean[] observed = new boolean[D];
        java.util.Arrays.fill(observed, true);
        INDArray x = data.toArray();
        assertThat(Arrays2d.toFloats(model.complete(x, observed, RandomStream.ofSeed(1))))
                .isEqualTo(data.toFloats());
        assertThatThrownBy(() -> model.complete(x, new boolean[D + 1], RandomStream.ofSeed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("observed must have 6 values")
                .hasMessageContaining("7");
        boolean[] half = {true, true, true, false, false, false};
        assertThat(Arrays2d.toFloats(model.complete(x, half, RandomStream.ofSeed(5))))
                .isEqualTo(Arrays2d.toFloats(model.complete(x, half, RandomStream.ofSeed(5))))
                .isNotEqualTo(Arrays2d.toFloats(model.complete(x, half, RandomStream.ofSeed(6))));
        assertThat(Arrays2d.toFloats(x)).isEqualTo(data.toFloats());
    }

    /** One missing value of three; its conditional mean and variance by the trapezoidal rule on p(x). */
    @ParameterizedTest
    @MethodSource("realModels")
    void realCompletionsHaveTheMomentsOfTheConditional(String name, int missing) {
        ConditionalSampler model = (ConditionalSampler) DiscreteModels.fit(name, DataKind.REAL, 3, Map.of());
        float[] row = DiscreteModels.rows(DataKind.REAL, Split.TEST, 3, 3)
                .select(new int[] {2})
                .toFloats();
        boolean[] observed = {true, true, true};
        observed[missing] = false;
        int points = 20_001;
        float[] grid = new float[points * 3];
        for (int i = 0; i < points; i++) {
            System.arraycopy(row, 0, grid, 3 * i, 3);
            grid[3 * i + missing] = -20 + 60f * i / (points - 1);
        }
        double[] logP = Arrays2d.toDoubles(((TractableDensity) model).logProbability(Arrays2d.matrix(grid, points, 3)));
        double total = 0;
        double mean = 0;
        double square = 0;
        for (int i = 0; i < points; i++) {
            double p = Math.exp(logP[i]);
            double value = grid[3 * i + missing];
            total += p;
            mean += p * value;
            square += p * value * value;
        }
        mean /= total;
        double variance = square / total - mean * mean;
        float[] x = new float[N * 3];
        for (int i = 0; i < x.length; i++) {
            x[i] = observed[i % 3] ? row[i % 3] : Float.NaN;
        }
        float[] drawn = Arrays2d.toFloats(model.complete(
                Arrays2d.matrix(x, N, 3), observed, RandomStream.ofSeed(4).child(name)));
        double[] values = new double[N];
        double[] squares = new double[N];
        for (int i = 0; i < N; i++) {
            values[i] = drawn[3 * i + missing];
            squares[i] = (values[i] - mean) * (values[i] - mean);
        }
        StatisticalAssertions.meanIs(values, mean);
        StatisticalAssertions.meanIs(squares, variance);
    }

    static Stream<Arguments> realModels() {
        return Stream.of(
                Arguments.of("naive-bayes", 0),
                Arguments.of("naive-bayes", 2),
                Arguments.of("hmm", 0),
                Arguments.of("hmm", 1),
                Arguments.of("hmm", 2));
    }

    /** x_1 is always the opposite of x_0; given that both are 1 there is nothing to draw from. */
    @ParameterizedTest
    @MethodSource("unsmoothed")
    void impossibleObservationsAreExplained(String name, Map<String, ?> options) {
        float[] values = {0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1};
        ConditionalSampler model = (ConditionalSampler) DiscreteModels.fit(
                name,
                Dataset.of("opposites", Split.TRAIN, DataKind.BINARY, values, 3).withLabels(new int[] {0, 0, 1, 1}),
                Dataset.of("opposites", Split.VALIDATION, DataKind.BINARY, values, 3),
                options);
        boolean[] observed = {true, true, false};
        assertThatThrownBy(() -> model.complete(
                        Arrays2d.matrix(new float[] {0, 1, 0, 1, 1, 0}, 2, 3), observed, RandomStream.ofSeed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 2")
                .hasMessageContaining("probability 0");
    }

    static Stream<Arguments> unsmoothed() {
        return Stream.of(Arguments.of("chow-liu", Map.of("smoothing", 0)));
    }

    /** A root with 1,500 observed children that speak for 1 and as many for 0, each by a factor of 900: 10^-4400 on either side. */
    @Test
    void manyObservedChildrenDoNotUnderflow() {
        int d = 3001;
        int[] order = new int[d];
        int[] parents = new int[d];
        double[] ones = new double[2 * d];
        boolean[] observed = new boolean[d];
        float[] x = new float[d];
        for (int f = 0; f < d; f++) {
            order[f] = f;
            parents[f] = f == 0 ? -1 : 0;
            ones[2 * f] = f == 0 ? 0.5 : f <= 1500 ? 0.001 : 0.9;
            ones[2 * f + 1] = f == 0 ? 0.5 : f <= 1500 ? 0.9 : 0.001;
            observed[f] = f > 0;
            x[f] = f == 0 ? 0 : 1;
        }
        ChowLiu model = new ChowLiu(order, parents, ones);
        int n = 2000;
        float[] rows = new float[n * d];
        for (int r = 0; r < n; r++) {
            System.arraycopy(x, 0, rows, r * d, d);
        }
        float[] drawn =
                Arrays2d.toFloats(model.complete(Arrays2d.matrix(rows, n, d), observed, RandomStream.ofSeed(8)));
        double[] roots = new double[n];
        for (int r = 0; r < n; r++) {
            roots[r] = drawn[r * d];
        }
        StatisticalAssertions.meanIs(roots, 0.5);
    }
}
