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

    NadeSampler(NadeLayout layout, Conditionals conditionals, float[] parameters) {
        this.layout = layout;
        this.conditionals = conditionals;
        this.parameters = parameters;
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
            drawBlock(rows, from, Math.min(BLOCK, n - from), given, random.child("rows").child(b));
        });
    }

    private void drawBlock(float[] rows, int from, int count, int given, RandomStream random) {
        int d = layout.features();
        int h = layout.hidden();
        int p = layout.perFeature();
        float[] sums = new float[count * h];
        float[] units = new float[count * h];
        float[] outputs = new float[p * count];
        float[] drawn = new float[count];
        for (int r = 0; r < count; r++) {
            System.arraycopy(parameters, layout.hiddenBiases(), sums, r * h, h);
        }
        for (int feature = 0; feature < d; feature++) {
            if (feature >= given) {
                for (int r = 0; r < count; r++) {
                    // Hidden units change only after a feature that is not 0, unless each feature scales them.
                    float before = feature > given ? rows[(from + r) * d + feature - 1] : 1f;
                    if (before != 0 || layout.scaled()) {
                        NadeStates.activate(layout, parameters, sums, r * h, feature, units, r * h);
                    }
                    for (int k = 0; k < p; k++) {
                        outputs[k * count + r] = parameters[layout.outputBiases(feature) + k]
                                + dot(parameters, layout.outputWeights(feature) + k * h, units, r * h, h);
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
                    NadeStates.addScaled(sums, r * h, rows[at], parameters, layout.inputWeights(feature), h);
                }
            }
        }
    }

    /** Four sums side by side: one alone would wait for every addition. */
    static float dot(float[] a, int aFrom, float[] b, int bFrom, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int j = 0;
        for (; j + 3 < n; j += 4) {
            s0 += a[aFrom + j] * b[bFrom + j];
            s1 += a[aFrom + j + 1] * b[bFrom + j + 1];
            s2 += a[aFrom + j + 2] * b[bFrom + j + 2];
            s3 += a[aFrom + j + 3] * b[bFrom + j + 3];
        }
        for (; j < n; j++) {
            s0 += a[aFrom + j] * b[bFrom + j];
        }
        return s0 + s1 + (s2 + s3);
    }
}
