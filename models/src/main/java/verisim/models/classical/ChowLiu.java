package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.Checks;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.ConditionalSampler;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;

/**
 * A tree of binary features: {@code p(x) = p(x_root) prod_d p(x_d given x_parent(d))}.
 *
 * <p>Completion is exact in two passes over the tree: from the leaves up, each feature tells its parent how probable the observed
 * features below it are; from the root down, each missing feature is drawn given its parent and what came from below.
 */
public final class ChowLiu implements TractableDensity, ConditionalSampler, PersistentModel {
    private final int[] order;
    private final int[] parents;
    private final double[] ones;
    private final double[] logs;

    /**
     * @param order the features, every parent before its children, [D]
     * @param parents the parent of each feature, -1 for the root, which is first in {@code order}; [D]
     * @param ones {@code p(x_d = 1 given x_parent = v)} at [d, v]; the same for both v at the root; [D, 2]
     */
    ChowLiu(int[] order, int[] parents, double[] ones) {
        int d = order.length;
        require(
                d >= 1 && parents.length == d && ones.length == 2 * d,
                "order, parents and ones must have D, D and 2 D values, but have %d, %d and %d",
                d,
                parents.length,
                ones.length);
        boolean[] placed = new boolean[d];
        for (int i = 0; i < d; i++) {
            int f = order[i];
            require(
                    f >= 0
                            && f < d
                            && !placed[f]
                            && (i == 0 ? parents[f] == -1 : parents[f] >= 0 && placed[parents[f]]),
                    "feature %d at place %d of the order must be new and have its parent before it",
                    f,
                    i);
            placed[f] = true;
        }
        this.order = order.clone();
        this.parents = parents.clone();
        this.ones = ones.clone();
        this.logs = new double[4 * d];
        for (int i = 0; i < 2 * d; i++) {
            require(ones[i] >= 0 && ones[i] <= 1, "a probability must be from 0 to 1, but one is %s", ones[i]);
            logs[2 * i] = Math.log1p(-ones[i]);
            logs[2 * i + 1] = Math.log(ones[i]);
        }
    }

    static ChowLiu of(ModelState state) {
        return new ChowLiu(
                state.integers("order").stream().mapToInt(i -> i).toArray(),
                state.integers("parents").stream().mapToInt(i -> i).toArray(),
                Arrays2d.toDoubles(state.array("ones")));
    }

    @Override
    public ModelState state() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("order", java.util.Arrays.stream(order).boxed().toList());
        settings.put("parents", java.util.Arrays.stream(parents).boxed().toList());
        return new ModelState(ChowLiuProvider.NAME, settings, Map.of("ones", Arrays2d.matrix(ones, features(), 2)));
    }

    @Override
    public DataKind dataKind() {
        return DataKind.BINARY;
    }

    @Override
    public int features() {
        return order.length;
    }

    /** Returns the parent of a feature, -1 for the root. */
    public int parent(int feature) {
        return parents[feature];
    }

    /** Returns {@code p(x_feature = 1 given x_parent = parentValue)}; any parentValue at the root. */
    public double probability(int feature, int parentValue) {
        return ones[2 * feature + parentValue];
    }

    @Override
    public INDArray logProbability(INDArray x) {
        int d = features();
        Checks.requireRows(x, d, "x");
        float[] values = Arrays2d.toFloats(x);
        double[] out = new double[values.length / d];
        for (int r = 0; r < out.length; r++) {
            double sum = 0;
            for (int f = 0; f < d; f++) {
                int parent = parents[f];
                sum += logs[4 * f + 2 * bit(values, r * d, parent) + bit(values, r * d, f)];
            }
            out[r] = sum;
        }
        return Arrays2d.vector(out);
    }

    /** Returns the value of a feature as 0 or 1; 0 for the parent of the root. */
    private static int bit(float[] values, int from, int feature) {
        return feature >= 0 && values[from + feature] > 0.5f ? 1 : 0;
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        int d = features();
        float[] x = new float[Math.multiplyExact(n, d)];
        for (int from = 0; from < x.length; from += d) {
            for (int f : order) {
                x[from + f] = random.nextDouble() < ones[2 * f + bit(x, from, parents[f])] ? 1f : 0f;
            }
        }
        return Arrays2d.matrix(x, n, d);
    }

    /** {@inheritDoc} Always empty. */
    @Override
    public Optional<String> cannotComplete(boolean[] observed) {
        return Optional.empty();
    }

    @Override
    public INDArray complete(INDArray x, boolean[] observed, RandomStream random) {
        int d = features();
        DiscreteRows.requireMask(observed, d);
        Checks.requireRows(x, d, "x");
        float[] out = Arrays2d.toFloats(x);
        double[] below = new double[2 * d];
        for (int from = 0; from < out.length; from += d) {
            if (!up(out, from, observed, below)) {
                throw DiscreteRows.impossible(from / d);
            }
            down(out, from, observed, below, random);
        }
        return Arrays2d.matrix(out, out.length / d, d);
    }

    /**
     * Writes the log-probability of the observed features from d downwards given {@code x_d = v} to {@code below[d, v]}.
     *
     * @return whether the observed features are possible
     */
    private boolean up(float[] x, int from, boolean[] observed, double[] below) {
        java.util.Arrays.fill(below, 0);
        for (int i = order.length - 1; i >= 0; i--) {
            int f = order[i];
            if (observed[f]) {
                below[2 * f + 1 - bit(x, from, f)] = Double.NEGATIVE_INFINITY;
            }
            double given0 = message(f, 0, below);
            double given1 = message(f, 1, below);
            if (Math.max(given0, given1) == Double.NEGATIVE_INFINITY) {
                return false;
            }
            if (parents[f] >= 0) {
                below[2 * parents[f]] += given0;
                below[2 * parents[f] + 1] += given1;
            }
        }
        return true;
    }

    /** Returns the log-probability of what is observed from f downwards given its parent's value. */
    private double message(int f, int parentValue, double[] below) {
        int at = 4 * f + 2 * parentValue;
        return LogMath.logAddExp(logs[at] + below[2 * f], logs[at + 1] + below[2 * f + 1]);
    }

    private void down(float[] x, int from, boolean[] observed, double[] below, RandomStream random) {
        for (int f : order) {
            if (!observed[f]) {
                int at = 4 * f + 2 * bit(x, from, parents[f]);
                double odds = logs[at + 1] + below[2 * f + 1] - (logs[at] + below[2 * f]);
                x[from + f] = random.nextDouble() < LogMath.sigmoid(odds) ? 1f : 0f;
            }
        }
    }
}
