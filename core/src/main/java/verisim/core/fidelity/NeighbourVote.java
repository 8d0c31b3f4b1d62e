package verisim.core.fidelity;

import java.util.Arrays;
import verisim.core.math.Distances;
import verisim.core.random.RandomStream;

/**
 * The nearest-neighbour two-sample test: can a classifier tell samples from test rows? Half of the rows of either set, chosen at
 * random, train a k-nearest-neighbour vote with {@code k = floor(sqrt(training rows))}; its accuracy is counted on the other
 * half. An even vote counts one half.
 *
 * <p>Ties: training rows closer than the k-th distance vote fully, and all that are tied at it share the votes that are left, each
 * {@code (k - closer) / tied}. So neither side gains by its place in memory.
 *
 * @param accuracy one half for equal distributions, 1 for sets that can be told apart without error
 * @param area area under the curve of the first side's votes: how often a held row of the first side has more of them than one of the
 *     second, equal numbers counting one half; one half in expectation for equal distributions
 * @param n number of rows it was counted on
 * @see <a href="https://arxiv.org/abs/1610.06545">Lopez-Paz and Oquab (2017), Revisiting classifier two-sample tests</a>
 */
record NeighbourVote(double accuracy, double area, int n, int k) {
    private static final double ROUNDING = 1e-9;

    /** Standard errors of the area beyond which it is no chance: one false alarm in a million. */
    private static final double CLEAR = 4.9;

    /**
     * Returns whether the votes tell the sides apart, whatever their majority does. In many columns the rows of the narrower side are the
     * nearest of either, so that all votes go one way, but not by the same majority.
     *
     * <p>For equal distributions the area has a variance of at most {@code (n + 1) / (3 n^2)}, with n/2 rows on either side.
     *
     * @see <a href="https://doi.org/10.1214/aoms/1177730491">Mann and Whitney (1947), On a test of whether one of two random variables is
     *     stochastically larger than the other</a>
     */
    boolean blind() {
        return Math.abs(area - 0.5) > CLEAR * Math.sqrt((n + 1.0) / 3) / n;
    }

    /** Tests {@code x} against {@code y}, both [size, d], size at least 4. */
    static NeighbourVote of(float[] x, float[] y, int size, int d, RandomStream random) {
        int half = size / 2;
        float[] train = new float[2 * half * d];
        float[] held = new float[2 * half * d];
        int set = 0;
        for (float[] rows : new float[][] {x, y}) {
            int[] order = random.permutation(size);
            for (int i = 0; i < half; i++) {
                System.arraycopy(rows, order[i] * d, train, (set * half + i) * d, d);
                System.arraycopy(rows, order[half + i] * d, held, (set * half + i) * d, d);
            }
            set++;
        }
        int k = (int) Math.floor(Math.sqrt(2.0 * half));
        Poll poll = new Poll(held, train, half, d, k, Ties.of(x, size, y, size, d));
        double right = 0;
        double[] shares = new double[2 * half];
        for (int i = 0; i < 2 * half; i++) {
            int own = i < half ? 1 : -1;
            int vote = poll.vote(i);
            shares[i] = poll.share(i);
            right += vote == 0 ? 0.5 : vote == own ? 1 : 0;
        }
        return new NeighbourVote(right / (2 * half), area(shares, half), 2 * half, k);
    }

    /** The first half of {@code votes} are those of the first side. */
    private static double area(double[] votes, int half) {
        double[] second = Arrays.copyOfRange(votes, half, 2 * half);
        Arrays.sort(second);
        double sum = 0;
        for (int i = 0; i < half; i++) {
            sum += below(second, votes[i] - ROUNDING) + below(second, votes[i] + ROUNDING);
        }
        return sum / (2.0 * half * half);
    }

    /** Returns how many of the ascending values are below {@code limit}. */
    private static int below(double[] ascending, double limit) {
        int at = Arrays.binarySearch(ascending, limit);
        return at < 0 ? -at - 1 : at;
    }

    /** How the training rows near each held row vote. */
    private static final class Poll {
        private final int k;
        private final int[] closer; // [held, 2] training rows of either side that are closer than the k-th distance
        private final int[] tied; // [held, 2] those at the k-th distance

        /** @param train [2 half, d], the first half of one side, the second of the other */
        Poll(float[] held, float[] train, int half, int d, int k, Ties ties) {
            this.k = k;
            int n = 2 * half;
            this.closer = new int[2 * n];
            this.tied = new int[2 * n];
            float[] from = new float[n];
            float[] to = new float[n];
            boolean[] beyond = new boolean[n]; // rows whose ties go on after the neighbours that were kept
            boolean any = false;
            Neighbours neighbours = new Neighbours(held, n, train, n, d, Math.min(n, k + 1));
            for (int i = 0; i < n; i++) {
                from[i] = ties.from(neighbours.squared(i, k - 1));
                to[i] = ties.to(neighbours.squared(i, k - 1));
                int last = neighbours.count() - 1;
                beyond[i] = last >= k && neighbours.squared(i, last) <= to[i];
                any |= beyond[i];
                for (int l = 0; l <= last && !beyond[i]; l++) {
                    count(i, neighbours.row(i, l) < half ? 0 : 1, neighbours.squared(i, l), from[i], to[i]);
                }
            }
            if (any) {
                Distances.squared(held, n, train, n, d, (i0, rows, j0, columns, v) -> {
                    for (int i = 0; i < rows; i++) {
                        for (int j = 0; beyond[i0 + i] && j < columns; j++) {
                            count(i0 + i, j0 + j < half ? 0 : 1, v[i * columns + j], from[i0 + i], to[i0 + i]);
                        }
                    }
                });
            }
        }

        private void count(int i, int side, float squared, float from, float to) {
            if (squared < from) {
                closer[2 * i + side]++;
            } else if (squared <= to) {
                tied[2 * i + side]++;
            }
        }

        /** Returns 1 for the first side, -1 for the second, 0 for an even vote; in integers, so that even is even. */
        int vote(int i) {
            long near = (long) closer[2 * i] + closer[2 * i + 1];
            long at = (long) tied[2 * i] + tied[2 * i + 1];
            long lead = (closer[2 * i] - closer[2 * i + 1]) * at + (k - near) * (tied[2 * i] - tied[2 * i + 1]);
            return Long.signum(lead);
        }

        /** Returns the first side's votes, from 0 to k. */
        double share(int i) {
            int near = closer[2 * i] + closer[2 * i + 1];
            int at = tied[2 * i] + tied[2 * i + 1];
            return closer[2 * i] + (k - near) * (double) tied[2 * i] / at;
        }
    }
}
