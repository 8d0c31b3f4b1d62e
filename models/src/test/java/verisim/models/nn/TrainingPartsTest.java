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
    /** The paper's formulas for one parameter at a time, in double. */
    @ParameterizedTest
    @CsvSource({"0.9, 0.999, 0.001", "0.5, 0.999, 0.0002", "0, 0.9, 0.1"})
    void adamFollowsThePaper(double beta1, double beta2, double rate) {
        int n = 9;
        RandomStream random = RandomStream.ofSeed(31);
        float[] parameters = new float[n];
        random.fillGaussian(parameters, 0, n);
        double[] w = new double[n];
        double[] m = new double[n];
        double[] v = new double[n];
        java.util.Arrays.setAll(w, i -> parameters[i]);
        double[] start = w.clone();
        Adam adam = new Adam(n, beta1, beta2);
        for (int t = 1; t <= 200; t++) {
            float[] g = new float[n];
            random.fillGaussian(g, 0, n);
            for (int i = 0; i < n; i++) {
                g[i] = i == 0 ? 0f : (float) Math.pow(10, i - 6) * (g[i] + 0.3f); // from 1e-5 to 1e2
            }
            adam.step(parameters, g, rate);
            for (int i = 0; i < n; i++) {
                m[i] = beta1 * m[i] + (1 - beta1) * g[i];
                v[i] = beta2 * v[i] + (1 - beta2) * g[i] * (double) g[i];
                w[i] -= rate * (m[i] / (1 - Math.pow(beta1, t))) / (Math.sqrt(v[i] / (1 - Math.pow(beta2, t))) + 1e-8);
            }
        }
        assertThat(parameters[0]).as("a gradient of 0 moves nothing").isEqualTo((float) start[0]);
        for (int i = 1; i < n; i++) {
            double moved = Math.abs(w[i] - start[i]);
            assertThat(moved).isGreaterThan(0);
            // 200 roundings of a parameter, and floats in the moments.
            assertThat((double) parameters[i]).isCloseTo(w[i], within(1e-4 * moved + 200 * 6e-8 * Math.abs(w[i])));
        }
    }

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
    void initialWeightsHaveTheirVariances() {
        int n = 300 * 200;
        float[] w = new float[n];
        double[] squares = new double[n];
        Initializer.HE_NORMAL.fill(w, 0, 300, 200, RandomStream.ofSeed(35));
        java.util.Arrays.setAll(squares, i -> (double) w[i] * w[i]);
        StatisticalAssertions.meanIs(squares, 2.0 / 300);
        Initializer.GLOROT_UNIFORM.fill(w, 0, 300, 200, RandomStream.ofSeed(36));
        java.util.Arrays.setAll(squares, i -> (double) w[i] * w[i]);
        StatisticalAssertions.meanIs(squares, 2.0 / 500);
    }
}
