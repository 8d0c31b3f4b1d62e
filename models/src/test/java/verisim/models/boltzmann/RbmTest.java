package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.likelihood.ExactPartition;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

class RbmTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(3);

    private static INDArray allStates(int bits) {
        return Arrays2d.matrix(TinyRbm.states(bits), 1 << bits, bits);
    }

    @Test
    void freeEnergyIsTheSumOverAllHiddenStates() {
        Rbm rbm = TinyRbm.random(6, 4, 1.5, "free-energy");
        double[] expected = TinyRbm.unnormalized(rbm);
        double[] actual = Arrays2d.toDoubles(rbm.unnormalizedLogProbability(allStates(6)));
        double[] batch = rbm.parameters().logUnnormalizedBatch(TinyRbm.states(6), 64);
        for (int v = 0; v < expected.length; v++) {
            assertThat(actual[v]).isCloseTo(Math.log(expected[v]), within(1e-10));
            assertThat(batch[v]).isCloseTo(actual[v], within(1e-5));
        }
    }

    @Test
    void logPartitionIsThatOfAllPairsWhicheverSideIsSmaller() {
        for (int[] size : new int[][] {{3, 9}, {9, 3}, {5, 5}, {1, 1}, {10, 8}, {8, 10}}) {
            Rbm rbm = TinyRbm.random(size[0], size[1], 1, "partition" + Arrays.toString(size));
            assertThat(rbm.enumerationUnits()).hasValue(Math.min(size[0], size[1]));
            assertThat(rbm.logPartitionByEnumeration())
                    .as("%d-%d", size[0], size[1])
                    .isCloseTo(TinyRbm.logPartition(rbm), within(1e-10));
        }
    }

    @Test
    void probabilitiesOfAllStatesSumToOne() {
        Rbm rbm = TinyRbm.random(10, 6, 1, "sum");
        double[] logs = Arrays2d.toDoubles(rbm.unnormalizedLogProbability(allStates(10)));
        assertThat(LogMath.logSumExp(logs) - rbm.logPartitionByEnumeration()).isCloseTo(0, within(1e-10));
        assertThat(ExactPartition.logPartition(rbm)).isCloseTo(LogMath.logSumExp(logs), within(1e-10));
    }

    @Test
    void samplesFollowTheProbabilitiesAndABiasedSamplerIsFound() {
        Rbm rbm = TinyRbm.random(10, 6, 0.5, "sampler");
        double[] p = TinyRbm.probabilities(rbm);
        float[] rows = Arrays2d.toFloats(rbm.sample(100_000, RANDOM.child("fit")));
        assertThat(TinyRbm.chiSquare(TinyRbm.counts(rows, 100_000, 10), p)).isGreaterThan(1e-3);

        RandomStream random = RANDOM.child("bias"); // each bit becomes 1 with probability 0.02, whatever it was
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextDouble() < 0.02 ? 1f : rows[i];
        }
        assertThat(TinyRbm.chiSquare(TinyRbm.counts(rows, 100_000, 10), p)).isLessThan(1e-6);
    }

    @Test
    void sameStreamGivesSameSamplesAndScoresDoNotDependOnTheBatch() {
        Rbm rbm = TinyRbm.random(7, 5, 1, "same");
        INDArray x = rbm.sample(40, RANDOM.child("a"));
        assertThat(Arrays2d.toFloats(x)).containsExactly(Arrays2d.toFloats(rbm.sample(40, RANDOM.child("a"))));
        assertThat(Arrays2d.toFloats(x)).isNotEqualTo(Arrays2d.toFloats(rbm.sample(40, RANDOM.child("b"))));
        double[] all = Arrays2d.toDoubles(rbm.unnormalizedLogProbability(x));
        for (int r = 0; r < 40; r++) {
            INDArray one = Arrays2d.matrix(Arrays.copyOfRange(Arrays2d.toFloats(x), r * 7, r * 7 + 7), 1, 7);
            assertThat(Arrays2d.toDoubles(rbm.unnormalizedLogProbability(one))[0])
                    .isEqualTo(all[r]);
        }
    }

    @Test
    void pseudoLikelihoodIsTheSumOfConditionals() {
        Rbm rbm = TinyRbm.random(6, 4, 1.2, "pseudo");
        double[] u = TinyRbm.unnormalized(rbm);
        float[] states = TinyRbm.states(6);
        for (int v = 0; v < u.length; v++) {
            double expected = 0;
            for (int d = 0; d < 6; d++) {
                expected += Math.log(u[v] / (u[v] + u[v ^ (1 << d)]));
            }
            assertThat(rbm.pseudoLogLikelihood(states, v * 6, 6, RANDOM)).isCloseTo(expected, within(1e-10));
        }
        double sum = 0;
        for (int i = 0; i < 2000; i++) {
            sum += rbm.pseudoLogLikelihood(states, 5 * 6, 3, RANDOM.child(i));
        }
        assertThat(sum / 2000).isCloseTo(rbm.pseudoLogLikelihood(states, 5 * 6, 6, RANDOM), within(0.1));
    }

    @Test
    void aSavedModelIsTheSame() {
        Rbm rbm = TinyRbm.random(6, 4, 1, "saved");
        Rbm loaded = (Rbm) new RbmProvider().load(rbm.state());
        assertThat(loaded.parameters().values())
                .containsExactly(rbm.parameters().values());
        assertThat(Arrays2d.toFloats(loaded.sample(20, RANDOM)))
                .containsExactly(Arrays2d.toFloats(rbm.sample(20, RANDOM)));
        assertThat(loaded.annealingPath().baseLogPartition())
                .isEqualTo(rbm.annealingPath().baseLogPartition());
    }

    @Test
    void explainsBadInput() {
        Rbm rbm = TinyRbm.random(3, 2, 1, "bad");
        assertThatThrownBy(() -> rbm.unnormalizedLogProbability(Arrays2d.matrix(new float[8], 2, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[n, 3]");
        assertThatThrownBy(() -> rbm.unnormalizedLogProbability(Arrays2d.matrix(new float[] {0, 1, 0.5f}, 1, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 1, column 3 holds 0.5");
        assertThatThrownBy(() -> rbm.sample(0, RANDOM)).isInstanceOf(IllegalArgumentException.class);
        Rbm wide = TinyRbm.random(31, 31, 0.1, "wide");
        assertThatThrownBy(wide::logPartitionByEnumeration)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("31");
    }
}
