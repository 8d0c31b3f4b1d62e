package verisim.models.classical;

import static verisim.core.Checks.require;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/**
 * One normal distribution in double, by its mean m and the lower triangular L of {@code S = L L^T}: the part that the Gaussian
 * and mixtures of Gaussians share.
 *
 * <p>The first f features have the density {@code N(m_1..f, L_1..f L_1..f^T)}, and the others given them are {@code m + L y} with
 * y solved from the first and drawn for the rest. So a conditional is a reordering of features, see {@link #reordered}.
 */
final class Normal {
    /** Rows handled together, so that inner loops run over rows and vectorise. */
    private static final int BLOCK = 128;

    private final double[] mean;
    private final double[] factor;
    private final boolean full;

    /**
     * @param full whether {@code factor} is L, [D, D] row-major; else it is the diagonal of L, [D]
     * @param mean kept, not copied; likewise {@code factor}
     */
    Normal(boolean full, double[] mean, double[] factor) {
        int d = mean.length;
        int expected = full ? d * d : d;
        require(factor.length == expected, "the factor must have %d values, but has %d", expected, factor.length);
        this.full = full;
        this.mean = mean;
        this.factor = factor;
        for (int i = 0; i < d; i++) {
            require(
                    diagonal(i) > 0 && Double.isFinite(diagonal(i)),
                    "the diagonal of the factor must be finite and greater than 0, but row %d has %s",
                    i,
                    diagonal(i));
        }
    }

    int features() {
        return mean.length;
    }

    double[] mean() {
        return mean;
    }

    double[] factor() {
        return factor;
    }

    /** Returns {@code L L^T}, [D, D] row-major. */
    double[] covariance() {
        int d = features();
        double[] out = new double[d * d];
        for (int i = 0; i < d; i++) {
            if (!full) {
                out[i * d + i] = factor[i] * factor[i];
                continue;
            }
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k <= j; k++) {
                    sum += factor[i * d + k] * factor[j * d + k];
                }
                out[i * d + j] = sum;
                out[j * d + i] = sum;
            }
        }
        return out;
    }

    /** Returns the distribution of {@code scale * x + shift}, feature by feature. */
    Normal rescaled(double[] scale, double[] shift) {
        int d = features();
        double[] newMean = new double[d];
        double[] newFactor = factor.clone();
        for (int i = 0; i < d; i++) {
            newMean[i] = mean[i] * scale[i] + shift[i];
            for (int j = 0; j < (full ? d : 1); j++) {
                newFactor[full ? i * d + j : i] *= scale[i];
            }
        }
        return new Normal(full, newMean, newFactor);
    }

    /**
     * Returns the distribution of the features in another order. The new factor is {@code R^T} of the QR decomposition of the
     * transposed rows of L, which squares nothing and so cannot fail where S is nearly singular.
     */
    Normal reordered(int[] order) {
        int d = features();
        double[] newMean = new double[d];
        for (int i = 0; i < d; i++) {
            newMean[i] = mean[order[i]];
        }
        if (!full) {
            double[] deviations = new double[d];
            for (int i = 0; i < d; i++) {
                deviations[i] = factor[order[i]];
            }
            return new Normal(false, newMean, deviations);
        }
        double[] rows = new double[d * d];
        for (int i = 0; i < d; i++) {
            System.arraycopy(factor, order[i] * d, rows, i * d, d);
        }
        return new Normal(true, newMean, triangular(rows, d));
    }

    /** Returns the lower triangular L with {@code L L^T = A A^T} and a positive diagonal, for A of shape [D, D]. */
    static double[] triangular(double[] a, int d) {
        RealMatrix transposed = new Array2DRowRealMatrix(d, d);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                transposed.setEntry(j, i, a[i * d + j]);
            }
        }
        RealMatrix r = new QRDecomposition(transposed).getR();
        double[] l = new double[d * d];
        for (int j = 0; j < d; j++) {
            double sign = Math.signum(r.getEntry(j, j));
            for (int i = j; i < d; i++) {
                l[i * d + j] = sign * r.getEntry(j, i);
            }
        }
        return l;
    }

    /**
     * Writes {@code log p} of the first features of each row.
     *
     * @param x rows of D values; those beyond the first are not looked at
     * @param first how many features count, 0 to D
     * @param out row r goes to {@code out[outFrom + r]}
     */
    void logDensity(double[] x, int n, int first, double[] out, int outFrom) {
        int d = features();
        double constant = -0.5 * first * LogMath.LOG_TWO_PI;
        for (int i = 0; i < first; i++) {
            constant -= Math.log(diagonal(i));
        }
        double[] y = new double[first * BLOCK]; // [first, BLOCK]: L^-1 (x - m)
        double[] square = new double[BLOCK];
        for (int from = 0; from < n; from += BLOCK) {
            int rows = Math.min(BLOCK, n - from);
            java.util.Arrays.fill(square, 0);
            for (int i = 0; i < first; i++) {
                int at = i * BLOCK;
                for (int r = 0; r < rows; r++) {
                    y[at + r] = x[(from + r) * d + i] - mean[i];
                }
                if (full) {
                    subtractSolved(y, i, rows);
                }
                finish(y, at, 1 / diagonal(i), square, rows);
            }
            for (int r = 0; r < rows; r++) {
                out[outFrom + from + r] = constant - 0.5 * square[r];
            }
        }
    }

    /** Four earlier features at a time, so that the row being solved is read and written a quarter as often. */
    private void subtractSolved(double[] y, int i, int rows) {
        int l = i * features();
        int j = 0;
        for (; j + 3 < i; j += 4) {
            subtractFour(
                    y,
                    i * BLOCK,
                    j * BLOCK,
                    rows,
                    factor[l + j],
                    factor[l + j + 1],
                    factor[l + j + 2],
                    factor[l + j + 3]);
        }
        for (; j < i; j++) {
            addScaled(y, i * BLOCK, -factor[l + j], y, j * BLOCK, rows);
        }
    }

    private static void subtractFour(double[] y, int to, int from, int rows, double a, double b, double c, double e) {
        for (int r = 0; r < rows; r++) {
            y[to + r] -= a * y[from + r]
                    + b * y[from + BLOCK + r]
                    + c * y[from + 2 * BLOCK + r]
                    + e * y[from + 3 * BLOCK + r];
        }
    }

    private static void finish(double[] y, int at, double inverse, double[] square, int rows) {
        for (int r = 0; r < rows; r++) {
            double v = y[at + r] * inverse;
            y[at + r] = v;
            square[r] += v * v;
        }
    }

    /** Draws {@code x = m + L z} for n rows; feature by feature within a row of z. */
    void sample(int n, RandomStream random, float[] x) {
        int d = features();
        double[] z = new double[d * BLOCK];
        double[] sum = new double[BLOCK];
        for (int from = 0; from < n; from += BLOCK) {
            int rows = Math.min(BLOCK, n - from);
            for (int r = 0; r < rows; r++) {
                for (int i = 0; i < d; i++) {
                    z[i * BLOCK + r] = random.nextGaussian();
                }
            }
            for (int i = 0; i < d; i++) {
                java.util.Arrays.fill(sum, mean[i]);
                for (int j = 0; full && j < i; j++) {
                    addScaled(sum, 0, factor[i * d + j], z, j * BLOCK, rows);
                }
                addScaled(sum, 0, diagonal(i), z, i * BLOCK, rows);
                for (int r = 0; r < rows; r++) {
                    x[(from + r) * d + i] = (float) sum[r];
                }
            }
        }
    }

    /**
     * Draws the features from {@code first} on given those before, in place; with {@code first} 0, a sample.
     *
     * @param x one row of D values
     */
    void complete(double[] x, int first, RandomStream random) {
        int d = features();
        double[] y = new double[d];
        for (int i = 0; i < d; i++) {
            double sum = mean[i];
            for (int j = 0; full && j < i; j++) {
                sum += factor[i * d + j] * y[j];
            }
            if (i < first) {
                y[i] = (x[i] - sum) / diagonal(i);
            } else {
                y[i] = random.nextGaussian();
                x[i] = sum + diagonal(i) * y[i];
            }
        }
    }

    private double diagonal(int i) {
        return full ? factor[i * mean.length + i] : factor[i];
    }

    private static void addScaled(double[] to, int toFrom, double scale, double[] from, int fromFrom, int n) {
        for (int r = 0; r < n; r++) {
            to[toFrom + r] += scale * from[fromFrom + r];
        }
    }
}
