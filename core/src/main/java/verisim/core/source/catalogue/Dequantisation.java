package verisim.core.source.catalogue;

import verisim.core.random.RandomStream;

/** Turns rounded values into real numbers, without which a density could grow beyond all bounds. */
final class Dequantisation {
    private static final int BLOCK = 1 << 12;

    /** The largest float below 1: the sum below may round to 1 when the noise is within 2^-17 of it. */
    private static final float BELOW_ONE = Math.nextDown(1f);

    private Dequantisation() {}

    /**
     * Replaces each v by {@code (v + u) / levels} with u uniform on [0, 1), in place.
     *
     * @see <a href="https://arxiv.org/abs/1511.01844">Theis, van den Oord and Bethge (2016), section 3.1</a>
     */
    static void apply(float[] values, int levels, RandomStream random) {
        float[] noise = new float[BLOCK];
        for (int from = 0; from < values.length; from += BLOCK) {
            int n = Math.min(BLOCK, values.length - from);
            random.fillUniform(noise, 0, n);
            for (int i = 0; i < n; i++) {
                values[from + i] = Math.min(BELOW_ONE, (values[from + i] + noise[i]) / levels);
            }
        }
    }

    /**
     * Adds to each value noise that is uniform over what is rounded to it: {@code v + step (u - 1/2)} with u uniform on [0, 1), in place.
     *
     * @param values [n, D]
     * @param steps of each of the D columns, in units of the column
     */
    static void spread(float[] values, double[] steps, RandomStream random) {
        float[] noise = new float[steps.length];
        for (int from = 0; from < values.length; from += steps.length) {
            random.fillUniform(noise, 0, steps.length);
            for (int j = 0; j < steps.length; j++) {
                values[from + j] = (float) (values[from + j] + steps[j] * (noise[j] - 0.5));
            }
        }
    }
}
