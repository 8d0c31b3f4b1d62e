package verisim.models.boltzmann;

import java.util.Arrays;
import verisim.core.random.RandomStream;

/** Small RBMs and everything about them by plain loops over all pairs (v, h), in double: the oracle. */
final class TinyRbm {
    private TinyRbm() {}

    static Rbm random(int visible, int hidden, double scale, String name) {
        RandomStream random = RandomStream.ofSeed(77).child(name);
        RbmParameters p = RbmParameters.zeros(visible, hidden);
        for (int i = 0; i < p.values().length; i++) {
            p.values()[i] = (float) (scale * random.nextGaussian());
        }
        float[] base = new float[visible];
        for (int d = 0; d < visible; d++) {
            base[d] = (float) (0.5 * random.nextGaussian());
        }
        return new Rbm(p, base, 100);
    }

    static boolean on(long state, int unit) {
        return (state >> unit & 1) == 1;
    }

    /** Minus the energy of one pair. */
    static double score(Rbm rbm, long v, long h) {
        RbmParameters p = rbm.parameters();
        double sum = 0;
        for (int d = 0; d < p.visible(); d++) {
            sum += on(v, d) ? p.visibleBias(d) : 0;
        }
        for (int j = 0; j < p.hidden(); j++) {
            sum += on(h, j) ? p.hiddenBias(j) : 0;
            for (int d = 0; d < p.visible(); d++) {
                sum += on(v, d) && on(h, j) ? p.weight(d, j) : 0;
            }
        }
        return sum;
    }

    /** {@code sum_h exp(-E(v, h))} of every v; scores must be moderate. */
    static double[] unnormalized(Rbm rbm) {
        double[] out = new double[1 << rbm.features()];
        for (int v = 0; v < out.length; v++) {
            for (long h = 0; h < 1L << rbm.hidden(); h++) {
                out[v] += Math.exp(score(rbm, v, h));
            }
        }
        return out;
    }

    static double[] probabilities(Rbm rbm) {
        double[] out = unnormalized(rbm);
        double z = Arrays.stream(out).sum();
        return Arrays.stream(out).map(u -> u / z).toArray();
    }

    static double logPartition(Rbm rbm) {
        return Math.log(Arrays.stream(unnormalized(rbm)).sum());
    }

    /** All states of {@code bits} units as rows, state number = sum of {@code x_d 2^d}. */
    static float[] states(int bits) {
        float[] rows = new float[(1 << bits) * bits];
        for (int s = 0; s < 1 << bits; s++) {
            for (int d = 0; d < bits; d++) {
                rows[s * bits + d] = on(s, d) ? 1f : 0f;
            }
        }
        return rows;
    }

    static int index(float[] rows, int row, int bits) {
        int s = 0;
        for (int d = 0; d < bits; d++) {
            s |= rows[row * bits + d] > 0.5f ? 1 << d : 0;
        }
        return s;
    }

    /** Counts of each state among {@code n} rows. */
    static long[] counts(float[] rows, int n, int bits) {
        long[] counts = new long[1 << bits];
        for (int r = 0; r < n; r++) {
            counts[index(rows, r, bits)]++;
        }
        return counts;
    }

    /** Draws {@code n} rows from a table of probabilities. */
    static float[] draw(double[] probabilities, int n, int bits, RandomStream random) {
        double[] cumulative = probabilities.clone();
        Arrays.parallelPrefix(cumulative, Double::sum);
        float[] states = states(bits);
        float[] rows = new float[n * bits];
        for (int r = 0; r < n; r++) {
            int s = Arrays.binarySearch(cumulative, random.nextDouble());
            s = Math.min(s < 0 ? -s - 1 : s, cumulative.length - 1);
            System.arraycopy(states, s * bits, rows, r * bits, bits);
        }
        return rows;
    }

    /** Returns the p-value of a chi-square test of counts against probabilities; cells expecting fewer than 5 are pooled. */
    static double chiSquare(long[] counts, double[] probabilities) {
        long n = Arrays.stream(counts).sum();
        double statistic = 0;
        double pooledExpected = 0;
        double pooledCount = 0;
        int cells = 0;
        for (int s = 0; s < counts.length; s++) {
            double expected = n * probabilities[s];
            if (expected < 5) {
                pooledExpected += expected;
                pooledCount += counts[s];
            } else {
                statistic += (counts[s] - expected) * (counts[s] - expected) / expected;
                cells++;
            }
        }
        if (pooledExpected > 0) {
            statistic += (pooledCount - pooledExpected) * (pooledCount - pooledExpected) / pooledExpected;
            cells++;
        }
        return org.apache.commons.statistics.distribution.ChiSquaredDistribution.of(cells - 1)
                .survivalProbability(statistic);
    }
}
