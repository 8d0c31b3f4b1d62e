package verisim.core.source.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.math.Arrays2d;
import verisim.core.random.RandomStream;

/** Normal distributions, their mixtures, and the Swiss roll, against closed forms. */
class GaussianTruthTest {
    private static final double[][] COVARIANCE = {{2, 0.6, -0.3}, {0.6, 1, 0.2}, {-0.3, 0.2, 0.5}};

    @Test
    void logDensityEqualsTheCommonsMathValue() {
        double[] mean = {1, -2, 0.5};
        GaussianDistribution truth = new GaussianDistribution(mean, COVARIANCE);
        org.apache.commons.math3.distribution.MultivariateNormalDistribution other =
                new org.apache.commons.math3.distribution.MultivariateNormalDistribution(null, mean, COVARIANCE);
        for (double[] x : new double[][] {{1, -2, 0.5}, {0, 0, 0}, {3, -3, 1}, {-1.5, -1, 2}}) {
            double expected = Math.log(other.density(x));
            assertThat(truth.logProbability(Arrays2d.matrix(x, 1, 3)).getDouble(0))
                    .isCloseTo(expected, within(1e-10));
        }
        // Far out the density underflows, its logarithm does not.
        assertThat(truth.logProbability(Arrays2d.matrix(new double[] {1e4, 0, 0}, 1, 3))
                        .getDouble(0))
                .isLessThan(-1e6)
                .isFinite();
    }

    @Test
    void samplesHaveMeanAndCovariance() {
        int n = 100_000;
        double[] mean = {1, -2, 0.5};
        float[] x = Arrays2d.toFloats(new GaussianDistribution(mean, COVARIANCE)
                .sample(n, RandomStream.ofSeed(1).child("gaussian")));
        for (int i = 0; i < 3; i++) {
            double sum = 0;
            for (int r = 0; r < n; r++) {
                sum += x[3 * r + i] - mean[i];
            }
            assertThat(Math.abs(sum / n)).isLessThan(4.9 * Math.sqrt(COVARIANCE[i][i] / n));
            for (int j = 0; j <= i; j++) {
                double product = 0;
                for (int r = 0; r < n; r++) {
                    product += (x[3 * r + i] - mean[i]) * (x[3 * r + j] - mean[j]);
                }
                // Var(x_i x_j) = C_ii C_jj + C_ij^2
                double sd = Math.sqrt(COVARIANCE[i][i] * COVARIANCE[j][j] + COVARIANCE[i][j] * COVARIANCE[i][j]);
                assertThat(product / n).isCloseTo(COVARIANCE[i][j], within(4.9 * sd / Math.sqrt(n)));
            }
        }
    }

    @Test
    void entropyIsMinusTheMeanLogDensity() {
        int n = 50_000;
        GaussianDistribution truth = new GaussianDistribution(new double[3], COVARIANCE);
        double[] logP =
                truth.logProbability(truth.sample(n, RandomStream.ofSeed(2))).toDoubleVector();
        double mean = java.util.Arrays.stream(logP).average().orElseThrow();
        // Var(log p) = D / 2
        assertThat(-mean).isCloseTo(truth.entropy(), within(4.9 * Math.sqrt(1.5 / n)));
        assertThat(GaussianDistribution.isotropic(new double[1], 1).entropy())
                .isCloseTo(0.5 * Math.log(2 * Math.PI * Math.E), within(1e-12));
    }

    @Test
    void klHasItsClosedForm() {
        GaussianDistribution a = GaussianDistribution.isotropic(new double[] {0}, 1);
        GaussianDistribution b = GaussianDistribution.isotropic(new double[] {2}, 1);
        assertThat(a.klTo(b)).isCloseTo(2, within(1e-12)); // published-results 9b
        GaussianDistribution wide = GaussianDistribution.isotropic(new double[] {1}, 3);
        // log(s1/s0) + (s0^2 + (m1 - m0)^2) / 2 s1^2 - 1/2
        assertThat(a.klTo(wide)).isCloseTo(Math.log(3) + 2 / 18.0 - 0.5, within(1e-12));
        GaussianDistribution c = new GaussianDistribution(new double[] {1, -2, 0.5}, COVARIANCE);
        assertThat(c.klTo(c)).isCloseTo(0, within(1e-12));
        // Against the mean of log p - log q over samples.
        GaussianDistribution q = GaussianDistribution.isotropic(new double[3], 1.5);
        INDArray x = c.sample(100_000, RandomStream.ofSeed(3));
        double[] lp = c.logProbability(x).toDoubleVector();
        double[] lq = q.logProbability(x).toDoubleVector();
        double sum = 0;
        double square = 0;
        for (int i = 0; i < lp.length; i++) {
            sum += lp[i] - lq[i];
            square += (lp[i] - lq[i] - c.klTo(q)) * (lp[i] - lq[i] - c.klTo(q));
        }
        assertThat(sum / lp.length).isCloseTo(c.klTo(q), within(4.9 * Math.sqrt(square) / lp.length));
    }

    @Test
    void badCovariancesAreExplained() {
        assertThatThrownBy(() -> new GaussianDistribution(new double[2], new double[][] {{1, 1}, {1, 1}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not positive definite")
                .hasMessageContaining("row 1");
        assertThatThrownBy(() -> new GaussianDistribution(new double[2], new double[][] {{1, 0.5}, {0.4, 1}}))
                .hasMessageContaining("symmetric");
    }

    @Test
    void ringHasEightDistinctModesAndGridTwentyFive() {
        IsotropicMixtureTruth ring = Shapes.ring(0.01);
        double[] modes = Arrays2d.toDoubles(ring.modes());
        assertThat(modes).hasSize(16);
        assertThat(ring.modeStandardDeviation()).isEqualTo(0.01);
        // Eight equal weights: at a mode, the others too far to count, log p = -log 8 - log(2 pi sigma^2).
        double top = -Math.log(8) - Math.log(2 * Math.PI * 1e-4);
        for (int i = 0; i < 8; i++) {
            assertThat(modes[2 * i]).isCloseTo(Math.cos(i * Math.PI / 4), within(1e-7));
            assertThat(modes[2 * i + 1]).isCloseTo(Math.sin(i * Math.PI / 4), within(1e-7));
            double[] centre = {Math.cos(i * Math.PI / 4), Math.sin(i * Math.PI / 4)};
            assertThat(ring.logProbability(centre, 0)).isCloseTo(top, within(1e-10));
            for (int j = 0; j < i; j++) {
                assertThat(Math.hypot(modes[2 * i] - modes[2 * j], modes[2 * i + 1] - modes[2 * j + 1]))
                        .isGreaterThan(0.76);
            }
        }
        double[] grid = Arrays2d.toDoubles(Shapes.grid(0.05).modes());
        assertThat(java.util.stream.IntStream.range(0, 25)
                        .mapToObj(k -> grid[2 * k] + "," + grid[2 * k + 1])
                        .distinct())
                .hasSize(25)
                .contains("-4.0,-4.0", "4.0,4.0", "-4.0,4.0", "0.0,0.0", "2.0,-2.0");
    }

    @Test
    void mixtureLabelsAreComponents() {
        SyntheticTruth.Rows rows = Shapes.mixture().draw(20_000, RandomStream.ofSeed(4));
        double[] weights = Shapes.mixture().weights();
        int[] counts = new int[5];
        for (int label : rows.labels()) {
            counts[label]++;
        }
        for (int k = 0; k < 5; k++) {
            double sd = Math.sqrt(20_000 * weights[k] * (1 - weights[k]));
            assertThat((double) counts[k]).isCloseTo(20_000 * weights[k], within(4.9 * sd));
        }
    }

    @Test
    void swissRollIsSpiralTimesHeight() {
        double sigma = 0.1;
        SwissRollTruth roll = new SwissRollTruth(sigma);
        CurveTruth spiral = SwissRollTruth.spiral(sigma);
        double base = logP(spiral, -1.2, 0.1);
        // The height integrates to 1 (midpoint sum of a smooth function), in the middle its density is 1 / 4.2.
        double sum = 0;
        for (int i = 0; i < 1200; i++) {
            sum += Math.exp(logP(roll, -1.2, -3 + (i + 0.5) / 200, 0.1) - base) / 200;
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
        assertThat(logP(roll, -1.2, 0.4, 0.1) - base).isCloseTo(-Math.log(4.2), within(1e-12));
        // The two formulas of the tail meet at 20 standard deviations.
        double inside = logP(roll, -1.2, 2.1 + 19.9999999 * sigma, 0.1);
        double outside = logP(roll, -1.2, 2.1 + 20.0000001 * sigma, 0.1);
        assertThat(outside).isCloseTo(inside, within(1e-5));
        assertThat(logP(roll, -1.2, -1000, 0.1)).isFinite();
        // Heights of samples: uniform plus noise has variance 2.1^2 / 3 + sigma^2.
        int n = 50_000;
        float[] x = Arrays2d.toFloats(roll.sample(n, RandomStream.ofSeed(5)));
        double square = 0;
        for (int i = 0; i < n; i++) {
            square += x[3 * i + 1] * x[3 * i + 1];
        }
        double variance = 2.1 * 2.1 / 3 + sigma * sigma;
        assertThat(square / n).isCloseTo(variance, within(4.9 * variance / Math.sqrt(n)));
    }

    private static double logP(SyntheticTruth truth, double... x) {
        return truth.logProbability(Arrays2d.matrix(x, 1, x.length)).getDouble(0);
    }
}
