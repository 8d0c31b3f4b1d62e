package verisim.models.autoregressive;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import verisim.core.random.RandomStream;
import verisim.models.nn.Objective;

/**
 * The negative mean log-likelihood of a batch under one set of masks, drawn for each step where there are several.
 *
 * <p>Validation scores the mixture over the first {@value #VALIDATION_MASKS} sets, or over all if there are fewer: itself the exact
 * likelihood of a density, at a cost that does not grow with their number.
 */
final class MadeObjective implements Objective {
    private static final int VALIDATION_MASKS = 4;

    private final List<MadeMask> masks;
    private final MadeLayout layout;
    private final Conditionals conditionals;
    private final double dropout;
    private final float[] validation;
    private final double logVolume;
    private final MadeNetwork network;
    private final float[] dOutputs;
    private float[] masked;

    /**
     * @param validation rows in the network's units
     * @param logVolume subtracted from log-likelihoods, so that they are those of the original units
     */
    MadeObjective(
            List<MadeMask> masks,
            Conditionals conditionals,
            double dropout,
            int batchSize,
            float[] validation,
            double logVolume) {
        this.masks = masks;
        this.layout = masks.get(0).layout();
        this.conditionals = conditionals;
        this.dropout = dropout;
        this.validation = validation;
        this.logVolume = logVolume;
        this.network = new MadeNetwork(layout, batchSize);
        this.dOutputs = new float[Math.multiplyExact(batchSize, layout.outputs())];
    }

    /** {@inheritDoc} With a single set of masks, masked parameters must be 0. */
    @Override
    public double gradient(float[] parameters, float[] rows, int count, float[] gradient, RandomStream random) {
        MadeMask mask = masks.get(0);
        float[] weights = parameters;
        if (masks.size() > 1) {
            mask = masks.get(random.child("mask").nextInt(masks.size()));
            masked = masked == null ? new float[parameters.length] : masked;
            mask.apply(parameters, masked);
            weights = masked;
        }
        float[] outputs = dropout > 0
                ? network.forward(weights, rows, count, dropout, random.child("dropout"))
                : network.forward(weights, rows, count);
        double sum = conditionals.gradient(rows, outputs, dOutputs, count, layout.features());
        network.backward(weights, rows, dOutputs, gradient, null, count);
        mask.apply(gradient, gradient);
        return sum - count * logVolume;
    }

    @Override
    public Map<String, Double> validate(float[] parameters) {
        List<MadeMask> few = masks.subList(0, Math.min(masks.size(), VALIDATION_MASKS));
        float[] weights = parameters;
        if (few.size() == 1 && masks.size() > 1) {
            weights = new float[parameters.length];
            few.get(0).apply(parameters, weights);
        }
        double[] scores = new MadeMixture(few, conditionals, weights).score(validation);
        return Map.of(
                "validation-log-likelihood", Arrays.stream(scores).average().orElseThrow() - logVolume);
    }

    /** {@inheritDoc} With several sets of masks all weights decay, those too that a set leaves out. */
    @Override
    public float[] decayed() {
        float[] out = new float[layout.end()];
        Arrays.fill(out, 1f);
        if (masks.size() == 1) {
            masks.get(0).apply(out, out);
        }
        for (int l = 0; l <= layout.layers(); l++) {
            Arrays.fill(out, layout.biases(l), layout.biases(l) + layout.width(l), 0f);
        }
        return out;
    }
}
