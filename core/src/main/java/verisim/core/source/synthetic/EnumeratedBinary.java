package verisim.core.source.synthetic;

import static verisim.core.Checks.require;

import org.apache.commons.rng.sampling.distribution.AliasMethodDiscreteSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateDiscreteSampler;
import verisim.core.data.DataKind;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/**
 * Any distribution of D binary values as a table of all {@code 2^D} states. State s has {@code x_d} = bit d of s. Samples are
 * drawn by the alias method (Walker, 1977), in constant time.
 */
public final class EnumeratedBinary extends SyntheticTruth {
    /** The largest D. */
    public static final int MAXIMUM_FEATURES = 20;

    private final double[] logP;
    private final SharedStateDiscreteSampler sampler;

    /**
     * @param logWeights [2^D], nats, up to a constant; minus infinity for a state that never occurs
     * @throws IllegalArgumentException if the length is not a power of two from 2 to 2^20, or no state is possible
     */
    public EnumeratedBinary(double[] logWeights) {
        super(DataKind.BINARY, bits(logWeights.length));
        double logZ = LogMath.logSumExp(logWeights);
        require(Double.isFinite(logZ), "logWeights must have a finite sum, but its logarithm is %s", logZ);
        logP = new double[logWeights.length];
        double[] p = new double[logP.length];
        for (int s = 0; s < logP.length; s++) {
            logP[s] = logWeights[s] - logZ;
            p[s] = Math.exp(logP[s]);
        }
        // The generator given here is never used: every draw names its own stream.
        sampler = AliasMethodDiscreteSampler.of(RandomStream.ofSeed(0).generator(), p);
    }

    /**
     * Returns the distribution of the visible units of a restricted Boltzmann machine, with Z by enumeration.
     *
     * <pre>{@code log p(x) = b.x + sum_j softplus(c_j + (x W)_j) - log Z}</pre>
     *
     * @param weights W, [D, H]
     * @param visibleBias b, [D], D at most 20
     * @param hiddenBias c, [H]
     */
    public static EnumeratedBinary ofRbm(double[][] weights, double[] visibleBias, double[] hiddenBias) {
        int d = visibleBias.length;
        require(
                d >= 1 && d <= MAXIMUM_FEATURES && weights.length == d,
                "visibleBias must have 1 to %d values and weights as many rows, but they have %d and %d",
                MAXIMUM_FEATURES,
                d,
                weights.length);
        double[] logWeights = new double[1 << d];
        double[] input = new double[hiddenBias.length];
        for (int s = 0; s < logWeights.length; s++) {
            System.arraycopy(hiddenBias, 0, input, 0, input.length);
            double sum = 0;
            for (int i = 0; i < d; i++) {
                if ((s >> i & 1) == 1) {
                    sum += visibleBias[i];
                    for (int j = 0; j < input.length; j++) {
                        input[j] += weights[i][j];
                    }
                }
            }
            for (double a : input) {
                sum += LogMath.softplus(a);
            }
            logWeights[s] = sum;
        }
        return new EnumeratedBinary(logWeights);
    }

    /** Returns {@code log p} of every state, [2^D], nats. */
    public double[] logProbabilities() {
        return logP.clone();
    }

    /** Returns the entropy, nats. */
    public double entropy() {
        double sum = 0;
        for (double l : logP) {
            sum -= l == Double.NEGATIVE_INFINITY ? 0 : Math.exp(l) * l;
        }
        return sum;
    }

    @Override
    int drawRow(double[] row, RandomStream random) {
        int s = sampler.withUniformRandomProvider(random.generator()).sample();
        for (int d = 0; d < row.length; d++) {
            row[d] = s >> d & 1;
        }
        return 0;
    }

    @Override
    double logProbability(double[] x, int from) {
        int s = 0;
        for (int d = 0; d < features(); d++) {
            s |= x[from + d] > 0.5 ? 1 << d : 0;
        }
        return logP[s];
    }

    private static int bits(int states) {
        int bits = Integer.numberOfTrailingZeros(states);
        require(
                states >= 2 && states == 1 << bits && bits <= MAXIMUM_FEATURES,
                "logWeights must have 2^D values with D from 1 to %d, but has %d",
                MAXIMUM_FEATURES,
                states);
        return bits;
    }
}
