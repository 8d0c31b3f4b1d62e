package verisim.core.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verisim.core.result.Outcome;

/** A metric with its options fixed. */
public interface Metric {
    /**
     * What a metric gives: the outcome and the settings that must agree before two outcomes are compared.
     *
     * @param protocol estimator settings, such as {@code estimator=ais, chains=100}; the harness adds data set, splits and
     *     sample counts
     * @param rows the value of each test row, in the order of the test rows, where {@code outcome} is their mean (nats); two models
     *     scored on the same rows are compared by them, see {@link verisim.core.statistics.PairedDifference}
     * @param warnings what the metric knows against its own number: chains that have not mixed, few chains that carry log Z. A number with
     *     a warning is shown with it and never called best
     */
    record Result(Outcome outcome, Map<String, String> protocol, Optional<double[]> rows, List<String> warnings) {
        public Result {
            warnings = List.copyOf(warnings);
        }

        /** A result without warnings. */
        public Result(Outcome outcome, Map<String, String> protocol, Optional<double[]> rows) {
            this(outcome, protocol, rows, List.of());
        }

        /** A result without values of rows. */
        public Result(Outcome outcome, Map<String, String> protocol) {
            this(outcome, protocol, Optional.empty());
        }

        /** Returns the same result with these warnings after its own. */
        public Result withWarnings(List<String> more) {
            List<String> all = new ArrayList<>(warnings);
            more.stream().filter(w -> !all.contains(w)).forEach(all::add);
            return new Result(outcome, protocol, rows, all);
        }

        public static Result of(Outcome outcome) {
            return new Result(outcome, Map.of());
        }

        public static Result notDefined(String reason) {
            return new Result(new Outcome.NotDefined(reason), Map.of());
        }
    }

    /** Measures. Gives {@link Outcome.NotDefined} with a reason where the metric has no meaning; may throw where it breaks. */
    Result measure(MetricContext context);
}
