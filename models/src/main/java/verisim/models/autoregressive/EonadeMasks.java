package verisim.models.autoregressive;

import verisim.core.random.RandomStream;

/**
 * Draws which features of a row are seen: their number d uniform on 0 to D - 1, then a subset of that size, all alike likely.
 *
 * <p>That is where a uniformly random order stands at a uniformly random place: D times the log-probability of the next feature,
 * averaged over the D - d it may be, has the mean over orders of {@code log p(x given order)} as its expectation,
 *
 * <pre>{@code D / (D - d) sum over unseen i of log p(x_i given the seen ones)}</pre>
 */
final class EonadeMasks {
    private EonadeMasks() {}

    /**
     * Returns d for the row {@code index} of {@code count} rows that share one uniform number: each d is uniform, and together they
     * are spread evenly over 0 to D - 1, which lowers the variance of their mean.
     */
    static int seen(double uniform, int index, int count, int features) {
        double place = uniform + (double) index / count;
        return Math.min(features - 1, (int) ((place - Math.floor(place)) * features));
    }

    /** Returns the factor D / (D - d) of a row's loss. */
    static double factor(int seen, int features) {
        return (double) features / (features - seen);
    }

    /**
     * Writes the network's inputs of a row: the values of the {@code seen} features it draws, 0 for others, then the mask.
     *
     * @param x the row, from {@code xFrom}
     * @param inputs receives 2D values from {@code at}
     */
    static void fill(float[] x, int xFrom, int features, int seen, float[] inputs, int at, RandomStream random) {
        int wanted = seen;
        for (int i = 0; i < features; i++) {
            boolean chosen = random.nextDouble() * (features - i) < wanted;
            wanted -= chosen ? 1 : 0;
            inputs[at + i] = chosen ? x[xFrom + i] : 0f;
            inputs[at + features + i] = chosen ? 1f : 0f;
        }
    }
}
