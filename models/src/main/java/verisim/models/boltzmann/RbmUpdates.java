package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import verisim.core.math.Blas;
import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;

/**
 * Updates of an RBM along an estimate of the gradient of the mean log-likelihood, centred by offsets mu and lambda (Melchior, Fischer
 * and Wiskott, 2016; Montavon and Müller, 2012):
 *
 * <pre>{@code dW = <(v - mu) (h - lambda)'>_data - <(v - mu) (h - lambda)'>_model
 * db = <v>_data - <v>_model - dW lambda,   dc = <h>_data - <h>_model - dW' mu}</pre>
 *
 * with {@code h = p(h given v)} and v the statistics of the visible units; both offsets 0 give the ordinary gradient. This is the gradient of the machine over {@code v - mu} and
 * {@code h - lambda}, written as a direction for the parameters of the ordinary one: those are all that is kept, so moving the offsets
 * changes no distribution and needs no correction of the biases. The direction does not depend on which of its two values each unit
 * calls 1, which the ordinary gradient does.
 *
 * <p>A penalty on weights and a pull of the hidden units' mean activity q towards a target p (Hinton, 2010, A practical guide to training
 * restricted Boltzmann machines) are added before biases are corrected, so they are part of the centred machine's gradient:
 *
 * <pre>{@code dW -= weightDecay W,   dc_j += cost (p - q_j),   dW_dj += cost (p - q_j) <v_d - mu_d>_data}</pre>
 *
 * <p>Visible units may have parameters of their own, and a size by which the direction is multiplied; see {@link VisibleUnits}.
 *
 * <p>The two phases are stacked, so the weights' gradient is one matrix product. Holds the state of one training run.
 */
final class RbmUpdates implements Learner {
    private final RbmParameters model;
    private final RbmOptions.Steps options;
    private final int batchSize;
    private final NegativePhase negative;
    private final Offsets offsets;
    private final Consumer<float[]> structure;
    private final PhaseRows rows;
    private final float[] gradient;
    private final float[] velocity;
    private final float[] activity;
    private final float[] dataHidden;
    private final float[] dataVisible;
    private boolean seenData;

    /**
     * @param model changed in place
     * @param baseLogits of independent visible units, where chains begin; their means are the first offsets
     * @param batchSize the most rows of a batch
     */
    RbmUpdates(RbmParameters model, float[] baseLogits, RbmOptions options, int batchSize) {
        this(
                model,
                options.steps(),
                NegativePhase.of(options.negative(), model, baseLogits, batchSize),
                new Offsets(
                        options.centring().offsets(),
                        options.centring().rate(),
                        means(model, baseLogits),
                        model.hidden()),
                weights -> {},
                batchSize);
    }

    /**
     * @param model changed in place
     * @param structure sets the elements of a direction to 0 that belong to connections which the machine does not have
     * @param batchSize the most rows of a batch
     */
    RbmUpdates(
            RbmParameters model,
            RbmOptions.Steps options,
            NegativePhase negative,
            Offsets offsets,
            Consumer<float[]> structure,
            int batchSize) {
        this.model = model;
        this.options = options;
        this.batchSize = batchSize;
        this.negative = negative;
        this.offsets = offsets;
        this.structure = structure;
        rows = new PhaseRows(model, batchSize, negative.mostRows());
        gradient = new float[model.values().length];
        velocity = this.options.hasMomentum() ? new float[model.values().length] : null;
        boolean sparse = this.options.sparsityCost() > 0;
        activity = sparse ? new float[model.hidden()] : new float[0];
        dataHidden = new float[activity.length];
        dataVisible = sparse ? new float[model.visible()] : new float[0];
    }

    /** Returns the means of binary units with these logits. */
    static float[] means(float[] logits) {
        float[] out = logits.clone();
        FloatMath.sigmoid(out, out, 0, out.length);
        return out;
    }

    static float[] means(RbmParameters model, float[] logits) {
        float[] out = logits.clone();
        model.units().means(model, out, 0, 1);
        return out;
    }

    /**
     * Makes one update.
     *
     * @param batch rows of data [count, D], in an array of at least count rows
     * @param count from 1 to batchSize
     * @param momentum share of the last step that is kept
     */
    @Override
    public void step(float[] batch, int count, double learningRate, double momentum, RandomStream random) {
        estimateGradient(batch, count, random);
        update((float) learningRate, (float) momentum);
        model.units().confine(model);
        negative.follow(gradient);
    }

    /** Lets persistent chains find the model, which is not at its small random start; to be called before the first step. */
    void settle(RandomStream random) {
        model.hold();
        try {
            negative.settle(GibbsSampling.STEPS, random);
        } finally {
            model.release();
        }
    }

    /** Computes the gradient estimate of this batch; see {@link #gradient()}. */
    void estimateGradient(float[] batch, int count, RandomStream random) {
        require(count >= 1 && count <= batchSize, "rows must be from 1 to %d, but was %d", batchSize, count);
        model.hold();
        try {
            rows.load(batch, count);
            negative.fill(rows, random);
        } finally {
            model.release();
        }
        if (offsets.active()) {
            offsets.follow(rows);
            FloatMath.subtractOffset(rows.visible, rows.rows(), offsets.visible());
            FloatMath.subtractOffset(rows.hidden, rows.rows(), offsets.hidden());
        }
        if (activity.length > 0) {
            meanOfData(rows.visible, dataVisible);
            meanOfData(rows.hidden, dataHidden);
        }
        weigh();
        int visible = model.visible();
        int hidden = model.hidden();
        Blas.gemm(true, false, visible, hidden, rows.rows(), 1f, rows.visible, 0, rows.hidden, 0, 0f, gradient, 0);
        structure.accept(gradient);
        biasGradients();
        model.units().ownGradient(model, rows, offsets, gradient);
        penalties();
        model.units().precondition(model, gradient);
        if (offsets.active()) {
            model.uncentre(gradient, offsets.visible(), offsets.hidden());
        }
    }

    private void meanOfData(float[] values, float[] out) {
        int width = out.length;
        FloatMath.columnSums(values, rows.dataRows(), width, out, 0);
        for (int i = 0; i < width; i++) {
            out[i] /= rows.dataRows();
        }
    }

    /** Multiplies each row's hidden units by its weight. */
    private void weigh() {
        int hidden = model.hidden();
        for (int r = 0; r < rows.rows(); r++) {
            float weight = rows.weights[r];
            int at = r * hidden;
            for (int j = 0; j < hidden; j++) {
                rows.hidden[at + j] *= weight;
            }
        }
    }

    private void biasGradients() {
        float[] weights = Arrays.copyOf(rows.weights, rows.rows());
        FloatMath.columnSums(rows.visible, weights, model.visible(), gradient, model.visibleFrom());
        FloatMath.columnSums(rows.hidden, rows.rows(), model.hidden(), gradient, model.hiddenFrom());
    }

    private void penalties() {
        float decay = (float) options.weightDecay();
        if (decay != 0f) {
            for (int i = 0; i < model.visibleFrom(); i++) {
                gradient[i] -= decay * model.values()[i];
            }
        }
        if (activity.length == 0) {
            return;
        }
        int hidden = model.hidden();
        float kept = seenData ? (float) options.sparsityDecay() : 0f;
        float[] pull = new float[hidden];
        for (int j = 0; j < hidden; j++) {
            float now = dataHidden[j] + offsets.hidden()[j];
            activity[j] = kept * activity[j] + (1 - kept) * now;
            pull[j] = (float) (options.sparsityCost() * (options.sparsityTarget() - activity[j]));
            gradient[model.hiddenFrom() + j] += pull[j];
        }
        seenData = true;
        for (int d = 0; d < model.visible(); d++) {
            int at = d * hidden;
            for (int j = 0; j < hidden; j++) {
                gradient[at + j] += dataVisible[d] * pull[j];
            }
        }
    }

    private void update(float learningRate, float momentum) {
        float[] values = model.values();
        if (velocity == null) {
            for (int i = 0; i < values.length; i++) {
                values[i] = FloatMath.flushed(values[i] + learningRate * gradient[i]);
            }
            return;
        }
        for (int i = 0; i < values.length; i++) {
            float v = FloatMath.flushed(momentum * velocity[i] + learningRate * gradient[i]);
            velocity[i] = v;
            values[i] = FloatMath.flushed(values[i] + v);
        }
    }

    /** Returns the last direction, penalties included: W, b, c and the visible units' own as in {@link RbmParameters}; not a copy. */
    float[] gradient() {
        return gradient;
    }

    /** Returns the figures of the negative phase; see {@link NegativePhase#figures}. */
    @Override
    public Map<String, Double> figures() {
        return negative.figures();
    }

    @Override
    public float[] parameters() {
        return model.values();
    }

    @Override
    public void setParameters(float[] values) {
        System.arraycopy(values, 0, model.values(), 0, values.length);
    }

    /** Returns whether the last gradient's hidden biases are finite; they are fed by every unit and every row. */
    @Override
    public boolean finite() {
        float sum = 0;
        for (int j = model.hiddenFrom(); j < gradient.length; j++) {
            sum += gradient[j];
        }
        return Float.isFinite(sum);
    }

    /** Returns all that {@link #restore} needs besides the parameters, in arrays that change no more. */
    @Override
    public Map<String, float[]> state() {
        Map<String, float[]> out = new LinkedHashMap<>();
        negative.state().forEach((name, values) -> out.put("negative/" + name, values));
        offsets.state().forEach((name, values) -> out.put("offsets/" + name, values));
        out.put("velocity", velocity == null ? new float[0] : velocity.clone());
        out.put("activity", seenData ? activity.clone() : new float[0]);
        return out;
    }

    /** Goes on from a state of {@link #state}. */
    @Override
    public void restore(Map<String, float[]> state) {
        negative.restore(part(state, "negative/"));
        offsets.restore(part(state, "offsets/"));
        if (velocity != null) {
            System.arraycopy(state.get("velocity"), 0, velocity, 0, velocity.length);
        }
        float[] saved = state.get("activity");
        seenData = saved.length > 0;
        System.arraycopy(saved, 0, activity, 0, saved.length);
    }

    private static Map<String, float[]> part(Map<String, float[]> state, String prefix) {
        Map<String, float[]> out = new LinkedHashMap<>();
        state.forEach((name, values) -> {
            if (name.startsWith(prefix)) {
                out.put(name.substring(prefix.length()), values);
            }
        });
        return out;
    }
}
