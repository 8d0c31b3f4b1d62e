package verisim.core.likelihood;

import static verisim.core.Checks.require;

import verisim.core.math.Distances;
import verisim.core.math.DoubleMath;
import verisim.core.math.LogMath;

/**
 * The density of a kernel estimate on samples, at other points.
 *
 * <pre>{@code log p(x) = log (1/n) sum_i exp(-|x - s_i|^2 / (2 h^2)) - (d/2) log(2 pi h^2)}</pre>
 *
 * <p>Distances are computed in float, a tile at a time; exponentials are summed in double, the nearest sample taken out first.
 *
 * @see <a href="https://doi.org/10.1214/aoms/1177704472">Parzen (1962), On estimation of a probability density function and mode
 *     </a>
 */
public final class ParzenWindow {
    private final float[] samples;
    private final int n;
    private final int d;

    /** @param samples [n, d] row-major; kept, not changed */
    public ParzenWindow(float[] samples, int n, int d) {
        require(n >= 1 && samples.length == n * d, "samples must be %d x %d values, but are %d", n, d, samples.length);
        this.samples = samples;
        this.n = n;
        this.d = d;
    }

    /** Returns {@code log p(x)} of each row, nats. */
    public double[] logDensity(float[] x, int rows, double bandwidth) {
        return logDensity(x, rows, new double[] {bandwidth});
    }

    /**
     * Returns the one of {@code bandwidths} under which {@code x} has the largest mean log-density; the smaller of equals.
     *
     * @param bandwidths in ascending order
     */
    double bestBandwidth(float[] x, int rows, double[] bandwidths) {
        double[] all = logDensity(x, rows, bandwidths);
        double best = Double.NaN;
        double bestSum = Double.NEGATIVE_INFINITY;
        for (int b = 0; b < bandwidths.length; b++) {
            double sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += all[i * bandwidths.length + b];
            }
            if (sum > bestSum) {
                bestSum = sum;
                best = bandwidths[b];
            }
        }
        return best;
    }

    /** Returns {@code log p(x)} of each row under each bandwidth: [rows, bandwidths]. */
    public double[] logDensity(float[] x, int rows, double[] bandwidths) {
        int count = bandwidths.length;
        double[] rates = new double[count];
        for (int b = 0; b < count; b++) {
            require(
                    bandwidths[b] > 0 && Double.isFinite(bandwidths[b]),
                    "bandwidth must be finite and greater than 0, but was %s",
                    bandwidths[b]);
            rates[b] = 0.5 / (bandwidths[b] * bandwidths[b]);
        }
        double[] sums = new double[rows * count]; // sum_i exp(-rate (|x - s_i|^2 - nearest))
        double[] buffer = new double[n];
        float[] nearest = new float[rows];
        java.util.Arrays.fill(nearest, Float.POSITIVE_INFINITY);
        Distances.squared(x, rows, samples, n, d, (i0, tileRows, j0, columns, v) -> {
            for (int i = 0; i < tileRows; i++) {
                int row = i0 + i;
                float least = nearest[row];
                for (int j = 0; j < columns; j++) {
                    least = Math.min(least, v[i * columns + j]);
                }
                double moved = (double) nearest[row] - least; // infinite for the first tile, whose sums are still 0
                for (int b = 0; b < count; b++) {
                    double before = sums[row * count + b];
                    sums[row * count + b] = (before == 0 ? 0 : before * Math.exp(-rates[b] * moved))
                            + sum(v, i * columns, columns, least, rates[b], buffer);
                }
                nearest[row] = least;
            }
        });
        for (int i = 0; i < rows; i++) {
            for (int b = 0; b < count; b++) {
                sums[i * count + b] = Math.log(sums[i * count + b])
                        - rates[b] * nearest[i]
                        - Math.log(n)
                        - 0.5 * d * LogMath.LOG_TWO_PI
                        - d * Math.log(bandwidths[b]);
            }
        }
        return sums;
    }

    /** Three loops, because one that converts from float or sums in order is not vectorised by the Java 17 compiler. */
    private static double sum(float[] squares, int from, int count, double least, double rate, double[] buffer) {
        for (int j = 0; j < count; j++) {
            buffer[j] = rate * (squares[from + j] - least);
        }
        for (int j = 0; j < count; j++) {
            buffer[j] = DoubleMath.expMinus(buffer[j]);
        }
        double sum = 0;
        for (int j = 0; j < count; j++) {
            sum += buffer[j];
        }
        return sum;
    }
}
