package verisim.models.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.data.DataKind;
import verisim.core.random.RandomStream;
import verisim.models.nn.Network;

/** Losses and gradients against a plain computation in double, and the discriminator's optimum. */
class GanTrainingStepTest {
    private static final int ROWS = 6;
    private static final int LATENTS = 2;

    @ParameterizedTest
    @CsvSource({"REAL, non-saturating", "REAL, minimax", "BINARY, non-saturating", "BINARY, minimax"})
    void gradientsAgreeWithCentralDifferencesOfTheFormula(DataKind kind, String loss) {
        GanArchitecture shape = new GanArchitecture(kind, 3, LATENTS, List.of(4), List.of(5, 4));
        RandomStream random = RandomStream.ofSeed(3);
        float[] g = new float[shape.generator().parameterCount()];
        float[] d = new float[shape.discriminator().parameterCount()];
        float[] x = new float[ROWS * 3];
        random.fillGaussian(g, 0, g.length);
        random.fillGaussian(d, 0, d.length);
        random.fillGaussian(x, 0, x.length);
        GanTrainingStep step = new GanTrainingStep(shape, GanLoss.of(loss), g, d, ROWS + 3, 1e-3, 0.5);
        float[] z = new float[ROWS * LATENTS];
        RandomStream.ofSeed(4).fillGaussian(z, 0, z.length);

        double discriminatorLoss = step.discriminatorLoss(x, ROWS, RandomStream.ofSeed(4));
        ToDoubleFunction<double[]> discriminatorFormula = w -> {
            double sum = 0;
            for (int r = 0; r < ROWS; r++) {
                sum += Math.log1p(Math.exp(-logit(shape, w, row(x, r, 3))));
                sum += Math.log1p(Math.exp(logit(shape, w, generated(shape, wide(g), row(z, r, LATENTS)))));
            }
            return sum / ROWS;
        };
        assertThat(discriminatorLoss).isCloseTo(discriminatorFormula.applyAsDouble(wide(d)), within(1e-5));
        checkGradient(step.discriminatorGradient(), d, discriminatorFormula);

        double generatorLoss = step.generatorLoss(ROWS, RandomStream.ofSeed(4));
        ToDoubleFunction<double[]> generatorFormula = w -> {
            double sum = 0;
            for (int r = 0; r < ROWS; r++) {
                double a = logit(shape, wide(d), generated(shape, w, row(z, r, LATENTS)));
                // log(1 - sigmoid(a)) and -log sigmoid(a), written so that neither cancels.
                sum += loss.equals("minimax") ? -Math.log1p(Math.exp(a)) : Math.log1p(Math.exp(-a));
            }
            return sum / ROWS;
        };
        assertThat(generatorLoss).isCloseTo(generatorFormula.applyAsDouble(wide(g)), within(1e-5));
        checkGradient(step.generatorGradient(), g, generatorFormula);
    }

    /** Against data N(1, 1) and a generator N(0, 1) the optimum is D = p / (p + q), logit {@code log p - log q = x - 1/2}. */
    @Test
    void theDiscriminatorApproachesTheLogDensityRatio() {
        GanArchitecture shape = new GanArchitecture(DataKind.REAL, 1, 1, List.of(), List.of(16));
        float[] g = {1, 0}; // G(z) = z
        float[] d = new float[shape.discriminator().parameterCount()];
        RandomStream random = RandomStream.ofSeed(8);
        shape.discriminator().initialize(d, 0, random.child("initial"));
        int rows = 2000;
        float[] x = new float[rows];
        double loss = 0;
        for (double rate : new double[] {1e-2, 1e-3}) {
            GanTrainingStep step = new GanTrainingStep(shape, GanLoss.MINIMAX, g, d, rows, rate, 0.9);
            loss = 0;
            for (int i = 0; i < 500; i++) {
                random.fillGaussian(x, 0, rows);
                for (int r = 0; r < rows; r++) {
                    x[r] += 1;
                }
                loss += step.discriminatorStep(x, rows, random) / 500;
            }
        }
        Network.Pass pass = shape.discriminator().newPass(7);
        float[] points = {-1, -0.5f, 0, 0.5f, 1, 1.5f, 2};
        float[] logits = pass.forward(d, 0, points, points.length);
        for (int i = 0; i < points.length; i++) {
            assertThat((double) logits[i]).isCloseTo(points[i] - 0.5, within(0.1));
        }
        // At the optimum the loss is 2 log 2 - 2 JS(p, q); JS by quadrature (below).
        assertThat(loss).isCloseTo(2 * Math.log(2) - 2 * jensenShannon(), within(0.01));
    }

    private static double jensenShannon() {
        double sum = 0;
        for (double t = -12; t < 13; t += 1e-3) {
            double p = Math.exp(-0.5 * (t - 1) * (t - 1)) / Math.sqrt(2 * Math.PI);
            double q = Math.exp(-0.5 * t * t) / Math.sqrt(2 * Math.PI);
            double m = (p + q) / 2;
            sum += 0.5e-3 * (p * Math.log(p / m) + q * Math.log(q / m));
        }
        return sum;
    }

    private static void checkGradient(float[] gradient, float[] at, ToDoubleFunction<double[]> formula) {
        double[] w = wide(at);
        double largest = 0;
        for (float v : gradient) {
            largest = Math.max(largest, Math.abs(v));
        }
        assertThat(largest).isGreaterThan(1e-3);
        for (int i = 0; i < w.length; i++) {
            double h = 1e-6;
            double kept = w[i];
            w[i] = kept + h;
            double up = formula.applyAsDouble(w);
            w[i] = kept - h;
            double down = formula.applyAsDouble(w);
            w[i] = kept;
            assertThat((double) gradient[i]).isCloseTo((up - down) / (2 * h), within(1e-5 * Math.max(1, largest)));
        }
    }

    private static double[] generated(GanArchitecture shape, double[] w, double[] z) {
        double[] out = perceptron(w, z, shape.generatorHidden(), shape.features(), 0);
        if (shape.kind() == DataKind.BINARY) {
            for (int i = 0; i < out.length; i++) {
                out[i] = sigmoid(out[i]);
            }
        }
        return out;
    }

    private static double logit(GanArchitecture shape, double[] w, double[] x) {
        return perceptron(w, x, shape.discriminatorHidden(), 1, 0.2)[0];
    }

    private static double[] perceptron(double[] w, double[] input, List<Integer> hidden, int outputs, double leak) {
        double[] current = input;
        int at = 0;
        for (int layer = 0; layer <= hidden.size(); layer++) {
            int width = layer < hidden.size() ? hidden.get(layer) : outputs;
            double[] next = new double[width];
            for (int j = 0; j < width; j++) {
                next[j] = w[at + current.length * width + j];
                for (int i = 0; i < current.length; i++) {
                    next[j] += current[i] * w[at + i * width + j];
                }
                if (layer < hidden.size() && next[j] < 0) {
                    next[j] *= leak;
                }
            }
            at += (current.length + 1) * width;
            current = next;
        }
        return current;
    }

    private static double sigmoid(double a) {
        return 1 / (1 + Math.exp(-a));
    }

    private static double[] row(float[] values, int r, int columns) {
        double[] out = new double[columns];
        for (int i = 0; i < columns; i++) {
            out[i] = values[r * columns + i];
        }
        return out;
    }

    private static double[] wide(float[] values) {
        return row(values, 0, values.length);
    }
}
