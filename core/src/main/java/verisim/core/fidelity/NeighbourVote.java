package verisim.core.fidelity;

import verisim.core.random.RandomStream;

/**
 * The nearest-neighbour two-sample test: can a classifier tell samples from test rows? Half of the rows of either set, chosen at
 * random, train a k-nearest-neighbour vote with {@code k = floor(sqrt(training rows))}; its accuracy is counted on the other
 * half. An even vote counts one half.
 *
 * @param accuracy one half for equal distributions, 1 for sets that can be told apart without error
 * @param n number of rows it was counted on
 * @see <a href="https://arxiv.org/abs/1610.06545">Lopez-Paz and Oquab (2017), Revisiting classifier two-sample tests</a>
 */
record NeighbourVote(double accuracy, int n, int k) {
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
        Neighbours neighbours = new Neighbours(held, 2 * half, train, 2 * half, d, k);
        double right = 0;
        for (int i = 0; i < 2 * half; i++) {
            int votes = 0;
            for (int l = 0; l < k; l++) {
                votes += neighbours.row(i, l) < half ? 1 : -1;
            }
            int own = i < half ? 1 : -1;
            right += votes == 0 ? 0.5 : Integer.signum(votes) == own ? 1 : 0;
        }
        return new NeighbourVote(right / (2 * half), 2 * half, k);
    }
}
