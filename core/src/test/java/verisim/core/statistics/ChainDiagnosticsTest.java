package verisim.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verisim.core.random.RandomStream;

class ChainDiagnosticsTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(41);

    /** AR(1) chains {@code x_t = phi x_{t-1} + e_t}, started in equilibrium: tau = (1 + phi) / (1 - phi). */
    private static double[][] autoregressive(int chains, int draws, double phi, String name) {
        RandomStream random = RANDOM.child(name);
        double[][] out = new double[chains][draws];
        for (double[] chain : out) {
            double x = random.nextGaussian() / Math.sqrt(1 - phi * phi);
            for (int t = 0; t < draws; t++) {
                chain[t] = x;
                x = phi * x + random.nextGaussian();
            }
        }
        return out;
    }

    @Test
    void autocorrelationTimesOfAutoregressiveChainsAreThoseOfTheFormula() {
        for (double phi : new double[] {-0.5, 0, 0.5, 0.9}) {
            double tau = (1 + phi) / (1 - phi);
            int n = 20_000;
            ChainDiagnostics d = ChainDiagnostics.of(autoregressive(8, n, phi, "tau" + phi));
            // the estimate's relative standard error is about sqrt(4 window / draws), at most 4 % here; 20 % are five
            // of them
            assertThat(d.autocorrelationTime()).as("phi %s", phi).isCloseTo(tau, within(0.2 * tau));
            assertThat(d.effectiveSampleSize()).isCloseTo(8 * n / d.autocorrelationTime(), within(1e-6));
            assertThat(d.rHat()).isBetween(0.999, 1.01);
        }
    }

    /** The variance of a chain's mean is {@code tau variance / n}: what an effective sample size is there to say. */
    @Test
    void effectiveSampleSizePredictsTheSpreadOfMeans() {
        int repetitions = 400;
        double phi = 0.8;
        double sum = 0;
        double squares = 0;
        double size = 0;
        for (int i = 0; i < repetitions; i++) {
            double[][] chains = autoregressive(4, 1000, phi, "spread" + i);
            double mean = 0;
            for (double[] chain : chains) {
                for (double x : chain) {
                    mean += x / 4000;
                }
            }
            sum += mean;
            squares += mean * mean;
            size += ChainDiagnostics.of(chains).effectiveSampleSize() / repetitions;
        }
        double variance = squares / repetitions - sum * sum / repetitions / repetitions;
        double predicted = 1 / (1 - phi * phi) / size;
        // a variance over 400 has a relative standard error of 7 %
        assertThat(variance / predicted).isBetween(0.7, 1.3);
    }

    @Test
    void rHatIsTheClosedFormOfChainsThatDiffer() {
        // Two chains that stand at -1 and 1 but for noise: ranks of one lie all below those of the other.
        double[][] apart = autoregressive(2, 1000, 0, "apart");
        for (int t = 0; t < 1000; t++) {
            apart[0][t] = -1 + 1e-3 * apart[0][t];
            apart[1][t] = 1 + 1e-3 * apart[1][t];
        }
        // Scores are half-normal on either side: W = 1 - 2/pi, the four halves' means +-sqrt(2/pi), their variance
        // (4/3) 2/pi.
        double halfNormal = 1 - 2 / Math.PI;
        double expected = Math.sqrt((halfNormal + 4.0 / 3 * 2 / Math.PI) / halfNormal);
        assertThat(ChainDiagnostics.of(apart).rHat()).isCloseTo(expected, within(0.02));
        assertThat(ChainDiagnostics.of(apart).effectiveSampleSize()).isLessThan(10);
    }

    @Test
    void chainsThatDifferInSpreadOrDriftAreFound() {
        double[][] spread = autoregressive(4, 1000, 0, "spread");
        for (int t = 0; t < 1000; t++) {
            spread[0][t] *= 4;
        }
        assertThat(ChainDiagnostics.of(spread).rHat()).isGreaterThan(1.05);
        double[][] drift = autoregressive(4, 1000, 0, "drift");
        for (double[] chain : drift) {
            for (int t = 0; t < 1000; t++) {
                chain[t] += t / 500.0;
            }
        }
        assertThat(ChainDiagnostics.of(drift).rHat()).isGreaterThan(1.1);
    }

    @Test
    void rHatDoesNotDependOnTheScaleOrOnMonotoneMaps() {
        double[][] chains = autoregressive(4, 200, 0.5, "scale");
        double[][] cubes = new double[4][200];
        double[][] shifted = new double[4][200];
        for (int c = 0; c < 4; c++) {
            for (int t = 0; t < 200; t++) {
                cubes[c][t] = Math.pow(chains[c][t], 3);
                shifted[c][t] = 8 * chains[c][t] + 3;
            }
        }
        ChainDiagnostics plain = ChainDiagnostics.of(chains);
        assertThat(ChainDiagnostics.of(shifted).rHat()).isCloseTo(plain.rHat(), within(1e-9));
        assertThat(ChainDiagnostics.of(shifted).autocorrelationTime())
                .isCloseTo(plain.autocorrelationTime(), within(1e-9));
        assertThat(ChainDiagnostics.of(cubes).rHat()).isCloseTo(plain.rHat(), within(0.02)); // folding is not monotone
    }

    @Test
    void equalDrawsSayNothing() {
        ChainDiagnostics d = ChainDiagnostics.of(new double[][] {{2, 2, 2, 2}, {2, 2, 2, 2}});
        assertThat(d.rHat()).isNaN();
        assertThat(d.effectiveSampleSize()).isNaN();
        double[][] stuck = {{1, 1, 1, 1}, {2, 2, 2, 2}};
        assertThat(ChainDiagnostics.of(stuck).rHat()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void explainsBadInput() {
        assertThatThrownBy(() -> ChainDiagnostics.of(new double[][] {{1, 2, 3}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 4 draws, but have 3");
        assertThatThrownBy(() -> ChainDiagnostics.of(new double[][] {{1, 2, 3, 4}, {1, 2, 3, 4, 5}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("equally long");
        assertThatThrownBy(() -> ChainDiagnostics.of(new double[][] {{1, 2, Double.NaN, 4}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }
}
