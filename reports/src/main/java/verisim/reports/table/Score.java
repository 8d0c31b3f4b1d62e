package verisim.reports.table;

import java.util.List;
import java.util.Map;
import verisim.core.result.Kind;

/** What the replicates of one model gave on one metric, put together. */
public sealed interface Score {
    /** Returns what did not go well: reasons for missing replicates; empty if all gave a number. */
    List<String> notes();

    /**
     * A mean over replicates.
     *
     * @param low lower end of its 95 % interval; NaN if no error is known
     * @param high upper end
     * @param values the replicates' values
     * @param n examples, samples or chains behind one value
     * @param protocol settings that all replicates share
     */
    record Value(
            double value,
            double low,
            double high,
            Kind kind,
            List<Double> values,
            long n,
            Map<String, String> protocol,
            List<String> notes)
            implements Score {
        /** Returns half the interval, the longer side; NaN if no error is known. */
        public double half() {
            return Math.max(value - low, high - value);
        }

        /** Returns the value as it is printed, without mark. */
        public Digits.Printed printed() {
            return Digits.of(value, half());
        }
    }

    /** A quantity known to lie between two numbers: the means of the replicates' lower and upper sides. */
    record Range(double low, double high, int replicates, long n, Map<String, String> protocol, List<String> notes)
            implements Score {}

    /**
     * No number.
     *
     * @param failed true if something broke down, false if the metric has no meaning here
     */
    record Absent(boolean failed, List<String> notes) implements Score {}

    /** Returns the score in plain characters: {@code ≥ -6.03 ± 0.02}, {@code [-6.1, -5.9]} or a dash. */
    default String plain() {
        if (this instanceof Value v) {
            return v.kind().mark() + " " + v.printed().plain();
        }
        if (this instanceof Range r) {
            return Digits.bracket(r.low(), r.high());
        }
        return "\u2014";
    }
}
