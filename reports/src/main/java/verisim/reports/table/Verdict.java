package verisim.reports.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.statistics.Ranking;

/**
 * Which scores of one column may be called best. {@link Ranking} decides each pair; on top of that, estimates meet only estimates of the
 * same protocol, since nobody knows their bias, and exact values, bounds and brackets meet each other unless a setting that both
 * name, other than the estimator, differs.
 *
 * @param highlights one a row
 * @param note what can and what cannot be said
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

    /** A score that has a number, and its row. */
    private record Entry(int row, Score score) {
        private boolean isEstimate() {
            return score.summary().kind().filter(k -> k == Kind.ESTIMATE).isPresent();
        }

        private boolean isBound() {
            return score.summary()
                    .kind()
                    .filter(k -> k == Kind.LOWER_BOUND || k == Kind.UPPER_BOUND)
                    .isPresent();
        }

        boolean comparable(Entry other) {
            Map<String, String> mine = score.protocol();
            Map<String, String> theirs = other.score.protocol();
            if (isEstimate() || other.isEstimate()) {
                return isEstimate() == other.isEstimate() && mine.equals(theirs);
            }
            return mine.entrySet().stream()
                    .allMatch(e -> e.getKey().equals("estimator")
                            || e.getValue().equals(theirs.getOrDefault(e.getKey(), e.getValue())));
        }

        boolean beats(Entry other, Direction direction) {
            return comparable(other)
                    && Ranking.compare(score.summary(), other.score.summary(), direction) == Ranking.Relation.BETTER;
        }

        /** Exact values and brackets are of one kind, estimates of another; a bound is not ranked among bounds. */
        boolean sameKind(Entry other) {
            return !isBound() && !other.isBound() && comparable(other);
        }
    }

    /**
     * Decides one column.
     *
     * @param names of the rows, for the note
     */
    static Verdict of(Direction direction, List<String> names, List<Score> scores) {
        List<Highlight> highlights = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            highlights.add(Highlight.NONE);
            if (scores.get(i) != null && scores.get(i).hasNumber()) {
                entries.add(new Entry(i, scores.get(i)));
            }
        }
        if (direction == Direction.NONE) {
            return new Verdict(highlights, "Neither direction is better: not ranked.");
        }
        if (entries.size() < 2) {
            return new Verdict(highlights, "Fewer than two numbers: nothing to rank.");
        }
        for (Entry a : entries) {
            highlights.set(a.row, highlight(a, entries, direction));
        }
        return new Verdict(highlights, note(highlights, names, entries, direction));
    }

    private static Highlight highlight(Entry a, List<Entry> entries, Direction direction) {
        List<Entry> others = entries.stream().filter(b -> b.row != a.row).toList();
        if (others.stream().allMatch(b -> a.beats(b, direction))) {
            return Highlight.BEST;
        }
        List<Entry> kin = others.stream().filter(a::sameKind).toList();
        if (kin.isEmpty() || others.stream().anyMatch(b -> b.beats(a, direction))) {
            return Highlight.NONE;
        }
        return kin.stream().allMatch(b -> a.beats(b, direction)) ? Highlight.BEST_OF_KIND : Highlight.TIED;
    }

    private static String note(
            List<Highlight> highlights, List<String> names, List<Entry> entries, Direction direction) {
        List<String> parts = new ArrayList<>();
        List<String> tied = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (Entry a : entries) {
            String name = names.get(a.row);
            switch (highlights.get(a.row)) {
                case BEST -> parts.add("Best: " + name + ".");
                case BEST_OF_KIND ->
                    parts.add("Best among comparable " + (a.isEstimate() ? "estimates" : "exact values") + ": " + name
                            + ".");
                case TIED -> tied.add(name);
                case NONE -> {
                    if (entries.stream().noneMatch(b -> b.beats(a, direction))) {
                        open.add(name + " (" + (a.score.mark().isEmpty() ? "bracket" : a.score.mark()) + ")");
                    }
                }
            }
        }
        if (!tied.isEmpty()) {
            parts.add("Not resolved, intervals overlap: " + String.join(", ", tied) + ".");
        }
        if (!open.isEmpty()) {
            parts.add("Not resolved, kind or protocol does not permit it: " + String.join(", ", open) + ".");
        }
        return String.join(" ", parts);
    }
}
