package verisim.reports.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.statistics.PairedComparisons;
import verisim.core.statistics.Ranking;
import verisim.core.statistics.Ranking.Relation;

/**
 * Which scores of one column may be called best. {@link PairedComparisons} decides a pair that was scored row by row on the same test
 * rows, {@link Ranking} any other; on top of that, estimates meet only estimates of the
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
            return PairedScores.agree(mine, theirs);
        }

        /** Exact values and brackets are of one kind, estimates of another; a bound is not ranked among bounds. */
        boolean sameKind(Entry other) {
            return !isBound() && !other.isBound() && comparable(other);
        }
    }

    /** Whether the first of two scores beats the second. */
    private interface Duel {
        boolean won(Entry a, Entry b);
    }

    /** Decides one column by the intervals of its scores alone. */
    static Verdict of(Direction direction, List<String> names, List<Score> scores) {
        return of(direction, names, scores, Optional.empty());
    }

    /**
     * Decides one column. A pair that was scored on the same test rows is decided by its paired difference, which is about the fitted
     * models; the note says besides what holds when they are trained again.
     *
     * @param names of the rows, for the note
     */
    static Verdict of(Direction direction, List<String> names, List<Score> scores, Optional<PairedScores> paired) {
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
        Duel byIntervals = (a, b) ->
                a.comparable(b) && Ranking.compare(a.score.summary(), b.score.summary(), direction) == Relation.BETTER;
        PairedComparisons pairs = paired.map(PairedScores::comparisons).orElse(new PairedComparisons(List.of()));
        if (pairs.pairs().isEmpty()) {
            judge(highlights, entries, byIntervals);
            return new Verdict(highlights, note(highlights, names, entries, byIntervals, "intervals overlap"));
        }
        Duel fitted = (a, b) -> pairs.fitted(names.get(a.row), names.get(b.row))
                .map(r -> r == Relation.BETTER)
                .orElseGet(() -> byIntervals.won(a, b));
        judge(highlights, entries, fitted);
        String note = note(highlights, names, entries, fitted, "differences may be 0") + " " + basis(pairs);
        if (pairs.pairs().stream().anyMatch(p -> p.resolvedWhenRetrained().isPresent())) {
            Duel retrained = (a, b) -> pairs.retrained(names.get(a.row), names.get(b.row))
                    .map(r -> r == Relation.BETTER)
                    .orElseGet(() -> byIntervals.won(a, b));
            List<Highlight> again = new ArrayList<>(highlights);
            judge(again, entries, retrained);
            note += " If all were trained again (intervals over replicates, each pair at 95 %): "
                    + note(again, names, entries, retrained, "intervals overlap");
        }
        return new Verdict(highlights, note);
    }

    private static String basis(PairedComparisons pairs) {
        long rows = pairs.pairs().get(0).difference().rows();
        int n = pairs.pairs().size();
        return String.format(
                Locale.ROOT,
                "This is about the models as fitted: %s compared row by row over %,d test rows%s.",
                n == 1 ? "one pair" : n + " pairs",
                rows,
                n == 1 ? "" : ", 5 % for all pairs together (Holm)");
    }

    private static void judge(List<Highlight> highlights, List<Entry> entries, Duel duel) {
        for (Entry a : entries) {
            highlights.set(a.row, highlight(a, entries, duel));
        }
    }

    private static Highlight highlight(Entry a, List<Entry> entries, Duel duel) {
        List<Entry> others = entries.stream().filter(b -> b.row != a.row).toList();
        if (others.stream().allMatch(b -> duel.won(a, b))) {
            return Highlight.BEST;
        }
        List<Entry> kin = others.stream().filter(a::sameKind).toList();
        if (kin.isEmpty() || others.stream().anyMatch(b -> duel.won(b, a))) {
            return Highlight.NONE;
        }
        return kin.stream().allMatch(b -> duel.won(a, b)) ? Highlight.BEST_OF_KIND : Highlight.TIED;
    }

    private static String note(
            List<Highlight> highlights, List<String> names, List<Entry> entries, Duel duel, String whyTied) {
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
                    if (entries.stream().noneMatch(b -> duel.won(b, a))) {
                        open.add(name + " (" + (a.score.mark().isEmpty() ? "bracket" : a.score.mark()) + ")");
                    }
                }
            }
        }
        if (!tied.isEmpty()) {
            parts.add("Not resolved, " + whyTied + ": " + String.join(", ", tied) + ".");
        }
        if (!open.isEmpty()) {
            parts.add("Not resolved, kind or protocol does not permit it: " + String.join(", ", open) + ".");
        }
        return String.join(" ", parts);
    }
}
