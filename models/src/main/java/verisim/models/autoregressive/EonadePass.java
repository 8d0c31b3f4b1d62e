package verisim.models.autoregressive;

import java.util.Arrays;
import verisim.core.math.FloatMath;
import verisim.core.math.NativeFloats;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;

/**
 * Goes through the features of some rows in one order, step by step. Sums into the first hidden layer are kept: seeing feature i adds
 * {@code x_i W_i + M_i}. Layers above are products over all rows; the logit of a feature is one dot product a row. So a row costs
 * {@code O(D H_1 + S (H_1 H_2 + ...))} for D features in S steps. Arrays are [unit, row], so that inner loops run over rows. Confined to
 * one thread.
 */
final class EonadePass {
    private final EonadeWeights weights;
    private final EonadeShape shape;
    private final EonadeSteps steps;
    private final Conditionals conditionals;
    private final float[][] x;
    private final float[][] sums;
    private final NativeFloats[] units;
    private final float[] unit;
    private final float[][] logits;
    private final float[] scored;

    EonadePass(EonadeWeights weights, EonadeSteps steps, int maxRows) {
        this.weights = weights;
        this.shape = weights.shape();
        this.steps = steps;
        this.conditionals = new BernoulliConditionals(shape.floor());
        this.x = new float[shape.features()][maxRows];
        this.sums = new float[shape.width(0)][maxRows];
        this.units = new NativeFloats[shape.layers() == 1 ? 0 : shape.layers()];
        for (int l = 0; l < units.length; l++) {
            units[l] = new NativeFloats(Math.multiplyExact(maxRows, shape.width(l)));
        }
        this.unit = new float[maxRows];
        this.logits = new float[steps.largest()][maxRows];
        this.scored = new float[Math.multiplyExact(maxRows, shape.features())];
    }

    /**
     * Writes {@code log p(x given order)} of each row to {@code out[outFrom ..]}, nats, added up in double.
     *
     * @param rows [.., D], of which {@code count} from row {@code from} are used
     */
    void score(int[] order, float[] rows, int from, int count, double[] out, int outFrom) {
        int d = shape.features();
        start(rows, from, count);
        int before = 0;
        for (int at = 0; at < d; at = steps.end(at)) {
            computeLogits(order, before, at, count);
            for (int i = at; i < steps.end(at); i++) {
                float[] of = logits[i - at];
                for (int r = 0; r < count; r++) {
                    scored[r * d + order[i]] = of[r];
                }
            }
            before = at;
        }
        for (int r = 0; r < count; r++) {
            out[outFrom + r] = conditionals.logLikelihood(rows, (from + r) * d, scored, r * d, d);
        }
    }

    /** Draws all features but the first {@code given} of the order, in place. */
    void draw(int[] order, int given, float[] rows, int from, int count, RandomStream random) {
        int d = shape.features();
        start(rows, from, count);
        int before = 0;
        for (int at = given; at < d; at = steps.end(at)) {
            computeLogits(order, before, at, count);
            for (int i = at; i < steps.end(at); i++) {
                conditionals.sample(logits[i - at], count, x[order[i]], 0, count, random);
            }
            before = at;
        }
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < d; i++) {
                rows[(from + r) * d + i] = x[i][r];
            }
        }
    }

    private void start(float[] rows, int from, int count) {
        int d = shape.features();
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < d; i++) {
                x[i][r] = rows[(from + r) * d + i];
            }
        }
        for (int j = 0; j < sums.length; j++) {
            Arrays.fill(sums[j], 0, count, weights.bias(0, j));
        }
    }

    private void addSeen(int feature, int j, int count) {
        addScaled(sums[j], weights.value(feature, j), x[feature], weights.seen(feature, j), count);
    }

    /**
     * Computes the logits of the features from place {@code at} to the end of its step, those of all earlier places seen.
     *
     * @param before the places before this one were seen the last time
     */
    private void computeLogits(int[] order, int before, int at, int count) {
        int layers = shape.layers();
        for (int i = at; i < steps.end(at); i++) {
            Arrays.fill(logits[i - at], 0, count, weights.bias(layers, order[i]));
        }
        for (int j = 0; j < sums.length; j++) {
            for (int i = before; i < at; i++) {
                addSeen(order[i], j, count);
            }
            activate(sums[j], count);
            if (layers == 1) {
                addToLogits(order, at, j, count);
            } else {
                units[0].put(j * count, unit, 0, count);
            }
        }
        for (int l = 1; l < layers; l++) {
            int width = shape.width(l);
            NativeFloats.gemm(
                    true, false, width, count, shape.inputs(l), weights.between(l), 0, units[l - 1], 0, units[l], 0);
            for (int j = 0; j < width; j++) {
                units[l].get(j * count, unit, 0, count);
                addBias(unit, weights.bias(l, j), count);
                activate(unit, count);
                if (l == layers - 1) {
                    addToLogits(order, at, j, count);
                } else {
                    units[l].put(j * count, unit, 0, count);
                }
            }
        }
    }

    /** Adds what unit j of the last hidden layer, in {@link #unit}, gives to the logits of the step at a place. */
    private void addToLogits(int[] order, int at, int j, int count) {
        for (int i = at; i < steps.end(at); i++) {
            addScaled(logits[i - at], weights.output(order[i])[j], unit, 0f, count);
        }
    }

    /** Writes the hidden units of {@code a} to {@link #unit}, which {@code a} may be. */
    private void activate(float[] a, int count) {
        switch (shape.activation()) {
            case RELU -> FloatMath.relu(a, unit, 0, count);
            case LEAKY_RELU -> {
                for (int r = 0; r < count; r++) {
                    unit[r] = Math.max(a[r], Activation.LEAK * a[r]);
                }
            }
            case TANH -> FloatMath.tanh(a, unit, 0, count);
            case SIGMOID -> FloatMath.sigmoid(a, unit, 0, count);
        }
    }

    private static void addScaled(float[] to, float scale, float[] from, float constant, int n) {
        for (int r = 0; r < n; r++) {
            to[r] += scale * from[r] + constant;
        }
    }

    private static void addBias(float[] to, float bias, int n) {
        for (int r = 0; r < n; r++) {
            to[r] += bias;
        }
    }
}
