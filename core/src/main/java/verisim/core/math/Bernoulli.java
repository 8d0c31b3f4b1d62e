package verisim.core.math;

/** Likelihoods of binary values under logits: {@code log p(x) = sum_d x_d log sigmoid(a_d) + (1 - x_d) log sigmoid(-a_d)}. */
public final class Bernoulli {
    /** A product of this many factors in [1, 2] stays below 2^1000, far from overflow. */
    private static final int FACTORS = 1000;

    private Bernoulli() {}

    /**
     * Returns {@code log p(x)} of one example, in double. The logarithms of the normalisers {@code 1 + exp(-|a_d|)} are taken
     * of products of up to 1,000 factors, each between 1 and 2, so nothing can overflow.
     *
     * @param x binary values from {@code xFrom}
     * @param logits a from {@code logitsFrom}
     * @param n number of values D
     * @return nats
     */
    public static double logLikelihood(float[] x, int xFrom, float[] logits, int logitsFrom, int n) {
        double sum = 0;
        double product = 1;
        int factors = 0;
        for (int d = 0; d < n; d++) {
            double a = logits[logitsFrom + d];
            double signed = x[xFrom + d] > 0.5f ? a : -a;
            sum += Math.min(signed, 0);
            product *= 1 + Math.exp(-Math.abs(a));
            if (++factors == FACTORS) {
                sum -= Math.log(product);
                product = 1;
                factors = 0;
            }
        }
        return sum - Math.log(product);
    }

    /**
     * Returns {@code log p(x)} of one example whose probabilities have a floor, in double:
     *
     * <pre>{@code p(x_d = 1) = floor / 2 + (1 - floor) sigmoid(a_d)}</pre>
     *
     * @param floor weight of a fair coin that each distribution is mixed with, at least 0, below 1; 0 for none
     * @return nats, at least {@code n log(floor / 2)}
     */
    public static double logLikelihood(float[] x, int xFrom, float[] logits, int logitsFrom, int n, double floor) {
        if (floor == 0) {
            return logLikelihood(x, xFrom, logits, logitsFrom, n);
        }
        double sum = 0;
        double product = 1;
        for (int d = 0; d < n; d++) {
            double a = logits[logitsFrom + d];
            double signed = x[xFrom + d] > 0.5f ? a : -a;
            product *= floor / 2 + (1 - floor) / (1 + Math.exp(-signed));
            if (product < 1e-200) { // the next factor is far above 1e-100
                sum += Math.log(product);
                product = 1;
            }
        }
        return sum + Math.log(product);
    }

    /**
     * Returns {@code log p(x)} of one example from logits and their sigmoids, to about 1e-7 per value: one multiplication a
     * value, for the training loss. With {@code s = sigmoid(|a|)}, {@code -log(1 + exp(-|a|)) = log s}.
     */
    public static double trainingLogLikelihood(
            float[] x, int xFrom, float[] logits, float[] sigmoids, int logitsFrom, int n) {
        double sum = 0;
        double product = 1;
        int factors = 0;
        for (int d = 0; d < n; d++) {
            float a = logits[logitsFrom + d];
            float p = sigmoids[logitsFrom + d];
            float signed = x[xFrom + d] > 0.5f ? a : -a;
            sum += Math.min(signed, 0f);
            product *= Math.max(p, 1f - p);
            if (++factors == FACTORS) {
                sum += Math.log(product);
                product = 1;
                factors = 0;
            }
        }
        return sum + Math.log(product);
    }
}
