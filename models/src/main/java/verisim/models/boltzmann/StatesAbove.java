package verisim.models.boltzmann;

import java.util.List;
import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;

/**
 * Teaches an RBM the states that layers below it give rows of data, {@code h_i ~ p(h_i given h_(i-1))}, drawn anew in every step. So its
 * steps follow the gradient of {@code E_q log p(h)}, the prior's part of a deep belief network's bound, and it cannot learn one draw of
 * the states by heart.
 */
final class StatesAbove extends ForwardingLearner {
    private final List<RbmParameters> below;
    private final Learner upper;
    private final float[][] states;

    /**
     * @param below layers from the data upwards, at least one
     * @param upper takes states of the last of them
     * @param batchSize the most rows of a batch
     */
    StatesAbove(List<RbmParameters> below, Learner upper, int batchSize) {
        this.below = List.copyOf(below);
        this.upper = upper;
        this.states = below.stream().map(p -> new float[batchSize * p.hidden()]).toArray(float[][]::new);
    }

    @Override
    public void step(float[] batch, int count, double learningRate, double momentum, RandomStream random) {
        RandomStream draws = random.child("states");
        float[] rows = batch;
        for (int i = 0; i < states.length; i++) {
            draw(below.get(i), rows, count, states[i], draws);
            rows = states[i];
        }
        upper.step(rows, count, learningRate, momentum, random);
    }

    /** Draws the hidden states [n, H] of visible rows [n, D]. */
    static void draw(RbmParameters p, float[] visible, int n, float[] hidden, RandomStream random) {
        p.hiddenFields(visible, n, hidden);
        FloatMath.sigmoid(hidden, hidden, 0, n * p.hidden());
        random.fillBernoulli(hidden, hidden, 0, n * p.hidden());
    }

    @Override
    Learner wrapped() {
        return upper;
    }
}
