package verisim.models.autoregressive;

import java.util.Arrays;
import java.util.Map;
import verisim.core.random.RandomStream;
import verisim.models.nn.Objective;

/**
 * The negative mean log-density of a batch under a masked autoregressive flow. Validation normalises by means and variances of all
 * training rows, and so scores the very density that training would return.
 *
 * <p>With batch normalisation the last batch of an epoch, if it is less than half a batch, has the gradient 0: its own variances
 * are too uncertain to be normalised by. (An optimiser with momentum still moves by what it remembers.)
 */
final class MafObjective implements Objective {
    private final MafPass pass;
    private final MafFlow flow;
    private final int batchSize;
    private final int maxRows;
    private final float[] train;
    private final float[] validation;
    private final double logVolume;

    /**
     * @param train standardised rows; validation likewise
     * @param logVolume subtracted from log-densities, so that they are those of the original units
     */
    MafObjective(MafFlow flow, int batchSize, float[] train, float[] validation, double logVolume) {
        this.flow = flow;
        this.batchSize = batchSize;
        this.maxRows = Math.max(batchSize, Maf.BLOCK);
        this.pass = new MafPass(flow, maxRows);
        this.train = train;
        this.validation = validation;
        this.logVolume = logVolume;
    }

    @Override
    public double gradient(float[] parameters, float[] rows, int count, float[] gradient, RandomStream random) {
        double sum = pass.gradient(parameters, rows, count, gradient) - count * logVolume;
        if (flow.normalized() && 2 * count < batchSize) {
            Arrays.fill(gradient, 0f);
        }
        return sum;
    }

    @Override
    public Map<String, Double> validate(float[] parameters) {
        double[] scores = Maf.score(flow, pass, parameters, statistics(parameters), validation);
        return Map.of(
                "validation-log-likelihood", Arrays.stream(scores).average().orElseThrow() - logVolume);
    }

    /** Returns the means and variances over all training rows. */
    MafStatistics statistics(float[] parameters) {
        return pass.statistics(parameters, train, maxRows);
    }

    /** {@inheritDoc} Gains of normalisations do not decay. */
    @Override
    public float[] decayed() {
        float[] out = new float[flow.parameterCount()];
        Arrays.fill(out, 1f);
        flow.applyMasks(out);
        flow.layers().forEach(mask -> exceptBiases(mask.layout(), out));
        flow.base().ifPresent(mask -> exceptBiases(mask.layout(), out));
        if (flow.normalized()) {
            Arrays.fill(out, flow.gains(0), out.length, 0f);
        }
        return out;
    }

    private static void exceptBiases(MadeLayout layout, float[] out) {
        for (int l = 0; l <= layout.layers(); l++) {
            Arrays.fill(out, layout.biases(l), layout.biases(l) + layout.width(l), 0f);
        }
    }

    @Override
    public String advice() {
        return "lower learningRate, set gradientClip, or raise scaleFloor";
    }
}
