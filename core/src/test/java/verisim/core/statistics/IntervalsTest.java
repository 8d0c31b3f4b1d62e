package verisim.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verisim.core.random.RandomStream;

class IntervalsTest {
    /** Two-sided 95 % factors of any printed table of Student's t. */
    @Test
    void studentFactorsAreThoseOfTheTables() {
        assertThat(Intervals.studentFactor(0.95, 1)).isCloseTo(12.7062, within(1e-4));
        assertThat(Intervals.studentFactor(0.95, 4)).isCloseTo(2.7764, within(1e-4));
        assertThat(Intervals.studentFactor(0.95, 1e6)).isCloseTo(Intervals.NORMAL_975, within(1e-5));
    }

    /** The ends are where |p_hat - p| equals z standard errors under p itself: Wilson's definition. */
    @Test
    void wilsonEndsSolveTheScoreEquation() {
        double n = 50;
        double p = 0.3;
        Interval interval = Intervals.wilson(p, n);
        for (double end : new double[] {interval.low(), interval.high()}) {
            assertThat(Math.abs(p - end)).isCloseTo(1.959963984540054 * Math.sqrt(end * (1 - end) / n), within(1e-12));
        }
        assertThat(Intervals.wilson(1, 100).high()).isEqualTo(1);
        assertThat(Intervals.wilson(1, 100).low()).isBetween(0.96, 0.97);
        assertThat(Intervals.wilson(0, 100).low()).isEqualTo(0);
    }

    @Test
    void meanAndDeviationSurviveALargeOffset() {
        MeanEstimate estimate = MeanEstimate.of(new double[] {1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4});
        assertThat(estimate.mean()).isEqualTo(1e9 + 2.5);
        assertThat(estimate.standardDeviation()).isCloseTo(Math.sqrt(5.0 / 3), within(1e-12));
        assertThat(MeanEstimate.of(new double[] {7}).standardError()).isNaN();
        assertThat(MeanEstimate.of(new double[] {7}).interval(0.95)).isEqualTo(Interval.UNKNOWN);
    }

    /** 2,000 repetitions: the count of intervals that hold the mean is binomial, sd 9.7; 4.9 sd is 48. */
    @Test
    void studentIntervalHoldsTheMeanNinetyFiveTimesInAHundred() {
        RandomStream random = RandomStream.ofSeed(11);
        int hits = 0;
        for (int r = 0; r < 2_000; r++) {
            double[] x = new double[4];
            for (int i = 0; i < x.length; i++) {
                x[i] = 3 + 2 * random.nextGaussian();
            }
            hits += MeanEstimate.of(x).interval(0.95).contains(3) ? 1 : 0;
        }
        assertThat(hits).isBetween(1_900 - 48, 1_900 + 48);
    }

    @Test
    void pairingRemovesWhatBothShare() {
        RandomStream random = RandomStream.ofSeed(12);
        double[] a = new double[200];
        double[] b = new double[200];
        for (int i = 0; i < a.length; i++) {
            double row = 100 * random.nextGaussian();
            a[i] = row + 1 + 0.1 * random.nextGaussian();
            b[i] = row + 0.1 * random.nextGaussian();
        }
        MeanEstimate difference = MeanEstimate.ofDifferences(a, b);
        assertThat(difference.mean()).isCloseTo(1, within(4.9 * difference.standardError()));
        assertThat(difference.standardError()).isLessThan(0.02);
    }

    @Test
    void bootstrapOfAMeanHasTheMeansStandardError() {
        RandomStream random = RandomStream.ofSeed(13);
        double[] x = new double[400];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextGaussian();
        }
        MeanEstimate mean = MeanEstimate.of(x);
        Bootstrap.Spread spread = Bootstrap.rows(
                x.length,
                rows -> java.util.Arrays.stream(rows)
                        .mapToDouble(r -> x[r])
                        .average()
                        .orElseThrow(),
                2_000,
                0.95,
                random);
        // The standard deviation of 2,000 values has a relative error of 1.6 %.
        assertThat(spread.standardError() / mean.standardError()).isCloseTo(1, within(0.08));
        assertThat(spread.interval().low()).isCloseTo(mean.mean() - 1.96 * mean.standardError(), within(0.02));
        assertThat(Bootstrap.ofMean(x, 500, 0.95, RandomStream.ofSeed(1)))
                .isEqualTo(Bootstrap.ofMean(x, 500, 0.95, RandomStream.ofSeed(1)));
    }

    /** 10 normal values: the studentised interval of the mean is close to Student's, the percentile interval is far too short. */
    @Test
    void theStudentisedBootstrapOfFewNormalValuesIsWiderThanThePercentileOne() {
        RandomStream random = RandomStream.ofSeed(14);
        double student = 0;
        double studentised = 0;
        double percentile = 0;
        for (int i = 0; i < 200; i++) {
            double[] x = new double[10];
            java.util.Arrays.setAll(x, j -> random.nextGaussian());
            student += MeanEstimate.of(x).interval(0.95).width();
            studentised += Bootstrap.studentised(10, rows -> estimate(x, rows), 1000, 0.95, random)
                    .width();
            percentile += Bootstrap.ofMean(x, 1000, 0.95, random).width();
        }
        assertThat(studentised / student).isBetween(0.95, 1.25);
        assertThat(percentile / student).isLessThan(0.85);
        assertThatThrownBy(() -> Bootstrap.studentised(9, rows -> estimate(new double[9], rows), 1000, 0.95, random))
                .hasMessageContaining("standard error greater than 0");
    }

    private static Bootstrap.Estimate estimate(double[] x, int[] rows) {
        MeanEstimate mean = MeanEstimate.of(
                java.util.Arrays.stream(rows).mapToDouble(r -> x[r]).toArray());
        return new Bootstrap.Estimate(mean.mean(), mean.standardError());
    }

    @Test
    void quantilesInterpolateBetweenOrderStatistics() {
        double[] sorted = {1, 2, 4, 8};
        assertThat(Bootstrap.quantile(sorted, 0)).isEqualTo(1);
        assertThat(Bootstrap.quantile(sorted, 0.5)).isEqualTo(3);
        assertThat(Bootstrap.quantile(sorted, 1)).isEqualTo(8);
    }

    /** For a mean with blocks of one row the jackknife gives s^2 / n, an identity. */
    @Test
    void jackknifeOfAMeanIsItsSquaredStandardError() {
        double[] x = {1, 5, 2, 8, 4, 4, 9};
        double sum = java.util.Arrays.stream(x).sum();
        double[] leftOut =
                java.util.Arrays.stream(x).map(v -> (sum - v) / (x.length - 1)).toArray();
        double error = MeanEstimate.of(x).standardError();
        assertThat(Jackknife.variance(leftOut)).isCloseTo(error * error, within(1e-12));
    }

    @Test
    void argumentsAreChecked() {
        assertThatThrownBy(() -> new Interval(2, 1)).hasMessageContaining("they are 2.0 and 1.0");
        assertThatThrownBy(() -> Intervals.wilson(1.5, 10)).hasMessageContaining("proportion");
        assertThatThrownBy(() -> MeanEstimate.of(new double[0])).hasMessageContaining("must not be empty");
        assertThatThrownBy(() -> MeanEstimate.ofDifferences(new double[2], new double[3]))
                .hasMessageContaining("2 and 3 values");
    }

    /** Values in [0, 2] of which all are 0 or 2 are a share, doubled; at the ends and without scatter the rows count. */
    @Test
    void meansOfBoundedValuesHaveScaledWilsonIntervals() {
        double e = 2 * Math.sqrt(0.3 * 0.7 / 50);
        Interval doubled = Intervals.bounded(0.6, e, 1000, 0, 2);
        assertThat(doubled.low()).isCloseTo(2 * Intervals.wilson(0.3, 50).low(), within(1e-12));
        assertThat(doubled.high()).isCloseTo(2 * Intervals.wilson(0.3, 50).high(), within(1e-12));
        assertThat(Intervals.bounded(2, 0, 80, 0, 2))
                .isEqualTo(new Interval(2 * Intervals.wilson(1, 80).low(), 2));
        assertThat(Intervals.bounded(0, 0, 80, 0, 2).width()).isGreaterThan(0);
        assertThat(Intervals.bounded(0.5, Double.NaN, 80, 0, 2)).isEqualTo(Interval.UNKNOWN);
    }
}
