package verisim.core.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verisim.core.random.RandomStream;
import verisim.core.statistics.Intervals;

class LogMeanWeightTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(5);

    @Test
    void fewWeightsHaveStudentsInterval() {
        // weights e^900 (1, 3): mean 2, sd sqrt 2, relative standard error 1/2
        LogMeanWeight mean = LogMeanWeight.of(new double[] {900, 900 + Math.log(3)}, RANDOM);
        assertThat(mean.value()).isCloseTo(900 + Math.log(2), within(1e-10));
        assertThat(mean.standardError()).isCloseTo(0.5, within(1e-10));
        assertThat(mean.effectiveSampleSize()).isCloseTo(1.6, within(1e-10));
        assertThat(mean.interval().high() - mean.value())
                .isCloseTo(0.5 * Intervals.studentFactor(0.95, 1), within(1e-9));
    }

    @Test
    void equalWeightsHaveNoError() {
        double[] logs = new double[30];
        java.util.Arrays.fill(logs, -800);
        LogMeanWeight mean = LogMeanWeight.of(logs, RANDOM);
        assertThat(mean.value()).isCloseTo(-800, within(1e-10));
        assertThat(mean.interval().width()).isLessThan(1e-9);
        assertThat(mean.effectiveSampleSize()).isCloseTo(30, within(1e-9));
    }

    /**
     * Log-normal weights with sigma 0.7, of mean 1: by a separate simulation the studentised interval of 50 of them covers in 94.5 %,
     * the percentile interval in about 92 %. 1,000 repetitions of a coverage of 94 % fall outside 92 to 97 % for one seed in 100.
     */
    @Test
    void theIntervalOfSkewedWeightsCoversAsItSays() {
        int covered = 0;
        for (int i = 0; i < 1000; i++) {
            RandomStream random = RANDOM.child(i);
            double[] logs = new double[50];
            java.util.Arrays.setAll(logs, m -> 0.7 * random.nextGaussian() - 0.245);
            covered +=
                    LogMeanWeight.of(logs, random.child("bootstrap")).interval().contains(0) ? 1 : 0;
        }
        assertThat(covered).isBetween(920, 970);
    }

    @Test
    void oneWeightThatCarriesAllLeavesTheUpperEndOpen() {
        double[] logs = new double[50];
        logs[7] = 40;
        LogMeanWeight mean = LogMeanWeight.of(logs, RANDOM);
        assertThat(mean.effectiveSampleSize()).isCloseTo(1, within(1e-9));
        assertThat(mean.interval().high()).isGreaterThan(mean.value() + 5);
    }

    @Test
    void brokenWeightsAreReported() {
        assertThatThrownBy(() -> LogMeanWeight.of(new double[] {0, Double.NaN}, RANDOM))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("broke down");
        assertThatThrownBy(() -> LogMeanWeight.of(new double[] {0}, RANDOM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2");
    }
}
