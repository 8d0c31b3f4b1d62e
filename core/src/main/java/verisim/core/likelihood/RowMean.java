package verisim.core.likelihood;

/**
 * The mean of one value per row.
 *
 * @param value the mean; minus infinity if a row is minus infinity
 * @param standardError {@code sd / sqrt(n)} with divisor n - 1; NaN for one row
 * @param n number of rows
 */
public record RowMean(double value, double standardError, int n) {
    /** Returns the mean of {@code values}, deviations summed after the mean has been taken out. */
    public static RowMean of(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double v : values) {
            squares += (v - mean) * (v - mean);
        }
        double error = values.length > 1 ? Math.sqrt(squares / (values.length - 1) / values.length) : Double.NaN;
        return new RowMean(mean, error, values.length);
    }
}
