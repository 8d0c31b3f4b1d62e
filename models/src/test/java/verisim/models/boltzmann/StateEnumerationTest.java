package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

class StateEnumerationTest {
    /** The definition, term by term. */
    private static double plain(double[] a, double[] b, double[][] w) {
        double[] logs = new double[1 << a.length];
        for (int s = 0; s < logs.length; s++) {
            for (int u = 0; u < a.length; u++) {
                logs[s] += (s >> u & 1) == 1 ? a[u] : 0;
            }
            for (int d = 0; d < b.length; d++) {
                double field = b[d];
                for (int u = 0; u < a.length; u++) {
                    field += (s >> u & 1) == 1 ? w[u][d] : 0;
                }
                logs[s] += LogMath.softplus(field);
            }
        }
        return LogMath.logSumExp(logs);
    }

    private static void check(int units, int features, double scale) {
        RandomStream random = RandomStream.ofSeed(1).child("u" + units + "d" + features + "s" + scale);
        double[] a = new double[units];
        double[] b = new double[features];
        double[][] w = new double[units][features];
        java.util.Arrays.setAll(a, i -> scale * random.nextGaussian());
        java.util.Arrays.setAll(b, i -> scale * random.nextGaussian());
        for (double[] row : w) {
            java.util.Arrays.setAll(row, i -> scale * random.nextGaussian());
        }
        double expected = plain(a, b, w);
        assertThat(StateEnumeration.logSum(a, b, w))
                .as("%d units, %d features, scale %s", units, features, scale)
                .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
    }

    @Test
    void isTheSumByDefinition() {
        for (int units : new int[] {1, 3, 7, 8, 10}) {
            check(units, 5, 1);
        }
        check(9, 300, 0.3);
    }

    @Test
    void groupsOfLargeFactorsNeitherOverflowNorVanish() {
        check(9, 120, 20); // products of all factors would exceed 1e308
    }

    @Test
    void fieldsBeyondTheRangeOfExpAreAddedBySoftplus() {
        check(9, 20, 150); // some fields exceed 300, some do not
        check(9, 6, 5000);
    }
}
