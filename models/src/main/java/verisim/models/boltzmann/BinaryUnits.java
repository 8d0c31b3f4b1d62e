package verisim.models.boltzmann;

import verisim.core.math.FloatMath;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/** Visible units that are 0 or 1, which are their own statistics: {@code p(v_d = 1 given h) = sigmoid(f_d)}. */
record BinaryUnits() implements VisibleUnits {
    @Override
    public void means(RbmParameters model, float[] fields, int from, int rows) {
        FloatMath.sigmoid(fields, fields, from * model.visible(), rows * model.visible());
    }

    @Override
    public void draw(RbmParameters model, float[] fields, int rows, float[] betas, RandomStream random) {
        means(model, fields, 0, rows);
        random.fillBernoulli(fields, fields, 0, rows * model.visible());
    }

    @Override
    public double logNormalizer(RbmParameters model, float[] fields, int at) {
        return SoftplusSum.of(fields, at, model.visible());
    }

    @Override
    public double baseLogNormalizer(RbmParameters model, float[] baseFields) {
        double sum = 0;
        for (float field : baseFields) {
            sum += LogMath.softplus(field);
        }
        return sum;
    }

    @Override
    public boolean listed(RbmParameters model) {
        return model.visible() < model.hidden();
    }

    @Override
    public BlockedStates states(RbmParameters model) {
        boolean visibleSide = listed(model);
        int units = visibleSide ? model.visible() : model.hidden();
        int others = visibleSide ? model.hidden() : model.visible();
        double[][] w = new double[units][others];
        double[] unitBias = new double[units];
        double[] otherBias = new double[others];
        for (int u = 0; u < units; u++) {
            unitBias[u] = visibleSide ? model.visibleBias(u) : model.hiddenBias(u);
            for (int o = 0; o < others; o++) {
                w[u][o] = visibleSide ? model.weight(u, o) : model.weight(o, u);
            }
        }
        for (int o = 0; o < others; o++) {
            otherBias[o] = visibleSide ? model.hiddenBias(o) : model.visibleBias(o);
        }
        return new StateEnumeration(unitBias, otherBias, w);
    }
}
