package verisim.models.autoregressive;

import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;

/**
 * The map of one feature in a layer of a masked autoregressive flow, {@code u = (x - mu) exp(-alpha)}, and its inverse {@code x =
 * u exp(alpha) + mu}. The network's outputs for a feature are mu and a, from which
 *
 * <pre>{@code alpha = B tanh(a / B),   B = 6}</pre>
 *
 * <p>so that a layer shrinks or stretches a feature at most by the factor exp(6), about 400, and a step too long does not end in
 * infinity. Near 0 alpha is a.
 */
final class MafAffine implements ConditionalsDraw {
    /** B; at least 400 times finer structure than the layer's input shows needs a second layer. */
    static final float BOUND = 6f;

    @Override
    public int perFeature() {
        return 2;
    }

    /** Replaces each a of n values by alpha. */
    static void bound(float[] a, int from, int n) {
        for (int i = from; i < from + n; i++) {
            a[i] *= 1 / BOUND;
        }
        FloatMath.tanh(a, a, from, n);
        for (int i = from; i < from + n; i++) {
            a[i] *= BOUND;
        }
    }

    /** Returns the derivative of alpha with respect to a. */
    static float slope(float alpha) {
        float t = alpha * (1 / BOUND);
        return 1 - t * t;
    }

    /** Replaces each u in {@code x} by the x it comes from; draws nothing. */
    @Override
    public void sample(float[] outputs, int stride, float[] x, int from, int rows, RandomStream random) {
        bound(outputs, stride, rows);
        for (int r = 0; r < rows; r++) {
            x[from + r] = (float) (x[from + r] * Math.exp(outputs[stride + r]) + outputs[r]);
        }
    }
}
