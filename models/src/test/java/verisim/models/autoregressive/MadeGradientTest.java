package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.data.DataKind;
import verisim.core.data.Levels;
import verisim.core.random.RandomStream;
import verisim.core.testkit.GradientCheck;
import verisim.models.nn.Activation.Function;

/** The gradient of the whole loss against central differences of a second forward pass, written out in double. */
class MadeGradientTest {
    private static final int FEATURES = 6;
    private static final int ROWS = 7;
    private static final double FLOOR = 0.01;

    private static final Levels LEVELS = Levels.of(4, 2, 1, 5, 3, 4);

    @ParameterizedTest
    @CsvSource({
        "BINARY, SIGMOID, true, 1",
        "BINARY, TANH, false, 2",
        "BINARY, TANH, true, 0",
        "CATEGORICAL, TANH, true, 2",
        "CATEGORICAL, SIGMOID, false, 1",
        "REAL, TANH, true, 1",
        "REAL, SIGMOID, true, 2",
        "REAL, TANH, false, 2"
    })
    void theGradientIsThatOfTheLoss(DataKind kind, Function activation, boolean direct, int layers) {
        check(kind, activation, direct, layers, 1);
    }

    /** With several sets of masks the gradient of a step is that of the set it drew, on shared weights. */
    @ParameterizedTest
    @CsvSource({"BINARY, TANH, true, 2", "REAL, SIGMOID, true, 1"})
    void theGradientUnderOneOfSeveralMasksIsThatOfItsLoss(
            DataKind kind, Function activation, boolean direct, int layers) {
        check(kind, activation, direct, layers, 3);
    }

    private static void check(DataKind kind, Function activation, boolean direct, int layers, int masks) {
        RandomStream random = RandomStream.ofSeed(9);
        Conditionals conditionals = new MadeConditionals(
                        kind, kind == DataKind.CATEGORICAL ? Optional.of(LEVELS) : Optional.empty(), 3, FLOOR)
                .conditionals();
        List<Integer> hidden = List.of(8, 5).subList(0, layers);
        MadeLayout layout = new MadeLayout(conditionals.widths(FEATURES), hidden, activation, direct, 0);
        List<MadeMask> sets = new ArrayList<>();
        for (int m = 0; m < masks; m++) {
            sets.add(MadeMask.drawn(layout, random.permutation(FEATURES), random));
        }
        float[] parameters = new float[layout.parameterCount()];
        random.fillGaussian(parameters, 0, parameters.length);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] *= 0.5f;
        }
        if (masks == 1) {
            sets.get(0).apply(parameters, parameters);
        }
        float[] x = new float[ROWS * FEATURES];
        for (int i = 0; i < x.length; i++) {
            x[i] = switch (kind) {
                case REAL -> (float) random.nextGaussian();
                case BINARY -> random.nextInt(2);
                case CATEGORICAL -> code(LEVELS.count(i % FEATURES), random);
            };
        }
        MadeObjective objective = new MadeObjective(sets, conditionals, 0, ROWS, x, 0);
        float[] gradient = new float[parameters.length];
        RandomStream step = RandomStream.ofSeed(2);
        int drawn = masks == 1 ? 0 : step.child("mask").nextInt(masks);
        double sum = objective.gradient(parameters, x, ROWS, gradient, step);

        Reference reference = new Reference(layout, kind, x, sets.get(drawn).toArray(parameters.length));
        double[] at = GradientCheck.widen(parameters);
        assertThat(-sum / ROWS).isCloseTo(reference.negativeLogLikelihood(at), within(1e-5));
        double[] numeric = GradientCheck.centralDifferences(reference::negativeLogLikelihood, at);
        GradientCheck.assertAgree(kind + " made", gradient, numeric, 1e-4);
    }

    private static float code(int count, RandomStream random) {
        return count == 1 ? -1 : 2f * random.nextInt(count) / (count - 1) - 1;
    }

    /** Dropout multiplies units by 0 or 1/(1 - p): with p = 0.5 and one unit kept, its part of the output doubles. */
    @Test
    void droppedUnitsHaveNoGradientAndKeptOnesAreScaled() {
        int units = 40;
        MadeLayout layout = new MadeLayout(2, 1, List.of(units), Function.SIGMOID, false);
        MadeMask mask = MadeMask.spread(layout, new int[] {0, 1});
        float[] parameters = new float[layout.parameterCount()];
        for (int j = 0; j < units; j++) {
            parameters[layout.weights(1) + 2 * j + 1] = 1f;
        }
        MadeNetwork network = new MadeNetwork(layout, 1);
        float[] x = {1f, 1f};
        // Sigmoid(0) = 0.5, so each kept unit adds 0.5 / (1 - 0.5) = 1 to the logit of feature 1.
        float[] outputs = network.forward(parameters, x, 1, 0.5, RandomStream.ofSeed(3));
        float kept = outputs[1];
        assertThat(kept).isEqualTo(Math.round(kept)).isBetween(8f, 32f);
        float[] gradient = new float[parameters.length];
        network.backward(parameters, x, new float[] {0f, 1f}, gradient, null, 1);
        mask.apply(gradient, gradient);
        int nonZero = 0;
        for (int j = 0; j < units; j++) {
            float g = gradient[layout.weights(1) + 2 * j + 1];
            assertThat(g).isIn(0f, 1f);
            // Through the unit: 1 / (1 - 0.5) times sigmoid'(0) = 0.25.
            assertThat(gradient[layout.biases(0) + j]).isEqualTo(0.5f * g);
            nonZero += g > 0 ? 1 : 0;
        }
        assertThat(nonZero).isEqualTo(Math.round(kept));
        assertThat(network.forward(parameters, x, 1)[1]).isEqualTo(0.5f * units);
    }

    /** MADE in double, one unit at a time. */
    private static final class Reference {
        private final MadeLayout layout;
        private final DataKind kind;
        private final float[] x;
        private final float[] mask;

        Reference(MadeLayout layout, DataKind kind, float[] x, float[] mask) {
            this.layout = layout;
            this.kind = kind;
            this.x = x;
            this.mask = mask;
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
                    sum += switch (kind) {
                        case BINARY -> Math.log(1 / (1 + Math.exp(input[d] > 0.5 ? -outputs[d] : outputs[d])));
                        case CATEGORICAL -> softmax(outputs, d, input[d]);
                        case REAL -> mixture(outputs, 9 * d, input[d]);
                    };
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

        private static double softmax(double[] o, int d, double x) {
            int at = java.util.stream.IntStream.range(0, d).map(LEVELS::count).sum();
            double total = 0;
            for (int c = 0; c < LEVELS.count(d); c++) {
                total += Math.exp(o[at + c]);
            }
            int level = (int) Math.round((x + 1) / 2 * (LEVELS.count(d) - 1));
            return Math.log(Math.exp(o[at + level]) / total);
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
