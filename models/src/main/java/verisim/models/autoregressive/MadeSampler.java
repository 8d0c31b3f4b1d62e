package verisim.models.autoregressive;

import java.util.Arrays;
import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;

/**
 * Draws feature by feature. A hidden unit is computed once, as soon as the last feature it sees has been drawn, so a sample
 * costs one forward pass in all, whatever the number of layers. Arrays are [unit, row], so that inner loops run over rows.
 */
final class MadeSampler {
    private static final int BLOCK = 128;

    private final MadeLayout layout;
    private final MadeMask mask;
    private final ConditionalsDraw conditionals;
    private final float[] parameters;
    private final int layers;
    private final int[][] byDegree;
    private final float[][] units;
    private final float[] x;
    private final float[] outputs;

    /**
     * Makes a sampler with buffers of its own, for one thread.
     *
     * @param parameters with masked ones at 0 (they are not looked at)
     */
    MadeSampler(MadeMask mask, ConditionalsDraw conditionals, float[] parameters) {
        this.layout = mask.layout();
        this.mask = mask;
        this.conditionals = conditionals;
        this.parameters = parameters;
        this.layers = layout.layers();
        this.byDegree = new int[layers][];
        this.units = new float[layers][];
        for (int l = 0; l < layers; l++) {
            byDegree[l] = mask.unitsByDegree(l);
            units[l] = new float[layout.width(l) * BLOCK];
        }
        this.x = new float[layout.features() * BLOCK];
        this.outputs = new float[layout.perFeature() * BLOCK];
    }

    /**
     * Draws the features after the first {@code given} of the order, in place.
     *
     * @param rows [n, D] row-major, in the network's units. What stands at a feature to be drawn is seen by {@link
     *     ConditionalsDraw#sample} alone
     */
    void draw(float[] rows, int n, int given, RandomStream random) {
        int d = layout.features();
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            for (int j = 0; j < d; j++) {
                for (int r = 0; r < count; r++) {
                    x[j * BLOCK + r] = rows[(from + r) * d + j];
                }
            }
            drawBlock(count, given, random);
            for (int j = 0; j < d; j++) {
                for (int r = 0; r < count; r++) {
                    rows[(from + r) * d + j] = x[j * BLOCK + r];
                }
            }
        }
    }

    private void drawBlock(int rows, int given, RandomStream random) {
        int[] done = new int[layers];
        computeUnits(0, done, rows);
        for (int g = 1; g <= layout.features(); g++) {
            if (g > given) {
                int feature = mask.featureOfDegree(g);
                computeOutputs(feature, g, done, rows);
                conditionals.draw(feature).sample(outputs, BLOCK, x, feature * BLOCK, rows, random);
            }
            computeUnits(g, done, rows);
        }
    }

    /** Computes the units of degree {@code g} in every layer, lower layers first. */
    private void computeUnits(int g, int[] done, int rows) {
        for (int l = 0; l < layers; l++) {
            int width = layout.width(l);
            int end = done[l];
            while (end < width && mask.degreeOfUnit(l, byDegree[l][end]) <= g) {
                int j = byDegree[l][end++];
                int at = j * BLOCK;
                Arrays.fill(units[l], at, at + rows, parameters[layout.biases(l) + j]);
                if (l == 0) {
                    for (int h = 1; h <= g; h++) {
                        int feature = mask.featureOfDegree(h);
                        float w = parameters[layout.weights(0) + feature * width + j];
                        addScaled(units[0], at, w, x, feature * BLOCK, rows);
                    }
                } else {
                    for (int k = 0; k < done[l - 1]; k++) {
                        int i = byDegree[l - 1][k];
                        float w = parameters[layout.weights(l) + i * width + j];
                        addScaled(units[l], at, w, units[l - 1], i * BLOCK, rows);
                    }
                }
                activate(units[l], at, rows);
            }
            done[l] = end;
        }
    }

    private void activate(float[] values, int from, int n) {
        switch (layout.activation()) {
            case RELU -> FloatMath.relu(values, values, from, n);
            case LEAKY_RELU -> {
                for (int i = from; i < from + n; i++) {
                    values[i] = Math.max(values[i], Activation.LEAK * values[i]);
                }
            }
            case TANH -> FloatMath.tanh(values, values, from, n);
            case SIGMOID -> FloatMath.sigmoid(values, values, from, n);
        }
    }

    /** Computes the outputs of the feature of degree {@code g} from the units and features of smaller degree. */
    private void computeOutputs(int feature, int g, int[] done, int rows) {
        int o = layout.outputs();
        int first = layout.outputFrom(feature);
        for (int column = first; column < layout.outputFrom(feature + 1); column++) {
            int at = (column - first) * BLOCK;
            Arrays.fill(outputs, at, at + rows, parameters[layout.biases(layers) + column]);
            if (layers > 0) {
                int weights = layout.weights(layers) + column;
                for (int j = 0; j < done[layers - 1]; j++) {
                    int i = byDegree[layers - 1][j];
                    addScaled(outputs, at, parameters[weights + i * o], units[layers - 1], i * BLOCK, rows);
                }
            }
            if (layout.direct()) {
                for (int h = 1; h < g; h++) {
                    int seen = mask.featureOfDegree(h);
                    float w = parameters[layout.directWeights() + seen * o + column];
                    addScaled(outputs, at, w, x, seen * BLOCK, rows);
                }
            }
        }
    }

    private static void addScaled(float[] to, int toFrom, float scale, float[] from, int fromFrom, int n) {
        for (int r = 0; r < n; r++) {
            to[toFrom + r] += scale * from[fromFrom + r];
        }
    }
}
