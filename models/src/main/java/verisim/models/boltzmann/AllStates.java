package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import verisim.core.math.FloatMath;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/**
 * All states of one side, each weighted with its probability, the other side by its means: the model's expectations without sampling,
 * for small models. With it the gradient is that of the log-likelihood itself (in float).
 */
final class AllStates implements NegativePhase {
    /** 64 MB of float. */
    private static final long MOST_VALUES = 1L << 24;

    private final RbmParameters model;
    private final boolean visibleSide;
    private final int units;
    private final float[] states;
    private final double[] logs;

    AllStates(RbmParameters model) {
        this.model = model;
        visibleSide = model.units().listed(model);
        units = model.enumerated();
        double values = Math.pow(2, units) * (model.visible() + model.hidden());
        require(
                values <= MOST_VALUES,
                "algorithm exact lists 2^%d states of %d units, which are %.3g values; at most %d are allowed, so choose fewer hidden"
                        + " units or another algorithm: cd, pcd, fast-pcd, tempering",
                units,
                model.visible() + model.hidden(),
                values,
                MOST_VALUES);
        int rows = 1 << units;
        logs = new double[rows];
        states = new float[rows * units];
        for (int s = 0; s < rows; s++) {
            for (int u = 0; u < units; u++) {
                states[s * units + u] = s >> u & 1;
            }
        }
    }

    @Override
    public int mostRows() {
        return logs.length;
    }

    @Override
    public void fill(PhaseRows rows, RandomStream random) {
        int n = rows.dataRows();
        rows.readHidden(0, n);
        rows.appendModelRows(logs.length);
        float[] listed = visibleSide ? rows.visible : rows.hidden;
        float[] others = visibleSide ? rows.hidden : rows.visible;
        int width = visibleSide ? model.hidden() : model.visible();
        int biasFrom = visibleSide ? model.visibleFrom() : model.hiddenFrom();
        System.arraycopy(states, 0, listed, n * units, states.length);
        if (visibleSide) {
            model.hiddenFields(rows.visible, n, logs.length, rows.hidden);
        } else {
            model.visibleFields(rows.hidden, n, logs.length, rows.visible);
        }
        for (int s = 0; s < logs.length; s++) {
            int at = (n + s) * width;
            double sum = visibleSide
                    ? SoftplusSum.of(others, at, width)
                    : model.units().logNormalizer(model, others, at);
            for (int u = 0; u < units; u++) {
                sum += states[s * units + u] * (double) model.values()[biasFrom + u];
            }
            logs[s] = sum;
        }
        double logPartition = LogMath.logSumExp(logs);
        for (int s = 0; s < logs.length; s++) {
            rows.weights[n + s] = (float) -Math.exp(logs[s] - logPartition);
        }
        if (visibleSide) {
            FloatMath.sigmoid(others, others, n * width, logs.length * width);
        } else {
            model.units().means(model, others, n, logs.length);
            rows.modelRowsAreMeans();
        }
    }
}
