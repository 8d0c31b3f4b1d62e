package verisim.core.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.random.RandomStream;
import verisim.core.statistics.MeanEstimate;

class KernelDistanceTest {
    /** Values computed with NumPy by the definition in mbinkowski/MMD-GAN, compute_scores.py; the fractions are -5/12 and 61/9. */
    @Test
    void kidOfThreeRowsAgainstThree() {
        float[] x = {0, 1, 1, 0, 1, 1};
        float[] y = {0, 0, 2, 1, 1, 2};
        KernelDistance got = KernelDistance.of(new Kernels.Polynomial(2), x, 3, y, 3, 2);
        assertThat(got.value()).isCloseTo(-0.4166667, within(1e-6));
        assertThat(got.biased()).isCloseTo(6.7777778, within(1e-6));
    }

    /** Value and jackknife by definition: double loops, each row left out in turn. */
    @ParameterizedTest
    @ValueSource(ints = {2, 45})
    void agreesWithDoubleLoops(int d) {
        RandomStream random = RandomStream.ofSeed(d);
        int n = 23;
        int m = 31;
        float[] x = gaussian(n, d, 0, random);
        float[] y = gaussian(m, d, 0.3, random);
        for (Kernels kernel :
                new Kernels[] {new Kernels.Gaussian(1.7), new Kernels.Polynomial(d), new Kernels.NegativeDistance()}) {
            KernelDistance got = KernelDistance.of(kernel, x, n, y, m, d);
            double[][] xx = matrix(kernel, x, n, x, n, d);
            double[][] yy = matrix(kernel, y, m, y, m, d);
            double[][] xy = matrix(kernel, x, n, y, m, d);
            double full = mmd(xx, yy, xy, -1, -1);
            assertThat(got.value()).isCloseTo(full, within(2e-5));
            double variance = 0;
            double[] without = new double[n];
            for (int i = 0; i < n; i++) {
                without[i] = mmd(xx, yy, xy, i, -1);
            }
            variance += (n - 1.0) / n * squares(without);
            without = new double[m];
            for (int j = 0; j < m; j++) {
                without[j] = mmd(xx, yy, xy, -1, j);
            }
            variance += (m - 1.0) / m * squares(without);
            assertThat(got.standardError()).isCloseTo(Math.sqrt(variance), within(1e-5 + 1e-4 * Math.sqrt(variance)));
        }
    }

    private static double squares(double[] v) {
        double mean = MeanEstimate.of(v).mean();
        return java.util.Arrays.stream(v).map(t -> (t - mean) * (t - mean)).sum();
    }

    private static double mmd(double[][] xx, double[][] yy, double[][] xy, int skipX, int skipY) {
        return mean(xx, skipX, skipX, true) + mean(yy, skipY, skipY, true) - 2 * mean(xy, skipX, skipY, false);
    }

    private static double mean(double[][] k, int skipRow, int skipColumn, boolean offDiagonal) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < k.length; i++) {
            for (int j = 0; j < k[i].length; j++) {
                if (i != skipRow && j != skipColumn && !(offDiagonal && i == j)) {
                    sum += k[i][j];
                    count++;
                }
            }
        }
        return sum / count;
    }

    private static double[][] matrix(Kernels kernel, float[] a, int n, float[] b, int m, int d) {
        double[][] out = new double[n][m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                double dot = 0;
                double square = 0;
                for (int l = 0; l < d; l++) {
                    double u = a[i * d + l];
                    double v = b[j * d + l];
                    dot += u * v;
                    square += (u - v) * (u - v);
                }
                if (kernel instanceof Kernels.Gaussian g) {
                    for (double factor : new double[] {0.25, 0.5, 1, 2, 4}) {
                        out[i][j] += Math.exp(-square / (2 * factor * g.bandwidth() * g.bandwidth())) / 5;
                    }
                } else {
                    out[i][j] = kernel instanceof Kernels.Polynomial ? Math.pow(dot / d + 1, 3) : -Math.sqrt(square);
                }
            }
        }
        return out;
    }

    private static float[] gaussian(int n, int d, double mean, RandomStream random) {
        float[] x = new float[n * d];
        random.fillGaussian(x, 0, x.length);
        for (int i = 0; i < x.length; i++) {
            x[i] += (float) mean;
        }
        return x;
    }

    /** E exp(-(x-y)^2 / 2t) with x - y normal, mean delta, variance 2: sqrt(t/(t+2)) exp(-delta^2 / (2(t+2))). */
    private static double expectedKernel(double bandwidth, double delta) {
        double sum = 0;
        for (double factor : new double[] {0.25, 0.5, 1, 2, 4}) {
            double t = factor * bandwidth * bandwidth;
            sum += Math.sqrt(t / (t + 2)) * Math.exp(-delta * delta / (2 * (t + 2))) / 5;
        }
        return sum;
    }

    /**
     * 400 repetitions with n = 80, m = 120 of N(0,1) against N(delta,1), where MMD squared is known. The mean of the estimates must
     * hit it; the 95 % interval must cover it: in 400 trials 95 % is 380, one sd 4.4, so 4.9 sd below is 358. Under equality the jackknife is
     * too wide by construction, so there only the lower side is asserted. About half of the values are then below 0.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.8})
    void unbiasedWithIntervalsThatCover(double delta) {
        double truth = 2 * (expectedKernel(1, 0) - expectedKernel(1, delta));
        RandomStream random = RandomStream.ofSeed(31);
        int runs = 400;
        int covered = 0;
        int negative = 0;
        double[] values = new double[runs];
        double errors = 0;
        for (int r = 0; r < runs; r++) {
            KernelDistance k = KernelDistance.of(
                    new Kernels.Gaussian(1), gaussian(80, 1, 0, random), 80, gaussian(120, 1, delta, random), 120, 1);
            values[r] = k.value();
            errors += k.standardError() * k.standardError() / runs;
            covered += Math.abs(k.value() - truth) <= 1.959963984540054 * k.standardError() ? 1 : 0;
            negative += k.value() < 0 ? 1 : 0;
        }
        MeanEstimate mean = MeanEstimate.of(values);
        assertThat(mean.mean()).isCloseTo(truth, within(4.9 * mean.standardError()));
        assertThat(covered).isGreaterThanOrEqualTo(358);
        if (delta == 0) {
            assertThat(negative).isBetween(160, 320);
            assertThat(Math.sqrt(errors) / mean.standardDeviation()).isBetween(1.0, 1.8);
        } else {
            assertThat(negative).isZero();
            assertThat(covered).isLessThanOrEqualTo(398);
            assertThat(Math.sqrt(errors) / mean.standardDeviation()).isBetween(0.85, 1.2);
        }
    }

    /** Energy distance of N(0,1) and N(2,1): 2 E|N(2,2)| - 2 E|N(0,2)|, with E|N(m,s^2)| in closed form. */
    @Test
    void energyDistanceOfTwoNormals() {
        RandomStream random = RandomStream.ofSeed(32);
        int n = 4000;
        KernelDistance k = KernelDistance.of(
                new Kernels.NegativeDistance(), gaussian(n, 1, 0, random), n, gaussian(n, 1, 2, random), n, 1);
        double s = Math.sqrt(2);
        double phi = 2 * s / Math.sqrt(2 * Math.PI) * Math.exp(-1)
                + 2 * org.apache.commons.math3.special.Erf.erf(2 / (s * Math.sqrt(2)));
        double truth = 2 * phi - 2 * s * Math.sqrt(2 / Math.PI);
        assertThat(k.value()).isCloseTo(truth, within(4.9 * k.standardError()));
        assertThat(k.standardError()).isBetween(0.005, 0.05);
    }

    @Test
    void medianDistanceSkipsDuplicatesOnlyWhereTheyRule() {
        assertThat(Kernels.medianDistance(new float[] {0, 1, 3}, 3, 1)).isEqualTo(2);
        assertThat(Kernels.medianDistance(new float[] {5, 5, 5, 5, 8}, 5, 1)).isEqualTo(3);
        assertThat(Kernels.medianDistance(new float[] {5, 5, 5}, 3, 1)).isEqualTo(1);
    }

    @Test
    void tooFewRowsAreRefused() {
        assertThatThrownBy(() -> KernelDistance.of(new Kernels.Gaussian(1), new float[2], 2, new float[3], 3, 1))
                .hasMessageContaining("at least 3 rows");
        assertThatThrownBy(() -> new Kernels.Gaussian(0)).hasMessageContaining("bandwidth");
    }
}
