package verisim.core.likelihood;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.statistics.Interval;

/**
 * A log partition function with its error and how it was found.
 *
 * @param value log Z, nats
 * @param standardError 0 if exact
 * @param interval 95 %
 * @param kind EXACT by enumeration, ESTIMATE by annealing
 * @param n states enumerated, or chains
 * @param protocol settings of the estimator
 * @param warnings what is known against it
 */
record LogPartition(
        double value,
        double standardError,
        Interval interval,
        Kind kind,
        long n,
        Map<String, String> protocol,
        List<String> warnings) {
    /** That of a density which is normalised: 0 without error. */
    static final LogPartition NORMALISED = exact(0, 1, Map.of());

    /** A value without error. */
    static LogPartition exact(double value, long n, Map<String, String> protocol) {
        return new LogPartition(value, 0, new Interval(value, value), Kind.EXACT, n, protocol, List.of());
    }

    /** Takes over what annealing gave. */
    static LogPartition of(AnnealedImportanceSampling.Result result, Map<String, String> protocol) {
        return new LogPartition(
                result.logPartition(),
                result.standardError(),
                result.interval(),
                Kind.ESTIMATE,
                result.chains(),
                protocol,
                warnings(result));
    }

    private static List<String> warnings(AnnealedImportanceSampling.Result result) {
        return result.carriedByFewChains()
                ? List.of(String.format(
                        Locale.ROOT,
                        "the estimate of log Z rests on about %d of %d chains; raise temperatures (now %d)",
                        Math.round(result.effectiveSampleSize()),
                        result.chains(),
                        result.steps()))
                : List.of();
    }

    /** Returns how far the interval reaches below the value. */
    double below() {
        return value - interval.low();
    }

    /** Returns how far the interval reaches above the value. */
    double above() {
        return interval.high() - value;
    }

    Outcome.Measured outcome() {
        return new Outcome.Measured(value, standardError, interval.low(), interval.high(), n, kind);
    }

    /**
     * Log Z from both sides.
     *
     * @param low from below in expectation: annealed forwards
     * @param high from above in expectation: annealed backwards
     * @param protocol settings of both
     */
    record Bracket(LogPartition low, LogPartition high, Map<String, String> protocol) {
        /**
         * Returns the two sides, each moved outwards to the end of its 95 % interval.
         *
         * @throws IllegalStateException if they are the wrong way round
         */
        Outcome.Bracket outcome() {
            requireOrder();
            return new Outcome.Bracket(low.interval().low(), high.interval().high(), low.n());
        }

        /** Returns what is known against either side. */
        List<String> warnings() {
            return Stream.concat(low.warnings.stream(), high.warnings.stream())
                    .distinct()
                    .toList();
        }

        /** Checks that the low side, moved outwards, is not above the high one. */
        void requireOrder() {
            if (low.interval().low() > high.interval().high()) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT,
                        "the sides of the bracket are the wrong way round: log Z is at least %.4f by chains from the base, but at most"
                                + " %.4f by chains from the model. The latter (reverse-start: %s) have not come from the model; raise"
                                + " reverseSteps or temperatures",
                        low.interval().low(),
                        high.interval().high(),
                        protocol.get("reverse-start")));
            }
        }
    }
}
