package verisim.reports.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;
import verisim.core.result.Range;
import verisim.core.statistics.Replicates;
import verisim.core.statistics.Summary;

/**
 * What the replicates of one model gave on one metric, put together.
 *
 * @param summary the numbers
 * @param values the replicates' values; a bracket gives none
 * @param n examples, samples or chains behind one value, the least of the replicates
 * @param protocol settings that all replicates with a number share
 * @param notes why replicates have no number, each different reason once; empty if all gave one
 * @param warnings what is known against the replicates' numbers, each different warning once; with one the score is never called best
 */
public record Score(
        Summary summary,
        List<Double> values,
        long n,
        Map<String, String> protocol,
        List<String> notes,
        List<String> warnings) {

    /** Returns the score of replicates. */
    static Score of(List<Measurement> replicates) {
        List<Outcome> outcomes = replicates.stream().map(Measurement::outcome).toList();
        Summary summary = Replicates.summarize(
                outcomes, replicates.isEmpty() ? Range.REAL : replicates.get(0).range());
        List<Double> values = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        long n = Long.MAX_VALUE;
        Map<String, String> protocol = null;
        for (Measurement m : replicates) {
            if (m.outcome() instanceof Outcome.Measured v) {
                values.add(v.value());
                n = Math.min(n, v.n());
            } else if (m.outcome() instanceof Outcome.Bracket b) {
                n = Math.min(n, b.n());
            } else {
                notes.add(reason(m.outcome()));
                continue;
            }
            warnings.addAll(m.warnings());
            if (protocol == null) {
                protocol = new LinkedHashMap<>(m.protocol());
            } else {
                protocol.entrySet().retainAll(m.protocol().entrySet());
            }
        }
        notes = counted(notes, replicates.size());
        if (summary.status() == Summary.Status.MIXED) {
            notes.add(0, summary.reason());
        }
        return new Score(
                summary,
                values,
                protocol == null ? 0 : n,
                protocol == null ? Map.of() : protocol,
                List.copyOf(notes),
                counted(warnings, replicates.size()));
    }

    /** Returns whether there is a value or a bracket. */
    public boolean hasNumber() {
        return summary.hasNumber();
    }

    /** Returns the sign before the value, a dash where there is no number; a bracket needs none. */
    public String mark() {
        return summary.kind().map(k -> k.mark()).orElse(hasNumber() ? "" : "\u2014");
    }

    /** Returns the kind or the status as it stands in files. */
    public String label() {
        return summary.kind().map(k -> k.label()).orElse(summary.status().label());
    }

    /** Returns the value with as many digits as its interval allows; the interval's longer side counts. */
    public Digits.Printed printed() {
        double half = Math.max(summary.value() - summary.low(), summary.high() - summary.value());
        boolean exact = Double.isNaN(half) && summary.standardError() == 0;
        return Digits.of(summary.value(), exact ? 0 : half);
    }

    /** Returns the score in plain characters: {@code ≥ -6.03 ± 0.02}, {@code [-6.1, -5.9]} or a dash. */
    public String plain() {
        return switch (summary.status()) {
            case MEASURED -> mark() + " " + printed().plain();
            case BRACKET -> Digits.bracket(summary.low(), summary.high());
            case MIXED, NOT_DEFINED, FAILED -> mark();
        };
    }

    private static String reason(Outcome outcome) {
        if (outcome instanceof Outcome.Failed f) {
            return (f.phase().equals("contract") ? "failed, contract broken: " : "failed in " + f.phase() + ": ")
                    + f.error();
        }
        return "not defined: " + ((Outcome.NotDefined) outcome).reason();
    }

    /** Returns whether something is known against the number. */
    public boolean isWarned() {
        return !warnings.isEmpty();
    }

    /** Returns each different note once; those that do not hold for all replicates say of how many. */
    private static List<String> counted(List<String> notes, int replicates) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        notes.forEach(n -> counts.merge(n, 1, Integer::sum));
        List<String> out = new ArrayList<>();
        counts.forEach((note, count) ->
                out.add(count == replicates ? note : count + " of " + replicates + " replicates " + note));
        return out;
    }
}
