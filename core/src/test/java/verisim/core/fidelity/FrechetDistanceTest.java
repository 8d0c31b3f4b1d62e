package verisim.core.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verisim.core.random.RandomStream;
import verisim.core.statistics.MeanEstimate;

class FrechetDistanceTest {
    /** The value was computed with SciPy's sqrtm of the product of the covariances. */
    @Test
    void agreesWithTheRootOfTheProduct() {
        double got = FrechetDistance.ofNormals(
                new double[] {1, -1}, new double[] {2, .5, .5, 1}, new double[2], new double[] {1, -.3, -.3, 1.5});
        assertThat(got).isCloseTo(2.463471189606, within(1e-11));
    }

    @Test
    void closedFormsHold() {
        assertThat(FrechetDistance.ofNormals(new double[] {0}, new double[] {1}, new double[] {2}, new double[] {1}))
                .isCloseTo(4, within(1e-12));
        // Diagonal covariances: sum of (mean difference)^2 + (sd difference)^2; one variance is 0.
        assertThat(FrechetDistance.ofNormals(
                        new double[] {0, 0}, new double[] {4, 0, 0, 0}, new double[] {0, 3}, new double[] {9, 0, 0, 25
                        }))
                .isCloseTo(1 + 9 + 25, within(1e-10));
    }

    /** A rotation of both sets changes nothing; exchanging them neither. */
    @Test
    void isSymmetricAndInvariantUnderRotation() {
        RandomStream random = RandomStream.ofSeed(1);
        int n = 300;
        float[] x = new float[2 * n];
        float[] y = new float[2 * n];
        random.fillGaussian(x, 0, x.length);
        random.fillGaussian(y, 0, y.length);
        float[] rx = new float[2 * n];
        float[] ry = new float[2 * n];
        for (int i = 0; i < n; i++) {
            x[2 * i] *= 3;
            rx[2 * i] = 0.6f * x[2 * i] - 0.8f * x[2 * i + 1];
            rx[2 * i + 1] = 0.8f * x[2 * i] + 0.6f * x[2 * i + 1];
            ry[2 * i] = 0.6f * y[2 * i] - 0.8f * y[2 * i + 1];
            ry[2 * i + 1] = 0.8f * y[2 * i] + 0.6f * y[2 * i + 1];
        }
        double one = FrechetDistance.of(x, n, y, n, 2, 0).value();
        assertThat(FrechetDistance.of(y, n, x, n, 2, 0).value()).isCloseTo(one, within(1e-9));
        assertThat(FrechetDistance.of(rx, n, ry, n, 2, 0).value()).isCloseTo(one, within(1e-5));
        assertThat(FrechetDistance.of(x, n, x.clone(), n, 2, 0).value()).isCloseTo(0, within(1e-9));
    }

    /** More columns than rows: both covariances are singular. A shift of every column by 2 adds 4 a column. */
    @Test
    void singularCovariancesNeedNoCorrection() {
        RandomStream random = RandomStream.ofSeed(2);
        int d = 60;
        int n = 20;
        float[] x = new float[n * d];
        random.fillGaussian(x, 0, x.length);
        float[] y = x.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] += 2;
        }
        assertThat(FrechetDistance.of(x, n, y, n, d, 0).value()).isCloseTo(4 * d, within(1e-3));
    }

    /** Leaving a block out by subtraction equals computing without it. */
    @Test
    void jackknifeLeavesBlocksOutExactly() {
        RandomStream random = RandomStream.ofSeed(3);
        int n = 8;
        int d = 2;
        float[] x = new float[n * d];
        float[] y = new float[n * d];
        random.fillGaussian(x, 0, x.length);
        random.fillGaussian(y, 0, y.length);
        double variance = 0;
        for (int side = 0; side < 2; side++) {
            double[] without = new double[n];
            for (int i = 0; i < n; i++) {
                without[i] = side == 0
                        ? FrechetDistance.of(drop(x, i, d), n - 1, y, n, d, 0).value()
                        : FrechetDistance.of(x, n, drop(y, i, d), n - 1, d, 0).value();
            }
            double sd = MeanEstimate.of(without).standardDeviation();
            variance += (n - 1.0) * (n - 1.0) / n * sd * sd;
        }
        assertThat(FrechetDistance.of(x, n, y, n, d, n).standardError()).isCloseTo(Math.sqrt(variance), within(1e-9));
    }

    private static float[] drop(float[] x, int row, int d) {
        float[] out = new float[x.length - d];
        System.arraycopy(x, 0, out, 0, row * d);
        System.arraycopy(x, (row + 1) * d, out, row * d, x.length - (row + 1) * d);
        return out;
    }

    /** N(0,I) against N(1,I) in 3 dimensions: truth 3; stated errors against the scatter of 80 runs (relative error 8 %). */
    @Test
    void standardErrorIsThatOfRepetitions() {
        RandomStream random = RandomStream.ofSeed(4);
        int runs = 80;
        int n = 400;
        int d = 3;
        double[] values = new double[runs];
        double errors = 0;
        for (int r = 0; r < runs; r++) {
            float[] x = new float[n * d];
            float[] y = new float[n * d];
            random.fillGaussian(x, 0, x.length);
            random.fillGaussian(y, 0, y.length);
            for (int i = 0; i < y.length; i++) {
                y[i] += 1;
            }
            FrechetDistance f = FrechetDistance.of(x, n, y, n, d, 20);
            values[r] = f.value();
            errors += f.standardError() * f.standardError() / runs;
        }
        MeanEstimate mean = MeanEstimate.of(values);
        assertThat(mean.mean()).isCloseTo(3, within(4.9 * mean.standardError() + 0.05));
        assertThat(Math.sqrt(errors) / mean.standardDeviation()).isBetween(0.7, 1.4);
    }
}
