package verisim.models.classical;

import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;

/**
 * The tree with the largest sum of mutual informations between neighbours, which is the one with the largest likelihood, by Prim's
 * algorithm from feature 0.
 *
 * <pre>{@code
 * p(x_i = a, x_j = b) = (c_ab + s) / (N + 4 s)     p(x_i = a) = (c_a + 2 s) / (N + 4 s)
 * }</pre>
 *
 * <p>Structure and parameters both come from these smoothed tables. Of equal mutual informations the one found first is taken.
 */
final class ChowLiuTrainer extends Trainer<ChowLiu> {
    private final double smoothing;

    /** @param smoothing s, at least 0 */
    ChowLiuTrainer(double smoothing) {
        super(ChowLiuProvider.NAME, Set.of(DataKind.BINARY));
        this.smoothing = smoothing;
    }

    @Override
    protected ChowLiu train(Dataset train, Dataset validation, TrainingContext context) {
        PairCounts counts = new PairCounts(train);
        int d = counts.features();
        int[] order = new int[d];
        int[] parents = new int[d];
        double[] gain = new double[d]; // mutual information with the nearest feature of the tree
        boolean[] placed = new boolean[d];
        java.util.Arrays.fill(gain, Double.NEGATIVE_INFINITY);
        parents[0] = -1;
        placed[0] = true;
        for (int i = 1; i < d; i++) {
            int last = order[i - 1];
            int best = -1;
            for (int f = 0; f < d; f++) {
                if (!placed[f]) {
                    double information = mutualInformation(counts, last, f);
                    if (information > gain[f]) {
                        gain[f] = information;
                        parents[f] = last;
                    }
                    best = best < 0 || gain[f] > gain[best] ? f : best;
                }
            }
            order[i] = best;
            placed[best] = true;
        }
        return new ChowLiu(order, parents, parameters(counts, parents));
    }

    private double pair(PairCounts counts, int i, int a, int j, int b) {
        return (counts.count(i, a, j, b) + smoothing) / (counts.rows() + 4 * smoothing);
    }

    private double single(PairCounts counts, int i, int a) {
        double count = a == 1 ? counts.ones(i) : counts.rows() - counts.ones(i);
        return (count + 2 * smoothing) / (counts.rows() + 4 * smoothing);
    }

    /** Returns {@code sum_ab p(a, b) log(p(a, b) / (p(a) p(b)))}, nats. */
    private double mutualInformation(PairCounts counts, int i, int j) {
        double sum = 0;
        for (int a = 0; a < 2; a++) {
            for (int b = 0; b < 2; b++) {
                double p = pair(counts, i, a, j, b);
                if (p > 0) {
                    sum += p * Math.log(p / (single(counts, i, a) * single(counts, j, b)));
                }
            }
        }
        return sum;
    }

    /** Where a parent never has a value, which no smoothing makes possible, the child's own probability stands. */
    private double[] parameters(PairCounts counts, int[] parents) {
        double[] ones = new double[2 * parents.length];
        for (int f = 0; f < parents.length; f++) {
            for (int v = 0; v < 2; v++) {
                double one = parents[f] < 0 ? 0 : pair(counts, parents[f], v, f, 1);
                double total = parents[f] < 0 ? 0 : one + pair(counts, parents[f], v, f, 0);
                ones[2 * f + v] = total > 0 ? Math.min(1, one / total) : single(counts, f, 1);
            }
        }
        return ones;
    }
}
