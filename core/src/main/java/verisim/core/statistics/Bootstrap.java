package verisim.core.statistics;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import verisim.core.random.RandomStream;

/**
 * The nonparametric bootstrap: how a statistic of n rows scatters over other samples of n rows, from resampling these.
 *
 * @see <a href="https://doi.org/10.1214/aos/1176344552">Efron (1979), Bootstrap methods: another look at the jackknife</a>
 */
public final class Bootstrap {
    private Bootstrap() {}

    /**
     * What resampling gave.
     *
     * @param standardError standard deviation over the resamples
     * @param interval percentile interval
     */
    public record Spread(double standardError, Interval interval) {}

    /**
     * Resamples the numbers 0 to n - 1 with replacement.
     *
     * @param statistic of the rows with these numbers; the array is used again for the next resample
     * @param resamples at least 100 for a 95 % interval to mean something
     * @throws IllegalStateException if the statistic is not finite on a resample
     */
    public static Spread rows(
            int n, ToDoubleFunction<int[]> statistic, int resamples, double confidence, RandomStream random) {
        require(n >= 2, "n must be at least 2, but was %d", n);
        require(resamples >= 100, "resamples must be at least 100, but was %d", resamples);
        require(
                confidence > 0 && confidence < 1,
                "confidence must be between 0 and 1, both excluded, but was %s",
                confidence);
        double[] values = new double[resamples];
        int[] rows = new int[n];
        for (int b = 0; b < resamples; b++) {
            for (int i = 0; i < n; i++) {
                rows[i] = random.nextInt(n);
            }
            values[b] = statistic.applyAsDouble(rows);
            if (!Double.isFinite(values[b])) {
                throw new IllegalStateException("the statistic was " + values[b] + " on resample " + (b + 1)
                        + "; it must be defined where rows repeat");
            }
        }
        double error = MeanEstimate.of(values).standardDeviation();
        Arrays.sort(values);
        double tail = 0.5 * (1 - confidence);
        return new Spread(error, new Interval(quantile(values, tail), quantile(values, 1 - tail)));
    }

    /** Returns the percentile interval of the mean of {@code values}. */
    public static Interval ofMean(double[] values, int resamples, double confidence, RandomStream random) {
        return rows(
                        values.length,
                        rows -> {
                            double sum = 0;
                            for (int r : rows) {
                                sum += values[r];
                            }
                            return sum / rows.length;
                        },
                        resamples,
                        confidence,
                        random)
                .interval();
    }

    /** Linear interpolation between order statistics at {@code p (n - 1)}, as numpy does by default. */
    static double quantile(double[] sorted, double p) {
        double at = p * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
