package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import verisim.core.random.RandomStream;

class GibbsSamplingTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(31);

    /** Two modes, all 6 units off and all on; {@code strength} says how deep they are. */
    private static RbmParameters twoModes(float strength) {
        RbmParameters p = RbmParameters.zeros(6, 4);
        Arrays.fill(p.values(), 0, p.visibleFrom(), strength);
        Arrays.fill(p.values(), p.visibleFrom(), p.hiddenFrom(), -2 * strength);
        Arrays.fill(p.values(), p.hiddenFrom(), p.values().length, -3 * strength - 0.7f);
        return p;
    }

    @Test
    void laterSamplesOfAChainFollowTheModelToo() {
        Rbm rbm = TinyRbm.random(6, 4, 0.7, "thinned");
        // 10,000 samples of 1,000 chains, 10 of each
        float[] rows = new GibbsSampling(50, 20, 1).rows(rbm.parameters(), new float[6], 10_000, RANDOM);
        double[] p = TinyRbm.probabilities(rbm);
        assertThat(TinyRbm.chiSquare(TinyRbm.counts(rows, 10_000, 6), p)).isGreaterThan(1e-3);
        float[] last = Arrays.copyOfRange(rows, 9_000 * 6, 10_000 * 6);
        assertThat(TinyRbm.chiSquare(TinyRbm.counts(last, 1000, 6), p)).isGreaterThan(1e-3);
        // The last 1,000 are the chains of the first 1,000, 180 steps on: not the same rows.
        assertThat(last).isNotEqualTo(Arrays.copyOf(rows, 6000));
    }

    @Test
    void temperedSamplesFollowTheModelWherePlainChainsDoNot() {
        RbmParameters p = twoModes(3f);
        double[] expected = TinyRbm.probabilities(new Rbm(p, new float[6], 1));
        // The modes' shares are 94 % and 6 %; base rates of 1/2 start half of the chains in either.
        float[] base = new float[6];
        float[] tempered = new GibbsSampling(1000, 1, 10).rows(p, base, 500, RANDOM.child("tempered"));
        float[] plain = new GibbsSampling(1000, 1, 1).rows(p, base, 500, RANDOM.child("plain"));
        assertThat(TinyRbm.chiSquare(TinyRbm.counts(tempered, 500, 6), expected))
                .isGreaterThan(1e-3);
        assertThat(TinyRbm.chiSquare(TinyRbm.counts(plain, 500, 6), expected)).isLessThan(1e-6);
    }

    @Test
    void chainsThatHaveNotMixedAreFound() {
        GibbsSampling sampling = new GibbsSampling(400, 400, 1);
        // Deep modes of unequal free energy, chains that begin in either.
        GibbsSampling.Samples stuck = sampling.draw(twoModes(4f), new float[6], 200, RANDOM.child("stuck"));
        assertThat(stuck.unmixed()).isTrue();
        assertThat(stuck.chains().rHat()).isGreaterThan(1.5);
        Rbm easy = TinyRbm.random(6, 4, 0.5, "easy");
        GibbsSampling.Samples mixed = sampling.draw(easy.parameters(), new float[6], 200, RANDOM.child("mixed"));
        assertThat(mixed.unmixed()).isFalse();
        assertThat(mixed.chains().chains()).isEqualTo(100);
        assertThat(mixed.chains().draws()).isEqualTo(50);
        assertThat(mixed.interval()).isEqualTo(4);
        // steps 4 apart of a chain that mixes in a step or two are nearly independent
        assertThat(mixed.chains().autocorrelationTime()).isCloseTo(1, within(0.3));
    }

    @Test
    void aShortBurnInIsNotJudged() {
        Rbm easy = TinyRbm.random(6, 4, 0.5, "easy");
        GibbsSampling.Samples samples =
                new GibbsSampling(3, 1, 1).draw(easy.parameters(), new float[6], 20, RANDOM.child("short"));
        assertThat(samples.chains()).isNull();
        assertThat(samples.unmixed()).isFalse();
        assertThat(new GibbsSampling(3, 1, 1)
                        .draw(easy.parameters(), new float[6], 1, RANDOM)
                        .rows())
                .hasSize(6);
    }

    @Test
    void settingsAreSavedWithTheModel() {
        Rbm rbm = TinyRbm.random(6, 4, 1, "saved");
        Rbm given = new Rbm(rbm.parameters(), new float[6], new GibbsSampling(7, 5, 3));
        assertThat(((Rbm) new RbmProvider().load(given.state())).sampling()).isEqualTo(given.sampling());
        assertThat(given.state().settings().keySet())
                .containsExactlyInAnyOrder("burnIn", "thinning", "sampleTemperatures");
        assertThatThrownBy(() -> new GibbsSampling(0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("burnIn must be at least 1, but was 0");
    }
}
