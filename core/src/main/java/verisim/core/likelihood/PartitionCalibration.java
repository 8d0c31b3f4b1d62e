package verisim.core.likelihood;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import verisim.core.model.AnnealingPath;
import verisim.core.random.RandomStream;

/**
 * How annealed importance sampling does where log Z is known: many repetitions of the same estimate, and how often the stated 95 %
 * interval holds the exact value.
 *
 * @param model what was annealed
 * @param schedule along which temperatures
 * @param steps their number
 * @param chains of one estimate
 * @param repetitions number of estimates
 * @param forwards from the base
 * @param backwards from exact samples of the model; empty if its path draws none
 */
public record PartitionCalibration(
        String model,
        String schedule,
        int steps,
        int chains,
        int repetitions,
        Direction forwards,
        Optional<Direction> backwards) {

    /**
     * Estimates in one direction.
     *
     * @param coverage share of the repetitions whose interval holds log Z
     * @param warned share of the repetitions that were said to rest on few chains
     * @param silentCoverage coverage among the repetitions without that warning; NaN if there are none
     * @param silentMisses share of all repetitions that missed log Z without warning
     * @param meanError mean of estimate less log Z, nats
     * @param rootMeanSquareError of the estimates, nats
     * @param halfWidth mean of half the width of the interval, nats
     */
    public record Direction(
            double coverage,
            double warned,
            double silentCoverage,
            double silentMisses,
            double meanError,
            double rootMeanSquareError,
            double halfWidth) {
        private static Direction of(List<AnnealedImportanceSampling.Result> results, double logPartition) {
            double n = results.size();
            double covered = 0;
            double warned = 0;
            double silentlyCovered = 0;
            double error = 0;
            double squares = 0;
            double width = 0;
            for (AnnealedImportanceSampling.Result result : results) {
                boolean holds = result.interval().contains(logPartition);
                covered += holds ? 1 : 0;
                warned += result.carriedByFewChains() ? 1 : 0;
                silentlyCovered += holds && !result.carriedByFewChains() ? 1 : 0;
                double gap = result.logPartition() - logPartition;
                error += gap / n;
                squares += gap * gap / n;
                width += result.interval().width() / n;
            }
            double silent = n - warned;
            return new Direction(
                    covered / n,
                    warned / n,
                    silentlyCovered / silent,
                    (silent - silentlyCovered) / n,
                    error,
                    Math.sqrt(squares),
                    0.5 * width);
        }
    }

    /**
     * Repeats an estimate. All chains of all repetitions run side by side.
     *
     * @param logPartition the exact value, nats
     * @param repetitions at least 2
     */
    public static PartitionCalibration measure(
            String model,
            AnnealingPath path,
            double logPartition,
            String scheduleName,
            AnnealingSchedule schedule,
            int chains,
            int repetitions,
            RandomStream random) {
        require(repetitions >= 2, "repetitions must be at least 2, but was %d", repetitions);
        int all = Math.multiplyExact(chains, repetitions);
        AnnealedImportanceSampling together = new AnnealedImportanceSampling(all, schedule);
        AnnealedImportanceSampling single = new AnnealedImportanceSampling(chains, schedule);
        double base = path.baseLogPartition();
        RandomStream there = random.child("forwards");
        double[] weights = together.logWeights(path, there);
        Direction forwards = Direction.of(
                parts(
                        weights,
                        chains,
                        (w, r) -> single.forwards(
                                base, w, there.child("bootstrap").child(r))),
                logPartition);
        RandomStream back = random.child("backwards");
        Optional<Direction> backwards = path.sampleModel(all, 30, back.child("start"))
                .map(states -> together.logWeightsBackwards(path, states, back))
                .map(w -> parts(
                        w,
                        chains,
                        (part, r) -> single.backwards(
                                base, part, back.child("bootstrap").child(r))))
                .map(results -> Direction.of(results, logPartition));
        return new PartitionCalibration(
                model, scheduleName, schedule.steps(), chains, repetitions, forwards, backwards);
    }

    private interface Summary {
        AnnealedImportanceSampling.Result of(double[] weights, int repetition);
    }

    private static List<AnnealedImportanceSampling.Result> parts(double[] weights, int chains, Summary summary) {
        AnnealedImportanceSampling.Result[] out = new AnnealedImportanceSampling.Result[weights.length / chains];
        Arrays.setAll(out, r -> summary.of(Arrays.copyOfRange(weights, r * chains, (r + 1) * chains), r));
        return List.of(out);
    }
}
