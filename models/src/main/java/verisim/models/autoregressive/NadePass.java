package verisim.models.autoregressive;

import verisim.core.math.NativeFloats;

/**
 * Log-likelihood and gradient of some rows under a NADE, block of features by block. Confined to one thread.
 *
 * <p>Outputs of a block are one product of its distinct hidden states with the block's V; most of it is computed in vain, for
 * features at which a row is in another state, but at the speed of a matrix product that is still several times faster than
 * one dot product a feature and row. Going back, {@code a} is computed again from where it stood at the block's begin: taking
 * {@code x_d W_d} off step by step would lose digits.
 */
final class NadePass {
    private final NadeLayout layout;
    private final Conditionals conditionals;
    private final NadeStates states;
    private final int block;
    private final int width;
    private final float[][] sums;
    private final float[] x;
    private final float[] outputs;
    private final float[] product;
    private final NativeFloats nativeProduct;
    private Backward backward;

    /**
     * @param maxRows the most rows at once
     */
    NadePass(NadeLayout layout, Conditionals conditionals, int maxRows) {
        this.layout = layout;
        this.conditionals = conditionals;
        this.states = new NadeStates(layout, maxRows);
        this.block = states.block();
        this.width = block * layout.perFeature();
        this.sums = new float[maxRows][layout.hidden()];
        this.x = new float[maxRows * block];
        this.outputs = new float[maxRows * width];
        this.product = new float[maxRows * block * width];
        this.nativeProduct = new NativeFloats(product.length);
    }

    /** What only training needs. */
    private final class Backward {
        final float[][] starts = new float[(layout.features() + block - 1) / block][states.maxRows() * layout.hidden()];
        final float[] dOutputs = new float[outputs.length];
        final NativeFloats dOutputWeights = new NativeFloats(width * layout.hidden());
        final NativeFloats dStates = new NativeFloats(states.maxRows() * block * layout.hidden());
        final float[] dState = new float[layout.hidden()];
        final float[][] dSums = new float[states.maxRows()][layout.hidden()];
        final float[][] dInputWeights = new float[layout.features()][layout.hidden()];
        final float[] dHiddenBiases = new float[layout.hidden()];
    }

    /** Writes {@code log p} of each row to {@code out[outFrom ..]}, nats, added up in double. */
    void score(NadeWeights weights, float[] rows, int from, int count, double[] out, int outFrom) {
        int d = layout.features();
        java.util.Arrays.fill(out, outFrom, outFrom + count, 0);
        startSums(weights, count);
        for (int first = 0; first < d; first += block) {
            int features = Math.min(block, d - first);
            states.compute(weights, sums, rows, from, count, first, features);
            computeOutputs(weights, count, first, features);
            for (int r = 0; r < count; r++) {
                out[outFrom + r] += conditionals.logLikelihood(
                        rows, (from + r) * d + first, outputs, r * features * layout.perFeature(), features);
            }
        }
    }

    /**
     * Computes the gradient of the negated sum of log-likelihoods over {@code scale}.
     *
     * @param rows [.., D], of which {@code count} from row {@code from} are used
     * @param scale rows of the whole batch
     * @param gradient overwritten
     * @return the sum of log-likelihoods, nats
     */
    double gradient(NadeWeights weights, float[] rows, int from, int count, int scale, float[] gradient) {
        if (backward == null) {
            backward = new Backward();
        }
        int d = layout.features();
        int h = layout.hidden();
        java.util.Arrays.fill(gradient, 0f);
        startSums(weights, count);
        for (int b = 0; b < backward.starts.length; b++) {
            for (int r = 0; r < count; r++) {
                System.arraycopy(sums[r], 0, backward.starts[b], r * h, h);
            }
            advance(weights, rows, from, count, b * block, Math.min(block, d - b * block));
        }
        for (int r = 0; r < count; r++) {
            java.util.Arrays.fill(backward.dSums[r], 0f);
        }
        for (float[] row : backward.dInputWeights) {
            java.util.Arrays.fill(row, 0f);
        }
        double sum = 0;
        for (int b = backward.starts.length - 1; b >= 0; b--) {
            sum += blockGradient(weights, rows, from, count, scale, b, gradient);
        }
        for (int i = 0; i < d; i++) {
            System.arraycopy(backward.dInputWeights[i], 0, gradient, layout.inputWeights(i), h);
        }
        java.util.Arrays.fill(backward.dHiddenBiases, 0f);
        for (int r = 0; r < count; r++) {
            NadeWeights.addScaled(backward.dHiddenBiases, 1f, backward.dSums[r]);
        }
        System.arraycopy(backward.dHiddenBiases, 0, gradient, layout.hiddenBiases(), h);
        return sum;
    }

    private void startSums(NadeWeights weights, int count) {
        for (int r = 0; r < count; r++) {
            System.arraycopy(weights.hiddenBiases, 0, sums[r], 0, layout.hidden());
        }
    }

    private void advance(NadeWeights weights, float[] rows, int from, int count, int first, int features) {
        for (int r = 0; r < count; r++) {
            for (int i = first; i < first + features; i++) {
                float value = rows[(from + r) * layout.features() + i];
                if (value != 0) {
                    NadeWeights.addScaled(sums[r], value, weights.input[i]);
                }
            }
        }
    }

    /** Computes the outputs [count, features * P] of a block from the states. */
    private void computeOutputs(NadeWeights weights, int count, int first, int features) {
        int p = layout.perFeature();
        int columns = features * p;
        int h = layout.hidden();
        int n = states.count();
        NativeFloats.gemm(
                false, true, n, columns, h, states.natives, 0, weights.output, first * p * h, nativeProduct, 0);
        nativeProduct.get(0, product, 0, n * columns);
        int biases = first * p;
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < features; i++) {
                int source = states.stateAt(r, i) * columns + i * p;
                int target = r * columns + i * p;
                for (int k = 0; k < p; k++) {
                    outputs[target + k] = product[source + k] + weights.outputBiases[biases + i * p + k];
                }
            }
        }
    }

    private double blockGradient(
            NadeWeights weights, float[] rows, int from, int count, int scale, int b, float[] gradient) {
        int d = layout.features();
        int p = layout.perFeature();
        int h = layout.hidden();
        int first = b * block;
        int features = Math.min(block, d - first);
        int columns = features * p;
        float[] start = backward.starts[b];
        for (int r = 0; r < count; r++) {
            System.arraycopy(start, r * h, sums[r], 0, h);
        }
        states.compute(weights, sums, rows, from, count, first, features);
        computeOutputs(weights, count, first, features);
        for (int r = 0; r < count; r++) {
            System.arraycopy(rows, (from + r) * d + first, x, r * features, features);
        }
        double sum = conditionals.gradient(x, outputs, backward.dOutputs, count, features);
        int n = states.count();
        spreadOutputGradient(count, features, (float) count / scale, first, gradient);
        nativeProduct.put(0, product, 0, n * columns);
        NativeFloats dV = backward.dOutputWeights;
        NativeFloats.gemm(true, false, columns, h, n, nativeProduct, 0, states.natives, 0, dV, 0);
        dV.get(0, gradient, layout.outputWeights(first), columns * h);
        NativeFloats.gemm(
                false, false, n, h, columns, nativeProduct, 0, weights.output, first * p * h, backward.dStates, 0);
        for (int r = 0; r < count; r++) {
            backThroughRow(weights, start, r, first, features, gradient);
        }
        return sum;
    }

    /** Puts the gradient of the outputs where their states are, 0 elsewhere, and adds it to that of the biases. */
    private void spreadOutputGradient(int count, int features, float factor, int first, float[] gradient) {
        int p = layout.perFeature();
        int columns = features * p;
        java.util.Arrays.fill(product, 0, states.count() * columns, 0f);
        int biases = layout.outputBiases(first);
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < features; i++) {
                int target = states.stateAt(r, i) * columns + i * p;
                int source = r * columns + i * p;
                for (int k = 0; k < p; k++) {
                    float g = factor * backward.dOutputs[source + k];
                    product[target + k] = g;
                    gradient[biases + i * p + k] += g;
                }
            }
        }
    }

    /** Takes a row's {@code sum of dL/da} over later features back through a block, and adds up the gradient of W on the way. */
    private void backThroughRow(NadeWeights weights, float[] start, int r, int first, int features, float[] gradient) {
        int h = layout.hidden();
        float[] dSums = backward.dSums[r];
        float[] dState = backward.dState;
        int above = -1;
        for (int i = features - 1; i >= 0; i--) {
            float value = x[r * features + i];
            if (value != 0) {
                NadeWeights.addScaled(backward.dInputWeights[first + i], value, dSums);
            }
            int state = states.stateAt(r, i);
            if (state != above) {
                backward.dStates.get(state * h, dState, 0, h);
                states.toInputGradient(state, dState);
                if (layout.scaled()) {
                    gradient[layout.scales() + first + i] += dot(dState, start, r * h);
                }
                NadeWeights.addScaled(dSums, weights.scales[first + i], dState);
                above = state;
            }
        }
    }

    private static float dot(float[] a, float[] b, int from) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (double) a[j] * b[from + j];
        }
        return (float) sum;
    }
}
