package verisim.core.fidelity;

import java.util.Arrays;
import verisim.core.random.RandomStream;
import verisim.core.statistics.Jackknife;
import verisim.core.statistics.MeanEstimate;

/**
 * The sliced Wasserstein distance between two sets: the Wasserstein distance of their projections, over random directions u.
 *
 * <pre>{@code SW_p = (E_u W_p(u.x, u.y)^p)^(1/p)}</pre>
 *
 * <p>On a line {@code W_p^p} is the integral of {@code |F^-1(t) - G^-1(t)|^p} over t in (0, 1), which sorting gives exactly, for
 * sets of unequal size too. The variance is the sum of three parts: a jackknife over 20 blocks of each set, and the scatter over
 * directions.
 *
 * @see <a href="https://doi.org/10.1007/s10851-014-0506-3">Bonneel, Rabin, Peyr&eacute;, Pfister (2015), Sliced and Radon
 *     Wasserstein barycenters of measures</a>
 */
record SlicedWasserstein(double value, double standardError) {
    private static final int BLOCKS = 20;

    /**
     * Compares {@code x} [n, d] and {@code y} [m, d].
     *
     * @param power p, at least 1
     * @param directions at least 2
     */
    static SlicedWasserstein of(
            float[] x, int n, float[] y, int m, int d, double power, int directions, RandomStream random) {
        int blocks = Math.min(BLOCKS, Math.min(n, m));
        double[] perDirection = new double[directions];
        double[] withoutX = new double[blocks];
        double[] withoutY = new double[blocks];
        double[] direction = new double[d];
        for (int l = 0; l < directions; l++) {
            fillDirection(direction, random);
            Projection a = new Projection(x, n, direction, blocks);
            Projection b = new Projection(y, m, direction, blocks);
            perDirection[l] = distance(a.values, n, b.values, m, power);
            for (int g = 0; g < blocks; g++) {
                withoutX[g] += distance(a.rest, a.without(g), b.values, m, power) / directions;
                withoutY[g] += distance(a.values, n, b.rest, b.without(g), power) / directions;
            }
        }
        MeanEstimate mean = MeanEstimate.of(perDirection);
        for (int g = 0; g < blocks; g++) {
            withoutX[g] = Math.pow(withoutX[g], 1 / power);
            withoutY[g] = Math.pow(withoutY[g], 1 / power);
        }
        double value = Math.pow(mean.mean(), 1 / power);
        // d value / d mean = value^(1 - p) / p
        double slope = value > 0 ? Math.pow(value, 1 - power) / power : 0;
        double overDirections = slope * mean.standardError();
        return new SlicedWasserstein(
                value,
                Math.sqrt(
                        Jackknife.variance(withoutX) + Jackknife.variance(withoutY) + overDirections * overDirections));
    }

    /** A direction uniform on the sphere. In one dimension both directions give the same. */
    private static void fillDirection(double[] direction, RandomStream random) {
        double norm = 0;
        for (int j = 0; j < direction.length; j++) {
            direction[j] = random.nextGaussian();
            norm += direction[j] * direction[j];
        }
        for (int j = 0; j < direction.length; j++) {
            direction[j] /= Math.sqrt(norm);
        }
    }

    /** The projections of a set in ascending order, each with the block its row is in. */
    private static final class Projection {
        private final double[] values;
        private final double[] rest;
        private final int[] block;

        Projection(float[] x, int n, double[] direction, int blocks) {
            int d = direction.length;
            values = new double[n];
            rest = new double[n];
            block = new int[n];
            double[] raw = new double[n];
            Integer[] order = new Integer[n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < d; j++) {
                    raw[i] += x[i * d + j] * direction[j];
                }
                order[i] = i;
            }
            Arrays.sort(order, (i, j) -> Double.compare(raw[i], raw[j]));
            for (int i = 0; i < n; i++) {
                values[i] = raw[order[i]];
                block[i] = order[i] % blocks;
            }
        }

        /** Writes the values outside block g to {@code rest} and returns their number. */
        int without(int g) {
            int count = 0;
            for (int i = 0; i < values.length; i++) {
                if (block[i] != g) {
                    rest[count++] = values[i];
                }
            }
            return count;
        }
    }

    /** Returns {@code W_p^p} of the first n values of {@code a} and the first m of {@code b}, both ascending. */
    static double distance(double[] a, int n, double[] b, int m, double power) {
        double sum = 0;
        int i = 0;
        int j = 0;
        double at = 0;
        while (i < n && j < m) {
            // Both quantile functions are constant up to the nearer of their next steps.
            double stepA = (i + 1.0) / n;
            double stepB = (j + 1.0) / m;
            double next = Math.min(stepA, stepB);
            double gap = Math.abs(a[i] - b[j]);
            sum += (next - at) * (power == 1 ? gap : power == 2 ? gap * gap : Math.pow(gap, power));
            at = next;
            i += stepA <= next ? 1 : 0;
            j += stepB <= next ? 1 : 0;
        }
        return sum;
    }
}
