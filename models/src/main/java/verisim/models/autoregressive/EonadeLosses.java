package verisim.models.autoregressive;

import java.util.Arrays;
import java.util.stream.IntStream;
import verisim.core.random.RandomStream;
import verisim.models.nn.Network;

/**
 * Estimates {@code l(t)}, the mean loss of a feature that is drawn when t features are seen, from rows of data:
 *
 * <pre>{@code l(t) = E_x E_o [-log p(x_i given the first t features of order o)],  i uniform among the others}</pre>
 *
 * <p>Each row is looked at in one random order, at all t of a grid that is finer where t is small. So the error that a row and its order
 * bring is nearly the same at neighbouring t, and what counts here, the differences, has little of it. Between the grid's t the loss is
 * interpolated linearly, and it is made not to rise.
 */
final class EonadeLosses {
    private static final int GRID = 64;
    private static final int PASSES = 40_000;

    private EonadeLosses() {}

    /**
     * Returns l(0) to l(D - 1), nats.
     *
     * @param rows [n, D], of which evenly spaced ones are used if there are many
     */
    static double[] estimate(EonadeShape shape, float[] parameters, float[] rows, RandomStream random) {
        int d = shape.features();
        int n = rows.length / d;
        int[] grid = grid(d);
        int used = Math.min(n, Math.max(1, PASSES / grid.length));
        double[] sums = new double[grid.length];
        Network.Pass pass = shape.network().newPass(grid.length);
        float[] inputs = new float[grid.length * 2 * d];
        for (int u = 0; u < used; u++) {
            int from = (int) ((long) u * n / used) * d;
            int[] order = random.child(u).permutation(d);
            Arrays.fill(inputs, 0f);
            for (int g = 0; g < grid.length; g++) {
                for (int place = 0; place < grid[g]; place++) {
                    int feature = order[place];
                    inputs[g * 2 * d + feature] = rows[from + feature];
                    inputs[g * 2 * d + d + feature] = 1f;
                }
            }
            float[] logits = pass.forward(parameters, 0, inputs, grid.length);
            for (int g = 0; g < grid.length; g++) {
                sums[g] += meanLoss(shape, rows, from, logits, g * d, order, grid[g]);
            }
        }
        return interpolated(grid, Arrays.stream(sums).map(s -> s / used).toArray(), d);
    }

    /** 0, D - 1 and, between them, places whose distance grows with t; all t if D is small. */
    static int[] grid(int features) {
        return IntStream.range(0, GRID)
                .map(g -> (int) Math.round((features - 1) * Math.pow(g / (GRID - 1.0), 2)))
                .distinct()
                .toArray();
    }

    private static double meanLoss(
            EonadeShape shape, float[] rows, int from, float[] logits, int logitsFrom, int[] order, int seen) {
        double sum = 0;
        for (int place = seen; place < order.length; place++) {
            int feature = order[place];
            double sign = 2 * rows[from + feature] - 1;
            double p = 1 / (1 + Math.exp(-sign * logits[logitsFrom + feature]));
            sum -= Math.log(0.5 * shape.floor() + (1 - shape.floor()) * p);
        }
        return sum / (order.length - seen);
    }

    private static double[] interpolated(int[] grid, double[] losses, int d) {
        double[] falling = EonadeSteps.notIncreasing(losses);
        double[] out = new double[d];
        for (int g = 0; g + 1 < grid.length; g++) {
            for (int t = grid[g]; t < grid[g + 1]; t++) {
                double share = (t - grid[g]) / (double) (grid[g + 1] - grid[g]);
                out[t] = (1 - share) * falling[g] + share * falling[g + 1];
            }
        }
        out[d - 1] = falling[grid.length - 1];
        return out;
    }
}
