package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import verisim.core.model.AnnealingPath;
import verisim.core.random.RandomStream;
import verisim.core.testkit.StatisticalAssertions;

/** Three planted defects of the sampler and of the annealing path, which the assertions of the kit must catch; and none, which passes. */
class DbmDefectsTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(53);
    private static final int CHAINS = 50_000;
    private static final int STEPS = 40;
    private static final TinyDbm TINY = TinyDbm.random(0.9, "defects", 4, 3, 2);

    private static RbmParameters right() {
        return TINY.machine(1).parameters();
    }

    private static RbmParameters withoutBiasOfSecondLayer() {
        RbmParameters p = TINY.machine(1).parameters();
        java.util.Arrays.fill(p.values(), p.hiddenFrom() + 4, p.hiddenFrom() + 6, 0f);
        return p;
    }

    private static RbmParameters atAnotherTemperature() {
        RbmParameters p = TINY.machine(1).parameters();
        for (int i = 0; i < p.values().length; i++) {
            p.values()[i] *= 0.85f;
        }
        return p;
    }

    /** Counts of v and h2 after block Gibbs steps of {@code p}. */
    private static long[] counts(RbmParameters p, boolean secondLayerReused) {
        GibbsKernel kernel = new GibbsKernel(p, new float[3]);
        GibbsKernel.State state = new GibbsKernel.State(p, CHAINS);
        kernel.init(state, kernel.drawBase(CHAINS, RANDOM.child("base")), RANDOM.child("init"));
        float[] first = state.hidden.clone();
        RandomStream moves = RANDOM.child("moves");
        for (int step = 0; step < STEPS; step++) {
            kernel.step(state, moves);
            for (int r = 0; secondLayerReused && r < CHAINS; r++) {
                System.arraycopy(first, r * 6 + 4, state.hidden, r * 6 + 4, 2);
            }
        }
        return TinyRbm.counts(state.hidden, CHAINS, 6);
    }

    /** p of every state of v and h2. */
    private static double[] evenProbabilities() {
        double[] out = new double[64];
        for (int s = 0; s < 1 << 9; s++) { // v, h1, h2
            out[(s & 15) | ((s >> 7) << 4)] += Math.exp(TINY.score(s) - TINY.logPartition());
        }
        return out;
    }

    private static void assertFits(RbmParameters p, boolean secondLayerReused) {
        StatisticalAssertions.chiSquareFits(counts(p, secondLayerReused), evenProbabilities());
    }

    @Test
    void aSamplerWithoutDefectPasses() {
        assertThatCode(() -> assertFits(right(), false)).doesNotThrowAnyException();
    }

    @Test
    void aMissingBiasIsCaught() {
        assertThatThrownBy(() -> assertFits(withoutBiasOfSecondLayer(), false)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aWrongTemperatureIsCaught() {
        assertThatThrownBy(() -> assertFits(atAnotherTemperature(), false)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aHiddenStateThatIsReusedIsCaught() {
        assertThatThrownBy(() -> assertFits(right(), true)).isInstanceOf(AssertionError.class);
    }

    /** The mean weight is {@code Z / Z_0}. */
    private static void assertFindsPartitionFunction(RbmParameters p) {
        AnnealingPath path = new RbmAnnealingPath(p, new float[3]);
        float[] states = path.sampleBase(CHAINS, RANDOM.child("base"));
        double[] weights = new double[CHAINS];
        for (int k = 0; k < 10; k++) {
            path.anneal(states, CHAINS, k / 10.0, (k + 1) / 10.0, weights, RANDOM.child(k));
        }
        double logRatio = TINY.logPartition() - path.baseLogPartition();
        java.util.Arrays.setAll(weights, i -> Math.exp(weights[i] - logRatio));
        StatisticalAssertions.meanIs(weights, 1);
    }

    @Test
    void annealingIsUnbiasedAndItsDefectsAreCaught() {
        assertThatCode(() -> assertFindsPartitionFunction(right())).doesNotThrowAnyException();
        assertThatThrownBy(() -> assertFindsPartitionFunction(withoutBiasOfSecondLayer()))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertFindsPartitionFunction(atAnotherTemperature()))
                .isInstanceOf(AssertionError.class);
    }
}
