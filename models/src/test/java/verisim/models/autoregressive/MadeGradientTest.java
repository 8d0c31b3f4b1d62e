package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.data.DataKind;
import verisim.core.random.RandomStream;
import verisim.core.testkit.GradientCheck;
import verisim.models.nn.Activation.Function;

/** The gradient of the whole loss against central differences of a second forward pass, written out in double. */
class MadeGradientTest {
    private static final int FEATURES = 6;
    private static final int ROWS = 7;
    private static final double FLOOR = 0.01;

    @ParameterizedTest
    @CsvSource({
        "BINARY, SIGMOID, true, 1, 0",
        "BINARY, TANH, false, 2, 0",
        "BINARY, TANH, true, 0, 0",
        "BINARY, SIGMOID, true, 2, 0.05",
        "REAL, TANH, true, 1, 0",
        "REAL, SIGMOID, true, 2, 0.05",
        "REAL, TANH, false, 2, 0"
    })
    void theGradientIsThatOfTheLoss(DataKind kind, Function activation, boolean direct, int layers, double decay) {
        RandomStream random = RandomStream.ofSeed(9);
        Conditionals conditionals = Made.conditionals(kind, 3, FLOOR);
        List<Integer> hidden = List.of(8, 5).subList(0, layers);
        MadeLayout layout = new MadeLayout(
                FEATURES, conditionals.perFeature(), hidden, activation, direct, random.permutation(FEATURES));
        float[] parameters = new float[layout.parameterCount()];
        random.fillGaussian(parameters, 0, parameters.length);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] *= 0.5f;
        }
        float[] mask = layout.mask();
        MadeNetwork.applyMask(parameters, mask);
        float[] x = new float[ROWS * FEATURES];
        for (int i = 0; i < x.length; i++) {
            x[i] = kind == DataKind.REAL ? (float) random.nextGaussian() : random.nextInt(2);
        }
        MadeTrainingStep step = new MadeTrainingStep(layout, conditionals, parameters, ROWS, 0.001, decay);
        double sum = step.computeGradient(x, ROWS);

        Reference reference = new Reference(layout, kind, x, decay, mask);
        double[] at = GradientCheck.widen(parameters);
        assertThat(-sum / ROWS).isCloseTo(reference.negativeLogLikelihood(at), within(1e-5));
        double[] numeric = GradientCheck.centralDifferences(reference::loss, at);
        GradientCheck.assertAgree(kind + " made", step.gradient(), numeric, 1e-4);
    }

    /** MADE in double, one unit at a time. */
    private record Reference(MadeLayout layout, DataKind kind, float[] x, double decay, float[] mask) {
        double loss(double[] parameters) {
            double penalty = 0;
            for (int l = 0; l <= layout.hidden().size(); l++) {
                for (int i = layout.weights(l); i < layout.biases(l); i++) {
                    penalty += parameters[i] * parameters[i] * mask[i];
                }
            }
            for (int i = layout.directWeights(); i < layout.parameterCount(); i++) {
                penalty += parameters[i] * parameters[i] * mask[i];
            }
            return negativeLogLikelihood(parameters) + 0.5 * decay * penalty;
        }

        double negativeLogLikelihood(double[] parameters) {
            double sum = 0;
            for (int r = 0; r < ROWS; r++) {
                double[] input = new double[FEATURES];
                for (int d = 0; d < FEATURES; d++) {
                    input[d] = x[r * FEATURES + d];
                }
                double[] outputs = outputs(parameters, input);
                for (int d = 0; d < FEATURES; d++) {
                    sum += kind == DataKind.BINARY
                            ? Math.log(1 / (1 + Math.exp(input[d] > 0.5 ? -outputs[d] : outputs[d])))
                            : mixture(outputs, 9 * d, input[d]);
                }
            }
            return -sum / ROWS;
        }

        private double[] outputs(double[] p, double[] input) {
            double[] current = input;
            int layers = layout.hidden().size();
            for (int l = 0; l < layers; l++) {
                double[] next = new double[layout.hidden().get(l)];
                for (int j = 0; j < next.length; j++) {
                    double a = p[layout.biases(l) + j];
                    for (int i = 0; i < current.length; i++) {
                        int at = layout.weights(l) + i * next.length + j;
                        a += mask[at] * p[at] * current[i];
                    }
                    next[j] = layout.activation() == Function.TANH ? Math.tanh(a) : 1 / (1 + Math.exp(-a));
                }
                current = next;
            }
            double[] out = new double[layout.outputs()];
            for (int o = 0; o < out.length; o++) {
                out[o] = p[layout.biases(layers) + o];
                for (int i = 0; i < current.length && layers > 0; i++) {
                    int at = layout.weights(layers) + i * out.length + o;
                    out[o] += mask[at] * p[at] * current[i];
                }
                for (int i = 0; i < FEATURES && layout.direct(); i++) {
                    int at = layout.directWeights() + i * out.length + o;
                    out[o] += mask[at] * p[at] * input[i];
                }
            }
            return out;
        }

        private static double mixture(double[] o, int at, double x) {
            double density = 0;
            double total = 0;
            for (int k = 0; k < 3; k++) {
                double s = FLOOR + Math.exp(o[at + 6 + k]);
                double u = (x - o[at + 3 + k]) / s;
                density += Math.exp(o[at + k]) * Math.exp(-0.5 * u * u) / (s * Math.sqrt(2 * Math.PI));
                total += Math.exp(o[at + k]);
            }
            return Math.log(density / total);
        }
    }
}
