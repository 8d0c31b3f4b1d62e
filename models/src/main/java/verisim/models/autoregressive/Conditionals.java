package verisim.models.autoregressive;

import java.util.Arrays;

/** The distributions of single features, given the network's outputs for them. */
interface Conditionals extends ConditionalsDraw {
    /** Returns the number of outputs of each of D features. */
    default int[] widths(int features) {
        int[] out = new int[features];
        Arrays.fill(out, perFeature());
        return out;
    }

    /** Returns the distribution of feature d alone; the same for all unless features differ. */
    default Conditionals of(int feature) {
        return this;
    }

    @Override
    default ConditionalsDraw draw(int feature) {
        return of(feature);
    }

    /** Returns the exact {@code log p} of one row of inputs in double, nats. */
    double logLikelihood(float[] x, int xFrom, float[] outputs, int outputsFrom, int features);

    /**
     * Returns the sum over rows of {@code log p} and writes the gradient of its <i>negated mean</i>.
     *
     * @param x [rows, features]
     * @param outputs [rows, sum of the features' widths]
     * @param gradient receives the gradient with respect to {@code outputs}
     */
    double gradient(float[] x, float[] outputs, float[] gradient, int rows, int features);

    /**
     * Sets output biases so that, with all weights 0, the model is about the product of its marginals.
     *
     * @param x training rows, [rows, features]
     */
    void initializeBiases(float[] x, int features, float[] biases, int from);
}
