package verisim.models.classical;

import verisim.core.math.Blas;
import verisim.core.math.DoubleMath;
import verisim.core.random.RandomStream;

/**
 * EM of a mixture of Bernoullis from one start. Both steps are matrix products in float over blocks of rows; counts are added up in
 * double.
 *
 * <pre>{@code
 * E: r_ik = w_k p_k(x_i) / sum_j w_j p_j(x_i),  log p_k(x) = x . logit(p_k) + sum_d log(1 - p_kd)
 * M: w_k = N_k / N,  p_kd = (sum_i r_ik x_id + s_1d) / (N_k + s_1d + s_0d),  N_k = sum_i r_ik
 * }</pre>
 *
 * <p>With more than one part the parameters are estimated anew after each part of the rows, the counts of the other parts being those
 * of the pass before (incremental EM, Neal and Hinton, 1998). The first pass is always a whole one.
 */
final class BernoulliMixtureFit {
    /** How far a start lies from the mean of all rows towards one row. */
    private static final double TOWARDS_ROW = 0.5;

    /** Spread of the logits of a start, which keeps components apart whose rows are the same. */
    private static final double NOISE = 0.1;

    private final int k;
    private final int d;
    private final double[] priorOnes;
    private final double[] priorZeros;
    private final float[][] blocks;
    private final int rows;
    private final float[][] partOnes; // [parts][K, D] expected ones of the last pass
    private final double[][] partCounts;
    private final double[] ones;
    private final double[] counts;
    private final double[] weights;
    private final double[] probabilities;
    private final float[] logit;
    private final double[] constant;
    private float[] scores;
    private final float[] blockOnes;
    private boolean whole = true;

    /**
     * @param blocks rows, [blocks][rows, D]; each block is a part of its own if {@code incremental}
     * @param priorOnes s_1d, imagined ones of each feature in each component, greater than 0; likewise zeros
     */
    BernoulliMixtureFit(
            float[][] blocks,
            int components,
            double[] priorOnes,
            double[] priorZeros,
            boolean incremental,
            RandomStream random) {
        this.k = components;
        this.d = priorOnes.length;
        this.priorOnes = priorOnes;
        this.priorZeros = priorZeros;
        this.blocks = blocks;
        int most = 0;
        int all = 0;
        for (float[] block : blocks) {
            most = Math.max(most, block.length / d);
            all += block.length / d;
        }
        this.rows = all;
        int parts = incremental ? blocks.length : 1;
        this.partOnes = incremental ? new float[parts][k * d] : new float[0][];
        this.partCounts = new double[parts][k];
        this.ones = new double[k * d];
        this.counts = new double[k];
        this.weights = new double[k];
        this.probabilities = new double[k * d];
        this.logit = new float[k * d];
        this.constant = new double[k];
        this.scores = new float[most * k];
        this.blockOnes = new float[k * d];
        start(random);
        prepare();
    }

    /** Each component starts between the mean of all rows and a row of its own. */
    private void start(RandomStream random) {
        double[] mean = new double[d];
        for (float[] block : blocks) {
            for (int i = 0; i < block.length; i++) {
                mean[i % d] += block[i];
            }
        }
        for (int f = 0; f < d; f++) {
            mean[f] = (mean[f] + priorOnes[f]) / (rows + priorOnes[f] + priorZeros[f]);
        }
        int[] order = random.child("rows").permutation(rows);
        RandomStream noise = random.child("noise");
        int most = blocks[0].length / d;
        for (int c = 0; c < k; c++) {
            int row = order[c % rows];
            float[] block = blocks[row / most];
            int from = row % most * d;
            weights[c] = 1.0 / k;
            for (int f = 0; f < d; f++) {
                double p = (1 - TOWARDS_ROW) * mean[f] + TOWARDS_ROW * block[from + f];
                p = Math.min(1 - 1e-3, Math.max(1e-3, p));
                double odds = p / (1 - p) * Math.exp(NOISE * noise.nextGaussian());
                probabilities[c * d + f] = odds / (1 + odds);
            }
        }
    }

    /** Starts again from these parameters; for tests. */
    void set(double[] newWeights, double[] newProbabilities) {
        System.arraycopy(newWeights, 0, weights, 0, k);
        System.arraycopy(newProbabilities, 0, probabilities, 0, k * d);
        whole = true;
        prepare();
    }

    private void prepare() {
        for (int c = 0; c < k; c++) {
            double sum = Math.log(weights[c]);
            for (int i = c * d; i < (c + 1) * d; i++) {
                double zero = Math.log1p(-probabilities[i]);
                sum += zero;
                logit[i] = (float) (Math.log(probabilities[i]) - zero);
            }
            constant[c] = sum;
        }
    }

    /**
     * Does one pass.
     *
     * @return mean log-likelihood of the rows under the parameters each had when it was visited, nats
     */
    double iterate() {
        boolean incremental = partOnes.length > 0;
        if (!incremental || whole) {
            java.util.Arrays.fill(ones, 0);
            java.util.Arrays.fill(counts, 0);
        }
        double sum = 0;
        for (int b = 0; b < blocks.length; b++) {
            double[] blockCounts = partCounts[incremental ? b : 0];
            double[] before = incremental && !whole ? blockCounts.clone() : new double[k];
            int n = blocks[b].length / d;
            sum += responsibilities(blocks[b], blockCounts);
            Blas.gemm(true, false, k, d, n, scores, blocks[b], blockOnes);
            for (int c = 0; c < k; c++) {
                counts[c] += blockCounts[c] - before[c];
            }
            if (incremental) {
                float[] old = partOnes[b];
                for (int i = 0; i < ones.length; i++) {
                    ones[i] += whole ? blockOnes[i] : (double) blockOnes[i] - old[i];
                }
                System.arraycopy(blockOnes, 0, old, 0, old.length);
                if (!whole) {
                    maximise();
                }
            } else {
                for (int i = 0; i < ones.length; i++) {
                    ones[i] += blockOnes[i];
                }
            }
        }
        if (!incremental || whole) {
            maximise();
        }
        whole = false;
        return sum / rows;
    }

    /** Writes r_ik to {@code scores} and N_k of the block to {@code blockCounts}; returns the sum of log p(x_i). */
    private double responsibilities(float[] block, double[] blockCounts) {
        int n = block.length / d;
        Blas.gemm(false, true, n, k, d, block, logit, scores);
        java.util.Arrays.fill(blockCounts, 0);
        double[] row = new double[k];
        double sum = 0;
        for (int r = 0; r < n; r++) {
            int at = r * k;
            double logP = logSum(at, row);
            sum += logP;
            for (int c = 0; c < k; c++) {
                double p = DoubleMath.expMinus(logP - row[c]);
                blockCounts[c] += p;
                scores[at + c] = (float) p;
            }
        }
        return sum;
    }

    /** Writes {@code log w_k + log p_k(x)} of one row to {@code row} and returns the log of the sum. */
    private double logSum(int at, double[] row) {
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < k; c++) {
            row[c] = scores[at + c] + constant[c];
            max = Math.max(max, row[c]);
        }
        double total = 0;
        for (int c = 0; c < k; c++) {
            total += DoubleMath.expMinus(max - row[c]);
        }
        return max + Math.log(total);
    }

    private void maximise() {
        for (int c = 0; c < k; c++) {
            double n = Math.max(0, counts[c]);
            weights[c] = n / rows;
            for (int f = 0; f < d; f++) {
                double expected = Math.min(n, Math.max(0, ones[c * d + f]));
                probabilities[c * d + f] = (expected + priorOnes[f]) / (n + priorOnes[f] + priorZeros[f]);
            }
        }
        prepare();
    }

    /** Returns the log of the prior density of the parameters, up to a constant; with the sum of log p(x_i) EM never lowers it. */
    double logPrior() {
        double sum = 0;
        for (int c = 0; c < k; c++) {
            for (int f = 0; f < d; f++) {
                double p = probabilities[c * d + f];
                sum += priorOnes[f] * Math.log(p) + priorZeros[f] * Math.log1p(-p);
            }
        }
        return sum;
    }

    /** Returns the mean log-likelihood of these rows, in the precision of training, nats. */
    double logLikelihood(float[][] others) {
        double sum = 0;
        int n = 0;
        double[] row = new double[k];
        for (float[] block : others) {
            int count = block.length / d;
            if (scores.length < count * k) {
                scores = new float[count * k];
            }
            Blas.gemm(false, true, count, k, d, block, logit, scores);
            for (int r = 0; r < count; r++) {
                sum += logSum(r * k, row);
            }
            n += count;
        }
        return sum / n;
    }

    /** Returns the model with these parameters; components that no row belongs to are left out. */
    BernoulliMixture model() {
        int kept = 0;
        double total = 0;
        for (double w : weights) {
            kept += w > 0 ? 1 : 0;
            total += w;
        }
        double[] w = new double[kept];
        double[] p = new double[kept * d];
        int at = 0;
        for (int c = 0; c < k; c++) {
            if (weights[c] > 0) {
                w[at] = weights[c] / total;
                System.arraycopy(probabilities, c * d, p, at * d, d);
                at++;
            }
        }
        return new BernoulliMixture(w, p);
    }
}
