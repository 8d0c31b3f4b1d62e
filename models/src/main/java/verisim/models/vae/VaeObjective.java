package verisim.models.vae;

import java.util.LinkedHashMap;
import java.util.Map;
import verisim.core.data.Dataset;
import verisim.core.random.RandomStream;
import verisim.models.nn.Objective;

/**
 * The evidence lower bound of a VAE as what training raises: one noise sample a row, the KL term in closed form, gradients through
 * the reparameterised sample. Validation rows are scored with the same noise in every epoch.
 *
 * @see <a href="https://arxiv.org/abs/1312.6114">Kingma and Welling (2014), Auto-encoding variational Bayes</a>
 */
final class VaeObjective implements Objective {
    private static final int VALIDATION_BLOCK = 256;

    private final VaeArchitecture architecture;
    private final Dataset validation;
    private final double logDeterminant;
    private final int klWarmup;
    private final RandomStream random;
    private final ElboPass pass;
    private final float[] noise;
    private final ElboPass scorer;
    private final float[] scoredRows;
    private final float[] scoredNoise;
    private long steps;
    private double warmupSteps;
    private double reconstruction;
    private double kl;
    private long seen;

    /**
     * @param batchSize most rows of a batch
     * @param validation REAL data standardised
     * @param logDeterminant subtracted from each bound, so that figures are in the units of the data
     * @param klWarmup epochs over which the weight of the KL term grows from 0 to 1
     * @param random for the noise of validation
     */
    VaeObjective(
            VaeArchitecture architecture,
            int batchSize,
            Dataset validation,
            double logDeterminant,
            int klWarmup,
            RandomStream random) {
        this.architecture = architecture;
        this.validation = validation;
        this.logDeterminant = logDeterminant;
        this.klWarmup = klWarmup;
        this.random = random;
        this.pass = new ElboPass(architecture, batchSize);
        this.noise = new float[batchSize * architecture.latents()];
        int block = Math.min(VALIDATION_BLOCK, validation.size());
        this.scorer = new ElboPass(architecture, block);
        this.scoredRows = new float[block * architecture.features()];
        this.scoredNoise = new float[block * architecture.latents()];
    }

    @Override
    public void beginEpoch(int epoch, long stepsDone, int stepsInEpoch) {
        steps = stepsDone;
        warmupSteps = (double) klWarmup * stepsInEpoch;
        reconstruction = 0;
        kl = 0;
        seen = 0;
    }

    /** The sum is that of the bound with weight 1, an estimate with one sample a row. */
    @Override
    public double gradient(float[] parameters, float[] rows, int count, float[] gradient, RandomStream step) {
        step.fillGaussian(noise, 0, count * architecture.latents());
        pass.forward(parameters, rows, count, noise);
        pass.backward(parameters, warmupSteps == 0 ? 1 : Math.min(1, (steps + 1) / warmupSteps), gradient);
        steps++;
        seen += count;
        reconstruction += pass.reconstruction();
        kl += pass.kl();
        return pass.reconstruction() - pass.kl() - count * logDeterminant;
    }

    @Override
    public String trainName() {
        return "train-elbo";
    }

    @Override
    public Map<String, Double> trainFigures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("train-reconstruction", reconstruction / seen - logDeterminant);
        figures.put("train-kl", kl / seen);
        return figures;
    }

    @Override
    public Map<String, Double> validate(float[] parameters) {
        RandomStream same = random.child("validation");
        int latents = architecture.latents();
        int block = scoredNoise.length / latents;
        double reconstructionSum = 0;
        double klSum = 0;
        for (int from = 0; from < validation.size(); from += block) {
            int count = Math.min(block, validation.size() - from);
            validation.copyRange(from, count, scoredRows);
            same.fillGaussian(scoredNoise, 0, count * latents);
            scorer.forward(parameters, scoredRows, count, scoredNoise);
            reconstructionSum += scorer.reconstruction();
            klSum += scorer.kl();
        }
        int n = validation.size();
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("validation-elbo", (reconstructionSum - klSum) / n - logDeterminant);
        scores.put("validation-reconstruction", reconstructionSum / n - logDeterminant);
        scores.put("validation-kl", klSum / n);
        return scores;
    }

    @Override
    public float[] decayed() {
        float[] weights = new float[architecture.parameterCount()];
        architecture.encoder().markWeights(weights, 0);
        architecture.decoder().markWeights(weights, architecture.decoderStart());
        return weights;
    }

    /** Parameters of a warm-up epoch are trained for another loss. */
    @Override
    public boolean selectable(int epoch) {
        return epoch > klWarmup;
    }

    @Override
    public String advice() {
        return "lower learningRate, set gradientClip or raise minimumDeviation (now " + architecture.minimumDeviation()
                + ")";
    }
}
