package verisim.core.likelihood;

import static verisim.core.Checks.require;

import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;
import verisim.core.statistics.Bootstrap;
import verisim.core.statistics.Interval;
import verisim.core.statistics.Intervals;

/**
 * The logarithm of the mean of independent positive weights, from their logarithms; they leave log space only as ratios.
 *
 * <p>Weights are skewed to the right: the mean hangs on the few large ones, and a sample that happens to lack them is low and looks
 * surer than it is. The 95 % interval is the studentised bootstrap of the log mean, see {@link Bootstrap#studentised}, with its arms
 * lengthened by {@code t_(97.5 %, ESS - 1) / z_(97.5 %)}: as many weights as count, and not M, know the deviation. Below
 * {@value #FEWEST} weights, which have too few different resamples, it is Student's t interval.
 *
 * @param value {@code log((1/M) sum_m w_m)}, nats
 * @param standardError by the delta method, {@code sd(w) / (mean(w) sqrt(M))}
 * @param interval 95 %
 * @param effectiveSampleSize {@code (sum w)^2 / sum w^2}, from 1 to M
 * @param n M
 */
record LogMeanWeight(double value, double standardError, Interval interval, double effectiveSampleSize, int n) {
    /** Fewer weights than this are not resampled. */
    static final int FEWEST = 10;

    private static final int RESAMPLES = 2000;

    /** @throws IllegalStateException if the mean is not a positive finite number */
    static LogMeanWeight of(double[] logWeights, RandomStream random) {
        int n = logWeights.length;
        require(n >= 2, "at least 2 weights are needed, but there are %d", n);
        double value = LogMath.logMeanExp(logWeights);
        if (!Double.isFinite(value)) {
            throw new IllegalStateException(
                    "annealed importance sampling broke down: the logarithm of the mean weight is " + value);
        }
        double[] relative = new double[n];
        double squares = 0;
        for (int m = 0; m < n; m++) {
            relative[m] = Math.exp(logWeights[m] - value);
            squares += relative[m] * relative[m];
        }
        double effective = n * (double) n / squares;
        int[] all = new int[n];
        java.util.Arrays.setAll(all, m -> m);
        double error = logMean(relative, all).standardError();
        Interval interval;
        if (n < FEWEST || error < 1e-12) {
            interval = Interval.around(value, Intervals.studentFactor(Intervals.CONFIDENCE, n - 1.0) * error);
        } else {
            Interval around =
                    Bootstrap.studentised(n, rows -> logMean(relative, rows), RESAMPLES, Intervals.CONFIDENCE, random);
            double longer =
                    Intervals.studentFactor(Intervals.CONFIDENCE, Math.max(1, effective - 1)) / Intervals.NORMAL_975;
            interval = new Interval(value + longer * around.low(), value + longer * around.high());
        }
        return new LogMeanWeight(value, error, interval, effective, n);
    }

    /** Returns the log of the mean of the weights with these numbers, and its error. */
    private static Bootstrap.Estimate logMean(double[] weights, int[] rows) {
        double sum = 0;
        for (int r : rows) {
            sum += weights[r];
        }
        double mean = sum / rows.length;
        double squares = 0;
        for (int r : rows) {
            squares += (weights[r] - mean) * (weights[r] - mean);
        }
        double deviation = Math.sqrt(squares / (rows.length - 1.0));
        return new Bootstrap.Estimate(Math.log(mean), deviation / mean / Math.sqrt(rows.length));
    }
}
