package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;
import verisim.models.nn.Initializer;

/**
 * The shape of a NADE and where each matrix lies in the flat parameter vector. D features, H hidden units, P outputs a
 * feature; features are numbered in the order they are drawn.
 *
 * <pre>{@code
 * W: [D, H]     from features to hidden units
 * V: [D, P, H]  from hidden units to the outputs of a feature
 * c: [H]        hidden biases
 * b: [D, P]     biases of the outputs
 * rho: [D]      scale of the hidden units' inputs at each feature, if scaled
 * }</pre>
 *
 * @param scaled whether there is a rho; RNADE has it, NADE for BINARY data has not
 */
record NadeLayout(int features, int hidden, int perFeature, Activation.Function activation, boolean scaled) {
    NadeLayout {
        require(
                features >= 1 && hidden >= 1 && perFeature >= 1,
                "a NADE needs at least 1 feature, hidden unit and output, but has %d, %d, %d",
                features,
                hidden,
                perFeature);
    }

    /** Returns where W of a feature starts, [H]. */
    int inputWeights(int feature) {
        return feature * hidden;
    }

    /** Returns where V of a feature starts, [P, H]. */
    int outputWeights(int feature) {
        return features * hidden + feature * perFeature * hidden;
    }

    int hiddenBiases() {
        return features * hidden * (1 + perFeature);
    }

    /** Returns where b of a feature starts, [P]. */
    int outputBiases(int feature) {
        return hiddenBiases() + hidden + feature * perFeature;
    }

    /** Returns where rho starts, [D]. */
    int scales() {
        return outputBiases(features);
    }

    int parameterCount() {
        return scales() + (scaled ? features : 0);
    }

    /**
     * Draws initial weights: W He-normal or Glorot-uniform by activation, V a tenth of Glorot-uniform, so that training starts
     * near the marginals; biases 0, rho 1.
     */
    void initialize(float[] parameters, RandomStream random) {
        java.util.Arrays.fill(parameters, 0f);
        boolean rectified = activation == Activation.Function.RELU || activation == Activation.Function.LEAKY_RELU;
        Initializer initializer = rectified ? Initializer.HE_NORMAL : Initializer.GLOROT_UNIFORM;
        initializer.fill(parameters, 0, features, hidden, random.child("input-weights"));
        int from = outputWeights(0);
        int outputs = features * perFeature;
        Initializer.GLOROT_UNIFORM.fill(parameters, from, hidden, outputs, random.child("output-weights"));
        for (int i = from; i < from + hidden * outputs; i++) {
            parameters[i] *= 0.1f;
        }
        java.util.Arrays.fill(parameters, scales(), parameters.length, 1f);
    }

    /** Returns 1 for W and V, 0 for biases and rho. */
    float[] weightMask() {
        float[] out = new float[parameterCount()];
        java.util.Arrays.fill(out, 0, hiddenBiases(), 1f);
        return out;
    }
}
