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
    private final float[][] values;
    /** The values of all states, [count, H]. */
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
        this.values = new float[maxRows * block][layout.hidden()];
        this.natives = new NativeFloats(maxRows * block * layout.hidden());
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
     * @param sums [rows][H], {@code c + sum x_i W_i} over the features before the block; advanced past the block
     * @param x [.., D], of which {@code rows} from row {@code from} are used
     * @param first the block's first feature
     * @param features how many it has
     */
    void compute(NadeWeights weights, float[][] sums, float[] x, int from, int rows, int first, int features) {
        int h = layout.hidden();
        count = 0;
        for (int r = 0; r < rows; r++) {
            boolean changed = true;
            for (int i = 0; i < features; i++) {
                if (changed) {
                    activate(layout, weights, sums[r], first + i, values[count]);
                    natives.put(count * h, values[count], 0, h);
                    count++;
                }
                stateAt[r * block + i] = count - 1;
                float value = x[(from + r) * layout.features() + first + i];
                changed = value != 0;
                if (changed) {
                    NadeWeights.addScaled(sums[r], value, weights.input[first + i]);
                }
            }
        }
    }

    /** Writes {@code h(rho_feature sums)} to {@code out}. */
    static void activate(NadeLayout layout, NadeWeights weights, float[] sums, int feature, float[] out) {
        float rho = weights.scales[feature];
        for (int j = 0; j < out.length; j++) {
            out[j] = rho * sums[j];
        }
        if (layout.activation() == Activation.Function.RELU) {
            FloatMath.relu(out, out, 0, out.length);
        } else {
            FloatMath.sigmoid(out, out, 0, out.length);
        }
    }

    /** Replaces the gradient of a state's values by that of its inputs {@code rho a}. */
    void toInputGradient(int state, float[] gradient) {
        float[] value = values[state];
        if (layout.activation() == Activation.Function.RELU) {
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] *= Math.min(1f, value[j] * 1e38f);
            }
        } else {
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] *= value[j] * (1f - value[j]);
            }
        }
    }
}
