package verisim.models.boltzmann;

import java.util.Map;
import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;

/**
 * Persistent chains of a machine whose parameters are the model's plus fast ones, which learn at a rate of their own and decay: {@code
 * fast = decay fast + rate gradient} after every update. Where the chains linger, the fast weights raise the energy at once and drive
 * them on, so they mix much better than the model's own chains; the price is that they are not samples of the model.
 *
 * <p>Only the chains see the fast weights: the hidden probabilities in the gradient are the model's. W, b and c have fast companions,
 * parameters of the visible units alone do not.
 *
 * @see <a href="https://doi.org/10.1145/1553374.1553506">Tieleman and Hinton (2009), Using fast weights to improve persistent
 *     contrastive divergence</a>
 */
final class FastChains implements NegativePhase {
    private final RbmParameters model;
    private final RbmParameters sum;
    private final float[] fast;
    private final float rate;
    private final float decay;
    private final ParallelChains chains;
    private final int steps;

    FastChains(RbmParameters model, float[] baseLogits, RbmOptions.Negative options, int chains) {
        this.model = model;
        this.sum = RbmParameters.zeros(model.visible(), model.hidden(), model.units());
        this.fast = new float[model.ownFrom()];
        this.rate = (float) options.fastLearningRate();
        this.decay = (float) options.fastDecay();
        this.chains = new ParallelChains(sum, baseLogits, 1, chains);
        this.steps = options.gibbsSteps();
    }

    @Override
    public int mostRows() {
        return chains.chains();
    }

    @Override
    public void settle(int settlingSteps, RandomStream random) {
        System.arraycopy(model.values(), 0, sum.values(), 0, sum.values().length);
        for (int i = 0; i < fast.length; i++) {
            sum.values()[i] += fast[i];
        }
        sum.hold();
        try {
            for (int k = 0; k < settlingSteps; k++) {
                chains.step(random);
            }
        } finally {
            sum.release();
        }
    }

    @Override
    public void fill(PhaseRows rows, RandomStream random) {
        settle(steps, random);
        int n = rows.dataRows();
        rows.appendModelRows(chains.chains());
        chains.copyVisible(rows.visible, n);
        rows.readHidden(0, rows.rows());
    }

    @Override
    public void follow(float[] gradient) {
        for (int i = 0; i < fast.length; i++) {
            fast[i] = FloatMath.flushed(decay * fast[i] + rate * gradient[i]);
        }
    }

    @Override
    public Map<String, float[]> state() {
        return Map.of("chains", chains.save(), "fast", fast.clone());
    }

    @Override
    public void restore(Map<String, float[]> state) {
        chains.restore(state.get("chains"));
        System.arraycopy(state.get("fast"), 0, fast, 0, fast.length);
    }
}
