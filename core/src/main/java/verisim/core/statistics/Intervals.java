package verisim.core.statistics;

import static verisim.core.Checks.require;

import org.apache.commons.math3.distribution.TDistribution;

/** Quantiles and intervals that several estimators share. */
public final class Intervals {
    /** The confidence of every interval that is stored or shown. */
    public static final double CONFIDENCE = 0.95;

    /** The 97.5 % quantile of the standard normal distribution. */
    public static final double NORMAL_975 = 1.959963984540054;

    private Intervals() {}

    /**
     * Returns the {@code 1 - (1 - confidence) / 2} quantile of Student's t: how many standard errors a two-sided interval
     * reaches to either side.
     *
     * @param degreesOfFreedom at least 1
     */
    public static double studentFactor(double confidence, double degreesOfFreedom) {
        require(
                confidence > 0 && confidence < 1,
                "confidence must be between 0 and 1, both excluded, but was %s",
                confidence);
        require(degreesOfFreedom >= 1, "degreesOfFreedom must be at least 1, but was %s", degreesOfFreedom);
        return new TDistribution(null, degreesOfFreedom).inverseCumulativeProbability(0.5 + 0.5 * confidence);
    }

    /**
     * Returns the Wilson score interval, at 95 %, of a proportion.
     *
     * <pre>{@code (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)}</pre>
     *
     * <p>Unlike {@code p +- z sqrt(p(1-p)/n)} it stays within [0, 1] and has a width where all or none of n succeed.
     *
     * @param proportion p in [0, 1]
     * @param n number of trials, not necessarily an integer (an effective number for dependent trials), greater than 0
     * @see <a href="https://doi.org/10.1080/01621459.1927.10502953">Wilson (1927), Probable inference, the law of
     *     succession, and statistical inference</a>
     */
    public static Interval wilson(double proportion, double n) {
        require(proportion >= 0 && proportion <= 1, "proportion must be in [0, 1], but was %s", proportion);
        require(n > 0, "n must be greater than 0, but was %s", n);
        double z2 = NORMAL_975 * NORMAL_975;
        double centre = (proportion + z2 / (2 * n)) / (1 + z2 / n);
        double half = NORMAL_975 * Math.sqrt(proportion * (1 - proportion) / n + z2 / (4 * n * n)) / (1 + z2 / n);
        double low = proportion == 0 ? 0 : Math.max(0, centre - half);
        double high = proportion == 1 ? 1 : Math.min(1, centre + half);
        return new Interval(low, high);
    }

    /**
     * Returns the 95 % interval of the mean of values that lie in [from, to]: that of {@link #wilson} with the number of trials whose
     * standard error would be the one that is known. It stays in [from, to], and has a width at their ends too.
     *
     * <pre>{@code p = (value - from)/(to - from),  n = p (1 - p) (to - from)^2 / standardError^2}</pre>
     *
     * @param standardError of {@code value}; where it is 0 the number of trials is {@code rows}; NaN for an interval of unknown ends
     * @param rows number of values, greater than 0
     */
    public static Interval bounded(double value, double standardError, double rows, double from, double to) {
        if (Double.isNaN(standardError)) {
            return Interval.UNKNOWN;
        }
        double width = to - from;
        double p = (value - from) / width;
        double e = standardError / width;
        double n = p * (1 - p) / (e * e);
        Interval share = wilson(p, n > 0 && Double.isFinite(n) ? n : rows);
        return new Interval(from + width * share.low(), from + width * share.high());
    }
}
