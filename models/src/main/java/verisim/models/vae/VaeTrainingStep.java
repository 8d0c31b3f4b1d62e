package verisim.models.vae;

import static verisim.core.Checks.require;

import java.util.List;
import verisim.core.data.DataKind;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;
import verisim.models.nn.Adam;

/**
 * The update of a VAE's parameters on one batch: one noise sample a row, the bound with its KL term in closed form, gradients
 * through the reparameterised sample, one step of Adam. Works in buffers made once; confined to one thread.
 *
 * @see <a href="https://arxiv.org/abs/1312.6114">Kingma and Welling (2014), Auto-encoding variational Bayes</a>
 */
public final class VaeTrainingStep {
    private final int maxRows;
    private final int latents;
    private final double learningRate;
    private final float[] parameters;
    private final float[] gradient;
    private final float[] noise;
    private final Adam adam;
    private final ElboPass pass;
    private double reconstruction;
    private double kl;

    VaeTrainingStep(VaeArchitecture architecture, float[] parameters, int maxRows, double learningRate) {
        this.maxRows = maxRows;
        this.latents = architecture.latents();
        this.learningRate = learningRate;
        this.parameters = parameters;
        this.gradient = new float[parameters.length];
        this.noise = new float[maxRows * latents];
        this.adam = Adam.of(parameters.length);
        this.pass = new ElboPass(architecture, maxRows);
    }

    /**
     * Returns the step of a fresh VAE with ReLU units and, for REAL data, one decoder variance a feature.
     *
     * @param hidden widths of the encoder's hidden layers; the decoder has them in reverse
     * @param random for the initial parameters
     */
    public static VaeTrainingStep of(
            DataKind kind,
            int features,
            List<Integer> hidden,
            int latents,
            int batchSize,
            double learningRate,
            RandomStream random) {
        VaeArchitecture architecture = new VaeArchitecture(
                kind, features, hidden, latents, Activation.Function.RELU, DecoderVariance.FEATURE, 0.01);
        return new VaeTrainingStep(architecture, architecture.initialize(random), batchSize, learningRate);
    }

    /**
     * Moves the parameters once.
     *
     * @param x [rows, D] row-major; REAL data standardised
     * @param klWeight weight of the KL term in this step: 1, or less during warm-up
     * @param random for the noise
     * @return the bound before the step with weight 1, mean over the batch, nats; an estimate with one sample a row
     */
    public double step(float[] x, int rows, double klWeight, RandomStream random) {
        require(rows >= 1 && rows <= maxRows, "rows must be from 1 to %d, but was %d", maxRows, rows);
        random.fillGaussian(noise, 0, rows * latents);
        pass.forward(parameters, x, rows, noise);
        pass.backward(parameters, klWeight, gradient);
        adam.step(parameters, gradient, learningRate);
        reconstruction = pass.reconstruction() / rows;
        kl = pass.kl() / rows;
        return reconstruction - kl;
    }

    /** Returns the reconstruction term of the last step, mean over the batch, nats. */
    public double reconstruction() {
        return reconstruction;
    }

    /** Returns the KL term of the last step, mean over the batch, nats. */
    public double kl() {
        return kl;
    }
}
