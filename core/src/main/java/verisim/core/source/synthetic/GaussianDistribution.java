package verisim.core.source.synthetic;

import static verisim.core.Checks.require;

import verisim.core.data.DataKind;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/**
 * A normal distribution with any covariance.
 *
 * <pre>{@code log p(x) = -(D log(2 pi) + log det C + (x - m)^T C^-1 (x - m)) / 2}</pre>
 *
 * <p>The quadratic form is a triangular solve with the Cholesky factor; nothing is inverted.
 */
public final class GaussianDistribution extends SyntheticTruth {
    private final double[] mean;
    private final double[][] covariance;
    private final Cholesky factor;
    private final double logNormaliser;

    /**
     * @param mean m, [D]
     * @param covariance C, [D, D], symmetric and positive definite
     * @throws IllegalArgumentException if the shapes differ or C is not positive definite
     */
    public GaussianDistribution(double[] mean, double[][] covariance) {
        super(DataKind.REAL, mean.length);
        require(
                covariance.length == mean.length,
                "covariance must have %d rows, one for each value of mean, but has %d",
                mean.length,
                covariance.length);
        for (double m : mean) {
            require(Double.isFinite(m), "mean must be finite, but holds %s", m);
        }
        this.mean = mean.clone();
        this.covariance = copy(covariance);
        this.factor = Cholesky.of(covariance);
        this.logNormaliser = -0.5 * (mean.length * LogMath.LOG_TWO_PI + factor.logDeterminant());
    }

    /** Returns a normal distribution with variance {@code sigma^2} in every direction. */
    public static GaussianDistribution isotropic(double[] mean, double sigma) {
        require(sigma > 0, "sigma must be greater than 0, but was %s", sigma);
        double[][] covariance = new double[mean.length][mean.length];
        for (int d = 0; d < mean.length; d++) {
            covariance[d][d] = sigma * sigma;
        }
        return new GaussianDistribution(mean, covariance);
    }

    public double[] mean() {
        return mean.clone();
    }

    public double[][] covariance() {
        return copy(covariance);
    }

    /** Returns the differential entropy {@code (D (1 + log(2 pi)) + log det C) / 2}, nats. */
    public double entropy() {
        return 0.5 * mean.length - logNormaliser;
    }

    /**
     * Returns {@code KL(this, other)} in closed form, nats.
     *
     * <pre>{@code (trace(C1^-1 C0) + (m1 - m0)^T C1^-1 (m1 - m0) - D + log det C1 - log det C0) / 2}</pre>
     */
    public double klTo(GaussianDistribution other) {
        require(
                other.features() == features(),
                "both distributions must have the same D, but they have %d and %d",
                features(),
                other.features());
        return 0.5
                * (other.factor.traceOfInverseTimes(factor)
                        + other.factor.distance(mean, 0, other.mean)
                        - features()
                        + other.factor.logDeterminant()
                        - factor.logDeterminant());
    }

    @Override
    int drawRow(double[] row, RandomStream random) {
        double[] z = new double[row.length];
        for (int d = 0; d < z.length; d++) {
            z[d] = random.nextGaussian();
        }
        factor.multiply(z, row);
        for (int d = 0; d < row.length; d++) {
            row[d] += mean[d];
        }
        return 0;
    }

    @Override
    double logProbability(double[] x, int from) {
        return logNormaliser - 0.5 * factor.distance(x, from, mean);
    }

    private static double[][] copy(double[][] matrix) {
        double[][] out = matrix.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] = out[i].clone();
        }
        return out;
    }
}
