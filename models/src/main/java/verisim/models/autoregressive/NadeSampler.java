package verisim.models.autoregressive;

import verisim.core.math.Parallel;
import verisim.core.random.RandomStream;

/**
 * Draws feature by feature. The sums of the hidden units are kept and advanced by what was drawn, so a row costs as much as its
 * likelihood, O(D H). Blocks of rows have streams of their own and run side by side.
 */
final class NadeSampler {
    private static final int BLOCK = 64;

    private final NadeLayout layout;
    private final Conditionals conditionals;
    private final float[] parameters;
    private final NadeWeights weights;

    NadeSampler(NadeLayout layout, Conditionals conditionals, float[] parameters) {
        this.layout = layout;
        this.conditionals = conditionals;
        this.parameters = parameters;
        this.weights = NadeWeights.of(layout, parameters);
    }

    /**
     * Draws all features but the first {@code given} of each row, in place.
     *
     * @param rows [n, D], in the order of drawing
     * @param given how many features are there already
     */
    void complete(float[] rows, int n, int given, RandomStream random) {
        Parallel.run((n + BLOCK - 1) / BLOCK, b -> {
            int from = b * BLOCK;
            drawBlock(
                    rows,
                    from,
                    Math.min(BLOCK, n - from),
                    given,
                    random.child("rows").child(b));
        });
    }

    private void drawBlock(float[] rows, int from, int count, int given, RandomStream random) {
        int d = layout.features();
        int h = layout.hidden();
        int p = layout.perFeature();
        float[][] sums = new float[count][];
        float[][] units = new float[count][h];
        float[] outputs = new float[p * count];
        float[] drawn = new float[count];
        for (int r = 0; r < count; r++) {
            sums[r] = weights.hiddenBiases.clone();
        }
        for (int feature = 0; feature < d; feature++) {
            if (feature >= given) {
                for (int r = 0; r < count; r++) {
                    // Hidden units change only after a feature that is not 0, unless each feature scales them.
                    float before = feature > given ? rows[(from + r) * d + feature - 1] : 1f;
                    if (before != 0 || layout.scaled()) {
                        NadeStates.activate(layout, weights, sums[r], feature, units[r]);
                    }
                    for (int k = 0; k < p; k++) {
                        outputs[k * count + r] = weights.outputBiases[feature * p + k]
                                + dot(parameters, layout.outputWeights(feature) + k * h, units[r]);
                    }
                }
                conditionals.sample(outputs, count, drawn, 0, count, random);
            }
            for (int r = 0; r < count; r++) {
                int at = (from + r) * d + feature;
                if (feature >= given) {
                    rows[at] = drawn[r];
                }
                if (rows[at] != 0) {
                    NadeWeights.addScaled(sums[r], rows[at], weights.input[feature]);
                }
            }
        }
    }

    /** Four sums side by side: one alone would wait for every addition. */
    static float dot(float[] a, int from, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int j = 0;
        for (; j + 3 < b.length; j += 4) {
            s0 += a[from + j] * b[j];
            s1 += a[from + j + 1] * b[j + 1];
            s2 += a[from + j + 2] * b[j + 2];
            s3 += a[from + j + 3] * b[j + 3];
        }
        for (; j < b.length; j++) {
            s0 += a[from + j] * b[j];
        }
        return s0 + s1 + (s2 + s3);
    }
}
