package verisim.reports.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import verisim.core.result.Direction;
import verisim.core.result.Kind;

/**
 * Which scores of one column may be called best.
 *
 * <p>Every score stands for the interval its quantity is known to lie in: an exact value or an estimate for its 95 % interval, a lower
 * bound for everything above its low end, an upper bound for everything below its high end, a bracket for itself. A score
 * beats another if its interval lies wholly on the better side. Estimates meet only estimates of the same protocol; exact
 * values and bounds meet each other unless a setting that both name, other than the estimator, differs.
 *
 * @param highlights one a row
 * @param note one sentence on what can and what cannot be said
 */
public record Verdict(List<Highlight> highlights, String note) {
    /** How a score stands among those it can be compared with. */
    public enum Highlight {
        /** Not best, or not comparable. */
        NONE,
        /** Beats every other score of the column. */
        BEST,
        /** Beats every other score of its kind; scores of other kinds cannot be compared with it or do not settle the matter. */
        BEST_OF_KIND,
        /** No score of its kind beats it, but it does not beat them all either. */
        TIED
    }

    private record Interval(int row, double low, double high, Kind kind, Map<String, String> protocol) {
        /** Whether every possible value of this one is better than every possible value of the other; better is higher. */
        boolean beats(Interval other) {
            return comparable(other) && low > other.high;
        }

        boolean comparable(Interval other) {
            if (kind == Kind.ESTIMATE || other.kind == Kind.ESTIMATE) {
                return kind == other.kind && protocol.equals(other.protocol);
            }
            return protocol.entrySet().stream()
                    .allMatch(e -> e.getKey().equals("estimator")
                            || e.getValue().equals(other.protocol.getOrDefault(e.getKey(), e.getValue())));
        }

        /** Exact values and brackets are of one kind, estimates of another; a bound is not ranked among bounds. */
        boolean sameKind(Interval other) {
            return kind == other.kind && (kind == Kind.EXACT || kind == Kind.ESTIMATE) && comparable(other);
        }
    }

    /**
     * Decides one column.
     *
     * @param names of the rows, for the note
     */
    public static Verdict of(Direction direction, List<String> names, List<Score> scores) {
        List<Highlight> highlights = new ArrayList<>(scores.stream().map(s -> Highlight.NONE).toList());
        if (direction == Direction.NONE) {
            return new Verdict(highlights, "Has no better or worse side: not ranked.");
        }
        List<Interval> known = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            Interval interval = interval(i, scores.get(i), direction == Direction.LOWER);
            if (interval != null) {
                known.add(interval);
            }
        }
        if (known.size() < 2) {
            return new Verdict(highlights, "Fewer than two numbers: nothing to rank.");
        }
        for (Interval a : known) {
            highlights.set(a.row, highlight(a, known));
        }
        return new Verdict(highlights, note(highlights, names, known));
    }

    private static Highlight highlight(Interval a, List<Interval> known) {
        List<Interval> others = known.stream().filter(b -> b != a).toList();
        if (others.stream().allMatch(a::beats)) {
            return Highlight.BEST;
        }
        List<Interval> kin = others.stream().filter(a::sameKind).toList();
        if (kin.isEmpty() || others.stream().anyMatch(b -> b.beats(a))) {
            return Highlight.NONE;
        }
        return kin.stream().allMatch(a::beats) ? Highlight.BEST_OF_KIND : Highlight.TIED;
    }

    private static String note(List<Highlight> highlights, List<String> names, List<Interval> known) {
        List<String> parts = new ArrayList<>();
        List<String> tied = new ArrayList<>();
        List<String> leaders = new ArrayList<>();
        for (Interval a : known) {
            String name = names.get(a.row);
            switch (highlights.get(a.row)) {
                case BEST -> parts.add("Best: " + name + ".");
                case BEST_OF_KIND -> parts.add("Best among comparable " + plural(a.kind) + ": " + name + ".");
                case TIED -> tied.add(name);
                case NONE -> {
                    if (known.stream().noneMatch(b -> b.beats(a))) {
                        leaders.add(name + " (" + a.kind.mark() + ")");
                    }
                }
            }
        }
        if (!tied.isEmpty()) {
            parts.add("Not resolved, intervals overlap: " + String.join(", ", tied) + ".");
        }
        if (!leaders.isEmpty()) {
            parts.add("Not resolved, the kind or protocol does not permit it: " + String.join(", ", leaders) + ".");
        }
        return String.join(" ", parts);
    }

    private static String plural(Kind kind) {
        return kind == Kind.EXACT ? "exact values" : "estimates";
    }

    private static Interval interval(int row, Score score, boolean flip) {
        Interval interval = null;
        if (score instanceof Score.Value v) {
            boolean unknown = Double.isNaN(v.low()) || Double.isNaN(v.high());
            double low = unknown || v.kind() == Kind.UPPER_BOUND ? Double.NEGATIVE_INFINITY : v.low();
            double high = unknown || v.kind() == Kind.LOWER_BOUND ? Double.POSITIVE_INFINITY : v.high();
            interval = new Interval(row, low, high, v.kind(), v.protocol());
        } else if (score instanceof Score.Range r) {
            interval = new Interval(row, r.low(), r.high(), Kind.EXACT, r.protocol());
        }
        return interval == null || !flip
                ? interval
                : new Interval(row, -interval.high, -interval.low, interval.kind, interval.protocol);
    }
}
