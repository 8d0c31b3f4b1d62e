package verisim.models.boltzmann;

import verisim.core.random.RandomStream;

/**
 * Chains that start at the data and take k steps: contrastive divergence. Not the model's expectation but that of the data's
 * distribution after k steps, so the gradient is biased.
 *
 * @see <a href="https://doi.org/10.1162/089976602760128018">Hinton (2002), Training products of experts by minimizing contrastive
 *     divergence</a>
 */
final class DataChains implements NegativePhase {
    private final RbmParameters model;
    private final GibbsKernel kernel;
    private final int steps;
    private final GibbsKernel.State whole;

    DataChains(RbmParameters model, float[] baseLogits, int steps, int batchSize) {
        this.model = model;
        this.kernel = new GibbsKernel(model, baseLogits);
        this.steps = steps;
        this.whole = new GibbsKernel.State(model, batchSize);
    }

    @Override
    public int mostRows() {
        return whole.chains;
    }

    @Override
    public void fill(PhaseRows rows, RandomStream random) {
        int n = rows.dataRows();
        // the last batch of an epoch may be smaller
        GibbsKernel.State state = n == whole.chains ? whole : new GibbsKernel.State(model, n);
        rows.readHidden(0, n);
        random.fillBernoulli(rows.hidden, state.hidden, 0, state.hidden.length);
        for (int k = 1; k < steps; k++) {
            kernel.step(state, random);
        }
        kernel.drawVisible(state, random);
        rows.appendModelRows(n);
        System.arraycopy(state.visible, 0, rows.visible, n * model.visible(), state.visible.length);
        rows.readHidden(n, n);
    }
}
