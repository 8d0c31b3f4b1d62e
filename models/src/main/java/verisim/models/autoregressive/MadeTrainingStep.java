package verisim.models.autoregressive;

import verisim.models.nn.Adam;

/** One step of Adam on the negative mean log-likelihood of a batch, plus {@code weightDecay / 2} times the squared weights. */
final class MadeTrainingStep {
    private final MadeLayout layout;
    private final Conditionals conditionals;
    private final float[] parameters;
    private final float[] mask;
    private final float[] gradient;
    private final float[] dOutputs;
    private final MadeNetwork network;
    private final Adam adam;
    private final double learningRate;
    private final float[] decay;

    /**
     * @param parameters changed by every step
     */
    MadeTrainingStep(
            MadeLayout layout,
            Conditionals conditionals,
            float[] parameters,
            int batchSize,
            double learningRate,
            double weightDecay) {
        this.layout = layout;
        this.conditionals = conditionals;
        this.parameters = parameters;
        this.mask = layout.mask();
        this.gradient = new float[parameters.length];
        this.dOutputs = new float[batchSize * layout.outputs()];
        this.network = new MadeNetwork(layout, batchSize);
        this.adam = Adam.of(parameters.length);
        this.learningRate = learningRate;
        this.decay = weightDecay == 0 ? null : decay(layout, mask, (float) weightDecay);
    }

    /** The decay of each parameter: none for biases, nor for masked weights. */
    private static float[] decay(MadeLayout layout, float[] mask, float weightDecay) {
        float[] decay = new float[mask.length];
        for (int i = 0; i < decay.length; i++) {
            decay[i] = weightDecay * mask[i];
        }
        for (int l = 0; l <= layout.hidden().size(); l++) {
            int width = l < layout.hidden().size() ? layout.hidden().get(l) : layout.outputs();
            java.util.Arrays.fill(decay, layout.biases(l), layout.biases(l) + width, 0f);
        }
        return decay;
    }

    /**
     * Takes one step.
     *
     * @param x [rows, D]
     * @return the sum of the rows' log-likelihoods before the step, nats
     */
    double step(float[] x, int rows) {
        double sum = computeGradient(x, rows);
        adam.step(parameters, gradient, learningRate);
        return sum;
    }

    /** Writes the gradient of the loss to {@link #gradient()} and returns the sum of log-likelihoods. */
    double computeGradient(float[] x, int rows) {
        float[] outputs = network.forward(parameters, x, rows);
        double sum = conditionals.gradient(x, outputs, dOutputs, rows, layout.features());
        network.backward(parameters, x, dOutputs, gradient, rows);
        if (decay == null) {
            MadeNetwork.applyMask(gradient, mask);
        } else {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = gradient[i] * mask[i] + decay[i] * parameters[i];
            }
        }
        return sum;
    }

    float[] gradient() {
        return gradient;
    }
}
