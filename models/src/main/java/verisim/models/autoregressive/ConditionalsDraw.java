package verisim.models.autoregressive;

import verisim.core.random.RandomStream;

/** How one feature comes about, given the network's outputs for it. */
interface ConditionalsDraw {
    /** Returns the number of outputs the network needs for one feature, the largest if features differ. */
    int perFeature();

    /** Returns what draws feature d of a row; the same for all unless features differ. */
    default ConditionalsDraw draw(int feature) {
        return this;
    }

    /**
     * Draws one feature of several rows.
     *
     * @param outputs [perFeature, stride]: output k of row r at {@code k * stride + r}; may be changed
     * @param x receives row r at {@code from + r}
     */
    void sample(float[] outputs, int stride, float[] x, int from, int rows, RandomStream random);
}
