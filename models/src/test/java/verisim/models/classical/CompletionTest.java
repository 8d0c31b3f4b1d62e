package verisim.models.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.ConditionalSampler;
import verisim.core.random.RandomStream;
import verisim.core.testkit.StatisticalAssertions;
import verisim.models.TestData;

/**
 * Completions against conditional moments that this test works out itself, from means and covariances of components: 40,000
 * completions of one row; an error of 0.03 standard deviations in a mean, or 4 per cent in a variance, is seen.
 */
class CompletionTest {
    private static final int N = 40_000;
    private static final int D = 4;

    /** One normal component: weight, mean, covariance. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Component(double weight, double[] mean, RealMatrix covariance) {}

    private static ConditionalSampler fit(String name, Map<String, ?> options) {
        return (ConditionalSampler) ContinuousModels.fit(name, rows(Split.TRAIN), rows(Split.VALIDATION), options);
    }

    private static Dataset rows(Split split) {
        Dataset waves = TestData.waves(split, 60, D);
        int[] labels = new int[waves.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = waves.value(i, 0) > 1 ? 1 : 0;
        }
        return waves.withLabels(labels);
    }

    static Stream<Arguments> models() {
        List<Arguments> out = new ArrayList<>();
        for (String covariance : List.of("full", "diagonal", "spherical")) {
            out.add(Arguments.of("gaussian", Map.of("covariance", covariance)));
            out.add(Arguments.of("gaussian-mixture", Map.of("covariance", covariance, "components", 3)));
        }
        out.add(Arguments.of("gaussian", Map.of("covariance", "tied")));
        out.add(Arguments.of("gaussian-mixture", Map.of("covariance", "tied", "components", 2)));
        out.add(Arguments.of("gaussian-shrinkage", Map.of()));
        out.add(Arguments.of("ppca", Map.of("components", 2)));
        out.add(Arguments.of("factor-analysis", Map.of("components", 1)));
        out.add(Arguments.of("kde", Map.of("bandwidth", 0.4)));
        return out.stream();
    }

    private static List<Component> components(ConditionalSampler model) {
        List<Component> out = new ArrayList<>();
        if (model instanceof Gaussian g) {
            out.add(new Component(1, g.mean(), matrix(g.covariance())));
        } else if (model instanceof GaussianMixture m) {
            for (int k = 0; k < m.components(); k++) {
                out.add(new Component(m.weights()[k], m.mean(k), matrix(m.covariance(k))));
            }
        } else if (model instanceof FactorModel f) {
            RealMatrix w = new Array2DRowRealMatrix(D, f.latents());
            for (int i = 0; i < f.loadings().length; i++) {
                w.setEntry(i / f.latents(), i % f.latents(), f.loadings()[i]);
            }
            RealMatrix s = w.multiply(w.transpose());
            for (int i = 0; i < D; i++) {
                s.addToEntry(i, i, f.noise()[i]);
            }
            out.add(new Component(1, f.mean(), s));
        } else {
            double h = ((KernelDensity) model).bandwidth();
            Dataset train = rows(Split.TRAIN);
            double[] variances = Covariances.variances(Covariances.centred(train, Covariances.mean(train)), D);
            RealMatrix s = new Array2DRowRealMatrix(D, D);
            for (int j = 0; j < D; j++) {
                s.setEntry(j, j, h * h * variances[j]);
            }
            for (int i = 0; i < train.size(); i++) {
                double[] mean = new double[D];
                for (int j = 0; j < D; j++) {
                    mean[j] = train.value(i, j);
                }
                out.add(new Component(1.0 / train.size(), mean, s));
            }
        }
        return out;
    }

    private static RealMatrix matrix(double[] flat) {
        RealMatrix out = new Array2DRowRealMatrix(D, D);
        for (int i = 0; i < flat.length; i++) {
            out.setEntry(i / D, i % D, flat[i]);
        }
        return out;
    }

    @ParameterizedTest
    @MethodSource("models")
    void missingFeaturesHaveTheirConditionalMoments(String name, Map<String, ?> options) {
        ConditionalSampler model = fit(name, options);
        // Observed are features 2 and 0 of a training row; 1 and 3 are missing, with NaN that must not be looked at.
        boolean[] observed = {true, false, true, false};
        float[] row = {
            rows(Split.TRAIN).value(7, 0), Float.NaN, rows(Split.TRAIN).value(7, 2), Float.NaN
        };
        float[] x = new float[N * D];
        for (int i = 0; i < x.length; i++) {
            x[i] = row[i % D];
        }
        float[] drawn = Arrays2d.toFloats(model.complete(
                Arrays2d.matrix(x, N, D), observed, RandomStream.ofSeed(4).child(name)));
        for (int i = 0; i < N; i++) {
            assertThat(drawn[i * D]).isEqualTo(row[0]);
            assertThat(drawn[i * D + 2]).isEqualTo(row[2]);
        }
        Moments expected =
                conditional(components(model), new int[] {0, 2}, new double[] {row[0], row[2]}, new int[] {1, 3});
        meanIs(drawn, r -> r[1], expected.mean[0]);
        meanIs(drawn, r -> r[3], expected.mean[1]);
        double a = expected.mean[0];
        double b = expected.mean[1];
        meanIs(drawn, r -> (r[1] - a) * (r[1] - a), expected.covariance[0][0]);
        meanIs(drawn, r -> (r[3] - b) * (r[3] - b), expected.covariance[1][1]);
        meanIs(drawn, r -> (r[1] - a) * (r[3] - b), expected.covariance[0][1]);
    }

    @ParameterizedTest
    @MethodSource("models")
    void nothingObservedIsASampleAndAllObservedIsACopy(String name, Map<String, ?> options) {
        ConditionalSampler model = fit(name, options);
        INDArray x = rows(Split.TRAIN).toArray();
        assertThat(model.cannotComplete(new boolean[D])).isEmpty();
        INDArray copy = model.complete(x, new boolean[] {true, true, true, true}, RandomStream.ofSeed(1));
        assertThat(Arrays2d.toFloats(copy)).isEqualTo(Arrays2d.toFloats(x));
        float[] zeros = new float[N * D];
        float[] drawn =
                Arrays2d.toFloats(model.complete(Arrays2d.matrix(zeros, N, D), new boolean[D], RandomStream.ofSeed(2)));
        double expected = 0;
        for (Component c : components(model)) {
            expected += c.weight * c.mean[1];
        }
        meanIs(drawn, r -> r[1], expected);
        assertThatThrownBy(() -> model.complete(x, new boolean[D + 1], RandomStream.ofSeed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("observed must have 4 values");
    }

    /** The same stream gives the same completion. */
    @Test
    void completionsRepeat() {
        ConditionalSampler model = fit("gaussian-mixture", Map.of("components", 3));
        boolean[] observed = {false, true, false, true};
        INDArray x = rows(Split.TRAIN).toArray();
        assertThat(Arrays2d.toFloats(model.complete(x, observed, RandomStream.ofSeed(5))))
                .isEqualTo(Arrays2d.toFloats(model.complete(x, observed, RandomStream.ofSeed(5))))
                .isNotEqualTo(Arrays2d.toFloats(model.complete(x, observed, RandomStream.ofSeed(6))));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Moments(double[] mean, double[][] covariance) {}

    /** Moments of a mixture of normals given the values {@code at} of the features {@code seen}. */
    private static Moments conditional(List<Component> components, int[] seen, double[] at, int[] missing) {
        double[] logs = new double[components.size()];
        List<double[]> means = new ArrayList<>();
        List<RealMatrix> covariances = new ArrayList<>();
        for (int k = 0; k < logs.length; k++) {
            Component c = components.get(k);
            RealMatrix oo = c.covariance.getSubMatrix(seen, seen);
            RealMatrix mo = c.covariance.getSubMatrix(missing, seen);
            RealMatrix inverse = new LUDecomposition(oo).getSolver().getInverse();
            double[] gap = {at[0] - c.mean[seen[0]], at[1] - c.mean[seen[1]]};
            double[] solved = inverse.operate(gap);
            double square = gap[0] * solved[0] + gap[1] * solved[1];
            logs[k] = Math.log(c.weight) - 0.5 * square - 0.5 * Math.log(new LUDecomposition(oo).getDeterminant());
            double[] shift = mo.operate(solved);
            means.add(new double[] {c.mean[missing[0]] + shift[0], c.mean[missing[1]] + shift[1]});
            covariances.add(c.covariance
                    .getSubMatrix(missing, missing)
                    .subtract(mo.multiply(inverse).multiply(mo.transpose())));
        }
        double max = java.util.Arrays.stream(logs).max().orElseThrow();
        double total = java.util.Arrays.stream(logs).map(v -> Math.exp(v - max)).sum();
        double[] mean = new double[2];
        for (int k = 0; k < logs.length; k++) {
            logs[k] = Math.exp(logs[k] - max) / total;
            mean[0] += logs[k] * means.get(k)[0];
            mean[1] += logs[k] * means.get(k)[1];
        }
        double[][] covariance = new double[2][2];
        for (int k = 0; k < logs.length; k++) {
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 2; j++) {
                    covariance[i][j] += logs[k]
                            * (covariances.get(k).getEntry(i, j)
                                    + (means.get(k)[i] - mean[i]) * (means.get(k)[j] - mean[j]));
                }
            }
        }
        return new Moments(mean, covariance);
    }

    private static void meanIs(float[] rows, ToDoubleFunction<double[]> of, double expected) {
        double[] values = new double[rows.length / D];
        for (int i = 0; i < values.length; i++) {
            double[] row = new double[D];
            for (int j = 0; j < D; j++) {
                row[j] = rows[i * D + j];
            }
            values[i] = of.applyAsDouble(row);
        }
        StatisticalAssertions.meanIs(values, expected);
    }
}
