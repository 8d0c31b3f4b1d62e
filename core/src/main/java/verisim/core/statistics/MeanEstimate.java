package verisim.core.statistics;

import static verisim.core.Checks.require;

/**
 * The mean of independent values with its error.
 *
 * @param mean {@code (1/n) sum x_i}
 * @param standardDeviation of one value, {@code sqrt(sum (x_i - mean)^2 / (n - 1))}; NaN for n = 1
 * @param n number of values
 */
public record MeanEstimate(double mean, double standardDeviation, long n) {
    /** Returns the mean of {@code values}; the mean is subtracted before squares are taken. */
    public static MeanEstimate of(double[] values) {
        require(values.length >= 1, "values must not be empty");
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        double mean = sum / values.length;
        double squares = 0;
        double rest = 0;
        for (double v : values) {
            squares += (v - mean) * (v - mean);
            rest += v - mean;
        }
        // The second sum takes back what the first lost to rounding.
        double n = values.length;
        double variance = n > 1 ? Math.max(0, squares - rest * rest / n) / (n - 1) : Double.NaN;
        return new MeanEstimate(mean + rest / n, Math.sqrt(variance), values.length);
    }

    /**
     * Returns the mean of {@code a[i] - b[i]}: two models scored on the same rows, or two metrics on the same replicates. What
     * both have in common cancels, so the interval is narrower than one of independent means.
     */
    public static MeanEstimate ofDifferences(double[] a, double[] b) {
        require(a.length == b.length, "a and b must be of equal length, but have %d and %d values", a.length, b.length);
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return of(difference);
    }

    /** Returns {@code standardDeviation / sqrt(n)}; NaN for n = 1. */
    public double standardError() {
        return standardDeviation / Math.sqrt((double) n);
    }

    /** Returns Student's t interval of the mean; of unknown ends for n = 1. */
    public Interval interval(double confidence) {
        return n < 2
                ? Interval.UNKNOWN
                : Interval.around(mean, Intervals.studentFactor(confidence, n - 1.0) * standardError());
    }
}
