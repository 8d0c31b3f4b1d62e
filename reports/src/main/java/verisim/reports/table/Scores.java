package verisim.reports.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.TDistribution;
import verisim.core.result.Kind;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;

/** Puts the replicates of one model and metric together. */
final class Scores {
    private static final double Z = 1.959963984540054;

    private Scores() {}

    /** One replicate's measurement. */
    record Entry(int replicate, Measurement measurement) {}

    /**
     * Returns the mean over the replicates that gave a number, with the notes of those that did not. Kinds: all alike stay as
     * they are; exact values mixed with bounds of one side are bounds of that side; any other mixture is an estimate. One bracket makes a bracket
     * of all, if the others are exact or brackets.
     *
     * @param entries at least one
     */
    static Score of(List<Entry> entries) {
        List<Outcome.Measured> measured = new ArrayList<>();
        List<Outcome.Bracket> brackets = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        boolean failed = false;
        for (Entry e : entries) {
            Outcome outcome = e.measurement().outcome();
            if (outcome instanceof Outcome.Measured m) {
                measured.add(m);
            } else if (outcome instanceof Outcome.Bracket b) {
                brackets.add(b);
            } else if (outcome instanceof Outcome.NotDefined d) {
                notes.add("not defined: " + d.reason());
            } else if (outcome instanceof Outcome.Failed f) {
                failed = true;
                notes.add("failed in " + f.phase() + ": " + f.error());
            }
        }
        int used = measured.size() + brackets.size();
        notes = counted(notes, entries.size());
        if (used == 0) {
            return new Score.Absent(failed, notes);
        }
        Map<String, String> protocol = common(entries);
        if (!brackets.isEmpty()) {
            return range(measured, brackets, protocol, notes);
        }
        return value(measured, protocol, notes);
    }

    private static Score.Value value(List<Outcome.Measured> measured, Map<String, String> protocol, List<String> notes) {
        List<Double> values = measured.stream().map(Outcome.Measured::value).toList();
        double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
        Outcome.Measured first = measured.get(0);
        double low = first.low();
        double high = first.high();
        if (measured.size() == 1 && first.standardError() == 0 && Double.isNaN(low)) {
            low = mean;
            high = mean;
        }
        if (measured.size() > 1) {
            double half = half(measured, mean);
            low = mean - half;
            high = mean + half;
        }
        long n = measured.stream().mapToLong(Outcome.Measured::n).min().orElseThrow();
        return new Score.Value(mean, low, high, kind(measured), values, n, protocol, notes);
    }

    /**
     * Returns the half width of the 95 % interval of the mean over replicates.
     *
     * <pre>{@code half^2 = (t(R - 1) s / sqrt(R))^2 + 1.96^2 mean_r se_r^2}</pre>
     *
     * <p>The first part is the spread between fits, the second the error of the test sample, which all replicates share and so is not
     * divided by R.
     */
    private static double half(List<Outcome.Measured> measured, double mean) {
        int r = measured.size();
        double squares = 0;
        double errors = 0;
        for (Outcome.Measured m : measured) {
            squares += (m.value() - mean) * (m.value() - mean);
            errors += Double.isFinite(m.standardError()) ? m.standardError() * m.standardError() : 0;
        }
        double spread = new TDistribution(null, r - 1).inverseCumulativeProbability(0.975) * Math.sqrt(squares / (r - 1) / r);
        return Math.sqrt(spread * spread + Z * Z * errors / r);
    }

    private static Score.Range range(
            List<Outcome.Measured> measured,
            List<Outcome.Bracket> brackets,
            Map<String, String> protocol,
            List<String> notes) {
        double low = 0;
        double high = 0;
        long n = Long.MAX_VALUE;
        for (Outcome.Bracket b : brackets) {
            low += b.low();
            high += b.high();
            n = Math.min(n, b.n());
        }
        for (Outcome.Measured m : measured) {
            boolean below = m.kind() == Kind.LOWER_BOUND;
            boolean above = m.kind() == Kind.UPPER_BOUND;
            low += above ? Double.NEGATIVE_INFINITY : m.value();
            high += below ? Double.POSITIVE_INFINITY : m.value();
            n = Math.min(n, m.n());
        }
        int r = measured.size() + brackets.size();
        return new Score.Range(low / r, high / r, r, n, protocol, notes);
    }

    private static Kind kind(List<Outcome.Measured> measured) {
        List<Kind> kinds = measured.stream().map(Outcome.Measured::kind).distinct().sorted().toList();
        if (kinds.size() == 1) {
            return kinds.get(0);
        }
        boolean exactAndBound =
                kinds.size() == 2 && kinds.get(0) == Kind.EXACT && kinds.get(1) != Kind.ESTIMATE;
        return exactAndBound ? kinds.get(1) : Kind.ESTIMATE;
    }

    private static Map<String, String> common(List<Entry> entries) {
        Map<String, String> common = null;
        for (Entry e : entries) {
            Outcome outcome = e.measurement().outcome();
            if (outcome instanceof Outcome.Measured || outcome instanceof Outcome.Bracket) {
                Map<String, String> protocol = e.measurement().protocol();
                if (common == null) {
                    common = new LinkedHashMap<>(protocol);
                } else {
                    common.entrySet().retainAll(protocol.entrySet());
                }
            }
        }
        return common == null ? Map.of() : common;
    }

    /** Returns each different note once; those that do not hold for all replicates say of how many. */
    private static List<String> counted(List<String> notes, int replicates) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        notes.forEach(n -> counts.merge(n, 1, Integer::sum));
        return counts.entrySet().stream()
                .map(e -> e.getValue() == replicates
                        ? e.getKey()
                        : e.getValue() + " of " + replicates + " replicates " + e.getKey())
                .toList();
    }
}
