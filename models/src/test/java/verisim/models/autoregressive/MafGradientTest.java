package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.random.RandomStream;
import verisim.core.testkit.GradientCheck;
import verisim.models.nn.Activation.Function;

/** The gradient of the whole flow against central differences of a second forward pass, written out in double. */
class MafGradientTest {
    private static final double FLOOR = 0.02;

    static MafFlow flow(
            int features, int layers, List<Integer> hidden, boolean batchNorm, int components, RandomStream random) {
        List<int[]> orders = new ArrayList<>();
        for (int l = 0; l <= layers; l++) {
            orders.add(random.permutation(features));
        }
        return new MafFlow(features, layers, hidden, Function.TANH, batchNorm, components, FLOOR, orders);
    }

    static float[] parameters(MafFlow flow, float size, RandomStream random) {
        float[] out = new float[flow.parameterCount()];
        random.fillGaussian(out, 0, out.length);
        for (int i = 0; i < out.length; i++) {
            out[i] *= size;
        }
        flow.applyMasks(out);
        return out;
    }

    static MafStatistics statistics(MafFlow flow, RandomStream random) {
        int layers = flow.layers().size();
        MafStatistics out = new MafStatistics(new double[layers][flow.features()], new double[layers][flow.features()]);
        for (int l = 0; l < layers; l++) {
            for (int j = 0; j < flow.features(); j++) {
                out.mean()[l][j] = 0.3 * random.nextGaussian();
                out.variance()[l][j] = 0.5 + random.nextDouble();
            }
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({
        "1, false, 0, 1",
        "2, false, 0, 2",
        "1, true, 0, 1",
        "2, true, 0, 0",
        "1, false, 3, 1",
        "2, true, 3, 1",
        "3, true, 2, 2"
    })
    void theGradientIsThatOfTheLoss(int layers, boolean batchNorm, int components, int depth) {
        RandomStream random = RandomStream.ofSeed(7);
        int d = 4;
        int rows = 9;
        MafFlow flow = flow(d, layers, List.of(7, 6).subList(0, depth), batchNorm, components, random);
        float[] parameters = parameters(flow, 0.25f, random);
        float[] x = new float[rows * d];
        random.fillGaussian(x, 0, x.length);
        float[] gradient = new float[parameters.length];
        double sum = new MafPass(flow, rows).gradient(parameters, x, rows, gradient);

        Reference reference = new Reference(flow, x, rows, components);
        double[] at = GradientCheck.widen(parameters);
        assertThat(-sum / rows).isCloseTo(reference.loss(at), within(1e-5));
        GradientCheck.assertAgree("maf", gradient, GradientCheck.centralDifferences(reference::loss, at), 2e-4);
    }

    /** Normalised by its own statistics, a data set scores what training scored with it as the batch. */
    @Test
    void statisticsOfAllRowsAreThoseOfABatchOfAllRows() {
        RandomStream random = RandomStream.ofSeed(8);
        int d = 3;
        int rows = 50;
        MafFlow flow = flow(d, 3, List.of(8), true, 2, random);
        float[] parameters = parameters(flow, 0.3f, random);
        float[] x = new float[rows * d];
        random.fillGaussian(x, 0, x.length);
        MafPass pass = new MafPass(flow, rows);
        double expected = pass.gradient(parameters, x, rows, new float[parameters.length]);
        // In blocks of 16, the last one smaller.
        MafStatistics statistics = new MafPass(flow, 16).statistics(parameters, x, 16);
        double[] scores = new double[rows];
        pass.score(parameters, statistics, x, 0, rows, scores, 0);
        assertThat(java.util.Arrays.stream(scores).sum()).isCloseTo(expected, within(1e-4));
    }

    /** A remainder too small to be normalised by its own statistics moves nothing. */
    @Test
    void aSmallRemainderHasNoGradient() {
        RandomStream random = RandomStream.ofSeed(9);
        for (boolean batchNorm : new boolean[] {true, false}) {
            MafFlow flow = flow(2, 2, List.of(5), batchNorm, 0, random);
            float[] parameters = parameters(flow, 0.3f, random);
            float[] x = new float[20];
            random.fillGaussian(x, 0, x.length);
            MafObjective objective = new MafObjective(flow, 10, x, x, 0);
            float[] gradient = new float[parameters.length];
            objective.gradient(parameters, x, 4, gradient, random);
            assertThat(gradient).hasSize(parameters.length);
            boolean all0 = GradientCheck.widen(gradient).length
                    == java.util.Arrays.stream(GradientCheck.widen(gradient))
                            .filter(g -> g == 0)
                            .count();
            assertThat(all0).isEqualTo(batchNorm);
            objective.gradient(parameters, x, 5, gradient, random);
            assertThat(java.util.Arrays.stream(GradientCheck.widen(gradient)).anyMatch(g -> g != 0))
                    .isTrue();
        }
    }

    /** The flow in double, one row and one unit at a time. */
    private static final class Reference {
        private final MafFlow flow;
        private final double[][] x;
        private final int components;

        Reference(MafFlow flow, float[] x, int rows, int components) {
            this.flow = flow;
            this.components = components;
            this.x = new double[rows][flow.features()];
            for (int i = 0; i < x.length; i++) {
                this.x[i / flow.features()][i % flow.features()] = x[i];
            }
        }

        double loss(double[] p) {
            int n = x.length;
            int d = flow.features();
            double[][] current = new double[n][];
            double logP = 0;
            for (int r = 0; r < n; r++) {
                current[r] = x[r].clone();
            }
            for (int l = 0; l < flow.layers().size(); l++) {
                for (int r = 0; r < n; r++) {
                    double[] out = outputs(flow.layers().get(l), p, current[r]);
                    double[] u = new double[d];
                    for (int i = 0; i < d; i++) {
                        double alpha = 6 * Math.tanh(out[2 * i + 1] / 6);
                        u[i] = (current[r][i] - out[2 * i]) * Math.exp(-alpha);
                        logP -= alpha;
                    }
                    current[r] = u;
                }
                for (int i = 0; i < d && flow.normalized(); i++) {
                    double mean = 0;
                    double variance = 0;
                    for (double[] row : current) {
                        mean += row[i] / n;
                    }
                    for (double[] row : current) {
                        variance += (row[i] - mean) * (row[i] - mean) / n;
                    }
                    double scale = Math.exp(p[flow.gains(l) + i]) / Math.sqrt(variance + 1e-5);
                    for (double[] row : current) {
                        row[i] = (row[i] - mean) * scale + p[flow.shifts(l) + i];
                    }
                    logP += n * Math.log(scale);
                }
            }
            for (double[] u : current) {
                double[] out = components == 0 ? null : outputs(flow.base().orElseThrow(), p, u);
                for (int i = 0; i < d; i++) {
                    logP += out == null ? Math.log(normal(u[i])) : mixture(out, 3 * components * i, u[i]);
                }
            }
            return -logP / n;
        }

        private double mixture(double[] o, int at, double x) {
            double density = 0;
            double total = 0;
            for (int k = at; k < at + components; k++) {
                double s = FLOOR + Math.exp(o[k + 2 * components]);
                density += Math.exp(o[k]) * normal((x - o[k + components]) / s) / s;
                total += Math.exp(o[k]);
            }
            return Math.log(density / total);
        }

        private static double normal(double u) {
            return Math.exp(-0.5 * u * u) / Math.sqrt(2 * Math.PI);
        }

        private static double[] outputs(MadeMask made, double[] p, double[] input) {
            MadeLayout layout = made.layout();
            float[] mask = made.toArray(p.length);
            int layers = layout.layers();
            double[] current = input;
            for (int l = 0; l < layers; l++) {
                double[] next = new double[layout.width(l)];
                for (int j = 0; j < next.length; j++) {
                    next[j] = p[layout.biases(l) + j];
                    for (int i = 0; i < current.length; i++) {
                        int at = layout.weights(l) + i * next.length + j;
                        next[j] += mask[at] * p[at] * current[i];
                    }
                    next[j] = Math.tanh(next[j]);
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
                for (int i = 0; i < input.length; i++) {
                    int at = layout.directWeights() + i * out.length + o;
                    out[o] += mask[at] * p[at] * input[i];
                }
            }
            return out;
        }
    }
}
