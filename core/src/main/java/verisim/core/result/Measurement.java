package verisim.core.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One metric's result on one cell.
 *
 * @param metric the metric's name in this suite: {@code log-likelihood}
 * @param unit such as {@code nats/example}; {@code 1} for a pure number
 * @param seconds wall time of the measurement
 * @param protocol all that must be equal before two values may be put in one ranking: estimator settings, sample counts,
 *     binarisation, hash of the test split; sorted by key
 * @param warnings what is known against the number; with a warning it is never called best
 * @param target the value of a perfect model where it can be passed, see {@code MetricProvider.target}
 * @param range the values the metric can take; intervals over replicates stay in it
 */
public record Measurement(
        String metric,
        String unit,
        Direction direction,
        Outcome outcome,
        double seconds,
        Map<String, String> protocol,
        List<String> warnings,
        Optional<Double> target,
        Range range) {
    public Measurement {
        protocol = Collections.unmodifiableMap(new TreeMap<>(protocol));
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
        target = target == null ? Optional.empty() : target;
        range = range == null ? Range.REAL : range;
    }

    /** A measurement without warnings or target. */
    public Measurement(
            String metric,
            String unit,
            Direction direction,
            Outcome outcome,
            double seconds,
            Map<String, String> protocol) {
        this(metric, unit, direction, outcome, seconds, protocol, List.of(), Optional.empty(), Range.REAL);
    }

    /** Returns the same with these warnings after its own. */
    public Measurement withWarnings(List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        more.stream().filter(w -> !all.contains(w)).forEach(all::add);
        return new Measurement(metric, unit, direction, outcome, seconds, protocol, all, target, range);
    }
}
