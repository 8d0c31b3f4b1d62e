package verisim.core.likelihood;

import java.util.LinkedHashMap;
import java.util.Map;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.result.Kind;

/**
 * A log partition function with its error and how it was found.
 *
 * @param value log Z, nats
 * @param standardError 0 if exact
 * @param kind EXACT by enumeration, ESTIMATE by annealing
 * @param n states enumerated, or chains
 * @param protocol settings of the estimator
 */
record LogPartition(double value, double standardError, Kind kind, long n, Map<String, String> protocol) {
    /** Enumerates. */
    static LogPartition exact(UnnormalizedDensity model) {
        long states = 1L << ExactPartition.units(model).orElse(0);
        return new LogPartition(
                ExactPartition.logPartition(model), 0, Kind.EXACT, states, Map.of("log-partition", "enumeration"));
    }

    /** Takes over what annealing gave. */
    static LogPartition of(AnnealedImportanceSampling.Result result) {
        Map<String, String> protocol = new LinkedHashMap<>();
        protocol.put("log-partition", "ais");
        protocol.put("chains", Integer.toString(result.chains()));
        protocol.put("temperatures", Integer.toString(result.steps()));
        return new LogPartition(
                result.logPartition(), result.standardError(), Kind.ESTIMATE, result.chains(), protocol);
    }
}
