package verisim.models.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.random.RandomStream;
import verisim.core.testkit.GradientCheck;
import verisim.core.testkit.StatisticalAssertions;

class DropoutTest {
    private static final int ROWS = 5;

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.8})
    void keepsTheMeanAndDropsTheShareItShould(double rate) {
        int n = 40_000;
        Dropout dropout = new Dropout(200, rate);
        float[] mask = new float[n];
        dropout.drawMask(mask, n / 200, RandomStream.ofSeed(3));
        double[] values = new double[n];
        double[] dropped = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = mask[i];
            dropped[i] = mask[i] == 0 ? 1 : 0;
            assertThat(mask[i] == 0f || mask[i] == (float) (1 / (1 - rate))).isTrue();
        }
        StatisticalAssertions.meanIs(values, 1);
        StatisticalAssertions.meanIs(dropped, rate);
    }

    @Test
    void evaluationIsTheIdentity() {
        Network network = new Network(List.of(new Dropout(4, 0.5)));
        float[] x = new float[ROWS * 4];
        RandomStream.ofSeed(1).fillGaussian(x, 0, x.length);
        Network.Pass pass = network.newPass(ROWS);
        assertThat(pass.forward(new float[0], 0, x, ROWS)).isEqualTo(x);
        assertThat(pass.backward(new float[0], 0, x, null, true, ROWS)).isEqualTo(x);
    }

    /** The forward pass with a given stream is a fixed function; its gradient is that of central differences. */
    @Test
    void backwardUsesTheMasksOfTheForwardPass() {
        Network network = Network.perceptron(4, List.of(30), 3, Activation.Function.TANH, 0.4);
        assertThat(network.layers()).hasSize(4);
        float[] parameters = new float[network.parameterCount()];
        RandomStream random = RandomStream.ofSeed(7);
        network.initialize(parameters, 0, random);
        float[] x = new float[ROWS * 4];
        float[] c = new float[ROWS * 3];
        random.fillGaussian(x, 0, x.length);
        random.fillGaussian(c, 0, c.length);
        Network.Pass pass = network.newPass(ROWS);
        float[] out = pass.forwardTraining(parameters, 0, x, ROWS, RandomStream.ofSeed(9))
                .clone();
        float[] gradient = new float[parameters.length];
        pass.backward(parameters, 0, c.clone(), gradient, false, ROWS);

        float[] mask = new float[ROWS * 30];
        ((Dropout) network.layers().get(2))
                .drawMask(mask, ROWS, RandomStream.ofSeed(9).child(2));
        double[] numeric = GradientCheck.centralDifferences(
                p -> {
                    double sum = 0;
                    double[] expected = masked(GradientCheck.widen(x), p, mask);
                    for (int i = 0; i < c.length; i++) {
                        sum += c[i] * expected[i];
                    }
                    return sum;
                },
                GradientCheck.widen(parameters));
        GradientCheck.assertAgree(
                "outputs", out, masked(GradientCheck.widen(x), GradientCheck.widen(parameters), mask), 1e-5);
        GradientCheck.assertAgree("parameters", gradient, numeric, 1e-4);
        assertThat(pass.forwardTraining(parameters, 0, x, ROWS, RandomStream.ofSeed(9)))
                .isEqualTo(out);
        assertThat(pass.forwardTraining(parameters, 0, x, ROWS, RandomStream.ofSeed(10)))
                .isNotEqualTo(out);
    }

    /** 4-30-3 with masks on the hidden units, in double. */
    private static double[] masked(double[] x, double[] p, float[] mask) {
        double[] out = new double[ROWS * 3];
        for (int r = 0; r < ROWS; r++) {
            for (int k = 0; k < 3; k++) {
                out[r * 3 + k] = p[150 + 90 + k];
            }
            for (int j = 0; j < 30; j++) {
                double a = p[120 + j];
                for (int i = 0; i < 4; i++) {
                    a += x[r * 4 + i] * p[i * 30 + j];
                }
                double h = Math.tanh(a) * mask[r * 30 + j];
                for (int k = 0; k < 3; k++) {
                    out[r * 3 + k] += h * p[150 + j * 3 + k];
                }
            }
        }
        return out;
    }

    @Test
    void aRateOfOneIsRefused() {
        assertThatThrownBy(() -> new Dropout(3, 1)).hasMessageContaining("less than 1, but was 1.0");
    }
}
