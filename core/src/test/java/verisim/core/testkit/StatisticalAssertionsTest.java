package verisim.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verisim.core.random.RandomStream;

class StatisticalAssertionsTest {
    /** Statistic 4 with one degree of freedom: p = erfc(sqrt(2)) = 0.04550026389635842. */
    @Test
    void thePValueIsPearsons() {
        assertThat(StatisticalAssertions.chiSquarePValue(new long[] {60, 40}, new double[] {0.5, 0.5}))
                .isCloseTo(0.04550026389635842, within(1e-12));
    }

    @Test
    void smallCellsArePooledAndImpossibleOnesCount() {
        // Expectations 2, 2, 2, 94: the first three become one cell of 6 with 6 seen.
        double p =
                StatisticalAssertions.chiSquarePValue(new long[] {6, 0, 0, 94}, new double[] {0.02, 0.02, 0.02, 0.94});
        assertThat(p).isCloseTo(1, within(1e-12));
        assertThat(StatisticalAssertions.chiSquarePValue(new long[] {50, 49, 1}, new double[] {0.5, 0.5, 0}))
                .isZero();
    }

    @Test
    void theRateOfFalseAlarmsIsTheOneStated() {
        RandomStream random = RandomStream.ofSeed(17);
        int runs = 2000;
        int below = 0;
        for (int r = 0; r < runs; r++) {
            long[] counts = new long[8];
            for (int i = 0; i < 800; i++) {
                counts[random.nextInt(8)]++;
            }
            double[] p = new double[8];
            java.util.Arrays.fill(p, 0.125);
            below += StatisticalAssertions.chiSquarePValue(counts, p) < 0.1 ? 1 : 0;
        }
        StatisticalAssertions.meanIs((double) below / runs, Math.sqrt(0.09 / runs), 0.1);
    }

    @Test
    void aMeanFiveStandardErrorsOffIsRefused() {
        double[] values = {-1, 1, -1, 1, -1, 1, -1, 1};
        double standardError = Math.sqrt(8.0 / 7 / 8);
        StatisticalAssertions.meanIs(values, 4.8 * standardError);
        assertThatThrownBy(() -> StatisticalAssertions.meanIs(values, 5 * standardError))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("z = -5.0");
    }

    @Test
    void aGradientWithOneWrongComponentIsRefused() {
        double[] at = {0.3, -2, 1.5};
        double[] numeric = GradientCheck.centralDifferences(x -> x[0] * x[1] + Math.exp(x[2]), at);
        float[] right = {-2f, 0.3f, (float) Math.exp(1.5)};
        GradientCheck.assertAgree("right", right, numeric, 1e-6);
        float[] wrong = {-2f, 0.301f, (float) Math.exp(1.5)};
        assertThatThrownBy(() -> GradientCheck.assertAgree("wrong", wrong, numeric, 1e-4))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("component 1");
    }
}
