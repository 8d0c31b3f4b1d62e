package verisim.core.fidelity;

import verisim.core.statistics.Jackknife;

/**
 * The squared Fr&eacute;chet (2-Wasserstein) distance between the normal distributions with the means and covariances of two
 * sets of rows.
 *
 * <pre>{@code |mu_1 - mu_2|^2 + tr(S_1 + S_2 - 2 (S_1^(1/2) S_2 S_1^(1/2))^(1/2))}</pre>
 *
 * <p>Covariances divide by n - 1. The defining implementation takes the root of the product {@code S_1 S_2}, which is not
 * symmetric, and adds 1e-6 to both diagonals where that fails. The symmetric form has the same trace and a root for every pair
 * of covariances, singular ones too, so nothing is ever added. An eigenvalue below 0 can only be rounding and counts as 0.
 *
 * @param standardError delete-a-block jackknife over both sets; NaN where it was not asked for
 * @see <a href="https://doi.org/10.1016/0047-259X(82)90077-X">Dowson and Landau (1982), The Frechet distance between
 *     multivariate normal distributions</a>
 */
record FrechetDistance(double value, double standardError) {
    /** Returns the squared distance of N(mean1, covariance1) and N(mean2, covariance2). */
    static double ofNormals(double[] mean1, double[] covariance1, double[] mean2, double[] covariance2) {
        int d = mean1.length;
        PivotedCholesky factor = PivotedCholesky.of(covariance1, d);
        return distance(mean1, covariance1, factor, mean2, covariance2);
    }

    /**
     * Compares {@code x} [n, d] and {@code y} [m, d].
     *
     * @param blocks number of jackknife blocks, or 0 for no standard error
     */
    static FrechetDistance of(float[] x, int n, float[] y, int m, int d, int blocks) {
        Moments a = new Moments(x, n, d);
        Moments b = new Moments(y, m, d);
        double[] meanA = a.mean(-1, blocks);
        double[] meanB = b.mean(-1, blocks);
        double[] covarianceA = a.covariance(-1, blocks);
        double[] covarianceB = b.covariance(-1, blocks);
        PivotedCholesky factorA = PivotedCholesky.of(covarianceA, d);
        double value = distance(meanA, covarianceA, factorA, meanB, covarianceB);
        if (blocks == 0) {
            return new FrechetDistance(value, Double.NaN);
        }
        PivotedCholesky factorB = PivotedCholesky.of(covarianceB, d);
        double[] withoutA = new double[blocks];
        double[] withoutB = new double[blocks];
        for (int g = 0; g < blocks; g++) {
            withoutA[g] = distance(meanB, covarianceB, factorB, a.mean(g, blocks), a.covariance(g, blocks));
            withoutB[g] = distance(meanA, covarianceA, factorA, b.mean(g, blocks), b.covariance(g, blocks));
        }
        return new FrechetDistance(value, Math.sqrt(Jackknife.variance(withoutA) + Jackknife.variance(withoutB)));
    }

    private static double distance(
            double[] mean1, double[] covariance1, PivotedCholesky factor1, double[] mean2, double[] covariance2) {
        int d = mean1.length;
        double sum = 0;
        for (int i = 0; i < d; i++) {
            sum += (mean1[i] - mean2[i]) * (mean1[i] - mean2[i]);
        }
        double traces = SymmetricMatrices.trace(covariance1, d) + SymmetricMatrices.trace(covariance2, d);
        // Between equal sets rounding can leave a little less than 0.
        return Math.max(0, sum + traces - 2 * factor1.traceOfRootOfProduct(covariance2));
    }

    /** Means and covariances of a set and of the set less one block of consecutive rows. */
    private static final class Moments {
        private final int n;
        private final int d;
        private final double[] centre; // [d] mean of all rows
        private final double[] rows; // [n, d] less the centre
        private final double[] scatter; // [d, d] of all centred rows

        Moments(float[] x, int n, int d) {
            this.n = n;
            this.d = d;
            this.centre = new double[d];
            this.rows = new double[n * d];
            for (int i = 0; i < n * d; i++) {
                centre[i % d] += x[i];
            }
            for (int j = 0; j < d; j++) {
                centre[j] /= n;
            }
            for (int i = 0; i < n * d; i++) {
                rows[i] = x[i] - centre[i % d];
            }
            scatter = SymmetricMatrices.scatter(rows, 0, n, d);
        }

        private int from(int g, int blocks) {
            return (int) ((long) g * n / blocks);
        }

        /** Returns the sum of the centred rows outside block g, over their number: the mean less the centre. */
        private double[] shift(int g, int blocks) {
            double[] out = new double[d];
            int from = from(g, blocks);
            int to = from(g + 1, blocks);
            for (int i = from; i < to; i++) {
                for (int j = 0; j < d; j++) {
                    out[j] -= rows[i * d + j] / (n - (to - from));
                }
            }
            return out;
        }

        /** Returns the mean of the rows outside block g; of all rows if g is -1. */
        double[] mean(int g, int blocks) {
            double[] out = g < 0 ? new double[d] : shift(g, blocks);
            for (int j = 0; j < d; j++) {
                out[j] += centre[j];
            }
            return out;
        }

        double[] covariance(int g, int blocks) {
            double[] out = scatter.clone();
            int left = n;
            if (g >= 0) {
                int from = from(g, blocks);
                int size = from(g + 1, blocks) - from;
                left = n - size;
                double[] block = SymmetricMatrices.scatter(rows, from, size, d);
                double[] shift = shift(g, blocks);
                for (int i = 0; i < d; i++) {
                    for (int j = 0; j < d; j++) {
                        out[i * d + j] -= block[i * d + j] + left * shift[i] * shift[j];
                    }
                }
            }
            for (int i = 0; i < out.length; i++) {
                out[i] /= left - 1.0;
            }
            return out;
        }
    }
}
