package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import verisim.core.random.RandomStream;

/**
 * Updates of an RBM by contrastive divergence (Hinton, 2002) or with persistent chains (Tieleman, 2008): an estimate of the
 * gradient of the mean log-likelihood,
 *
 * <pre>{@code dW = <v p(h given v)>_data - <v p(h given v)>_chains,   db = <v> - <v>,   dc = <p(h)> - <p(h)>}</pre>
 *
 * where the chains' visible units are drawn, not averaged, so that chains in equilibrium give the exact gradient in expectation.
 * Both phases are stacked, so the weights' gradient is one matrix product. Holds the state of one training run.
 */
final class ContrastiveDivergence {
    private final RbmParameters model;
    private final RbmOptions options;
    private final int batchSize;
    private final GibbsKernel kernel;
    private final GibbsKernel.State chains;
    private final float[] gradient;
    private final float[] velocity;
    private final float[] stackedVisible;
    private final float[] stackedHidden;
    private boolean started;

    /**
     * @param model changed in place
     * @param batchSize the most rows of a batch, and the number of persistent chains
     */
    ContrastiveDivergence(RbmParameters model, float[] baseLogits, RbmOptions options, int batchSize) {
        this.model = model;
        this.options = options;
        this.batchSize = batchSize;
        kernel = new GibbsKernel(model, baseLogits);
        chains = new GibbsKernel.State(model, batchSize);
        gradient = new float[model.values().length];
        velocity = options.momentum() > 0 ? new float[model.values().length] : gradient;
        stackedVisible = new float[2 * batchSize * model.visible()];
        stackedHidden = new float[2 * batchSize * model.hidden()];
    }

    /**
     * Makes one update.
     *
     * @param batch binary rows [rows, D], in an array of at least batchSize rows
     * @param rows of the batch, from 1 to batchSize
     */
    void step(float[] batch, int rows, double learningRate, RandomStream random) {
        estimateGradient(batch, rows, random);
        update((float) learningRate);
    }

    /** Computes the gradient estimate of this batch; see {@link #gradient()}. */
    void estimateGradient(float[] batch, int rows, RandomStream random) {
        require(rows >= 1 && rows <= batchSize, "rows must be from 1 to %d, but was %d", batchSize, rows);
        GibbsKernel.State state = chains;
        if (!options.persistent() && rows < batchSize) {
            state = new GibbsKernel.State(model, rows); // the last batch of an epoch
        }
        positivePhase(batch, rows, state, random);
        for (int k = 1; k < options.gibbsSteps(); k++) {
            kernel.step(state, random);
        }
        kernel.drawVisible(state, 1f, random);
        kernel.readVisible(state);
        kernel.hiddenProbabilities(state, 1f);
        if (options.persistent()) {
            kernel.drawHidden(state, random);
        }
        int visible = model.visible();
        System.arraycopy(state.visible, 0, stackedVisible, rows * visible, state.visible.length);
        scale(state.hiddenProbabilities, -1f / state.chains, stackedHidden, rows * model.hidden(), state.hidden.length);
        int stacked = rows + state.chains;
        verisim.core.math.Blas.gemm(
                true,
                false,
                visible,
                model.hidden(),
                stacked,
                1f,
                stackedVisible,
                0,
                stackedHidden,
                0,
                0f,
                gradient,
                0);
        biasGradients(rows, state.chains);
    }

    /** Fills the upper halves of the stacks; leaves {@code state} with the hidden units the negative phase starts from. */
    private void positivePhase(float[] batch, int rows, GibbsKernel.State state, RandomStream random) {
        int hidden = model.hidden();
        System.arraycopy(batch, 0, stackedVisible, 0, rows * model.visible());
        if (!options.persistent()) {
            kernel.init(state, batch, random);
            scale(state.hiddenProbabilities, 1f / rows, stackedHidden, 0, rows * hidden);
            return;
        }
        if (!started) {
            kernel.init(state, kernel.drawBase(batchSize, random), random);
            started = true;
        }
        model.hiddenFields(batch, rows, stackedHidden);
        verisim.core.math.FloatMath.sigmoid(stackedHidden, stackedHidden, 0, rows * hidden);
        scale(stackedHidden, 1f / rows, stackedHidden, 0, rows * hidden);
    }

    private static void scale(float[] from, float factor, float[] to, int at, int n) {
        for (int i = 0; i < n; i++) {
            to[at + i] = factor * from[i];
        }
    }

    private void biasGradients(int rows, int negatives) {
        int visible = model.visible();
        int hidden = model.hidden();
        int b = model.visibleFrom();
        int c = model.hiddenFrom();
        java.util.Arrays.fill(gradient, b, gradient.length, 0f);
        for (int r = 0; r < rows + negatives; r++) {
            float share = r < rows ? 1f / rows : -1f / negatives;
            for (int d = 0; d < visible; d++) {
                gradient[b + d] += share * stackedVisible[r * visible + d];
            }
            for (int j = 0; j < hidden; j++) {
                gradient[c + j] += stackedHidden[r * hidden + j];
            }
        }
    }

    private void update(float learningRate) {
        float[] values = model.values();
        float momentum = (float) options.momentum();
        float decay = (float) options.weightDecay();
        if (decay != 0f) {
            for (int i = 0; i < model.visibleFrom(); i++) {
                gradient[i] -= decay * values[i];
            }
        }
        if (momentum == 0f) {
            for (int i = 0; i < values.length; i++) {
                values[i] += learningRate * gradient[i];
            }
            return;
        }
        for (int i = 0; i < values.length; i++) {
            float v = momentum * velocity[i] + learningRate * gradient[i];
            velocity[i] = v;
            values[i] += v;
        }
    }

    /** Returns the last estimate of the gradient of the mean log-likelihood: W, b, c as in {@link RbmParameters}; not a copy. */
    float[] gradient() {
        return gradient;
    }

    /** Returns whether the last gradient's hidden biases are finite; they are fed by every unit and every row. */
    boolean finite() {
        float sum = 0;
        for (int j = model.hiddenFrom(); j < gradient.length; j++) {
            sum += gradient[j];
        }
        return Float.isFinite(sum);
    }
}
