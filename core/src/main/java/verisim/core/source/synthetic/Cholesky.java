package verisim.core.source.synthetic;

import static verisim.core.Checks.require;

/** The factor {@code L} of a positive definite matrix {@code A = L L^T}, in double. */
final class Cholesky {
    private final double[][] l;

    private Cholesky(double[][] l) {
        this.l = l;
    }

    /**
     * Factorises {@code a}.
     *
     * @throws IllegalArgumentException if {@code a} is not square, symmetric and positive definite
     */
    static Cholesky of(double[][] a) {
        int n = a.length;
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            require(a[i].length == n, "covariance must be [%d, %d], but row %d has %d values", n, n, i, a[i].length);
            for (int j = 0; j <= i; j++) {
                require(
                        Math.abs(a[i][j] - a[j][i]) <= 1e-9 * (Math.abs(a[i][j]) + Math.abs(a[j][i])),
                        "covariance must be symmetric, but [%d, %d] is %s and [%d, %d] is %s",
                        i,
                        j,
                        a[i][j],
                        j,
                        i,
                        a[j][i]);
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                if (i == j) {
                    require(
                            sum > 0 && Double.isFinite(sum),
                            "covariance is not positive definite (pivot %s in row %d); add to its diagonal",
                            sum,
                            i);
                    l[i][i] = Math.sqrt(sum);
                } else {
                    l[i][j] = sum / l[j][j];
                }
            }
        }
        return new Cholesky(l);
    }

    /** Returns {@code log det A = 2 sum_i log L_ii}. */
    double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < l.length; i++) {
            sum += Math.log(l[i][i]);
        }
        return 2 * sum;
    }

    /** Returns {@code |L^-1 (x - m)|^2} of the vector from {@code from}: the squared Mahalanobis distance. */
    double distance(double[] x, int from, double[] m) {
        int n = l.length;
        double[] y = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double v = x[from + i] - m[i];
            for (int k = 0; k < i; k++) {
                v -= l[i][k] * y[k];
            }
            y[i] = v / l[i][i];
            sum += y[i] * y[i];
        }
        return sum;
    }

    /** Returns {@code L z} into {@code out}. */
    void multiply(double[] z, double[] out) {
        for (int i = l.length - 1; i >= 0; i--) {
            double v = 0;
            for (int k = 0; k <= i; k++) {
                v += l[i][k] * z[k];
            }
            out[i] = v;
        }
    }

    /** Returns {@code trace(A^-1 B) = |L^-1 M|_F^2} for {@code B = M M^T}. */
    double traceOfInverseTimes(Cholesky b) {
        int n = l.length;
        double sum = 0;
        double[] column = new double[n];
        double[] zero = new double[n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                column[i] = b.l[i][j];
            }
            sum += distance(column, 0, zero);
        }
        return sum;
    }
}
