package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

class ParallelChainsTest {
    private static final int D = 3;
    private static final int H = 2;
    private static final int TEMPERATURES = 4;
    private static final int CHAINS = 50_000;
    private static final float[] BASE = {0.7f, -1.1f, 0.2f};

    /** {@code log f_beta(v, h)} up to a constant. */
    private static double score(Rbm rbm, int pair, double beta) {
        int v = pair & ((1 << D) - 1);
        double base = 0;
        for (int d = 0; d < D; d++) {
            base += TinyRbm.on(v, d) ? BASE[d] : 0;
        }
        return (1 - beta) * base + beta * TinyRbm.score(rbm, v, pair >> D);
    }

    private static double[] pairs(Rbm rbm, double beta) {
        double[] logs = new double[1 << (D + H)];
        java.util.Arrays.setAll(logs, s -> score(rbm, s, beta));
        double z = LogMath.logSumExp(logs);
        return java.util.Arrays.stream(logs).map(l -> Math.exp(l - z)).toArray();
    }

    private static double[] visible(Rbm rbm, double beta) {
        double[] out = new double[1 << D];
        double[] pairs = pairs(rbm, beta);
        for (int s = 0; s < pairs.length; s++) {
            out[s & ((1 << D) - 1)] += pairs[s];
        }
        return out;
    }

    /** Started in equilibrium, every replica stays there, however often neighbours change places. */
    @Test
    void exchangesLeaveAllTemperedDistributionsInvariant() {
        Rbm rbm = TinyRbm.random(D, H, 1.5, "replicas");
        RandomStream random = RandomStream.ofSeed(5);
        ParallelChains chains = new ParallelChains(rbm.parameters(), BASE, TEMPERATURES, CHAINS);
        float[] start = new float[TEMPERATURES * CHAINS * D];
        for (int i = 0; i < TEMPERATURES; i++) {
            float[] rows = TinyRbm.draw(visible(rbm, chains.ladder()[i]), CHAINS, D, random);
            System.arraycopy(rows, 0, start, i * CHAINS * D, rows.length);
        }
        chains.start(start, random);
        for (int step = 1; step <= 4; step++) {
            chains.step(random);
            for (int i = 0; i < TEMPERATURES; i++) {
                float[] rows = new float[CHAINS * D];
                chains.copyVisible(i, rows, 0);
                assertThat(TinyRbm.chiSquare(TinyRbm.counts(rows, CHAINS, D), visible(rbm, chains.ladder()[i])))
                        .as("step %d, replica %d", step, i)
                        .isGreaterThan(1e-4); // 16 tests
            }
        }
        double[] rates = chains.swapRates();
        for (int i = 0; i + 1 < TEMPERATURES; i++) {
            double expected = acceptance(rbm, chains.ladder()[i], chains.ladder()[i + 1]);
            // 100,000 tries each: a standard error of at most 0.0016, |z| < 4.9
            assertThat(rates[i]).as("pair %d", i).isCloseTo(expected, within(0.008));
        }
    }

    private static double acceptance(Rbm rbm, double low, double high) {
        double[] p = pairs(rbm, low);
        double[] q = pairs(rbm, high);
        double sum = 0;
        for (int a = 0; a < p.length; a++) {
            for (int b = 0; b < q.length; b++) {
                double logRatio = score(rbm, b, low) + score(rbm, a, high) - score(rbm, a, low) - score(rbm, b, high);
                sum += p[a] * q[b] * Math.min(1, Math.exp(logRatio));
            }
        }
        return sum;
    }

    /** Two modes, all units off and all on, between which a plain chain hardly ever moves. */
    @Test
    void replicasReachTheModesThatAPlainChainDoesNot() {
        RbmParameters p = RbmParameters.zeros(6, 4);
        for (int i = 0; i < p.visibleFrom(); i++) {
            p.values()[i] = 3f;
        }
        for (int d = 0; d < 6; d++) {
            p.values()[p.visibleFrom() + d] = -6f;
        }
        for (int j = 0; j < 4; j++) {
            p.values()[p.hiddenFrom() + j] = -9f;
        }
        double[] share = new double[2];
        int[] temperatures = {1, 10};
        for (int i = 0; i < 2; i++) {
            ParallelChains chains = new ParallelChains(p, new float[6], temperatures[i], 1000);
            RandomStream random = RandomStream.ofSeed(6).child(i);
            chains.start(new float[temperatures[i] * 1000 * 6], random);
            for (int step = 0; step < 300; step++) {
                chains.step(random);
            }
            float[] rows = new float[6000];
            chains.copyVisible(rows, 0);
            share[i] = TinyRbm.counts(rows, 1000, 6)[63] / 1000.0;
        }
        double all = TinyRbm.probabilities(new Rbm(p, new float[6], 1))[63];
        assertThat(share[0]).isLessThan(0.1);
        assertThat(share[1]).isCloseTo(all, within(0.08)); // five standard errors of 1,000 independent chains
    }

    @Test
    void restoredChainsGoOnWithTheSameBits() {
        Rbm rbm = TinyRbm.random(D, H, 1.5, "replicas");
        ParallelChains first = new ParallelChains(rbm.parameters(), BASE, TEMPERATURES, 20);
        for (int step = 0; step < 3; step++) {
            first.step(RandomStream.ofSeed(step));
        }
        ParallelChains second = new ParallelChains(rbm.parameters(), BASE, TEMPERATURES, 20);
        second.restore(first.save());
        for (int step = 3; step < 6; step++) {
            first.step(RandomStream.ofSeed(step));
            second.step(RandomStream.ofSeed(step));
        }
        assertThat(second.save()).containsExactly(first.save());
    }
}
