package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

class SoftplusSumTest {
    @Test
    void sumsAndDifferencesAreThoseOfTheirTerms() {
        for (int n : new int[] {1, 2, 7, 999, 1000, 1001, 2500}) {
            for (double scale : new double[] {0.1, 3, 1000}) {
                float[] a = new float[n + 3];
                RandomStream.ofSeed(n).fillGaussian(a, 0, a.length);
                double sum = 0;
                double difference = 0;
                for (int j = 0; j < a.length; j++) {
                    a[j] *= (float) scale;
                    if (j >= 3) {
                        sum += LogMath.softplus(a[j]);
                        difference += LogMath.softplus(0.7 * a[j]) - LogMath.softplus(0.1 * a[j]);
                    }
                }
                var sums = new SoftplusSum(n);
                double tolerance = 1e-11 * n * Math.max(1, scale);
                assertThat(SoftplusSum.of(a, 3, n)).isCloseTo(sum, within(tolerance));
                assertThat(sums.difference(a, 3, 0.1, 0.7)).isCloseTo(difference, within(tolerance));
                assertThat(sums.difference(a, 3, 0.7, 0.1)).isCloseTo(-difference, within(tolerance));
                assertThat(sums.difference(a, 3, 0.7, 0.7)).isZero();
                double fromZero = -n * Math.log(2);
                for (int j = 3; j < a.length; j++) {
                    fromZero += LogMath.softplus(a[j]);
                }
                assertThat(sums.difference(a, 3, 0, 1)).isCloseTo(fromZero, within(tolerance));
            }
        }
    }
}
