package verisim.core.divergence;

import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.GenerativeModel;
import verisim.core.model.LatentVariableModel;
import verisim.core.model.RowScoring;
import verisim.core.model.TractableDensity;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.model.UnnormalizedPrior;
import verisim.core.random.RandomStream;

/** Log-probabilities of many rows, in blocks. */
final class Scores {
    private static final int BLOCK = 1024;

    private Scores() {}

    /**
     * A model's log-probability.
     *
     * @param normalised false if it is known up to a constant only, to be found by a sum over all states
     */
    record LogDensity(UnaryOperator<INDArray> of, boolean normalised) {}

    /**
     * Returns how {@code model}'s log-probability is computed, if it can be.
     *
     * @param all whether the caller enumerates all states, and so can normalise by itself
     * @param units the most units that may be enumerated for log Z
     */
    static Optional<LogDensity> logDensity(GenerativeModel model, boolean all, int units) {
        if (model instanceof TractableDensity tractable) {
            return Optional.of(new LogDensity(tractable::logProbability, true));
        }
        if (model instanceof UnnormalizedDensity energy) {
            if (all) {
                return Optional.of(new LogDensity(energy::unnormalizedLogProbability, false));
            }
            if (energy.enumerationUnits().isPresent()
                    && energy.enumerationUnits().getAsInt() <= units) {
                double logZ = energy.logPartitionByEnumeration();
                return Optional.of(
                        new LogDensity(x -> energy.unnormalizedLogProbability(x).sub(logZ), true));
            }
        }
        return Optional.empty();
    }

    /** Returns {@code model} as one with latent variables whose joint density is known, if it is one; log Z by enumeration. */
    static Optional<LatentVariableModel> latentVariables(GenerativeModel model, int units) {
        if (model instanceof LatentVariableModel latent) {
            return Optional.of(latent);
        }
        if (model instanceof UnnormalizedPrior deep) {
            UnnormalizedDensity prior = deep.prior();
            if (prior.enumerationUnits().isPresent() && prior.enumerationUnits().getAsInt() <= units) {
                return Optional.of(deep.withPriorLogPartition(prior.logPartitionByEnumeration()));
            }
        }
        return Optional.empty();
    }

    static double[] logProbability(TractableDensity density, INDArray x) {
        return inBlocks(new LogDensity(density::logProbability, true), x);
    }

    static double[] inBlocks(LogDensity density, INDArray x) {
        double[] out = new double[Math.toIntExact(x.size(0))];
        for (int from = 0; from < out.length; from += BLOCK) {
            int to = Math.min(out.length, from + BLOCK);
            double[] block = RowScoring.score("log p(x)", rows(x, from, to), density.of());
            System.arraycopy(block, 0, out, from, to - from);
        }
        return out;
    }

    /** Returns {@code log mean_k p(x, z_k) / q(z_k given x)} of each row, nats. */
    static double[] importanceWeightedBound(LatentVariableModel model, INDArray x, int samples, RandomStream random) {
        double[] out = new double[Math.toIntExact(x.size(0))];
        for (int from = 0; from < out.length; from += BLOCK) {
            int to = Math.min(out.length, from + BLOCK);
            INDArray block = rows(x, from, to);
            double[][] logWeights = new double[to - from][samples];
            for (int k = 0; k < samples; k++) {
                INDArray z = model.encode(block, random);
                double[] conditional =
                        RowScoring.score("log p(x given z)", block, given -> model.logConditional(given, z));
                double[] prior = RowScoring.score("log p(z)", z, model::logPrior);
                double[] posterior = RowScoring.score("log q(z given x)", block, given -> model.logPosterior(z, given));
                for (int i = 0; i < logWeights.length; i++) {
                    logWeights[i][k] = conditional[i] + prior[i] - posterior[i];
                }
            }
            for (int i = 0; i < logWeights.length; i++) {
                out[from + i] = LogMath.logMeanExp(logWeights[i]);
            }
        }
        return out;
    }

    /** Returns all states of D binary values, FLOAT [2^D, D]; state s has {@code x_d} = bit d of s. */
    static INDArray allStates(int features) {
        int n = 1 << features;
        float[] x = new float[n * features];
        for (int s = 0; s < n; s++) {
            for (int d = 0; d < features; d++) {
                x[s * features + d] = s >> d & 1;
            }
        }
        return Arrays2d.matrix(x, n, features);
    }

    static String percent(double share) {
        return share < 1e-5
                ? String.format(Locale.ROOT, "a share of %.1e", share)
                : String.format(Locale.ROOT, "%.3f %%", 100 * share);
    }

    private static INDArray rows(INDArray x, int from, int to) {
        return x.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).dup('c');
    }
}
