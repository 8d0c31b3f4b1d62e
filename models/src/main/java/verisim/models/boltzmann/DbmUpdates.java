package verisim.models.boltzmann;

import java.util.LinkedHashMap;
import java.util.Map;
import verisim.core.random.RandomStream;

/**
 * Updates of a deep Boltzmann machine: mean-field means of the data for the positive, persistent chains for the negative phase.
 *
 * <pre>{@code dW = <(odd - mu) (even - lambda)'>_q(h given v) - <(odd - mu) (even - lambda)'>_chains}</pre>
 *
 * and so on as in {@link RbmUpdates}, which makes the step, over the layers as {@link DbmShape} lays them. With the exact posterior in place
 * of q and chains that have reached the model this is the gradient of the log-likelihood; with q it is that of the bound.
 *
 * @see <a href="https://proceedings.mlr.press/v5/salakhutdinov09a.html">Salakhutdinov and Hinton (2009), Deep Boltzmann machines</a>
 * @see <a href="https://doi.org/10.1007/978-3-642-35289-8_33">Montavon and Müller (2012), Deep Boltzmann machines and the centering
 *     trick</a>
 */
final class DbmUpdates extends ForwardingLearner {
    private final DbmShape shape;
    private final MeanField field;
    private final RbmUpdates updates;
    private float[] batch;
    private long runs;
    private long steps;
    private float change;

    /**
     * @param model changed in place
     * @param baseLogits of the odd layers, where chains begin
     * @param offsets of the odd and of the even layers
     */
    DbmUpdates(
            DbmShape shape,
            RbmParameters model,
            float[] baseLogits,
            Offsets offsets,
            MeanField.Settings meanField,
            RbmOptions options,
            int batchSize) {
        this.shape = shape;
        field = new MeanField(shape, model, meanField, batchSize);
        ModelChains chains = (ModelChains) NegativePhase.of(options.negative(), model, baseLogits, batchSize);
        updates = new RbmUpdates(model, options.steps(), new Phases(chains), offsets, shape::clearAbsent, batchSize);
    }

    /** Lets the chains find a pre-trained machine; to be called before the first step. */
    void settle(RandomStream random) {
        updates.settle(random);
    }

    @Override
    public void step(float[] rows, int count, double learningRate, double momentum, RandomStream random) {
        infer(rows, count);
        updates.step(field.odd(), count, learningRate, momentum, random);
    }

    /** Computes the gradient estimate of this batch; see {@link RbmUpdates#gradient}. */
    float[] estimateGradient(float[] rows, int count, RandomStream random) {
        infer(rows, count);
        updates.estimateGradient(field.odd(), count, random);
        return updates.gradient();
    }

    private void infer(float[] rows, int count) {
        batch = rows;
        field.readWeights();
        field.run(rows, 0, count);
        runs++;
        steps += field.steps();
        change = Math.max(change, field.change());
    }

    /** The even layers of the data are v itself and the means of h2. */
    private final class Phases extends ForwardingPhase {
        private final ModelChains chains;

        Phases(ModelChains chains) {
            super(chains);
            this.chains = chains;
        }

        @Override
        public void fill(PhaseRows rows, RandomStream random) {
            int visible = shape.visible();
            int second = shape.second();
            for (int r = 0; r < rows.dataRows(); r++) {
                System.arraycopy(batch, r * visible, rows.hidden, r * shape.even(), visible);
                System.arraycopy(field.second(), r * second, rows.hidden, r * shape.even() + visible, second);
            }
            chains.append(rows, random);
        }
    }

    @Override
    Learner wrapped() {
        return updates;
    }

    /** The mean number of mean-field steps, and the largest change of a probability in the last step of any batch. */
    @Override
    public Map<String, Double> figures() {
        Map<String, Double> out = new LinkedHashMap<>();
        out.put("mean-field-steps", (double) steps / runs);
        out.put("mean-field-change", (double) change);
        out.putAll(updates.figures());
        runs = 0;
        steps = 0;
        change = 0;
        return out;
    }
}
