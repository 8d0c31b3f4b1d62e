package verisim.models.boltzmann;

import verisim.core.data.Levels;
import verisim.core.random.RandomStream;

/**
 * Categorical visible units: of the K_d statistics of feature d, one for each of its levels, one is 1 and the others are 0,
 *
 * <pre>{@code p(v_d = k given h) = exp(f_dk) / sum_l exp(f_dl),   statistic number K_1 + .. + K_d-1 + k is 1 if v_d = k}</pre>
 *
 * <p>Data reach training as rows of these statistics.
 *
 * @param levels K of each feature
 * @see <a href="https://doi.org/10.1145/1273496.1273596">Salakhutdinov, Mnih and Hinton (2007), Restricted Boltzmann machines for
 *     collaborative filtering</a>
 */
record SoftmaxUnits(Levels levels) implements VisibleUnits {
    @Override
    public void means(RbmParameters model, float[] fields, int from, int rows) {
        int width = model.visible();
        for (int row = from * width; row < (from + rows) * width; row += width) {
            for (int d = 0; d < levels.columns(); d++) {
                int at = row + levels.from(d);
                int end = row + levels.from(d + 1);
                double logSum = logSumExp(fields, at, end);
                for (int k = at; k < end; k++) {
                    fields[k] = (float) Math.exp(fields[k] - logSum);
                }
            }
        }
    }

    @Override
    public void draw(RbmParameters model, float[] fields, int rows, float[] betas, RandomStream random) {
        means(model, fields, 0, rows);
        for (int row = 0; row < rows * model.visible(); row += model.visible()) {
            for (int d = 0; d < levels.columns(); d++) {
                double rest = random.nextDouble();
                int drawn = -1;
                for (int k = row + levels.from(d); k < row + levels.from(d + 1); k++) {
                    if (fields[k] > 0 && rest >= 0) {
                        drawn = k; // where probabilities sum to less than 1 by rounding, the last one that is not 0
                        rest -= fields[k];
                    }
                    fields[k] = 0f;
                }
                fields[drawn] = 1f;
            }
        }
    }

    private static double logSumExp(float[] fields, int from, int to) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = from; k < to; k++) {
            largest = Math.max(largest, fields[k]);
        }
        double sum = 0;
        for (int k = from; k < to; k++) {
            sum += Math.exp(fields[k] - largest);
        }
        return largest + Math.log(sum);
    }

    @Override
    public double logNormalizer(RbmParameters model, float[] fields, int at) {
        double sum = 0;
        for (int d = 0; d < levels.columns(); d++) {
            sum += logSumExp(fields, at + levels.from(d), at + levels.from(d + 1));
        }
        return sum;
    }

    @Override
    public double baseLogNormalizer(RbmParameters model, float[] baseFields) {
        return logNormalizer(model, baseFields, 0);
    }

    /** All relative to each feature's first level; a feature of a single level is a factor of 1. */
    @Override
    public BlockedStates states(RbmParameters model) {
        int hidden = model.hidden();
        int features = levels.columns();
        double[] unitBias = new double[hidden];
        double[] fieldBias = new double[levels.total() - features];
        double[][] weights = new double[hidden][fieldBias.length];
        int[] factorEnds = new int[features];
        double constant = 0;
        for (int j = 0; j < hidden; j++) {
            unitBias[j] = model.hiddenBias(j);
        }
        int field = 0;
        for (int d = 0; d < features; d++) {
            int first = levels.from(d);
            constant += model.visibleBias(first);
            for (int j = 0; j < hidden; j++) {
                unitBias[j] += model.weight(first, j);
            }
            for (int k = first + 1; k < levels.from(d + 1); k++) {
                fieldBias[field] = model.visibleBias(k) - model.visibleBias(first);
                for (int j = 0; j < hidden; j++) {
                    weights[j][field] = model.weight(k, j) - model.weight(first, j);
                }
                field++;
            }
            factorEnds[d] = field;
        }
        return new StateEnumeration(constant, unitBias, fieldBias, weights, factorEnds);
    }
}
