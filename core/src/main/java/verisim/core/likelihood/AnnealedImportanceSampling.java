package verisim.core.likelihood;

import static verisim.core.Checks.require;

import verisim.core.model.AnnealingPath;
import verisim.core.random.RandomStream;
import verisim.core.statistics.Interval;

/**
 * Estimates a log partition function by annealed importance sampling, forwards from the base to the model or backwards.
 *
 * <pre>{@code forwards:  log Z = log Z_0 + log((1/M) sum_m w_m),   log w_m = sum_k log f_k(x_{k-1}) - log f_{k-1}(x_{k-1})
 * backwards: log Z = log Z_0 - log((1/M) sum_m r_m),   log r_m = sum_k log f_{k-1}(y_k) - log f_k(y_k)}</pre>
 *
 * <p>Forwards, x_0 is drawn from the base and x_k from x_{k-1} by a kernel that leaves f_k invariant: {@code E w = Z / Z_0}. The
 * estimate of Z is unbiased, so that of log Z tends to be low, and a log-likelihood computed with it tends to be high: too short
 * a schedule flatters the model.
 *
 * <p>Backwards, y_K is drawn from the model and y_{k-1} from y_k by the kernel of f_{k-1}; temperatures mirror those of the way
 * forwards: {@code E r = Z_0 / Z}. So the estimate of log Z tends to be high. For that mean to be right it is enough that each kernel
 * leaves its density invariant, it need not be reversible; but y_K must come from the model. Where it comes from a chain that has not
 * reached the model, nothing is guaranteed.
 *
 * <p>The standard error and the interval see only the spread of the chains there are; they cannot see a mode that no chain has
 * found. That is what the two directions are for: a mode missed by one is not missed by the other if its start is exact. Cost: chains
 * x steps Gibbs sweeps.
 *
 * @param chains M, number of independent chains, at least 2
 * @see <a href="https://doi.org/10.1023/A:1008923215028">Neal (2001), Annealed importance sampling</a>
 * @see <a href="https://proceedings.mlr.press/v38/burda15.html">Burda, Grosse and Salakhutdinov (2015), Accurate and conservative
 *     estimates of MRF log-likelihood using reverse annealing</a>
 */
public record AnnealedImportanceSampling(int chains, AnnealingSchedule schedule) {
    /**
     * Fewer than this share of effective chains means that a few carry the estimate, and that the largest weights may be missing from
     * the sample altogether. The package's notes say how it was chosen.
     */
    static final double SMALLEST_SHARE = 0.3;

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
     * @param interval 95 %, by the studentised bootstrap over chains
     * @param effectiveSampleSize {@code (sum w)^2 / sum w^2}, from 1 to M
     * @param steps annealing steps of each chain
     */
    public record Result(
            double logPartition,
            double standardError,
            Interval interval,
            double effectiveSampleSize,
            int chains,
            int steps) {
        /** Returns whether so few chains carry the estimate that its standard error and interval are not to be trusted. */
        public boolean carriedByFewChains() {
            return effectiveSampleSize < SMALLEST_SHARE * chains;
        }
    }

    /** Runs all chains of {@code path} from its base to the model. */
    public Result run(AnnealingPath path, RandomStream random) {
        return forwards(path.baseLogPartition(), logWeights(path, random), random.child("bootstrap"));
    }

    /**
     * Runs all chains of {@code path} from states of the model to its base.
     *
     * @param states independent samples of the model, [chains, stateSize]; not changed
     */
    public Result runBackwards(AnnealingPath path, float[] states, RandomStream random) {
        return backwards(path.baseLogPartition(), logWeightsBackwards(path, states, random), random.child("bootstrap"));
    }

    /**
     * Returns states near the model: where chains from the base end after annealing and {@code steps} more moves at the model. They
     * are samples of the model only as far as the chains have mixed.
     */
    float[] endsOfChains(AnnealingPath path, int steps, RandomStream random) {
        float[] states = path.sampleBase(chains, random.child("base"));
        double[] ignored = walk(path, states, true, random.child("moves"));
        RandomStream more = random.child("steps");
        for (int i = 0; i < steps; i++) {
            path.anneal(states, chains, 1, 1, ignored, more.child(i));
        }
        return states;
    }

    /** Returns the log weights of all chains forwards. */
    double[] logWeights(AnnealingPath path, RandomStream random) {
        return walk(path, path.sampleBase(chains, random.child("base")), true, random.child("moves"));
    }

    /** Returns the log weights of all chains backwards. */
    double[] logWeightsBackwards(AnnealingPath path, float[] states, RandomStream random) {
        require(
                states.length == chains * path.stateSize(),
                "states must be %d x %d values, but are %d",
                chains,
                path.stateSize(),
                states.length);
        return walk(path, states.clone(), false, random.child("moves"));
    }

    /** Moves {@code states} along the path; returns the log weights. */
    private double[] walk(AnnealingPath path, float[] states, boolean forwards, RandomStream moves) {
        double[] logWeights = new double[chains];
        int last = schedule.steps();
        for (int k = 1; k <= last; k++) {
            double from = schedule.inverseTemperature(forwards ? k - 1 : last + 1 - k);
            double to = schedule.inverseTemperature(forwards ? k : last - k);
            path.anneal(states, chains, from, to, logWeights, moves.child(k));
        }
        return logWeights;
    }

    /** Returns the estimate from the log weights of chains that went forwards. */
    Result forwards(double baseLogPartition, double[] logWeights, RandomStream random) {
        LogMeanWeight mean = LogMeanWeight.of(logWeights, random);
        return new Result(
                baseLogPartition + mean.value(),
                mean.standardError(),
                new Interval(
                        baseLogPartition + mean.interval().low(),
                        baseLogPartition + mean.interval().high()),
                mean.effectiveSampleSize(),
                mean.n(),
                schedule.steps());
    }

    /** Returns the estimate from the log weights of chains that went backwards. */
    Result backwards(double baseLogPartition, double[] logWeights, RandomStream random) {
        LogMeanWeight mean = LogMeanWeight.of(logWeights, random);
        return new Result(
                baseLogPartition - mean.value(),
                mean.standardError(),
                new Interval(
                        baseLogPartition - mean.interval().high(),
                        baseLogPartition - mean.interval().low()),
                mean.effectiveSampleSize(),
                mean.n(),
                schedule.steps());
    }
}
