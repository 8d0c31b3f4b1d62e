package verisim.models.autoregressive;

import verisim.core.math.DoubleMath;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/**
 * C outputs a for each feature, one per category: {@code p(c) = exp(a_c) / sum_k exp(a_k)}.
 *
 * <p>The network sees category v of 0 to C - 1 as the number {@code 2 v / (C - 1) - 1}, from -1 to 1, and so do the methods of
 * this class; one input for each category would be too wide for images of 256 levels. That suits levels, which have an order;
 * of unordered categories a network needs hidden units to tell them apart.
 */
final class CategoricalConditionals implements Conditionals {
    private final int categories;
    private final double half;

    CategoricalConditionals(int categories) {
        this.categories = categories;
        this.half = half(categories);
    }

    /** Returns both the centre and half the width of the range of categories: {@code (C - 1) / 2}, 0.5 for a single one. */
    static double half(int categories) {
        return Math.max(1, categories - 1) / 2.0;
    }

    private int category(float x) {
        return (int) Math.rint(half * (1 + (double) x));
    }

    @Override
    public int perFeature() {
        return categories;
    }

    @Override
    public double logLikelihood(float[] x, int xFrom, float[] outputs, int outputsFrom, int features) {
        double[] a = new double[categories];
        double sum = 0;
        for (int d = 0; d < features; d++) {
            int at = outputsFrom + d * categories;
            for (int c = 0; c < categories; c++) {
                a[c] = outputs[at + c];
            }
            sum += a[category(x[xFrom + d])] - LogMath.logSumExp(a);
        }
        return sum;
    }

    @Override
    public double gradient(float[] x, float[] outputs, float[] gradient, int rows, int features) {
        double[] p = new double[categories];
        double sum = 0;
        double scale = 1.0 / rows;
        for (int i = 0; i < rows * features; i++) {
            int at = i * categories;
            float max = outputs[at];
            for (int c = 1; c < categories; c++) {
                max = Math.max(max, outputs[at + c]);
            }
            for (int c = 0; c < categories; c++) {
                p[c] = DoubleMath.expMinus(max - outputs[at + c]);
            }
            double total = 0;
            for (int c = 0; c < categories; c++) {
                total += p[c];
            }
            double factor = scale / total;
            for (int c = 0; c < categories; c++) {
                gradient[at + c] = (float) (factor * p[c]);
            }
            int seen = at + category(x[i]);
            gradient[seen] -= (float) scale;
            sum += outputs[seen] - max - Math.log(total);
        }
        return sum;
    }

    @Override
    public void sample(float[] outputs, int stride, float[] x, int from, int rows, RandomStream random) {
        double[] p = new double[categories];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < categories; c++) {
                p[c] = outputs[c * stride + r];
            }
            double logTotal = LogMath.logSumExp(p);
            double left = random.nextDouble();
            int c = -1;
            do {
                c++;
                left -= Math.exp(p[c] - logTotal);
            } while (left >= 0 && c + 1 < categories);
            x[from + r] = (float) (c / half - 1);
        }
    }

    /** {@code log((n_c + 1) / (N + C))} with n_c the number of rows of category c. */
    @Override
    public void initializeBiases(float[] x, int features, float[] biases, int from) {
        double[] counts = new double[features * categories];
        for (int i = 0; i < x.length; i++) {
            counts[i % features * categories + category(x[i])]++;
        }
        int rows = x.length / features;
        for (int i = 0; i < counts.length; i++) {
            biases[from + i] = (float) Math.log((counts[i] + 1) / (rows + categories));
        }
    }
}
