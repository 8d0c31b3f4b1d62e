package verisim.core.divergence;

import java.util.function.DoubleUnaryOperator;

/**
 * A sample mean.
 *
 * @param value mean of the finite terms
 * @param varianceOfMean sample variance (divisor n - 1) over n; NaN for a single term
 * @param infinite number of infinite terms
 */
record Mean(double value, double varianceOfMean, int infinite) {
    static Mean of(double[] values, DoubleUnaryOperator term) {
        double sum = 0;
        int infinite = 0;
        for (double v : values) {
            double t = term.applyAsDouble(v);
            if (Double.isInfinite(t)) {
                infinite++;
            } else {
                sum += t;
            }
        }
        int n = values.length - infinite;
        double mean = sum / n;
        double square = 0;
        for (double v : values) {
            double t = term.applyAsDouble(v);
            square += Double.isInfinite(t) ? 0 : (t - mean) * (t - mean);
        }
        return new Mean(mean, square / (n - 1.0) / n, infinite);
    }
}
