package verisim.core.testkit;

import static verisim.core.Checks.require;

import java.util.Locale;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/** Assertions about random numbers, with stated rates of false alarm. */
public final class StatisticalAssertions {
    /** False alarms of a goodness-of-fit test: one seed in 1,000. */
    public static final double MIN_P_VALUE = 1e-3;

    /** False alarms of a test of a mean: one seed in a million, two-sided. */
    public static final double MAX_Z = 4.9;

    private static final double MIN_EXPECTED = 5;

    private StatisticalAssertions() {}

    /**
     * Asserts that {@code counts} may come from cells of these {@code probabilities}: Pearson's chi-square test at p > 1e-3.
     *
     * @param counts how many samples fell into each cell
     * @param probabilities of the cells; their sum must be 1 within 1e-3 and is divided out
     */
    public static void chiSquareFits(long[] counts, double[] probabilities) {
        double p = chiSquarePValue(counts, probabilities);
        if (!(p > MIN_P_VALUE)) {
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "the counts do not fit the probabilities: chi-square test, p = %.3g, asked for is p > %.0e",
                    p,
                    MIN_P_VALUE));
        }
    }

    /**
     * Returns the p-value of Pearson's chi-square test. Cells with an expectation below 5 are pooled, smallest first, so that
     * the distribution of the statistic is close to chi-square. A count in cells that cannot occur gives 0.
     */
    public static double chiSquarePValue(long[] counts, double[] probabilities) {
        require(
                counts.length == probabilities.length && counts.length >= 2,
                "counts and probabilities must be as many and at least 2, but are %d and %d",
                counts.length,
                probabilities.length);
        double n = 0;
        double total = 0;
        for (int i = 0; i < counts.length; i++) {
            require(probabilities[i] >= 0, "probability %d must not be negative, but was %s", i, probabilities[i]);
            n += counts[i];
            total += probabilities[i];
        }
        require(Math.abs(total - 1) < 1e-3, "the probabilities must sum to 1, but sum to %s", total);
        double scale = n / total;
        Integer[] order = new Integer[counts.length];
        java.util.Arrays.setAll(order, i -> i);
        java.util.Arrays.sort(order, java.util.Comparator.comparingDouble(i -> probabilities[i]));
        double statistic = 0;
        int cells = 0;
        double pooledCount = 0;
        double pooledExpected = 0;
        for (int k = 0; k < order.length; k++) {
            int i = order[k];
            pooledCount += counts[i];
            pooledExpected += scale * probabilities[i];
            // What is left must be able to stand alone, or it is pooled with this cell.
            boolean restIsLarge = k + 1 == order.length || scale * probabilities[order[k + 1]] >= MIN_EXPECTED;
            if (pooledExpected >= MIN_EXPECTED && restIsLarge) {
                double gap = pooledCount - pooledExpected;
                statistic += gap * gap / pooledExpected;
                cells++;
                pooledCount = 0;
                pooledExpected = 0;
            } else if (pooledExpected == 0 && pooledCount > 0) {
                return 0;
            }
        }
        require(cells >= 2, "at least 2 cells must have an expectation of %s; draw more samples", MIN_EXPECTED);
        return 1 - new ChiSquaredDistribution(cells - 1).cumulativeProbability(statistic);
    }

    /** Asserts that the mean of independent {@code values} may be {@code expected}: |z| < 4.9 with the sample's variance. */
    public static void meanIs(double[] values, double expected) {
        double mean = 0;
        for (double v : values) {
            mean += v / values.length;
        }
        double square = 0;
        for (double v : values) {
            square += (v - mean) * (v - mean);
        }
        meanIs(mean, Math.sqrt(square / (values.length - 1) / values.length), expected);
    }

    /** Asserts that an estimate with this standard error may have the mean {@code expected}: |z| < 4.9. */
    public static void meanIs(double estimate, double standardError, double expected) {
        // A rounding error is no deviation: a constant sample has standard error 0.
        double gap = Math.abs(estimate - expected);
        boolean fits = gap < MAX_Z * standardError || gap <= 1e-9 * Math.max(1, Math.abs(expected));
        if (!fits) {
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "the mean is %.6g +- %.2g, expected is %.6g: z = %.1f, allowed is %.1f",
                    estimate,
                    standardError,
                    expected,
                    (estimate - expected) / standardError,
                    MAX_Z));
        }
    }
}
