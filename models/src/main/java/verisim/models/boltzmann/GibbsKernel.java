package verisim.models.boltzmann;

import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;

/**
 * Block Gibbs sampling of an RBM, the one kernel behind CD-k, PCD, tempering, AIS and sampling: visible units given hidden ones,
 * then hidden given visible.
 *
 * <p>It can be tempered towards a base distribution of independent visible units with logits {@code bA} (Salakhutdinov and
 * Murray, 2008). At inverse temperature beta it leaves {@code f_beta(v) = exp(((1 - beta) bA + beta b).v) prod_j (1 + exp(beta (c_j +
 * v W_j)))} invariant:
 *
 * <pre>{@code p(h_j = 1 given v) = sigmoid(beta (c_j + v W_j))
 * p(v_d = 1 given h) = sigmoid((1 - beta) bA_d + beta (b_d + W_d h))}</pre>
 *
 * <p>That is with binary visible units; {@link VisibleUnits} says what others do.
 */
final class GibbsKernel {
    private static final float[] MODEL = {1f};
    private static final float[] BASE = {0f};

    private final RbmParameters model;
    private final float[] baseLogits;

    /**
     * @param model its values may change between steps
     * @param baseLogits bA [D]
     */
    GibbsKernel(RbmParameters model, float[] baseLogits) {
        this.model = model;
        this.baseLogits = baseLogits;
    }

    /** Chains side by side: what the next step needs, and the buffers it uses. */
    static final class State {
        final int chains;
        /** Visible units, or their statistics if these are not binary [chains, D]. */
        final float[] visible;
        /** Hidden units [chains, H], 0 or 1. */
        final float[] hidden;
        /** {@code c + v W} of the visible units [chains, H]. */
        final float[] hiddenFields;
        /** Probabilities of a 1 given the visible units [chains, H]. */
        final float[] hiddenProbabilities;

        State(RbmParameters model, int chains) {
            this.chains = chains;
            visible = new float[chains * model.visible()];
            hidden = new float[chains * model.hidden()];
            hiddenFields = new float[chains * model.hidden()];
            hiddenProbabilities = new float[chains * model.hidden()];
        }
    }

    /** Starts the first {@code state.chains} rows of {@code visible}: copies them and draws the hidden units. */
    void init(State state, float[] visible, RandomStream random) {
        System.arraycopy(visible, 0, state.visible, 0, state.visible.length);
        readVisible(state);
        hiddenProbabilities(state, 1f);
        drawHidden(state, random);
    }

    /** Draws visible units given hidden ones, then hidden given visible. */
    void step(State state, RandomStream random) {
        drawVisible(state, random);
        readVisible(state);
        hiddenProbabilities(state, 1f);
        drawHidden(state, random);
    }

    /** Computes the hidden fields of the visible units. */
    void readVisible(State state) {
        model.hiddenFields(state.visible, state.chains, state.hiddenFields);
    }

    /** Computes {@code p(h given v)} from the hidden fields. */
    void hiddenProbabilities(State state, float beta) {
        float[] fields = state.hiddenFields;
        float[] p = state.hiddenProbabilities;
        if (beta == 1f) {
            FloatMath.sigmoid(fields, p, 0, p.length);
            return;
        }
        for (int i = 0; i < p.length; i++) {
            p[i] = beta * fields[i];
        }
        FloatMath.sigmoid(p, p, 0, p.length);
    }

    /** Computes {@code p(h given v)} from the hidden fields, row r at inverse temperature {@code betas[r]}. */
    void hiddenProbabilities(State state, float[] betas) {
        int hidden = model.hidden();
        float[] p = state.hiddenProbabilities;
        for (int r = 0; r < state.chains; r++) {
            int at = r * hidden;
            float beta = betas[r];
            for (int j = 0; j < hidden; j++) {
                p[at + j] = beta * state.hiddenFields[at + j];
            }
        }
        FloatMath.sigmoid(p, p, 0, p.length);
    }

    /** Draws hidden units from their probabilities. */
    void drawHidden(State state, RandomStream random) {
        random.fillBernoulli(state.hiddenProbabilities, state.hidden, 0, state.hidden.length);
    }

    /** Draws visible units of the model given hidden ones. */
    void drawVisible(State state, RandomStream random) {
        drawVisible(state, MODEL, random);
    }

    /**
     * Draws visible units given hidden ones.
     *
     * @param betas inverse temperature of each row, or one for all
     */
    void drawVisible(State state, float[] betas, RandomStream random) {
        model.visibleFields(state.hidden, state.chains, state.visible);
        for (int r = 0; r < state.chains; r++) {
            temper(state.visible, r, betas[betas.length == 1 ? 0 : r]);
        }
        model.units().draw(model, state.visible, state.chains, betas, random);
    }

    private void temper(float[] fields, int row, float beta) {
        if (beta == 1f) {
            return;
        }
        int visible = model.visible();
        int at = row * visible;
        for (int d = 0; d < visible; d++) {
            fields[at + d] = beta * fields[at + d] + (1f - beta) * baseLogits[d];
        }
    }

    /** Draws {@code chains} rows of visible units from the base distribution. */
    float[] drawBase(int chains, RandomStream random) {
        int visible = model.visible();
        float[] rows = new float[Math.multiplyExact(chains, visible)];
        for (int r = 0; r < chains; r++) {
            System.arraycopy(baseLogits, 0, rows, r * visible, visible);
        }
        model.units().draw(model, rows, chains, BASE, random);
        return rows;
    }
}
