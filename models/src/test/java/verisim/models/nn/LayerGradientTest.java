package verisim.models.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verisim.core.random.RandomStream;
import verisim.core.testkit.GradientCheck;
import verisim.models.nn.Activation.Function;

/**
 * Backward passes against central differences of forward passes written out here in double. The loss is {@code sum_ij c_ij
 * out_ij} with random c, so that every output counts and differently.
 */
class LayerGradientTest {
    private static final int ROWS = 5;
    private static final double TOLERANCE = 1e-4;

    private final RandomStream random = RandomStream.ofSeed(21);

    private float[] gaussian(int n) {
        float[] out = new float[n];
        random.fillGaussian(out, 0, n);
        return out;
    }

    /** A batch through a dense layer: {@code x W + b}, parameters W [inputs, outputs] and b. */
    private static double[] dense(double[] x, double[] p, int from, int inputs, int outputs, float[] mask) {
        int rows = x.length / inputs;
        double[] out = new double[rows * outputs];
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < outputs; j++) {
                double a = p[from + inputs * outputs + j];
                for (int i = 0; i < inputs; i++) {
                    a += x[r * inputs + i] * p[from + i * outputs + j] * (mask == null ? 1 : mask[i * outputs + j]);
                }
                out[r * outputs + j] = a;
            }
        }
        return out;
    }

    private static double[] activate(double[] x, Function function) {
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = switch (function) {
                case RELU -> x[i] > 0 ? x[i] : 0;
                case LEAKY_RELU -> x[i] > 0 ? x[i] : 0.2 * x[i];
                case TANH -> Math.tanh(x[i]);
                case SIGMOID -> 1 / (1 + Math.exp(-x[i]));
            };
        }
        return out;
    }

    private static ToDoubleFunction<double[]> weighted(UnaryOperator<double[]> forward, float[] c) {
        return at -> {
            double[] out = forward.apply(at);
            double sum = 0;
            for (int i = 0; i < c.length; i++) {
                sum += c[i] * out[i];
            }
            return sum;
        };
    }

    /** Checks forward and both gradients; {@code from} is not 0, as parameters are a slice of a larger vector. */
    private void checkDense(Dense layer, float[] mask) {
        int from = 3;
        int n = layer.parameterCount();
        float[] parameters = gaussian(from + n + 2);
        if (mask != null) {
            for (int i = 0; i < mask.length; i++) {
                parameters[from + i] *= mask[i];
            }
        }
        float[] x = gaussian(ROWS * layer.inputs());
        float[] c = gaussian(ROWS * layer.outputs());
        float[] out = new float[c.length];
        layer.forward(parameters, from, x, out, ROWS);
        double[] p = GradientCheck.widen(parameters);
        double[] expected = dense(GradientCheck.widen(x), p, from, layer.inputs(), layer.outputs(), mask);
        for (int i = 0; i < out.length; i++) {
            assertThat((double) out[i]).isCloseTo(expected[i], within(1e-5));
        }
        float[] gradient = new float[parameters.length];
        java.util.Arrays.fill(gradient, 99f); // to be overwritten within the slice and left alone outside
        float[] dX = new float[x.length];
        layer.backward(parameters, from, x, out, c.clone(), dX, gradient, ROWS);
        assertThat(new float[] {gradient[0], gradient[2], gradient[from + n], gradient[from + n + 1]})
                .containsOnly(99f);
        double[] numeric = GradientCheck.centralDifferences(
                weighted(at -> dense(GradientCheck.widen(x), at, from, layer.inputs(), layer.outputs(), mask), c), p);
        GradientCheck.assertAgree(
                "parameters",
                java.util.Arrays.copyOfRange(gradient, from, from + n),
                java.util.Arrays.copyOfRange(numeric, from, from + n),
                TOLERANCE);
        double[] numericX = GradientCheck.centralDifferences(
                weighted(at -> dense(at, p, from, layer.inputs(), layer.outputs(), mask), c), GradientCheck.widen(x));
        GradientCheck.assertAgree("inputs", dX, numericX, TOLERANCE);
    }

    @Test
    void dense() {
        checkDense(Dense.of(4, 3), null);
        checkDense(Dense.of(1, 6), null);
    }

    @Test
    void maskedDenseKeepsItsZeros() {
        float[] mask = {1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 1, 1};
        Dense layer = new Dense(4, 3, mask, Initializer.GLOROT_UNIFORM);
        checkDense(layer, mask);
        float[] parameters = new float[layer.parameterCount()];
        layer.initialize(parameters, 0, random);
        for (int i = 0; i < mask.length; i++) {
            assertThat(parameters[i] != 0f).isEqualTo(mask[i] != 0f);
        }
    }

    @ParameterizedTest
    @EnumSource(Function.class)
    void activation(Function function) {
        Activation layer = new Activation(function, 7);
        float[] x = gaussian(ROWS * 7);
        for (int i = 0; i < x.length; i++) {
            x[i] = 2 * x[i] + Math.copySign(0.01f, x[i]); // away from the corner of RELU
        }
        float[] c = gaussian(x.length);
        float[] out = new float[x.length];
        layer.forward(new float[0], 0, x, out, ROWS);
        double[] expected = activate(GradientCheck.widen(x), function);
        for (int i = 0; i < out.length; i++) {
            assertThat((double) out[i]).isCloseTo(expected[i], within(1e-6 * Math.max(1, Math.abs(expected[i]))));
        }
        float[] dX = new float[x.length];
        layer.backward(new float[0], 0, x, out, c.clone(), dX, null, ROWS);
        double[] numeric =
                GradientCheck.centralDifferences(weighted(at -> activate(at, function), c), GradientCheck.widen(x));
        GradientCheck.assertAgree(function.name(), dX, numeric, TOLERANCE);
        // In place, as networks that save memory do it.
        float[] inPlace = c.clone();
        layer.backward(new float[0], 0, x, out, inPlace, inPlace, null, ROWS);
        assertThat(inPlace).isEqualTo(dX);
    }

    @ParameterizedTest
    @EnumSource(Function.class)
    void networkOfSeveralLayers(Function function) {
        Network network = Network.perceptron(4, List.of(6, 5), 3, function);
        int from = 2;
        float[] parameters = new float[from + network.parameterCount()];
        network.initialize(parameters, from, random);
        for (int i = from; i < parameters.length; i++) {
            parameters[i] += (float) (0.1 * random.nextGaussian());
        }
        float[] x = gaussian(ROWS * 4);
        float[] c = gaussian(ROWS * 3);
        Network.Pass pass = network.newPass(ROWS + 2);
        float[] out = pass.forward(parameters, from, x, ROWS);
        double[] expected = perceptron(GradientCheck.widen(x), GradientCheck.widen(parameters), from, function);
        for (int i = 0; i < c.length; i++) {
            assertThat((double) out[i]).isCloseTo(expected[i], within(1e-5));
        }
        float[] gradient = new float[parameters.length];
        float[] dX =
                java.util.Arrays.copyOf(pass.backward(parameters, from, c.clone(), gradient, true, ROWS), x.length);
        double[] numeric = GradientCheck.centralDifferences(
                weighted(at -> perceptron(GradientCheck.widen(x), at, from, function), c),
                GradientCheck.widen(parameters));
        GradientCheck.assertAgree(
                "parameters",
                java.util.Arrays.copyOfRange(gradient, from, gradient.length),
                java.util.Arrays.copyOfRange(numeric, from, numeric.length),
                TOLERANCE);
        double[] numericX = GradientCheck.centralDifferences(
                weighted(at -> perceptron(at, GradientCheck.widen(parameters), from, function), c),
                GradientCheck.widen(x));
        GradientCheck.assertAgree("inputs", dX, numericX, TOLERANCE);
    }

    /** 4-6-5-3 with nothing after the last layer. */
    private static double[] perceptron(double[] x, double[] p, int from, Function function) {
        double[] first = activate(dense(x, p, from, 4, 6, null), function);
        double[] second = activate(dense(first, p, from + 30, 6, 5, null), function);
        return dense(second, p, from + 65, 5, 3, null);
    }
}
