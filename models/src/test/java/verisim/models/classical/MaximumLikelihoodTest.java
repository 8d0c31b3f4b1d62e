package verisim.models.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.LogMath;
import verisim.core.model.GenerativeModel;
import verisim.models.TestData;

/** What is called maximum likelihood reaches the analytic maximum; a divisor n - 1 does not. */
class MaximumLikelihoodTest {
    private static final int N = 400;
    private static final int D = 4;
    private static final Dataset TRAIN = TestData.waves(Split.TRAIN, N, D);
    private static final Dataset VALIDATION = TestData.waves(Split.VALIDATION, 50, D);

    /** {@code sum_r c_r c_r^T / divisor}, straight from the definition. */
    private static RealMatrix covariance(Dataset data, double divisor) {
        int d = data.features();
        RealMatrix s = new Array2DRowRealMatrix(d, d);
        double[] mean = new double[d];
        for (int r = 0; r < data.size(); r++) {
            for (int j = 0; j < d; j++) {
                mean[j] += data.value(r, j) / (double) data.size();
            }
        }
        for (int r = 0; r < data.size(); r++) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    s.addToEntry(i, j, (data.value(r, i) - mean[i]) * (data.value(r, j) - mean[j]) / divisor);
                }
            }
        }
        return s;
    }

    private static double maximum(double logDeterminant, int d) {
        return -0.5 * (d * LogMath.LOG_TWO_PI + logDeterminant + d);
    }

    private static double reached(String name, Map<String, ?> options) {
        return ContinuousModels.meanLogLikelihood(ContinuousModels.fit(name, TRAIN, VALIDATION, options), TRAIN);
    }

    private static double logDeterminant(RealMatrix s) {
        return Math.log(new LUDecomposition(s).getDeterminant());
    }

    @Test
    void everyCovarianceReachesItsMaximum() {
        RealMatrix s = covariance(TRAIN, N);
        double diagonal = 0;
        for (int i = 0; i < D; i++) {
            diagonal += Math.log(s.getEntry(i, i));
        }
        assertThat(reached("gaussian", Map.of())).isCloseTo(maximum(logDeterminant(s), D), within(1e-9));
        assertThat(reached("gaussian", Map.of("covariance", "diagonal"))).isCloseTo(maximum(diagonal, D), within(1e-9));
        assertThat(reached("gaussian", Map.of("covariance", "spherical")))
                .isCloseTo(maximum(D * Math.log(s.getTrace() / D), D), within(1e-9));
    }

    /** One component is one Gaussian; PPCA and factor analysis with D - 1 = 1 latent of 2 features have its covariance as well. */
    @Test
    void modelsThatContainTheGaussianReachItsMaximum() {
        double full = maximum(logDeterminant(covariance(TRAIN, N)), D);
        for (String covariance : new String[] {"full", "tied"}) {
            assertThat(reached("gaussian-mixture", Map.of("components", 1, "covariance", covariance)))
                    .isCloseTo(full, within(1e-9));
        }
        assertThat(reached("ppca", Map.of("components", D - 1))).isCloseTo(full, within(1e-9));
        Dataset two = TestData.waves(Split.TRAIN, N, 2);
        Dataset other = TestData.waves(Split.VALIDATION, 50, 2);
        GenerativeModel model = ContinuousModels.fit("factor-analysis", two, other, Map.of("tolerance", 0));
        assertThat(ContinuousModels.meanLogLikelihood(model, two))
                .isCloseTo(maximum(logDeterminant(covariance(two, N)), 2), within(1e-6));
    }

    /** The planted defect: the covariance with divisor n - 1 misses the maximum by about D / (4 n^2), far more than 1e-9. */
    @Test
    void aDivisorOfOneLessIsCaught() {
        RealMatrix s = covariance(TRAIN, N - 1);
        double[] flat = new double[D * D];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = s.getEntry(i / D, i % D);
        }
        Gaussian defect = new Gaussian(
                Gaussian.Covariance.FULL,
                new Gaussian.Adjustment(Gaussian.NAME, 0, 0),
                Covariances.mean(TRAIN),
                Covariances.cholesky(Gaussian.NAME, flat, D, N, ""));
        double gap =
                maximum(logDeterminant(covariance(TRAIN, N)), D) - ContinuousModels.meanLogLikelihood(defect, TRAIN);
        assertThat(gap).isCloseTo(D / (4.0 * N * N), within(0.01 * D / (4.0 * N * N)));
        assertThat(gap).isGreaterThan(1000 * 1e-9);
    }

    @Test
    void tiedClassesArePooledAndWeighted() {
        Dataset train = Dataset.of(
                        "classes",
                        Split.TRAIN,
                        DataKind.REAL,
                        new float[] {0, 0, 70, 7, 2, 2, 1, 4, 10, 0, 12, 1, 8, 80},
                        2)
                .withLabels(new int[] {5, -1, 5, 5, 2, 2, -1}); // rows without a class are left out
        GaussianMixture model = (GaussianMixture) ContinuousModels.fit(
                "gaussian",
                train,
                Dataset.of("v", Split.VALIDATION, DataKind.REAL, new float[2], 2),
                Map.of("covariance", "tied"));
        assertThat(model.weights()).containsExactly(new double[] {0.4, 0.6}, within(1e-15));
        assertThat(model.mean(0)).containsExactly(new double[] {11, 0.5}, within(1e-12));
        assertThat(model.mean(1)).containsExactly(new double[] {1, 2}, within(1e-12));
        // By hand: sums of squares 2 + 2, 0.5 + 8 and products 1 + 2, over all 5 rows.
        for (int k = 0; k < 2; k++) {
            assertThat(model.covariance(k)).containsExactly(new double[] {0.8, 0.6, 0.6, 1.7}, within(1e-12));
        }
    }

    /** Both columns are equal within the classes, so the pooled covariance is singular without the ridge. */
    @Test
    void ridgeOfTiedClassesIsNamedAndSaved() {
        Dataset train = Dataset.of("equal", Split.TRAIN, DataKind.REAL, new float[] {0, 0, 2, 2, 5, 4, 9, 8}, 2)
                .withLabels(new int[] {1, 1, 2, 2});
        Dataset validation = Dataset.of("v", Split.VALIDATION, DataKind.REAL, new float[2], 2);
        assertThatThrownBy(() ->
                        ContinuousModels.fit("gaussian", train, validation, Map.of("covariance", "tied", "ridge", 0.0)))
                .hasMessageContaining("set ridge");
        GaussianMixture model = (GaussianMixture)
                ContinuousModels.fit("gaussian", train, validation, Map.of("covariance", "tied", "ridge", 0.25));
        assertThat(model)
                .hasToString(
                        "gaussian, 2 components with tied covariance of 2 features, ridge 0.25 added to every variance");
        assertThat(model.state().number("ridge")).isEqualTo(0.25);
        assertThat(GaussianMixture.of(model.state())).hasToString(model.toString());
    }

    @Test
    void tiedWithoutLabelsIsExplained() {
        assertThatThrownBy(() -> ContinuousModels.fit("gaussian", TRAIN, VALIDATION, Map.of("covariance", "tied")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("covariance tied needs a label for every row")
                .hasMessageContaining("gaussian-mixture");
    }

    /** Ledoit and Wolf's formula by loops over the definition, with the outer product of every row written out. */
    @Test
    void shrinkageIsThatOfThePaper() {
        Dataset few = TestData.waves(Split.TRAIN, 12, 6);
        int n = 12;
        int d = 6;
        RealMatrix s = covariance(few, n);
        double m = s.getTrace() / d;
        RealMatrix target = org.apache.commons.math3.linear.MatrixUtils.createRealIdentityMatrix(d)
                .scalarMultiply(m);
        double distance = Math.pow(s.subtract(target).getFrobeniusNorm(), 2) / d;
        double[] mean = Covariances.mean(few);
        double error = 0;
        for (int r = 0; r < n; r++) {
            RealMatrix row = new Array2DRowRealMatrix(d, 1);
            for (int j = 0; j < d; j++) {
                row.setEntry(j, 0, few.value(r, j) - mean[j]);
            }
            RealMatrix outer = row.multiply(row.transpose());
            error += Math.pow(outer.subtract(s).getFrobeniusNorm(), 2) / d / n / n;
        }
        double shrinkage = Math.min(error, distance) / distance;
        Gaussian model = (Gaussian)
                ContinuousModels.fit("gaussian-shrinkage", few, TestData.waves(Split.VALIDATION, 5, d), Map.of());
        assertThat(shrinkage).isBetween(0.01, 0.99);
        assertThat(model.shrinkage()).isCloseTo(shrinkage, within(1e-10));
        RealMatrix expected = target.scalarMultiply(shrinkage).add(s.scalarMultiply(1 - shrinkage));
        for (int i = 0; i < d * d; i++) {
            assertThat(model.covariance()[i]).isCloseTo(expected.getEntry(i / d, i % d), within(1e-10));
        }
        assertThat(model.toString()).contains("shrunk by");
    }

    /** Fewer rows than features: maximum likelihood has no answer, shrinkage has. */
    @Test
    void shrinkageTakesFewRows() {
        Dataset few = TestData.waves(Split.TRAIN, 5, 8);
        Dataset other = TestData.waves(Split.VALIDATION, 5, 8);
        assertThatThrownBy(() -> ContinuousModels.fit("gaussian", few, other, Map.of()))
                .hasMessageContaining("not positive definite");
        assertThat(ContinuousModels.meanLogLikelihood(
                        ContinuousModels.fit("gaussian-shrinkage", few, other, Map.of()), other))
                .isFinite();
    }
}
