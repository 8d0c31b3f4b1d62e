package verisim.core.math;

/** Functions of logits and log-probabilities that neither overflow nor lose their digits. Natural logarithms throughout. */
public final class LogMath {
    /** {@code log(2 pi)}. */
    public static final double LOG_TWO_PI = 1.8378770664093454835606594728112;

    private LogMath() {}

    /** Returns {@code log(1 + exp(x))}; exp is only taken of a non-positive number, so large x cannot overflow. */
    public static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** Returns {@code log sigmoid(x)}; {@code log(sigmoid(-800))} would be minus infinity, this is -800. */
    public static double logSigmoid(double x) {
        return -softplus(-x);
    }

    /** Returns {@code 1 / (1 + exp(-x))}; exp is only taken of a non-positive number. */
    public static double sigmoid(double x) {
        double e = Math.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /**
     * Returns {@code log sum_i exp(values[i])} over {@code [from, from + n)}; the largest term is taken out first, so that
     * values of any size neither overflow nor vanish together. Minus infinity for an empty range.
     */
    public static double logSumExp(double[] values, int from, int n) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + n; i++) {
            if (Double.isNaN(values[i])) {
                return Double.NaN;
            }
            max = Math.max(max, values[i]);
        }
        if (Double.isInfinite(max)) {
            return max;
        }
        double sum = 0;
        for (int i = from; i < from + n; i++) {
            sum += Math.exp(values[i] - max);
        }
        return max + Math.log(sum);
    }

    /** Returns {@code log sum_i exp(values[i])}. */
    public static double logSumExp(double[] values) {
        return logSumExp(values, 0, values.length);
    }

    /** Returns {@code log(exp(a) + exp(b))}. */
    public static double logAddExp(double a, double b) {
        double max = Math.max(a, b);
        if (Double.isInfinite(max)) {
            return max;
        }
        return max + Math.log1p(Math.exp(-Math.abs(a - b)));
    }

    /** Returns {@code log((1/n) sum_i exp(values[i]))}. */
    public static double logMeanExp(double[] values) {
        return logSumExp(values) - Math.log(values.length);
    }

    /** Returns the log-density of a normal distribution with mean 0 and variance 1 at {@code x}. */
    public static double logStandardNormal(double x) {
        return -0.5 * (LOG_TWO_PI + x * x);
    }
}
