package verisim.models.nn;

import static verisim.core.Checks.require;

import verisim.core.random.RandomStream;

/**
 * Dropout: in training each unit is set to 0 with probability {@code rate}, and what is left is divided by {@code 1 - rate}, so that
 * the mean is that of the input and evaluation, where nothing is dropped, is the identity ("inverted" dropout; the paper scales the
 * weights in evaluation instead).
 *
 * <p>{@link Network.Pass#forwardTraining} draws the masks; {@link #forward} is evaluation.
 *
 * @param width number of units
 * @param rate at least 0 and less than 1
 * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014),
 *     Dropout: a simple way to prevent neural networks from overfitting</a>
 */
public record Dropout(int width, double rate) implements Layer {
    public Dropout {
        require(width >= 1, "width must be at least 1, but was %d", width);
        require(rate >= 0 && rate < 1, "the rate of dropout must be at least 0 and less than 1, but was %s", rate);
    }

    @Override
    public int inputs() {
        return width;
    }

    @Override
    public int outputs() {
        return width;
    }

    @Override
    public int parameterCount() {
        return 0;
    }

    @Override
    public void initialize(float[] parameters, int from, RandomStream random) {}

    @Override
    public void forward(float[] parameters, int from, float[] x, float[] out, int rows) {
        System.arraycopy(x, 0, out, 0, rows * width);
    }

    @Override
    public void backward(
            float[] parameters,
            int from,
            float[] x,
            float[] out,
            float[] dOut,
            float[] dX,
            float[] gradient,
            int rows) {
        if (dX != null) {
            System.arraycopy(dOut, 0, dX, 0, rows * width);
        }
    }

    /** Fills {@code mask} [rows, width] with factors: 0 with probability {@code rate}, else {@code 1 / (1 - rate)}. */
    void drawMask(float[] mask, int rows, RandomStream random) {
        int n = rows * width;
        random.fillUniform(mask, 0, n);
        float bound = (float) rate;
        float kept = (float) (1 / (1 - rate));
        for (int i = 0; i < n; i++) {
            mask[i] = mask[i] < bound ? 0f : kept;
        }
    }

    /** Multiplies by a mask; the gradient of this with respect to {@code x} is the same multiplication. */
    void apply(float[] x, float[] mask, float[] out, int rows) {
        int n = rows * width;
        for (int i = 0; i < n; i++) {
            out[i] = x[i] * mask[i];
        }
    }
}
