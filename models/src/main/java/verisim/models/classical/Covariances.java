package verisim.models.classical;

import java.util.Locale;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import verisim.core.data.Dataset;
import verisim.core.model.TrainingFailedException;

/**
 * Means and covariances of maximum likelihood, all with divisor n, and their Cholesky factors.
 *
 * <p>The decomposition is taken of the correlations, so that features of very unlike units do not count as singular; a pivot below
 * 1e-13 does.
 */
final class Covariances {
    private static final double SMALLEST_PIVOT = 1e-13;

    private Covariances() {}

    /** Returns the mean of the rows, [D]. */
    static double[] mean(Dataset data) {
        float[] x = data.toFloats();
        int d = data.features();
        double[] mean = new double[d];
        for (int i = 0; i < x.length; i++) {
            mean[i % d] += x[i];
        }
        for (int j = 0; j < d; j++) {
            mean[j] /= data.size();
        }
        return mean;
    }

    /** Returns {@code x - mean} of all rows, [n, D]. */
    static double[] centred(Dataset data, double[] mean) {
        float[] x = data.toFloats();
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = x[i] - mean[i % mean.length];
        }
        return out;
    }

    /** Returns the mean square of each column. */
    static double[] variances(double[] centred, int d) {
        double[] out = new double[d];
        for (int i = 0; i < centred.length; i++) {
            out[i % d] += centred[i] * centred[i];
        }
        for (int j = 0; j < d; j++) {
            out[j] = out[j] * d / centred.length;
        }
        return out;
    }

    /** Returns {@code 1/n sum_r c_r c_r^T}, [D, D]. */
    static double[] covariance(double[] centred, int d) {
        double[] sum = new double[d * d];
        int n = centred.length / d;
        for (int r = 0; r < n; r++) {
            addOuter(1, centred, r * d, sum, d);
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                sum[i * d + j] /= n;
                sum[j * d + i] = sum[i * d + j];
            }
        }
        return sum;
    }

    /** Adds {@code w c c^T} to the lower triangle of {@code sum}. */
    static void addOuter(double w, double[] c, int from, double[] sum, int d) {
        for (int i = 0; i < d; i++) {
            double g = w * c[from + i];
            int at = i * d;
            for (int j = 0; j <= i; j++) {
                sum[at + j] += g * c[from + j];
            }
        }
    }

    /** Returns {@code sqrt(variance)}, or explains that the column is constant. */
    static double deviation(String model, double variance, int column, String remedy) {
        if (!(variance > 0)) {
            throw new TrainingFailedException(String.format(
                    Locale.ROOT,
                    "%s: column %d of the training data is constant, so its variance is 0; drop it%s",
                    model,
                    column + 1,
                    remedy.isEmpty() ? "" : " or " + remedy));
        }
        return Math.sqrt(variance);
    }

    /**
     * Returns L of {@code S = L L^T}, [D, D] row-major.
     *
     * @param remedy what helps besides dropping a column, for the message
     * @throws TrainingFailedException if S is singular, naming a column that depends on others
     */
    static double[] cholesky(String model, double[] s, int d, long rows, String remedy) {
        double[] scale = new double[d];
        for (int i = 0; i < d; i++) {
            scale[i] = deviation(model, s[i * d + i], i, remedy);
        }
        RealMatrix correlations = new Array2DRowRealMatrix(d, d);
        for (int i = 0; i < d; i++) {
            correlations.setEntry(i, i, 1);
            for (int j = 0; j < i; j++) {
                double c = s[i * d + j] / scale[i] / scale[j];
                correlations.setEntry(i, j, c);
                correlations.setEntry(j, i, c);
            }
        }
        try {
            RealMatrix l = new CholeskyDecomposition(correlations, 0, SMALLEST_PIVOT).getL();
            double[] factor = new double[d * d];
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    factor[i * d + j] = scale[i] * l.getEntry(i, j);
                }
            }
            return factor;
        } catch (NonPositiveDefiniteMatrixException e) {
            throw new TrainingFailedException(String.format(
                    Locale.ROOT,
                    "%s: the covariance of %d rows of %d features is not positive definite (pivot %.2g of column %d, "
                            + "which is nearly a linear combination of the columns before it); drop that column%s, or choose "
                            + "covariance diagonal",
                    model,
                    rows,
                    d,
                    e.getArgument().doubleValue(),
                    e.getRow() + 1,
                    remedy.isEmpty() ? "" : ", " + remedy));
        }
    }
}
