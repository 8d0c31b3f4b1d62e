package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.Optional;
import verisim.core.math.LogMath;
import verisim.core.model.AnnealingPath;
import verisim.core.random.RandomStream;

/**
 * From independent visible units to an RBM, over the visible units with the hidden ones summed out:
 *
 * <pre>{@code f_beta(v) = exp(((1 - beta) bA + beta b).v) prod_j (1 + exp(beta (c_j + v W_j)))}</pre>
 *
 * At beta = 0 this is {@code 2^H exp(bA.v)}, so {@code log Z_0 = H log 2 + sum_d softplus(bA_d)}; at beta = 1 it is {@code exp(-F(v))}.
 * The base rates bA are the logits of the smoothed means of the training data: from there the way to the model is shorter than
 * from a uniform distribution.
 *
 * @see <a href="https://doi.org/10.1145/1390156.1390266">Salakhutdinov and Murray (2008), On the quantitative analysis of deep belief
 *     networks</a>
 */
final class RbmAnnealingPath implements AnnealingPath {
    private final RbmParameters model;
    private final float[] baseLogits;
    private final GibbsKernel kernel;
    private GibbsKernel.State state;

    RbmAnnealingPath(RbmParameters model, float[] baseLogits) {
        this.model = model;
        this.baseLogits = baseLogits;
        this.kernel = new GibbsKernel(model, baseLogits);
    }

    @Override
    public int stateSize() {
        return model.visible();
    }

    @Override
    public double baseLogPartition() {
        double sum = model.hidden() * Math.log(2);
        for (float logit : baseLogits) {
            sum += LogMath.softplus(logit);
        }
        return sum;
    }

    @Override
    public float[] sampleBase(int chains, RandomStream random) {
        require(chains >= 1, "chains must be at least 1, but was %d", chains);
        return kernel.drawBase(chains, random);
    }

    @Override
    public void anneal(float[] states, int chains, double from, double to, double[] logWeights, RandomStream random) {
        if (state == null || state.chains != chains) {
            state = new GibbsKernel.State(model, chains);
        }
        System.arraycopy(states, 0, state.visible, 0, state.visible.length);
        kernel.readVisible(state);
        for (int r = 0; r < chains; r++) {
            logWeights[r] += logRatio(state, r, from, to);
        }
        kernel.hiddenProbabilities(state, (float) to);
        kernel.drawHidden(state, random);
        kernel.drawVisible(state, (float) to, random);
        System.arraycopy(state.visible, 0, states, 0, state.visible.length);
    }

    @Override
    public LogRatios logRatios(float[] states, int chains) {
        GibbsKernel.State read = new GibbsKernel.State(model, chains);
        System.arraycopy(states, 0, read.visible, 0, read.visible.length);
        kernel.readVisible(read);
        return (from, to, out) -> {
            for (int r = 0; r < chains; r++) {
                out[r] = logRatio(read, r, from, to);
            }
        };
    }

    /** Enumerates the smaller side. */
    @Override
    public Optional<float[]> sampleModel(int chains, int maximumUnits, RandomStream random) {
        return Math.min(model.visible(), model.hidden()) <= maximumUnits
                ? Optional.of(model.drawVisible(chains, random))
                : Optional.empty();
    }

    private double logRatio(GibbsKernel.State state, int row, double from, double to) {
        double linear = 0;
        int at = row * model.visible();
        for (int d = 0; d < model.visible(); d++) {
            linear += state.visible[at + d] * (model.visibleBias(d) - baseLogits[d]);
        }
        int fieldsAt = row * model.hidden();
        int hidden = model.hidden();
        return (to - from) * linear
                + SoftplusSum.tempered(state.hiddenFields, fieldsAt, hidden, to)
                - SoftplusSum.tempered(state.hiddenFields, fieldsAt, hidden, from);
    }
}
