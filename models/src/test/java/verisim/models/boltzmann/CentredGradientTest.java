package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.data.Split;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;

class CentredGradientTest {
    private static final int D = 9;
    private static final int H = 6;
    private static final int ROWS = 200;
    private static final float[] DATA =
            BoltzmannTrainersTest.bars(Split.TRAIN, ROWS).toFloats();

    private static RbmOptions options(Map<String, ?> given) {
        Map<String, Object> all = new HashMap<>(Map.of("algorithm", "exact", "offsetRate", 0.1));
        all.putAll(given);
        return RbmOptions.of(Options.resolve("rbm", RbmOptions.OPTIONS, all));
    }

    private static double meanLogLikelihood(RbmParameters p, float[] rows) {
        double sum = 0;
        double[] fields = new double[H];
        for (int r = 0; r < ROWS; r++) {
            sum += p.logUnnormalized(rows, r * D, fields);
        }
        return sum / ROWS - p.logPartition();
    }

    private static float[] flipped(float[] rows) {
        float[] out = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            out[i] = 1 - rows[i];
        }
        return out;
    }

    /** The same distribution over flipped bits: {@code W' = -W, b' = -b, c' = c + W^T 1}. */
    private static RbmParameters flipped(RbmParameters p) {
        RbmParameters out = RbmParameters.zeros(D, H);
        for (int d = 0; d < D; d++) {
            out.values()[p.visibleFrom() + d] = -p.values()[p.visibleFrom() + d];
            for (int j = 0; j < H; j++) {
                out.values()[d * H + j] = -p.values()[d * H + j];
            }
        }
        for (int j = 0; j < H; j++) {
            double sum = p.hiddenBias(j);
            for (int d = 0; d < D; d++) {
                sum += p.weight(d, j);
            }
            out.values()[p.hiddenFrom() + j] = (float) sum;
        }
        return out;
    }

    private static double[] curve(RbmParameters p, float[] rows, float[] baseLogits, RbmOptions options) {
        RbmUpdates updates = new RbmUpdates(p, baseLogits, options, ROWS);
        double[] out = new double[10];
        for (int i = 0; i < out.length; i++) {
            for (int step = 0; step < 20; step++) {
                updates.step(rows, ROWS, 0.2, options.steps().momentum(), RandomStream.ofSeed(1));
            }
            out[i] = meanLogLikelihood(p, rows);
        }
        return out;
    }

    /** Returns the largest difference of the two exact log-likelihood curves. */
    private static double difference(Map<String, ?> given) {
        RbmParameters p = TinyRbm.random(D, H, 0.3, "flip").parameters();
        RbmParameters q = flipped(p);
        assertThat(meanLogLikelihood(q, flipped(DATA))).isCloseTo(meanLogLikelihood(p, DATA), within(1e-5));
        float[] base = new float[D];
        float[] flippedBase = new float[D];
        for (int d = 0; d < D; d++) {
            base[d] = 0.3f * d - 1;
            flippedBase[d] = -base[d];
        }
        double[] plain = curve(p, DATA, base, options(given));
        double[] other = curve(q, flipped(DATA), flippedBase, options(given));
        double most = 0;
        for (int i = 0; i < plain.length; i++) {
            most = Math.max(most, Math.abs(plain[i] - other[i]));
        }
        assertThat(plain[9]).as("it has learned something").isGreaterThan(plain[0] + 0.5);
        return most;
    }

    @ParameterizedTest
    @ValueSource(strings = {"data-mean", "enhanced"})
    void learningDoesNotDependOnWhichValueOfABitIsCalledOne(String offsets) {
        assertThat(difference(Map.of("offsets", offsets))).isLessThan(2e-3); // 200 steps in float
        assertThat(difference(Map.of("offsets", offsets, "momentum", 0.5, "weightDecay", 0.001)))
                .isLessThan(2e-3);
    }

    @Test
    void learningAlongTheOrdinaryGradientDoes() {
        assertThat(difference(Map.of("offsets", "none"))).isGreaterThan(0.02);
    }

    /**
     * One step along the centred gradient is a step of the machine over v - mu and h - lambda: its energy {@code -(v - mu).b - (h -
     * lambda).c - (v - mu) W (h - lambda)} has the gradient differences of W, b, c in its own parameters.
     */
    @Test
    void aStepIsThatOfTheMachineWithOffsets() {
        Rbm rbm = TinyRbm.random(D, H, 0.5, "centred");
        RbmParameters p = rbm.parameters();
        float[] base = new float[D];
        RbmOptions centred = options(Map.of("offsets", "data-mean", "offsetRate", 1.0));
        float[] before = p.values().clone();
        RbmUpdates ordinary = new RbmUpdates(p, base, options(Map.of("offsets", "none")), ROWS);
        ordinary.estimateGradient(DATA, ROWS, RandomStream.ofSeed(1));
        float[] g = ordinary.gradient();
        RbmUpdates updates = new RbmUpdates(p, base, centred, ROWS);
        updates.step(DATA, ROWS, 0.1, 0, RandomStream.ofSeed(1));
        double[] mu = new double[D];
        double[] lambda = new double[H];
        float[] h = new float[H];
        RbmParameters old = new RbmParameters(D, H, before);
        for (int r = 0; r < ROWS; r++) {
            old.hiddenFields(java.util.Arrays.copyOfRange(DATA, r * D, r * D + D), 1, h);
            for (int d = 0; d < D; d++) {
                mu[d] += DATA[r * D + d] / ROWS;
            }
            for (int j = 0; j < H; j++) {
                lambda[j] += 1 / (1 + Math.exp(-h[j])) / ROWS;
            }
        }
        int b = p.visibleFrom();
        int c = p.hiddenFrom();
        double[][] dw = new double[D][H];
        for (int d = 0; d < D; d++) {
            for (int j = 0; j < H; j++) {
                // <(v - mu)(h - lambda)> = <v h> - mu <h> - <v> lambda + mu lambda, differences of data and model
                dw[d][j] = g[d * H + j] - mu[d] * g[c + j] - g[b + d] * lambda[j];
                assertThat((double) p.values()[d * H + j] - before[d * H + j]).isCloseTo(0.1 * dw[d][j], within(1e-6));
            }
        }
        for (int d = 0; d < D; d++) {
            // ordinary b = centred b - W lambda, before and after the step
            double expected = g[b + d];
            for (int j = 0; j < H; j++) {
                expected -= dw[d][j] * lambda[j];
            }
            assertThat((double) p.values()[b + d] - before[b + d]).isCloseTo(0.1 * expected, within(1e-6));
        }
        for (int j = 0; j < H; j++) {
            double expected = g[c + j];
            for (int d = 0; d < D; d++) {
                expected -= dw[d][j] * mu[d];
            }
            assertThat((double) p.values()[c + j] - before[c + j]).isCloseTo(0.1 * expected, within(1e-6));
        }
    }
}
