package verisim.core.statistics;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import verisim.core.random.RandomStream;

/**
 * The nonparametric bootstrap: how a statistic of n rows scatters over other samples of n rows, from resampling these.
 *
 * @see <a href="https://doi.org/10.1214/aos/1176344552">Efron (1979), Bootstrap methods: another look at the jackknife</a>
 */
public final class Bootstrap {
    /** A standard error of less than this share of the whole sample's is rounding. */
    private static final double NO_SPREAD = 1e-9;

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
        double[] values = resample(n, statistic, resamples, confidence, random);
        double error = MeanEstimate.of(values).standardDeviation();
        Arrays.sort(values);
        double tail = 0.5 * (1 - confidence);
        return new Spread(error, new Interval(quantile(values, tail), quantile(values, 1 - tail)));
    }

    /** A value with its standard error, both computed from the same rows. */
    public record Estimate(double value, double standardError) {}

    /**
     * Returns the studentised interval (bootstrap-t) of a statistic that knows its standard error e:
     *
     * <pre>{@code t_b = (value_b - value) / e_b,   [value - t_(97.5 %) e, value - t_(2.5 %) e]}</pre>
     *
     * <p>Each resample is measured by its own error. So a resample that lacks the few large rows of a skewed sample, and is low for that
     * reason, is also seen to have had a small error, and the interval reaches further to the other side, as it must; the
     * percentile interval does not. A resample without spread is measured by the error of the whole.
     *
     * @param statistic of the rows with these numbers, as in {@link #rows}
     * @see <a href="https://doi.org/10.1214/aos/1176350933">Hall (1988), Theoretical comparison of bootstrap confidence intervals</a>
     */
    public static Interval studentised(
            int n, Function<int[], Estimate> statistic, int resamples, double confidence, RandomStream random) {
        int[] all = new int[n];
        Arrays.setAll(all, i -> i);
        Estimate whole = statistic.apply(all);
        require(
                whole.standardError() > 0,
                "a studentised interval needs a standard error greater than 0, but it was %s",
                whole.standardError());
        double[] t = resample(
                n,
                rows -> {
                    Estimate part = statistic.apply(rows);
                    boolean spread = part.standardError() > NO_SPREAD * whole.standardError();
                    return (part.value() - whole.value()) / (spread ? part : whole).standardError();
                },
                resamples,
                confidence,
                random);
        Arrays.sort(t);
        double tail = 0.5 * (1 - confidence);
        return new Interval(
                whole.value() - quantile(t, 1 - tail) * whole.standardError(),
                whole.value() - quantile(t, tail) * whole.standardError());
    }

    private static double[] resample(
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
        return values;
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
