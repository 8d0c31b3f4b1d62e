package verisim.models.autoregressive;

import verisim.core.math.Blas;
import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;
import verisim.models.nn.Initializer;

/** The forward and backward pass of a MADE network over preallocated buffers; confined to one thread. */
final class MadeNetwork {
    private final MadeLayout layout;
    private final int layers;
    private final Activation[] activations;
    private final float[][] before;
    private final float[][] after;
    private final float[] outputs;
    private float[][] gradients;
    private boolean dropping;
    private float[][] dropped;
    private float[][] factors;

    /**
     * @param maxRows the largest batch
     */
    MadeNetwork(MadeLayout layout, int maxRows) {
        this.layout = layout;
        this.layers = layout.hidden().size();
        this.activations = new Activation[layers];
        this.before = new float[layers][];
        this.after = new float[layers][];
        for (int l = 0; l < layers; l++) {
            int units = layout.hidden().get(l);
            activations[l] = new Activation(layout.activation(), units);
            before[l] = new float[maxRows * units];
            after[l] = new float[maxRows * units];
        }
        this.outputs = new float[maxRows * layout.outputs()];
    }

    /**
     * Draws initial weights; those to the outputs a tenth of Glorot-uniform, so that training starts near the marginals; direct
     * weights and biases 0. Masks are not applied.
     *
     * @param initializer of hidden layers; null for He-normal or Glorot-uniform by activation
     */
    static void initialize(MadeLayout layout, float[] parameters, Initializer initializer, RandomStream random) {
        int layers = layout.layers();
        boolean rectified = layout.activation() == Activation.Function.RELU
                || layout.activation() == Activation.Function.LEAKY_RELU;
        Initializer hidden =
                initializer != null ? initializer : rectified ? Initializer.HE_NORMAL : Initializer.GLOROT_UNIFORM;
        for (int l = 0; l < layers; l++) {
            hidden.fill(parameters, layout.weights(l), layout.unitsBelow(l), layout.width(l), random.child(l));
        }
        if (layers > 0) {
            int from = layout.weights(layers);
            int below = layout.unitsBelow(layers);
            Initializer.GLOROT_UNIFORM.fill(parameters, from, below, layout.outputs(), random.child(layers));
            for (int i = from; i < from + below * layout.outputs(); i++) {
                parameters[i] *= 0.1f;
            }
        }
    }

    /**
     * Returns the outputs [rows, O], in an array that the next call reuses.
     *
     * @param parameters with masked ones at 0
     */
    float[] forward(float[] parameters, float[] x, int rows) {
        return forward(parameters, x, rows, 0, null);
    }

    /** As {@code forward}; each hidden unit is 0 with probability {@code dropout}, else divided by {@code 1 - dropout}. */
    float[] forward(float[] parameters, float[] x, int rows, double dropout, RandomStream random) {
        dropping = dropout > 0;
        float[] current = x;
        for (int l = 0; l < layers; l++) {
            int below = layout.unitsBelow(l);
            int units = layout.hidden().get(l);
            Blas.gemm(
                    false, false, rows, units, below, 1f, current, 0, parameters, layout.weights(l), 0f, before[l], 0);
            FloatMath.addBias(before[l], rows, units, parameters, layout.biases(l));
            activations[l].forward(parameters, 0, before[l], after[l], rows);
            current = after[l];
            if (dropping) {
                current = drop(l, rows * units, dropout, random.child(l));
            }
        }
        int o = layout.outputs();
        if (layers > 0) {
            int below = layout.unitsBelow(layers);
            Blas.gemm(false, false, rows, o, below, 1f, current, 0, parameters, layout.weights(layers), 0f, outputs, 0);
        } else {
            java.util.Arrays.fill(outputs, 0, rows * o, 0f);
        }
        if (layout.direct()) {
            int d = layout.features();
            Blas.gemm(false, false, rows, o, d, 1f, x, 0, parameters, layout.directWeights(), 1f, outputs, 0);
        }
        FloatMath.addBias(outputs, rows, o, parameters, layout.biases(layers));
        return outputs;
    }

    private float[] drop(int layer, int n, double dropout, RandomStream random) {
        if (dropped == null) {
            dropped = new float[layers][];
            factors = new float[layers][];
            for (int l = 0; l < layers; l++) {
                dropped[l] = new float[after[l].length];
                factors[l] = new float[after[l].length];
            }
        }
        float[] factor = factors[layer];
        float[] out = dropped[layer];
        random.fillUniform(factor, 0, n);
        float threshold = (float) dropout;
        float scale = (float) (1 / (1 - dropout));
        for (int i = 0; i < n; i++) {
            factor[i] = factor[i] < threshold ? 0f : scale;
            out[i] = after[layer][i] * factor[i];
        }
        return out;
    }

    /**
     * Propagates {@code dOutputs} back through the last forward pass.
     *
     * @param x the rows of that pass
     * @param gradient receives the gradient of all parameters; that of masked weights is not 0 yet
     * @param dX receives the gradient of {@code x}; null if nobody needs it
     */
    void backward(float[] parameters, float[] x, float[] dOutputs, float[] gradient, float[] dX, int rows) {
        int d = layout.features();
        int o = layout.outputs();
        if (layout.direct()) {
            Blas.gemm(true, false, d, o, rows, 1f, x, 0, dOutputs, 0, 0f, gradient, layout.directWeights());
        }
        FloatMath.columnSums(dOutputs, rows, o, gradient, layout.biases(layers));
        if (gradients == null) {
            gradients = new float[layers][];
            for (int l = 0; l < layers; l++) {
                gradients[l] = new float[after[l].length];
            }
        }
        float[] dAbove = dOutputs;
        for (int l = layers; l >= 0 && layers > 0; l--) {
            int below = layout.unitsBelow(l);
            int width = layout.width(l);
            float[] input = l == 0 ? x : dropping ? dropped[l - 1] : after[l - 1];
            Blas.gemm(true, false, below, width, rows, 1f, input, 0, dAbove, 0, 0f, gradient, layout.weights(l));
            if (l < layers) {
                FloatMath.columnSums(dAbove, rows, width, gradient, layout.biases(l));
            }
            if (l > 0) {
                float[] dBelow = gradients[l - 1];
                Blas.gemm(false, true, rows, below, width, 1f, dAbove, 0, parameters, layout.weights(l), 0f, dBelow, 0);
                for (int i = 0; dropping && i < rows * below; i++) {
                    dBelow[i] *= factors[l - 1][i];
                }
                activations[l - 1].backward(parameters, 0, before[l - 1], after[l - 1], dBelow, dBelow, null, rows);
                dAbove = dBelow;
            } else if (dX != null) {
                Blas.gemm(false, true, rows, below, width, 1f, dAbove, 0, parameters, layout.weights(0), 0f, dX, 0);
            }
        }
        if (dX != null && layers == 0) {
            java.util.Arrays.fill(dX, 0, rows * d, 0f);
        }
        if (dX != null && layout.direct()) {
            Blas.gemm(false, true, rows, d, o, 1f, dOutputs, 0, parameters, layout.directWeights(), 1f, dX, 0);
        }
    }
}
