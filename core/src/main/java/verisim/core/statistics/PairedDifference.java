package verisim.core.statistics;

import static verisim.core.Checks.require;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * The difference of two models' mean scores, from their scores of the same test rows.
 *
 * <pre>{@code d_i = mean_r a_ri - mean_r b_ri,   mean d,   standardError = sqrt(sd(d)^2 / n + e^2)}</pre>
 *
 * <p>What makes a row hard for both models cancels in its difference, so the error is far smaller than that of two independent
 * means. Scores are averaged over replicates row by row first; e is the error that all rows of a model share.
 *
 * <p>Two intervals say two things. {@link #fitted} is about these fitted models on the distribution of the test rows: other test
 * rows would move the difference so much (Student's t with n - 1 degrees of freedom). {@link #retrained} is about training both
 * models anew as well. Its half-width is {@code sqrt((t b)^2 + (1.96 standardError)^2)} with {@code b^2 = s_a^2/R_a + s_b^2/R_b} from the
 * standard deviations between replicates and Student's t with Welch's degrees of freedom. It needs two replicates of each model.
 * Adding half-widths keeps it at 95 % or above for few replicates, where Satterthwaite's approximation for the whole falls to
 * 88 %.
 *
 * @param mean of a less b, nats where scores are
 * @param standardError for the fitted models; NaN for one row
 * @param fitted 95 % interval for the fitted models
 * @param retrained 95 % interval for models trained anew; of unknown ends where a model has one replicate only
 * @param p two-sided p-value of Student's t test that the fitted models' difference is 0; 1 for one row
 * @param rows n
 * @param replicatesOfA R_a
 * @param replicatesOfB R_b
 * @see <a href="https://doi.org/10.1093/biomet/34.1-2.28">Welch (1947), The generalization of Student's problem when several
 *     different population variances are involved</a>
 */
public record PairedDifference(
        double mean,
        double standardError,
        Interval fitted,
        Interval retrained,
        double p,
        int rows,
        int replicatesOfA,
        int replicatesOfB) {

    /**
     * Returns the difference of {@code a} and {@code b}.
     *
     * @throws IllegalArgumentException if they do not have the same number of rows
     */
    public static PairedDifference of(RowScores a, RowScores b) {
        require(
                a.rows() == b.rows(),
                "a and b must be scores of the same test rows, but have %d and %d rows",
                a.rows(),
                b.rows());
        MeanEstimate d = MeanEstimate.ofDifferences(a.rowMeans(), b.rowMeans());
        int n = a.rows();
        double error = Math.hypot(d.standardError(), Math.hypot(a.sharedError(), b.sharedError()));
        Interval fitted = n < 2
                ? Interval.UNKNOWN
                : Interval.around(d.mean(), error * Intervals.studentFactor(Intervals.CONFIDENCE, n - 1.0));
        return new PairedDifference(
                d.mean(),
                error,
                fitted,
                retrained(d.mean(), error, a, b),
                p(d.mean(), error, n),
                n,
                a.replicates().size(),
                b.replicates().size());
    }

    /** Returns the difference of b and a. */
    public PairedDifference reversed() {
        return new PairedDifference(
                -mean,
                standardError,
                new Interval(-fitted.high(), -fitted.low()),
                new Interval(-retrained.high(), -retrained.low()),
                p,
                rows,
                replicatesOfB,
                replicatesOfA);
    }

    private static Interval retrained(double mean, double error, RowScores a, RowScores b) {
        double[] parts = {between(a), between(b)};
        double variance = parts[0] + parts[1];
        if (!Double.isFinite(variance) || !Double.isFinite(error)) {
            return Interval.UNKNOWN;
        }
        double half = 0;
        if (variance > 0) {
            double weights = weight(parts[0], a) + weight(parts[1], b);
            double freedom = Math.max(1, variance * variance / weights);
            half = Math.sqrt(variance) * Intervals.studentFactor(Intervals.CONFIDENCE, freedom);
        }
        return Interval.around(mean, Math.hypot(half, Intervals.NORMAL_975 * error));
    }

    /** Returns {@code s^2 / R}, the variance of the mean over replicates; NaN where one fit says nothing of it. */
    private static double between(RowScores scores) {
        if (scores.known()) {
            return 0;
        }
        double error = MeanEstimate.of(scores.replicateMeans()).standardError();
        return error * error;
    }

    private static double weight(double variance, RowScores scores) {
        return variance == 0 ? 0 : variance * variance / (scores.replicates().size() - 1);
    }

    private static double p(double mean, double error, int n) {
        if (n < 2 || mean == 0) {
            return 1;
        }
        if (error == 0) {
            return 0;
        }
        return 2 * new TDistribution(null, n - 1.0).cumulativeProbability(-Math.abs(mean) / error);
    }
}
