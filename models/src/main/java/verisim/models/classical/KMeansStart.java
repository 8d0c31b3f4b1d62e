package verisim.models.classical;

import verisim.core.random.RandomStream;

/**
 * Clusters to start EM from: k-means++ seeds, then Lloyd's iterations.
 *
 * @see <a href="https://dl.acm.org/doi/10.5555/1283383.1283494">Arthur and Vassilvitskii (2007), k-means++: the advantages of
 *     careful seeding</a>
 */
final class KMeansStart {
    private static final int ITERATIONS = 20;

    private KMeansStart() {}

    /** Returns the cluster of each row, 0 to k - 1. */
    static int[] assign(double[] x, int d, int k, RandomStream random) {
        int n = x.length / d;
        double[] centres = seeds(x, n, d, k, random);
        int[] nearest = new int[n];
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            boolean moved = false;
            double[] sums = new double[k * d];
            int[] counts = new int[k];
            for (int r = 0; r < n; r++) {
                int best = nearest(x, r, d, centres, k);
                moved |= best != nearest[r];
                nearest[r] = best;
                counts[best]++;
                for (int j = 0; j < d; j++) {
                    sums[best * d + j] += x[r * d + j];
                }
            }
            if (!moved && iteration > 0) {
                break;
            }
            for (int i = 0; i < k * d; i++) {
                centres[i] = counts[i / d] > 0 ? sums[i] / counts[i / d] : centres[i];
            }
        }
        return nearest;
    }

    /** Each next seed is a row drawn with probability proportional to its squared distance from the nearest seed so far. */
    private static double[] seeds(double[] x, int n, int d, int k, RandomStream random) {
        double[] centres = new double[k * d];
        double[] least = new double[n];
        java.util.Arrays.fill(least, Double.POSITIVE_INFINITY);
        int row = random.nextInt(n);
        for (int c = 0; c < k; c++) {
            System.arraycopy(x, row * d, centres, c * d, d);
            double total = 0;
            for (int r = 0; r < n; r++) {
                least[r] = Math.min(least[r], squared(x, r * d, centres, c * d, d));
                total += least[r];
            }
            row = total > 0 ? IndexDraw.draw(least, 0, n, total, random) : random.nextInt(n);
        }
        return centres;
    }

    private static int nearest(double[] x, int r, int d, double[] centres, int k) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < k; c++) {
            double square = squared(x, r * d, centres, c * d, d);
            if (square < least) {
                least = square;
                best = c;
            }
        }
        return best;
    }

    private static double squared(double[] a, int aFrom, double[] b, int bFrom, int d) {
        double sum = 0;
        for (int j = 0; j < d; j++) {
            double gap = a[aFrom + j] - b[bFrom + j];
            sum += gap * gap;
        }
        return sum;
    }
}
