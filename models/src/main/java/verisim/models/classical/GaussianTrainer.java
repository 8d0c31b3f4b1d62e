package verisim.models.classical;

import java.util.Locale;
import java.util.Set;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;

/**
 * Maximum likelihood in closed form: the mean of the rows, and their covariance with divisor n.
 *
 * <p>The Cholesky decomposition is taken of the correlations, so that features of very unlike units do not count as singular;
 * a pivot below 1e-12 does.
 */
final class GaussianTrainer extends Trainer<Gaussian> {
    private static final double SMALLEST_PIVOT = 1e-12;

    private final Gaussian.Covariance covariance;
    private final double ridge;

    GaussianTrainer(Gaussian.Covariance covariance, double ridge) {
        super(Gaussian.NAME, Set.of(DataKind.REAL));
        this.covariance = covariance;
        this.ridge = ridge;
    }

    @Override
    protected Gaussian train(Dataset train, Dataset validation, TrainingContext context) {
        float[] x = train.toFloats();
        int d = train.features();
        double[] mean = new double[d];
        for (int i = 0; i < x.length; i++) {
            mean[i % d] += x[i];
        }
        for (int j = 0; j < d; j++) {
            mean[j] /= train.size();
        }
        double[] factor = covariance == Gaussian.Covariance.FULL
                ? cholesky(covariances(x, mean), d, train.size())
                : deviations(variances(x, mean));
        return new Gaussian(covariance, ridge, mean, factor);
    }

    private static double[] variances(float[] x, double[] mean) {
        int d = mean.length;
        int n = x.length / d;
        double[] out = new double[d];
        for (int i = 0; i < x.length; i++) {
            double gap = x[i] - mean[i % d];
            out[i % d] += gap * gap / n;
        }
        return out;
    }

    private double[] deviations(double[] variances) {
        int d = variances.length;
        double[] out = variances.clone();
        if (covariance == Gaussian.Covariance.SPHERICAL) {
            double sum = 0;
            for (double v : variances) {
                sum += v;
            }
            java.util.Arrays.fill(out, sum / d);
        }
        for (int j = 0; j < d; j++) {
            out[j] = deviation(out[j] + ridge, j);
        }
        return out;
    }

    private double deviation(double variance, int feature) {
        if (!(variance > 0)) {
            throw new TrainingFailedException(String.format(
                    Locale.ROOT,
                    "gaussian: column %d of the training data is constant, so its variance is 0; drop it or set ridge "
                            + "(now %s) above 0",
                    feature + 1,
                    ridge));
        }
        return Math.sqrt(variance);
    }

    /** Returns the lower triangle of {@code 1/n sum_r (x_r - m)(x_r - m)^T}. */
    private static double[] covariances(float[] x, double[] mean) {
        int d = mean.length;
        int n = x.length / d;
        double[] sum = new double[d * d];
        double[] gap = new double[d];
        for (int r = 0; r < n; r++) {
            for (int j = 0; j < d; j++) {
                gap[j] = x[r * d + j] - mean[j];
            }
            for (int i = 0; i < d; i++) {
                double g = gap[i];
                int at = i * d;
                for (int j = 0; j <= i; j++) {
                    sum[at + j] += g * gap[j];
                }
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= n;
        }
        return sum;
    }

    private double[] cholesky(double[] lower, int d, int rows) {
        double[] scale = new double[d];
        for (int i = 0; i < d; i++) {
            scale[i] = deviation(lower[i * d + i] + ridge, i);
        }
        RealMatrix correlations = new Array2DRowRealMatrix(d, d);
        for (int i = 0; i < d; i++) {
            correlations.setEntry(i, i, 1);
            for (int j = 0; j < i; j++) {
                double c = lower[i * d + j] / scale[i] / scale[j];
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
                    "gaussian: the covariance of %d rows of %d features is not positive definite (pivot %.2g of column %d, "
                            + "which is nearly a linear combination of the columns before it); set ridge (now %s) above 0, "
                            + "drop that column, or choose covariance diagonal",
                    rows,
                    d,
                    e.getArgument().doubleValue(),
                    e.getRow() + 1,
                    ridge));
        }
    }
}
