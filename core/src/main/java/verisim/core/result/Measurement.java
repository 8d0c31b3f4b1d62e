package verisim.core.result;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One metric's result on one cell.
 *
 * @param metric the metric's name in this suite: {@code log-likelihood}
 * @param unit such as {@code nats/example}; {@code 1} for a pure number
 * @param seconds wall time of the measurement
 * @param protocol all that must be equal before two values may be put in one ranking: estimator settings, sample counts,
 *     binarisation, hash of the test split; sorted by key
 */
public record Measurement(
        String metric,
        String unit,
        Direction direction,
        Outcome outcome,
        double seconds,
        Map<String, String> protocol) {
    public Measurement {
        protocol = Collections.unmodifiableMap(new TreeMap<>(protocol));
    }
}
