package verisim.models.boltzmann;

import verisim.core.random.RandomStream;

/**
 * Categorical visible units: of the K statistics of a feature, one for each category, one is 1 and the others are 0,
 *
 * <pre>{@code p(v_d = k given h) = exp(f_dk) / sum_l exp(f_dl),   statistic number d K + k is 1 if v_d = k}</pre>
 *
 * <p>Data reach training as rows of these statistics.
 *
 * @param categories K
 * @see <a href="https://doi.org/10.1145/1273496.1273596">Salakhutdinov, Mnih and Hinton (2007), Restricted Boltzmann machines for
 *     collaborative filtering</a>
 */
record SoftmaxUnits(int categories) implements VisibleUnits {
    @Override
    public void means(RbmParameters model, float[] fields, int from, int rows) {
        int width = model.visible();
        for (int at = from * width; at < (from + rows) * width; at += categories) {
            double logSum = logSumExp(fields, at);
            for (int k = at; k < at + categories; k++) {
                fields[k] = (float) Math.exp(fields[k] - logSum);
            }
        }
    }

    @Override
    public void draw(RbmParameters model, float[] fields, int rows, float[] betas, RandomStream random) {
        means(model, fields, 0, rows);
        for (int at = 0; at < rows * model.visible(); at += categories) {
            double rest = random.nextDouble();
            int drawn = -1;
            for (int k = at; k < at + categories; k++) {
                if (fields[k] > 0 && rest >= 0) {
                    drawn = k; // where probabilities sum to less than 1 by rounding, the last one that is not 0
                    rest -= fields[k];
                }
                fields[k] = 0f;
            }
            fields[drawn] = 1f;
        }
    }

    private double logSumExp(float[] fields, int at) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = at; k < at + categories; k++) {
            largest = Math.max(largest, fields[k]);
        }
        double sum = 0;
        for (int k = at; k < at + categories; k++) {
            sum += Math.exp(fields[k] - largest);
        }
        return largest + Math.log(sum);
    }

    @Override
    public double logNormalizer(RbmParameters model, float[] fields, int at) {
        double sum = 0;
        for (int group = at; group < at + model.visible(); group += categories) {
            sum += logSumExp(fields, group);
        }
        return sum;
    }

    @Override
    public double baseLogNormalizer(RbmParameters model, float[] baseFields) {
        return logNormalizer(model, baseFields, 0);
    }

    /** All relative to each feature's first category. */
    @Override
    public BlockedStates states(RbmParameters model) {
        int hidden = model.hidden();
        int features = model.visible() / categories;
        double[] unitBias = new double[hidden];
        double[] fieldBias = new double[features * (categories - 1)];
        double[][] weights = new double[hidden][fieldBias.length];
        int[] factorEnds = new int[features];
        double constant = 0;
        for (int j = 0; j < hidden; j++) {
            unitBias[j] = model.hiddenBias(j);
        }
        for (int d = 0; d < features; d++) {
            int first = d * categories;
            constant += model.visibleBias(first);
            for (int j = 0; j < hidden; j++) {
                unitBias[j] += model.weight(first, j);
            }
            for (int k = 1; k < categories; k++) {
                int field = d * (categories - 1) + k - 1;
                fieldBias[field] = model.visibleBias(first + k) - model.visibleBias(first);
                for (int j = 0; j < hidden; j++) {
                    weights[j][field] = model.weight(first + k, j) - model.weight(first, j);
                }
            }
            factorEnds[d] = (d + 1) * (categories - 1);
        }
        return new StateEnumeration(constant, unitBias, fieldBias, weights, factorEnds);
    }
}
