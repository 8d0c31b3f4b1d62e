package verisim.core.fidelity;

import static verisim.core.Checks.require;

import verisim.core.math.Distances;
import verisim.core.statistics.Jackknife;

/**
 * The unbiased estimate of {@code MMD^2 = E k(x,x') + E k(y,y') - 2 E k(x,y)}.
 *
 * <pre>{@code sum_{i!=j} k(x_i,x_j)/(n(n-1)) + sum_{i!=j} k(y_i,y_j)/(m(m-1)) - 2 sum_{i,j} k(x_i,y_j)/(nm)}</pre>
 *
 * <p>Around 0 it falls below 0 half of the time and is not clipped. The standard error is the leave-one-out jackknife over both
 * sets, from row sums of the kernel matrices. Where both distributions are equal the estimate is a degenerate U-statistic; the
 * jackknife then overstates its standard deviation, by up to sqrt 2, and the interval is too wide rather than too narrow.
 *
 * @param value MMD squared
 * @param biased the V-statistic, which counts pairs of a row with itself; at least 0 and too high
 * @see <a href="https://jmlr.org/papers/v13/gretton12a.html">Gretton et al. (2012), A kernel two-sample test</a>
 */
record KernelDistance(double value, double standardError, double biased) {
    /** Estimates from {@code x} [n, d] and {@code y} [m, d]; n and m at least 3. */
    static KernelDistance of(Kernels kernel, float[] x, int n, float[] y, int m, int d) {
        require(n >= 3 && m >= 3, "at least 3 rows are needed on either side, but there are %d and %d", n, m);
        Sums xx = Sums.of(kernel, x, n, x, n, d);
        Sums yy = Sums.of(kernel, y, m, y, m, d);
        Sums xy = Sums.of(kernel, x, n, y, m, d);
        double cross = 2 * xy.total / ((double) n * m);
        double value = xx.total / (n * (n - 1.0)) + yy.total / (m * (m - 1.0)) - cross;
        double biased =
                (xx.total + xx.diagonal) / ((double) n * n) + (yy.total + yy.diagonal) / ((double) m * m) - cross;
        double variance = variance(xx, n, xy.rows, xy.total, m) + variance(yy, m, xy.columns, xy.total, n);
        return new KernelDistance(value, Math.sqrt(variance), biased);
    }

    /** Jackknife over the n rows of one set; terms that do not change when one of them is left out are dropped. */
    private static double variance(Sums own, int n, double[] cross, double crossTotal, int m) {
        double[] leftOut = new double[n];
        for (int i = 0; i < n; i++) {
            leftOut[i] = (own.total - 2 * own.rows[i]) / ((n - 1.0) * (n - 2.0))
                    - 2 * (crossTotal - cross[i]) / ((n - 1.0) * m);
        }
        return Jackknife.variance(leftOut);
    }

    /** Sums of a kernel matrix; of a set with itself the diagonal is kept apart. */
    private static final class Sums {
        private final double[] rows;
        private final double[] columns;
        private double total;
        private double diagonal;

        private Sums(int n, int m) {
            rows = new double[n];
            columns = new double[m];
        }

        static Sums of(Kernels kernel, float[] a, int n, float[] b, int m, int d) {
            Sums sums = new Sums(n, m);
            double[] k = new double[m];
            boolean self = a == b;
            Distances.Tile visitor = (i0, tileRows, j0, tileColumns, v) -> {
                for (int i = i0; i < i0 + tileRows; i++) {
                    int from = self ? Math.max(i, j0) : j0;
                    int count = j0 + tileColumns - from;
                    if (count <= 0) {
                        continue;
                    }
                    kernel.apply(v, (i - i0) * tileColumns + from - j0, count, k);
                    if (self && from == i) {
                        sums.diagonal += k[0];
                        k[0] = 0;
                    }
                    double sum = 0;
                    for (int j = 0; j < count; j++) {
                        sum += k[j];
                        sums.columns[from + j] += k[j];
                    }
                    sums.rows[i] += sum;
                    sums.total += sum;
                }
            };
            if (kernel.ofDistance()) {
                Distances.squared(a, n, b, m, d, visitor);
            } else {
                Distances.products(a, n, b, m, d, visitor);
            }
            if (self) {
                // Only pairs above the diagonal were summed; each stands for its mirror image too.
                for (int i = 0; i < n; i++) {
                    sums.rows[i] += sums.columns[i];
                }
                sums.total *= 2;
            }
            return sums;
        }
    }
}
