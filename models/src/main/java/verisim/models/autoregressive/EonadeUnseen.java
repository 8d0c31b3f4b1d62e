package verisim.models.autoregressive;

/**
 * The law of how many features of a row are left unseen, n of D, before a subset of that size is drawn, all alike likely.
 *
 * <p>Where a uniformly random order stands at a uniformly random place, n is uniform on 1 to D, and D times the log-probability of the
 * next feature, averaged over the n it may be, has the mean over orders of {@code log p(x given order)} as its expectation. But rows
 * with few features unseen then have a loss of few terms with the great factor {@code D / n}: its variance goes with 1 / n. So n is
 * drawn with a probability near {@code 1 / sqrt(n)}, which has the least variance for independent terms, and the factor corrects
 * for it:
 *
 * <pre>{@code
 * q(n) = sqrt(n / D) - sqrt((n - 1) / D)
 * 1 / (n q(n)) sum over unseen i of log p(x_i given the seen ones)
 * }</pre>
 */
final class EonadeUnseen {
    private EonadeUnseen() {}

    /**
     * Returns n for the row {@code index} of {@code count} rows that share one uniform number: each has the law q, and together they
     * are spread evenly over its quantiles, which lowers the variance of their mean.
     */
    static int draw(double uniform, int index, int count, int features) {
        double place = uniform + (double) index / count;
        double u = 1 - (place - Math.floor(place)); // above 0, at most 1
        return Math.max(1, Math.min(features, (int) Math.ceil(features * u * u)));
    }

    /** Returns q(n). */
    static double probability(int unseen, int features) {
        return Math.sqrt((double) unseen / features) - Math.sqrt((unseen - 1.0) / features);
    }

    /** Returns the factor 1 / (n q(n)) of a row's loss. */
    static double factor(int unseen, int features) {
        return 1 / (unseen * probability(unseen, features));
    }
}
