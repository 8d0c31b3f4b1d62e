package verisim.models.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verisim.core.random.RandomStream;

class ValidationMmdTest {
    @Test
    void theEstimateIsTheDefinition() {
        int n = 7;
        int features = 3;
        float[] x = new float[n * features];
        float[] y = new float[n * features];
        RandomStream random = RandomStream.ofSeed(1);
        random.fillGaussian(x, 0, x.length);
        random.fillGaussian(y, 0, y.length);
        y[0] += 2;
        double[] distances = new double[n * (n - 1) / 2];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                distances[at++] = squared(x, i, x, j, features);
            }
        }
        java.util.Arrays.sort(distances);
        double h2 = distances[distances.length / 2];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    sum += kernel(squared(x, i, x, j, features), h2) / (n * (n - 1));
                    sum += kernel(squared(y, i, y, j, features), h2) / (n * (n - 1));
                }
                sum -= 2 * kernel(squared(x, i, y, j, features), h2) / (n * n);
            }
        }
        assertThat(new ValidationMmd(x, n, features).estimate(y)).isCloseTo(sum, within(1e-5));
    }

    /** Unbiased: zero on average for equal distributions, also negative at times; clearly above zero for a shift. */
    @Test
    void equalDistributionsGiveZeroOnAverage() {
        int n = 40;
        int repeats = 300;
        RandomStream random = RandomStream.ofSeed(2);
        double mean = 0;
        double square = 0;
        double smallest = 1;
        for (int i = 0; i < repeats; i++) {
            float[] x = new float[n * 2];
            float[] y = new float[n * 2];
            random.fillGaussian(x, 0, x.length);
            random.fillGaussian(y, 0, y.length);
            double value = new ValidationMmd(x, n, 2).estimate(y);
            smallest = Math.min(smallest, value);
            mean += value / repeats;
            square += value * value / repeats;
        }
        assertThat(Math.abs(mean) / Math.sqrt((square - mean * mean) / repeats)).isLessThan(4.9);
        assertThat(smallest).isNegative();
    }

    private static double squared(float[] a, int i, float[] b, int j, int features) {
        double sum = 0;
        for (int d = 0; d < features; d++) {
            sum += Math.pow(a[i * features + d] - b[j * features + d], 2);
        }
        return sum;
    }

    private static double kernel(double squaredDistance, double h2) {
        double sum = 0;
        for (double s : new double[] {1 / 64.0, 1 / 16.0, 0.25, 1, 4}) {
            sum += Math.exp(-squaredDistance / (2 * s * h2)) / 5;
        }
        return sum;
    }
}
