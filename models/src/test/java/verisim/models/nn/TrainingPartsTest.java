package verisim.models.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.random.RandomStream;
import verisim.core.testkit.StatisticalAssertions;

class TrainingPartsTest {
    @Test
    void earlyStoppingKeepsTheBestAndCountsTheWorse() {
        EarlyStopping stopping = new EarlyStopping(2);
        assertThatThrownBy(stopping::best).isInstanceOf(IllegalStateException.class);
        float[] parameters = {1};
        assertThat(stopping.record(1, -5, parameters)).isTrue();
        parameters[0] = 2;
        assertThat(stopping.record(2, -3, parameters)).isTrue();
        parameters[0] = 3;
        assertThat(stopping.record(3, -3, parameters)).as("equal is not better").isTrue();
        parameters[0] = 4;
        assertThat(stopping.record(4, -2.9, parameters)).isTrue();
        parameters[0] = 5;
        assertThat(stopping.record(5, -7, parameters)).isTrue();
        assertThat(stopping.record(6, Double.NaN, parameters)).isFalse();
        assertThat(stopping.best()).containsExactly(4);
        assertThat(stopping.bestEpoch()).isEqualTo(4);
        assertThat(stopping.bestScore()).isEqualTo(-2.9);
        stopping.best()[0] = 9;
        assertThat(stopping.best()).containsExactly(4);
    }

    private static Dataset numbered(int rows) {
        float[] x = new float[2 * rows];
        for (int i = 0; i < rows; i++) {
            x[2 * i] = i;
            x[2 * i + 1] = -i;
        }
        return Dataset.of("numbered", Split.TRAIN, DataKind.REAL, x, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, 23, 100})
    void minibatchesCoverEachRowOnceAnEpoch(int batchSize) {
        Minibatches batches = new Minibatches(numbered(23), batchSize);
        assertThat(batches.next()).as("before the first shuffle").isZero();
        RandomStream random = RandomStream.ofSeed(33);
        List<List<Integer>> epochs = new ArrayList<>();
        for (int epoch = 0; epoch < 3; epoch++) {
            batches.shuffle(random);
            List<Integer> seen = new ArrayList<>();
            for (int rows = batches.next(); rows > 0; rows = batches.next()) {
                assertThat(rows).isLessThanOrEqualTo(batchSize);
                assertThat(rows == batchSize || seen.size() + rows == 23).isTrue();
                for (int r = 0; r < rows; r++) {
                    seen.add((int) batches.rows()[2 * r]);
                    assertThat(batches.rows()[2 * r + 1]).isEqualTo(-batches.rows()[2 * r]);
                }
            }
            assertThat(seen).hasSize(23).doesNotHaveDuplicates();
            epochs.add(seen);
        }
        assertThat(epochs.get(1)).isNotEqualTo(epochs.get(0));
        assertThat(epochs.get(2)).isNotEqualTo(epochs.get(1));
    }

    @Test
    void theOrderOfAnEpochDependsOnItsStreamAlone() {
        Minibatches fresh = new Minibatches(numbered(23), 23);
        Minibatches used = new Minibatches(numbered(23), 23);
        used.shuffle(RandomStream.ofSeed(1));
        fresh.shuffle(RandomStream.ofSeed(2));
        used.shuffle(RandomStream.ofSeed(2));
        fresh.next();
        used.next();
        assertThat(used.rows()).isEqualTo(fresh.rows());
    }

    @ParameterizedTest
    @CsvSource({
        "GLOROT_UNIFORM, 0.004, 0.1095445", // 2 / 500 and sqrt(6 / 500)
        "GLOROT_NORMAL, 0.004, 1",
        "HE_NORMAL, 0.006666667, 1", // 2 / 300
        "HE_UNIFORM, 0.006666667, 0.1414214" // sqrt(6 / 300)
    })
    void initialWeightsHaveTheirVariances(Initializer initializer, double variance, double bound) {
        int n = 300 * 200;
        float[] w = new float[n + 2];
        initializer.fill(w, 1, 300, 200, RandomStream.ofSeed(35));
        double[] values = new double[n];
        double[] squares = new double[n];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            values[i] = w[i + 1];
            squares[i] = values[i] * values[i];
            largest = Math.max(largest, Math.abs(values[i]));
        }
        StatisticalAssertions.meanIs(values, 0);
        StatisticalAssertions.meanIs(squares, variance);
        assertThat(largest).isLessThanOrEqualTo(bound + 1e-6);
        assertThat(bound == 1 ? largest > 4 * Math.sqrt(variance) : largest > 0.99 * bound)
                .as("normal numbers reach beyond 4 deviations, uniform ones up to the bound")
                .isTrue();
        assertThat(w[0] == 0 && w[n + 1] == 0).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 7", "40, 13", "13, 40", "200, 150"})
    void orthogonalWeightsAre(int inputs, int outputs) {
        float[] w = new float[inputs * outputs];
        Initializer.ORTHOGONAL.fill(w, 0, inputs, outputs, RandomStream.ofSeed(37));
        boolean tall = inputs >= outputs;
        int vectors = Math.min(inputs, outputs);
        int length = Math.max(inputs, outputs);
        for (int a = 0; a < vectors; a++) {
            for (int b = 0; b < vectors; b++) {
                double dot = 0;
                for (int i = 0; i < length; i++) {
                    dot += tall
                            ? (double) w[i * outputs + a] * w[i * outputs + b]
                            : (double) w[a * outputs + i] * w[b * outputs + i];
                }
                assertThat(dot).isCloseTo(a == b ? 1 : 0, within(1e-6));
            }
        }
    }

    @Test
    void gradientsLongerThanTheLimitAreScaledToIt() {
        float[] gradient = {3, 0, -4, 0, 12, 0, 0}; // norm 13
        assertThat(Gradients.clip(gradient, 13.5)).isEqualTo(13);
        assertThat(gradient).containsExactly(3, 0, -4, 0, 12, 0, 0);
        assertThat(Gradients.clip(gradient, 6.5)).isEqualTo(13);
        assertThat(gradient).containsExactly(1.5f, 0, -2, 0, 6, 0, 0);
        float[] huge = {3e30f, 4e30f}; // squares overflow a float
        assertThat(Gradients.clip(huge, 1)).isCloseTo(5e30, within(1e24));
        assertThat((double) huge[0]).isCloseTo(0.6, within(1e-6));
    }

    @Test
    void weightDecayIsTheGradientOfThePenalty() {
        float[] all = {1, 1, 1};
        Gradients.addDecay(all, new float[] {2, -4, 0}, null, 0.5);
        assertThat(all).containsExactly(2, -1, 1);
        float[] some = {1, 1, 1};
        Gradients.addDecay(some, new float[] {2, -4, 8}, new float[] {0, 1, 0}, 0.5);
        assertThat(some).containsExactly(1, -1, 1);
    }

    @Test
    void weightsAreMarkedAndBiasesAndMaskedWeightsAreNot() {
        Network network = new Network(List.of(
                new Dense(2, 2, new float[] {1, 0, 1, 1}, Initializer.HE_NORMAL),
                new Activation(Activation.Function.RELU, 2),
                Dense.of(2, 1)));
        float[] marks = new float[1 + network.parameterCount()];
        network.markWeights(marks, 1);
        assertThat(marks).containsExactly(0, 1, 0, 1, 1, 0, 0, 1, 1, 0);
    }
}
