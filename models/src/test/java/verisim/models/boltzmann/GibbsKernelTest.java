package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

class GibbsKernelTest {
    private static final int D = 3;
    private static final int H = 2;
    private static final Rbm RBM = TinyRbm.random(D, H, 1.3, "kernel");
    private static final float[] BASE = {0.7f, -1.1f, 0.2f};

    private static double bernoulli(double logit, boolean on) {
        return LogMath.sigmoid(on ? logit : -logit);
    }

    /** Probability of going from v to w by way of h, summed over h, at inverse temperature beta. */
    private static double transition(int v, int w, double beta) {
        RbmParameters p = RBM.parameters();
        double sum = 0;
        for (int h = 0; h < 1 << H; h++) {
            double product = 1;
            for (int j = 0; j < H; j++) {
                double field = p.hiddenBias(j);
                for (int d = 0; d < D; d++) {
                    field += TinyRbm.on(v, d) ? p.weight(d, j) : 0;
                }
                product *= bernoulli(beta * field, TinyRbm.on(h, j));
            }
            for (int d = 0; d < D; d++) {
                double field = p.visibleBias(d);
                for (int j = 0; j < H; j++) {
                    field += TinyRbm.on(h, j) ? p.weight(d, j) : 0;
                }
                product *= bernoulli((1 - beta) * BASE[d] + beta * field, TinyRbm.on(w, d));
            }
            sum += product;
        }
        return sum;
    }

    /** The tempered distribution by its definition. */
    private static double[] tempered(double beta) {
        RbmParameters p = RBM.parameters();
        double[] f = new double[1 << D];
        double z = 0;
        for (int v = 0; v < f.length; v++) {
            double log = 0;
            for (int d = 0; d < D; d++) {
                log += TinyRbm.on(v, d) ? (1 - beta) * BASE[d] + beta * p.visibleBias(d) : 0;
            }
            for (int j = 0; j < H; j++) {
                double field = p.hiddenBias(j);
                for (int d = 0; d < D; d++) {
                    field += TinyRbm.on(v, d) ? p.weight(d, j) : 0;
                }
                log += LogMath.softplus(beta * field);
            }
            f[v] = Math.exp(log);
            z += f[v];
        }
        for (int v = 0; v < f.length; v++) {
            f[v] /= z;
        }
        return f;
    }

    @Test
    void theTransitionMatrixLeavesTheTemperedDistributionInvariant() {
        for (double beta : new double[] {0, 0.3, 1}) {
            double[] p = tempered(beta);
            for (int w = 0; w < p.length; w++) {
                double sum = 0;
                for (int v = 0; v < p.length; v++) {
                    sum += p[v] * transition(v, w, beta);
                }
                assertThat(sum).isCloseTo(p[w], within(1e-14));
            }
        }
        assertThat(tempered(1)).containsExactly(TinyRbm.probabilities(RBM), within(1e-12));
    }

    @Test
    void theKernelHasThatTransitionMatrix() {
        int chains = 20_000;
        GibbsKernel kernel = new GibbsKernel(RBM.parameters(), BASE);
        RandomStream random = RandomStream.ofSeed(8);
        for (float beta : new float[] {0f, 0.3f, 1f}) {
            for (int v = 0; v < 1 << D; v++) {
                GibbsKernel.State state = new GibbsKernel.State(RBM.parameters(), chains);
                float[] start = TinyRbm.states(D);
                for (int r = 0; r < chains; r++) {
                    System.arraycopy(start, v * D, state.visible, r * D, D);
                }
                kernel.readVisible(state);
                kernel.hiddenProbabilities(state, beta);
                kernel.drawHidden(state, random);
                kernel.drawVisible(state, new float[] {beta}, random);
                double[] expected = new double[1 << D];
                for (int w = 0; w < expected.length; w++) {
                    expected[w] = transition(v, w, beta);
                }
                assertThat(TinyRbm.chiSquare(TinyRbm.counts(state.visible, chains, D), expected))
                        .as("from %d at beta %s", v, beta)
                        .isGreaterThan(1e-4); // 24 tests
            }
        }
    }

    @Test
    void initAndStepKeepHiddenUnitsInStepWithVisibleOnes() {
        // from v ~ p, init and step must lead to pairs (v, h) distributed as exp(-E(v, h)) / Z
        int chains = 100_000;
        GibbsKernel kernel = new GibbsKernel(RBM.parameters(), BASE);
        RandomStream random = RandomStream.ofSeed(9);
        double[] p = TinyRbm.probabilities(RBM);
        GibbsKernel.State state = new GibbsKernel.State(RBM.parameters(), chains);
        kernel.init(state, TinyRbm.draw(p, chains, D, random), random);
        kernel.step(state, random);
        float[] pairs = new float[chains * (D + H)];
        for (int r = 0; r < chains; r++) {
            System.arraycopy(state.visible, r * D, pairs, r * (D + H), D);
            System.arraycopy(state.hidden, r * H, pairs, r * (D + H) + D, H);
        }
        double[] joint = new double[1 << (D + H)];
        double z = Math.exp(TinyRbm.logPartition(RBM));
        for (int s = 0; s < joint.length; s++) {
            joint[s] = Math.exp(TinyRbm.score(RBM, s & 7, s >> D)) / z;
        }
        assertThat(TinyRbm.chiSquare(TinyRbm.counts(pairs, chains, D + H), joint))
                .isGreaterThan(1e-3);
    }
}
