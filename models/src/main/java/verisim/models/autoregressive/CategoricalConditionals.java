package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import verisim.core.data.Levels;
import verisim.core.math.DoubleMath;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/**
 * C_d outputs a for feature d, one for each of its levels: {@code p(c) = exp(a_c) / sum_k exp(a_k)}.
 *
 * <p>The network sees level v of 0 to C - 1 as the number {@code 2 v / (C - 1) - 1}, from -1 to 1, with the C of its own feature, and so
 * do the methods of this class; one input for each level would be too wide for images of 256 levels. That suits levels which have an
 * order; of unordered ones a network needs hidden units to tell them apart.
 */
final class CategoricalConditionals implements Conditionals {
    private final Levels levels;
    private final double[] halves;
    private final CategoricalConditionals[] single;

    CategoricalConditionals(Levels levels) {
        this.levels = levels;
        this.halves = new double[levels.columns()];
        for (int d = 0; d < halves.length; d++) {
            halves[d] = half(levels.count(d));
        }
        this.single = new CategoricalConditionals[halves.length];
        for (int d = 0; d < halves.length; d++) {
            single[d] = halves.length == 1 ? this : new CategoricalConditionals(Levels.of(levels.count(d)));
        }
    }

    /** Returns both the centre and half the width of the range of C levels: {@code (C - 1) / 2}, 0.5 for a single one. */
    static double half(int count) {
        return Math.max(1, count - 1) / 2.0;
    }

    private int level(int d, float x) {
        return (int) Math.rint(halves[d] * (1 + (double) x));
    }

    @Override
    public int perFeature() {
        return levels.most();
    }

    @Override
    public int[] widths(int features) {
        requireColumns(features);
        return levels.counts();
    }

    @Override
    public CategoricalConditionals of(int feature) {
        return single[feature];
    }

    private void requireColumns(int features) {
        require(
                features == levels.columns(),
                "levels are known of %d features, but %d were asked for",
                levels.columns(),
                features);
    }

    @Override
    public double logLikelihood(float[] x, int xFrom, float[] outputs, int outputsFrom, int features) {
        requireColumns(features);
        double[] a = new double[levels.most()];
        double sum = 0;
        for (int d = 0; d < features; d++) {
            int at = outputsFrom + levels.from(d);
            int count = levels.count(d);
            for (int c = 0; c < count; c++) {
                a[c] = outputs[at + c];
            }
            sum += a[level(d, x[xFrom + d])] - LogMath.logSumExp(a, 0, count);
        }
        return sum;
    }

    @Override
    public double gradient(float[] x, float[] outputs, float[] gradient, int rows, int features) {
        requireColumns(features);
        double[] p = new double[levels.most()];
        double sum = 0;
        double scale = 1.0 / rows;
        for (int i = 0; i < rows * features; i++) {
            int d = i % features;
            int count = levels.count(d);
            int at = i / features * levels.total() + levels.from(d);
            float max = outputs[at];
            for (int c = 1; c < count; c++) {
                max = Math.max(max, outputs[at + c]);
            }
            for (int c = 0; c < count; c++) {
                p[c] = DoubleMath.expMinus(max - outputs[at + c]);
            }
            double total = 0;
            for (int c = 0; c < count; c++) {
                total += p[c];
            }
            double factor = scale / total;
            for (int c = 0; c < count; c++) {
                gradient[at + c] = (float) (factor * p[c]);
            }
            int seen = at + level(d, x[i]);
            gradient[seen] -= (float) scale;
            sum += outputs[seen] - max - Math.log(total);
        }
        return sum;
    }

    /** {@inheritDoc} Of a single feature; see {@link #of}. */
    @Override
    public void sample(float[] outputs, int stride, float[] x, int from, int rows, RandomStream random) {
        requireColumns(1);
        int count = levels.count(0);
        double[] p = new double[count];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < count; c++) {
                p[c] = outputs[c * stride + r];
            }
            double logTotal = LogMath.logSumExp(p);
            double left = random.nextDouble();
            int c = -1;
            do {
                c++;
                left -= Math.exp(p[c] - logTotal);
            } while (left >= 0 && c + 1 < count);
            x[from + r] = (float) (c / halves[0] - 1);
        }
    }

    /** {@code log((n_c + 1) / (N + C))} with n_c the number of rows of level c. */
    @Override
    public void initializeBiases(float[] x, int features, float[] biases, int from) {
        requireColumns(features);
        double[] counts = new double[levels.total()];
        for (int i = 0; i < x.length; i++) {
            int d = i % features;
            counts[levels.from(d) + level(d, x[i])]++;
        }
        int rows = x.length / features;
        for (int d = 0; d < features; d++) {
            for (int i = levels.from(d); i < levels.from(d + 1); i++) {
                biases[from + i] = (float) Math.log((counts[i] + 1) / (rows + levels.count(d)));
            }
        }
    }
}
