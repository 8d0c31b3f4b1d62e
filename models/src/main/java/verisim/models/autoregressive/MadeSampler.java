package verisim.models.autoregressive;

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
    private final Conditionals conditionals;
    private final float[] parameters;
    private final int layers;
    private final float[][] units;
    private final float[] x;
    private final float[] outputs;

    /** Makes a sampler with buffers of its own, for one thread. */
    MadeSampler(MadeLayout layout, Conditionals conditionals, float[] parameters) {
        this.layout = layout;
        this.conditionals = conditionals;
        this.parameters = parameters;
        this.layers = layout.hidden().size();
        this.units = new float[layers][];
        for (int l = 0; l < layers; l++) {
            units[l] = new float[layout.hidden().get(l) * BLOCK];
        }
        this.x = new float[layout.features() * BLOCK];
        this.outputs = new float[layout.perFeature() * BLOCK];
    }

    /** Returns {@code n} rows, [n, D] row-major. */
    float[] sample(int n, RandomStream random) {
        int d = layout.features();
        float[] out = new float[Math.multiplyExact(n, d)];
        for (int from = 0; from < n; from += BLOCK) {
            int rows = Math.min(BLOCK, n - from);
            drawBlock(rows, random);
            for (int j = 0; j < d; j++) {
                for (int r = 0; r < rows; r++) {
                    out[(from + r) * d + j] = x[j * BLOCK + r];
                }
            }
        }
        return out;
    }

    private void drawBlock(int rows, RandomStream random) {
        int[] done = new int[layers];
        computeUnits(0, done, rows);
        for (int g = 1; g <= layout.features(); g++) {
            int feature = layout.featureOfDegree(g);
            computeOutputs(feature, g, done, rows);
            conditionals.sample(outputs, BLOCK, x, feature * BLOCK, rows, random);
            computeUnits(g, done, rows);
        }
    }

    /** Computes the units of degree {@code g} in every layer, lower layers first. */
    private void computeUnits(int g, int[] done, int rows) {
        for (int l = 0; l < layers; l++) {
            int width = layout.hidden().get(l);
            int start = done[l];
            int end = start;
            while (end < width && layout.degreeOfUnit(end, width) <= g) {
                end++;
            }
            for (int j = start; j < end; j++) {
                int at = j * BLOCK;
                float bias = parameters[layout.biases(l) + j];
                java.util.Arrays.fill(units[l], at, at + rows, bias);
                if (l == 0) {
                    for (int h = 1; h <= g; h++) {
                        int feature = layout.featureOfDegree(h);
                        float w = parameters[layout.weights(0) + feature * width + j];
                        addScaled(units[0], at, w, x, feature * BLOCK, rows);
                    }
                } else {
                    for (int i = 0; i < done[l - 1]; i++) {
                        float w = parameters[layout.weights(l) + i * width + j];
                        addScaled(units[l], at, w, units[l - 1], i * BLOCK, rows);
                    }
                }
            }
            activate(units[l], start * BLOCK, (end - start) * BLOCK);
            done[l] = end;
        }
    }

    private void activate(float[] values, int from, int n) {
        if (n == 0) {
            return;
        }
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
        for (int k = 0; k < layout.perFeature(); k++) {
            int column = feature * layout.perFeature() + k;
            int at = k * BLOCK;
            java.util.Arrays.fill(outputs, at, at + rows, parameters[layout.biases(layers) + column]);
            if (layers > 0) {
                int weights = layout.weights(layers) + column;
                for (int i = 0; i < done[layers - 1]; i++) {
                    addScaled(outputs, at, parameters[weights + i * o], units[layers - 1], i * BLOCK, rows);
                }
            }
            if (layout.direct()) {
                for (int h = 1; h < g; h++) {
                    int seen = layout.featureOfDegree(h);
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
