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
        assertThat(new StateEnumeration(a, b, w).logSum())
                .as("%d units, %d features, scale %s", units, features, scale)
                .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
    }

    @Test
    void isTheSumByDefinition() {
        for (int units : new int[] {1, 3, 7, 8, 13, 14, 16}) { // low units only, middle ones too, top ones too
            check(units, 5, 1);
        }
        check(9, 300, 0.3);
    }

    @Test
    void groupsOfLargeFactorsNeitherOverflowNorVanish() {
        check(15, 120, 20); // products of all factors would exceed 1e308
    }

    @Test
    void fieldsBeyondTheRangeOfExpAreAddedBySoftplus() {
        check(14, 20, 150); // some fields exceed 300, some do not
        check(14, 6, 5000);
    }

    /** chi-square at p > 1e-3 over the states of six units, two each of the low, middle and top ones; fixed seed. */
    @Test
    void drawsStatesInProportion() {
        int units = 15;
        int features = 4;
        RandomStream random = RandomStream.ofSeed(2);
        double[] a = new double[units];
        double[] b = new double[features];
        double[][] w = new double[units][features];
        java.util.Arrays.setAll(a, i -> 0.7 * random.nextGaussian());
        java.util.Arrays.setAll(b, i -> random.nextGaussian());
        for (double[] row : w) {
            java.util.Arrays.setAll(row, i -> 0.7 * random.nextGaussian());
        }
        int[] watched = {0, 6, 7, 12, 13, 14};
        double[] probabilities = new double[64];
        double total = plain(a, b, w);
        for (int s = 0; s < 1 << units; s++) {
            double log = 0;
            for (int u = 0; u < units; u++) {
                log += (s >> u & 1) == 1 ? a[u] : 0;
            }
            for (int d = 0; d < features; d++) {
                double field = b[d];
                for (int u = 0; u < units; u++) {
                    field += (s >> u & 1) == 1 ? w[u][d] : 0;
                }
                log += LogMath.softplus(field);
            }
            int cell = 0;
            for (int i = 0; i < watched.length; i++) {
                cell |= (s >> watched[i] & 1) << i;
            }
            probabilities[cell] += Math.exp(log - total);
        }
        float[] drawn = new StateEnumeration(a, b, w).draw(20_000, RandomStream.ofSeed(3));
        long[] counts = new long[64];
        for (int r = 0; r < 20_000; r++) {
            int cell = 0;
            for (int i = 0; i < watched.length; i++) {
                cell |= (int) drawn[r * units + watched[i]] << i;
            }
            counts[cell]++;
        }
        assertThat(TinyRbm.chiSquare(counts, probabilities)).isGreaterThan(1e-3);
    }
}
