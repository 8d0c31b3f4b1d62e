package verisim.models.autoregressive;

import verisim.core.math.FloatMath;
import verisim.core.math.NativeFloats;
import verisim.models.nn.Activation;

/**
 * The hidden states of some rows within a block of features that follow each other.
 *
 * <p>At feature d the hidden units are {@code h(rho_d (c + sum_{i<d} x_i W_i))}. They change only after a feature that is not
 * 0, so a row of binary data has as many states as it has ones, not as it has features: in a block every row has one state to
 * begin with and one more after each feature but the last that is not 0. Confined to one thread.
 */
final class NadeStates {
    /** Features of a block. More of them make larger products of matrices, in which more outputs are computed in vain. */
    static final int BINARY_BLOCK = 16;

    private final NadeLayout layout;
    private final int block;
    private final int maxRows;
    private final int[] stateAt;
    private final float[] values;
    private final float[] derivative;
    final NativeFloats natives;
    private int count;

    /**
     * @param maxRows the most rows at once
     */
    NadeStates(NadeLayout layout, int maxRows) {
        this.layout = layout;
        this.block = blockSize(layout);
        this.maxRows = maxRows;
        this.stateAt = new int[maxRows * block];
        this.values = new float[maxRows * block * layout.hidden()];
        this.derivative = new float[layout.hidden()];
        this.natives = new NativeFloats(values.length);
    }

    /** With scales every feature has hidden units of its own, so there is nothing to share within a block. */
    static int blockSize(NadeLayout layout) {
        return layout.scaled() ? 1 : Math.min(BINARY_BLOCK, layout.features());
    }

    int block() {
        return block;
    }

    int maxRows() {
        return maxRows;
    }

    /** Returns how many states the last {@link #compute} found. */
    int count() {
        return count;
    }

    /** Returns the number of the state that row r sees at feature {@code i} of the block. */
    int stateAt(int r, int i) {
        return stateAt[r * block + i];
    }

    /**
     * Computes the states of a block.
     *
     * @param sums [rows, H], {@code c + sum x_i W_i} over the features before the block; advanced past the block
     * @param x [rows, D]
     * @param first the block's first feature
     * @param features how many it has
     */
    void compute(float[] parameters, float[] sums, float[] x, int xFrom, int rows, int first, int features) {
        int h = layout.hidden();
        count = 0;
        for (int r = 0; r < rows; r++) {
            boolean changed = true;
            for (int i = 0; i < features; i++) {
                if (changed) {
                    addState(parameters, sums, r * h, first + i);
                }
                stateAt[r * block + i] = count - 1;
                float value = x[xFrom + r * layout.features() + first + i];
                changed = value != 0;
                if (changed) {
                    addScaled(sums, r * h, value, parameters, layout.inputWeights(first + i), h);
                }
            }
        }
    }

    private void addState(float[] parameters, float[] sums, int from, int feature) {
        int h = layout.hidden();
        int at = count * h;
        activate(layout, parameters, sums, from, feature, values, at);
        natives.put(at, values, at, h);
        count++;
    }

    /** Writes {@code h(rho_feature sums)} to {@code out[at ..]}. */
    static void activate(
            NadeLayout layout, float[] parameters, float[] sums, int from, int feature, float[] out, int at) {
        int h = layout.hidden();
        if (layout.scaled()) {
            float rho = parameters[layout.scales() + feature];
            for (int j = 0; j < h; j++) {
                out[at + j] = rho * sums[from + j];
            }
        } else {
            System.arraycopy(sums, from, out, at, h);
        }
        if (layout.activation() == Activation.Function.RELU) {
            FloatMath.relu(out, out, at, h);
        } else {
            FloatMath.sigmoid(out, out, at, h);
        }
    }

    /**
     * Returns, given the gradient of a state's values, that of its inputs {@code rho a}, in an array that the next call reuses.
     *
     * @param gradient [H] from {@code from}
     */
    float[] inputGradient(int state, float[] gradient, int from) {
        int h = layout.hidden();
        int at = state * h;
        if (layout.activation() == Activation.Function.RELU) {
            for (int j = 0; j < h; j++) {
                derivative[j] = gradient[from + j] * Math.min(1f, values[at + j] * 1e38f);
            }
        } else {
            for (int j = 0; j < h; j++) {
                float v = values[at + j];
                derivative[j] = gradient[from + j] * v * (1f - v);
            }
        }
        return derivative;
    }

    /** Adds {@code scale} times {@code n} values to others. */
    static void addScaled(float[] to, int toFrom, float scale, float[] from, int fromFrom, int n) {
        for (int j = 0; j < n; j++) {
            to[toFrom + j] += scale * from[fromFrom + j];
        }
    }
}
