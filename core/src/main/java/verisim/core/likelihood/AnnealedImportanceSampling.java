package verisim.core.likelihood;

import static verisim.core.Checks.require;

import verisim.core.math.LogMath;
import verisim.core.model.AnnealingPath;
import verisim.core.random.RandomStream;

/**
 * Estimates a log partition function by annealed importance sampling.
 *
 * <pre>{@code log Z = log Z_0 + log((1/M) sum_m w_m),   log w_m = sum_k log f_k(x_{k-1}) - log f_{k-1}(x_{k-1})}</pre>
 *
 * <p>The estimate of Z is unbiased, so that of log Z tends to be low, and a log-likelihood computed with it tends to be high: too
 * short a schedule flatters the model. The standard error sees only the spread of the chains there are; it cannot see a mode that
 * no chain has found. Cost: chains x steps Gibbs sweeps.
 *
 * @param chains M, number of independent chains, at least 2
 * @see <a href="https://doi.org/10.1023/A:1008923215028">Neal (2001), Annealed importance sampling</a>
 */
public record AnnealedImportanceSampling(int chains, AnnealingSchedule schedule) {
    /** Fewer than this share of effective chains means that a few carry the estimate. */
    private static final double SMALLEST_SHARE = 0.1;

    public AnnealedImportanceSampling {
        require(
                chains >= 2,
                "chains must be at least 2, since the standard error is taken over them, but was %d",
                chains);
    }

    /**
     * What came out.
     *
     * @param logPartition log Z, nats
     * @param standardError of {@code logPartition}, by the delta method: {@code sd(w) / (mean(w) sqrt(M))}
     * @param effectiveSampleSize {@code (sum w)^2 / sum w^2}, from 1 to M
     * @param steps annealing steps of each chain
     */
    public record Result(double logPartition, double standardError, double effectiveSampleSize, int chains, int steps) {
        /** Returns whether so few chains carry the estimate that its standard error is not to be trusted. */
        public boolean carriedByFewChains() {
            return effectiveSampleSize < SMALLEST_SHARE * chains;
        }
    }

    /** Runs all chains of {@code path} from its base to the model. */
    public Result run(AnnealingPath path, RandomStream random) {
        double[] logWeights = logWeights(path, random);
        return summarise(path.baseLogPartition(), logWeights, schedule.steps());
    }

    private double[] logWeights(AnnealingPath path, RandomStream random) {
        double[] logWeights = new double[chains];
        float[] states = path.sampleBase(chains, random.child("base"));
        RandomStream moves = random.child("moves");
        double from = 0;
        for (int k = 1; k <= schedule.steps(); k++) {
            double to = schedule.inverseTemperature(k);
            path.anneal(states, chains, from, to, logWeights, moves.child(k));
            from = to;
        }
        return logWeights;
    }

    /** Returns the estimate from the logarithms of the weights, which never leave log space but as ratios to their largest. */
    static Result summarise(double baseLogPartition, double[] logWeights, int steps) {
        int chains = logWeights.length;
        double logSum = LogMath.logSumExp(logWeights);
        if (!Double.isFinite(logSum)) {
            throw new IllegalStateException(
                    "annealed importance sampling broke down: the logarithm of the mean weight is " + logSum);
        }
        double squares = 0;
        double deviations = 0;
        for (double logWeight : logWeights) {
            double relative = Math.exp(logWeight - logSum); // w / sum of w
            squares += relative * relative;
            double deviation = chains * relative - 1; // w / mean of w, less 1
            deviations += deviation * deviation;
        }
        double standardError = Math.sqrt(deviations / (chains - 1) / chains);
        return new Result(baseLogPartition + logSum - Math.log(chains), standardError, 1 / squares, chains, steps);
    }
}
