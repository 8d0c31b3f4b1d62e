package verisim.models.gan;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.List;
import verisim.core.data.DataKind;
import verisim.core.math.Bernoulli;
import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;
import verisim.models.nn.Adam;
import verisim.models.nn.Network;

/**
 * The updates of discriminator and generator on one batch, each by Adam, each with fresh noise (algorithm 1 of the paper). Works
 * in buffers made once; confined to one thread.
 *
 * @see <a href="https://arxiv.org/abs/1406.2661">Goodfellow et al. (2014), Generative adversarial networks</a>
 */
public final class GanTrainingStep {
    private static final double BETA2 = 0.999;

    private final GanArchitecture architecture;
    private final GanLoss loss;
    private final int maxRows;
    private final double learningRate;
    private final float[] generatorParameters;
    private final float[] discriminatorParameters;
    private final float[] generatorGradient;
    private final float[] discriminatorGradient;
    private final Adam generatorAdam;
    private final Adam discriminatorAdam;
    private final Network.Pass generator;
    private final Network.Pass discriminator;
    private final float[] noise;
    private final float[] shown;
    private final float[] labels;
    private final float[] ones;
    private final float[] sigmoids;

    GanTrainingStep(
            GanArchitecture architecture,
            GanLoss loss,
            float[] generatorParameters,
            float[] discriminatorParameters,
            int maxRows,
            double learningRate,
            double beta1) {
        this.architecture = architecture;
        this.loss = loss;
        this.maxRows = maxRows;
        this.learningRate = learningRate;
        this.generatorParameters = generatorParameters;
        this.discriminatorParameters = discriminatorParameters;
        this.generatorGradient = new float[generatorParameters.length];
        this.discriminatorGradient = new float[discriminatorParameters.length];
        this.generatorAdam = new Adam(generatorParameters.length, beta1, BETA2);
        this.discriminatorAdam = new Adam(discriminatorParameters.length, beta1, BETA2);
        this.generator = architecture.generator().newPass(maxRows);
        this.discriminator = architecture.discriminator().newPass(2 * maxRows);
        this.noise = new float[maxRows * architecture.latents()];
        this.shown = new float[2 * maxRows * architecture.features()];
        this.labels = new float[2 * maxRows];
        this.ones = new float[maxRows];
        Arrays.fill(ones, 1f);
        this.sigmoids = new float[2 * maxRows];
    }

    /**
     * Returns the step of a fresh GAN with the non-saturating loss and Adam's beta1 at 0.5.
     *
     * @param hidden widths of the hidden layers of both networks
     * @param random for the initial parameters
     */
    public static GanTrainingStep of(
            DataKind kind,
            int features,
            int latents,
            List<Integer> hidden,
            int batchSize,
            double learningRate,
            RandomStream random) {
        GanArchitecture architecture = new GanArchitecture(kind, features, latents, hidden, hidden);
        float[] g = new float[architecture.generator().parameterCount()];
        float[] d = new float[architecture.discriminator().parameterCount()];
        architecture.generator().initialize(g, 0, random.child("generator"));
        architecture.discriminator().initialize(d, 0, random.child("discriminator"));
        return new GanTrainingStep(architecture, GanLoss.NON_SATURATING, g, d, batchSize, learningRate, 0.5);
    }

    /**
     * Moves the discriminator once.
     *
     * @param x data, [rows, D] row-major; REAL data standardised
     * @return {@code -mean log sigmoid(a(x)) - mean log sigmoid(-a(G(z)))} before the step, nats; 2 log 2 where the discriminator
     *     knows nothing
     */
    public double discriminatorStep(float[] x, int rows, RandomStream random) {
        double value = discriminatorLoss(x, rows, random);
        discriminatorAdam.step(discriminatorParameters, discriminatorGradient, learningRate);
        return value;
    }

    /**
     * Moves the generator once.
     *
     * @return its loss before the step, mean over the batch, nats
     */
    public double generatorStep(int rows, RandomStream random) {
        double value = generatorLoss(rows, random);
        generatorAdam.step(generatorParameters, generatorGradient, learningRate);
        return value;
    }

    /** Computes the discriminator's loss and its gradient. */
    double discriminatorLoss(float[] x, int rows, RandomStream random) {
        int values = requireRows(rows) * architecture.features();
        System.arraycopy(x, 0, shown, 0, values);
        generate(shown, values, rows, random);
        int both = 2 * rows;
        float[] logits = discriminator.forward(discriminatorParameters, 0, shown, both);
        Arrays.fill(labels, 0, rows, 1f);
        Arrays.fill(labels, rows, both, 0f);
        FloatMath.sigmoid(logits, sigmoids, 0, both);
        double value = -Bernoulli.trainingLogLikelihood(labels, 0, logits, sigmoids, 0, both) / rows;
        for (int i = 0; i < both; i++) {
            sigmoids[i] = (sigmoids[i] - labels[i]) / rows;
        }
        discriminator.backward(discriminatorParameters, 0, sigmoids, discriminatorGradient, false, both);
        return value;
    }

    /** Computes the generator's loss and its gradient. */
    double generatorLoss(int rows, RandomStream random) {
        generate(shown, 0, requireRows(rows), random);
        float[] logits = discriminator.forward(discriminatorParameters, 0, shown, rows);
        FloatMath.sigmoid(logits, sigmoids, 0, rows);
        double value;
        if (loss == GanLoss.NON_SATURATING) {
            value = -Bernoulli.trainingLogLikelihood(ones, 0, logits, sigmoids, 0, rows) / rows;
            for (int i = 0; i < rows; i++) {
                sigmoids[i] = (sigmoids[i] - 1f) / rows;
            }
        } else {
            Arrays.fill(labels, 0, rows, 0f);
            value = Bernoulli.trainingLogLikelihood(labels, 0, logits, sigmoids, 0, rows) / rows;
            for (int i = 0; i < rows; i++) {
                sigmoids[i] = -sigmoids[i] / rows;
            }
        }
        float[] dShown = discriminator.backward(discriminatorParameters, 0, sigmoids, null, true, rows);
        if (architecture.kind() == DataKind.BINARY) {
            for (int i = 0; i < rows * architecture.features(); i++) {
                dShown[i] *= shown[i] * (1f - shown[i]);
            }
        }
        generator.backward(generatorParameters, 0, dShown, generatorGradient, false, rows);
        return value;
    }

    float[] generatorGradient() {
        return generatorGradient;
    }

    float[] discriminatorGradient() {
        return discriminatorGradient;
    }

    private void generate(float[] out, int outFrom, int rows, RandomStream random) {
        random.fillGaussian(noise, 0, rows * architecture.latents());
        architecture.present(generator.forward(generatorParameters, 0, noise, rows), out, outFrom, rows);
    }

    private int requireRows(int rows) {
        require(rows >= 1 && rows <= maxRows, "rows must be from 1 to %d, but was %d", maxRows, rows);
        return rows;
    }
}
