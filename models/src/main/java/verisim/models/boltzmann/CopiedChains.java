package verisim.models.boltzmann;

import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;

/**
 * One-step contrastive divergence of an RBM that has one of its sides twice, with tied weights: what becomes the lowest or the highest
 * pair of layers of a deep Boltzmann machine. The copies stand for the input that the inner layer will have from its other neighbour.
 *
 * <pre>{@code visible twice: p(h given v, v') = sigmoid(c + (v + v') W),   p(v given h) = sigmoid(b + W h)
 * hidden twice:  p(h given v) = sigmoid(c + v W),   p(v given h, h') = sigmoid(b + W (h + h'))}</pre>
 *
 * <p>Rows hold the mean of the two copies. With the visible side twice the parameters are those over that mean, {@code 2 W}; with the
 * hidden side twice they are W.
 *
 * @see <a href="https://proceedings.mlr.press/v5/salakhutdinov09a.html">Salakhutdinov and Hinton (2009), Deep Boltzmann machines</a>
 */
final class CopiedChains implements NegativePhase {
    private final RbmParameters model;
    private final boolean visibleTwice;
    private final int batchSize;
    private final float[] probabilities;
    private final float[] one;
    private final float[] other;

    CopiedChains(RbmParameters model, boolean visibleTwice, int batchSize) {
        this.model = model;
        this.visibleTwice = visibleTwice;
        this.batchSize = batchSize;
        probabilities = new float[batchSize * model.visible()];
        one = new float[batchSize * Math.max(model.visible(), model.hidden())];
        other = new float[one.length];
    }

    @Override
    public int mostRows() {
        return batchSize;
    }

    @Override
    public void fill(PhaseRows rows, RandomStream random) {
        int n = rows.dataRows();
        int width = model.visible();
        rows.readHidden(0, n);
        drawMean(rows.hidden, n * model.hidden(), !visibleTwice, random);
        model.visibleFields(one, n, probabilities);
        float field = visibleTwice ? 0.5f : 2f; // of W h, which counts half or twice
        for (int r = 0; r < n; r++) {
            for (int d = 0; d < width; d++) {
                float bias = model.values()[model.visibleFrom() + d];
                probabilities[r * width + d] = bias + field * (probabilities[r * width + d] - bias);
            }
        }
        FloatMath.sigmoid(probabilities, probabilities, 0, n * width);
        drawMean(probabilities, n * width, visibleTwice, random);
        rows.appendModelRows(n);
        System.arraycopy(one, 0, rows.visible, n * width, n * width);
        rows.readHidden(n, n);
    }

    /** Draws the units, or twice and takes the mean, into {@link #one}. */
    private void drawMean(float[] p, int n, boolean twice, RandomStream random) {
        random.fillBernoulli(p, one, 0, n);
        if (twice) {
            random.fillBernoulli(p, other, 0, n);
            for (int i = 0; i < n; i++) {
                one[i] = 0.5f * (one[i] + other[i]);
            }
        }
    }
}
