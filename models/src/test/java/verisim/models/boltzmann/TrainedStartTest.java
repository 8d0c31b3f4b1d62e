package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.model.TrainingContext;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;

/** Where training begins that does not begin at small random weights. */
class TrainedStartTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(93);
    private static final Rbm BELOW = TinyRbm.random(6, 4, 0.9, "below");

    /** Probabilities of the hidden units of {@link #BELOW}, by sums over all pairs. */
    private static double[] hiddenLaw() {
        double[] law = new double[1 << BELOW.hidden()];
        double sum = 0;
        for (int h = 0; h < law.length; h++) {
            for (int v = 0; v < 1 << BELOW.features(); v++) {
                law[h] += Math.exp(TinyRbm.score(BELOW, v, h));
            }
            sum += law[h];
        }
        for (int h = 0; h < law.length; h++) {
            law[h] /= sum;
        }
        return law;
    }

    private static RbmParameters above(int hidden, double weightScale) {
        return RbmParameters.initial(new float[BELOW.hidden()], hidden, weightScale, RANDOM.child("weights"));
    }

    private static double[] law(RbmParameters p) {
        return TinyRbm.probabilities(new Rbm(p, new float[p.visible()], 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 9})
    void aMirrorImageHasTheLawOfTheHiddenUnitsBelow(int hidden) {
        RbmParameters exact = above(hidden, 0);
        assertThat(exact.mirror(BELOW.parameters())).isTrue();
        RbmParameters near = above(hidden, 0.01);
        near.mirror(BELOW.parameters());
        double[] expected = hiddenLaw();
        double[] law = law(exact);
        double[] nearLaw = law(near);
        for (int h = 0; h < expected.length; h++) {
            assertThat(law[h]).isCloseTo(expected[h], within(1e-6));
            // beyond first order: 3 units of w^2 (sum of 4 units)^2 / 8 = 6e-4 at most
            assertThat(nearLaw[h] / expected[h]).isCloseTo(1, within(1e-3));
        }
    }

    @Test
    void aNarrowerLayerKeepsItsRandomStart() {
        RbmParameters p = above(5, 0.01);
        float[] before = p.values().clone();
        assertThat(p.mirror(BELOW.parameters())).isFalse();
        assertThat(p.values()).containsExactly(before);
    }

    /** Steps far too large do harm to a machine on rows of its own; on others, small ones do good. */
    @Test
    void aMirrorImageStaysIfNoEpochIsBetter() {
        float[] own = TinyRbm.draw(TinyRbm.probabilities(BELOW), 1_000, 6, RANDOM.child("rows"));
        float[] others = new float[own.length];
        java.util.Arrays.fill(others, 1f);
        RbmParameters start = above(6, 0);
        start.mirror(BELOW.parameters());
        assertThat(trainedAbove(own, 8)).containsExactly(start.values());
        assertThat(trainedAbove(others, 0.05)).isNotEqualTo(start.values());
    }

    private static float[] trainedAbove(float[] rows, double learningRate) {
        int n = rows.length / 6;
        float[] states = new float[n * 4];
        StatesAbove.draw(BELOW.parameters(), rows, n, states, RANDOM.child("states"));
        Dataset data = Dataset.of("rows", Split.TRAIN, DataKind.BINARY, rows, 6);
        Dataset train = Dataset.of("states", Split.TRAIN, DataKind.BINARY, states, 4);
        Dataset validation = Dataset.of("states", Split.VALIDATION, DataKind.BINARY, states, 4);
        RbmOptions options = RbmOptions.of(Options.resolve(
                "rbm", RbmOptions.OPTIONS, Map.of("learningRate", learningRate, "epochs", 3, "weightScale", 0)));
        return new RbmTrainer(6, options)
                .trainAbove(
                        List.of(BELOW.parameters()), data, train, validation, TrainingContext.of(RANDOM.child("above")))
                .parameters()
                .values();
    }

    @Test
    void explainsALayerThatDoesNotFit() {
        RbmParameters p = RbmParameters.zeros(3, 6);
        assertThatThrownBy(() -> p.mirror(BELOW.parameters()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(3)")
                .hasMessageContaining("had 4");
    }

    /** One Gibbs step from far-off base rates is not the model, settled chains are. */
    @ParameterizedTest
    @ValueSource(strings = {"pcd", "fast-pcd", "tempering"})
    void settledChainsHaveTheLawOfTheModel(String algorithm) {
        int chains = 20_000;
        RbmParameters p = BELOW.parameters();
        float[] far = {3f, -3f, 3f, -3f, 3f, -3f};
        RbmOptions options = RbmOptions.of(Options.resolve(
                "rbm", RbmOptions.OPTIONS, Map.of("algorithm", algorithm, "chains", chains, "temperatures", 3)));
        double[] law = TinyRbm.probabilities(BELOW);
        for (int steps : new int[] {0, 60}) {
            NegativePhase phase = NegativePhase.of(options.negative(), p, far, 1);
            phase.settle(steps, RANDOM.child("settle"));
            PhaseRows rows = new PhaseRows(p, 1, chains);
            rows.load(new float[6], 1);
            phase.fill(rows, RANDOM.child("fill"));
            float[] drawn = new float[chains * 6];
            System.arraycopy(rows.visible, 6, drawn, 0, drawn.length);
            double chiSquare = TinyRbm.chiSquare(TinyRbm.counts(drawn, chains, 6), law);
            if (steps == 0) {
                assertThat(chiSquare).isLessThan(1e-6);
            } else {
                assertThat(chiSquare).isGreaterThan(1e-3);
            }
        }
    }
}
