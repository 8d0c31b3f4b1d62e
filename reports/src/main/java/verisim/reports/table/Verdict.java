package verisim.reports.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.statistics.Intervals;
import verisim.core.statistics.MeanEstimate;
import verisim.core.statistics.PairedComparisons;
import verisim.core.statistics.Ranking;
import verisim.core.statistics.Ranking.Relation;
import verisim.core.statistics.RowScores;
import verisim.core.statistics.Summary;

/**
 * Which scores of one column may be called best. {@link PairedComparisons} decides a pair that was scored row by row on the same test
 * rows, {@link Ranking} any other; on top of that, estimates meet only estimates of the
 * same protocol, since nobody knows their bias, and exact values, bounds and brackets meet each other unless a setting that both
 * name, other than the estimator, differs. Where a metric has a target, scores are ranked by their distance to it.
 *
 * <p>Decision. A number is highlighted for what it shows, never for being uncertain: not being beaten is not enough. What a number shows
 * is the worse end of its interval. Among the unbeaten of a kind, the one that shows most sets the measure, and those are tied with
 * it whose worse end lies at most {@code sqrt(2) h} behind, h being the half-width of its interval: two numbers of that precision are told
 * apart at that distance and no sooner. The others are said to be too uncertain. (With two replicates an interval reaches 12.7 standard
 * errors to either side, and most of a table would be "not resolved".) Where rows were scored, the interval is that of the rows.
 *
 * <p>A number with a warning is never highlighted and takes no part: it neither is best nor keeps another from it.
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
        /** No score of its kind beats it, but it does not beat them all either, and it shows about as much as the best of these. */
        TIED
    }

    /**
     * A score that has a number, and its row.
     *
     * @param summary the numbers to rank by: those of the score, or their distance to the target
     * @param value oriented so that higher is better
     * @param worse the worse end of the interval likewise: what the number shows
     */
    private record Entry(int row, Score score, Summary summary, double value, double worse) {
        static Entry of(int row, Score score, Summary summary, boolean higher) {
            double centre = summary.hasNumber() && Double.isNaN(summary.value())
                    ? (summary.low() + summary.high()) / 2
                    : summary.value();
            double end = higher ? summary.low() : summary.high();
            double known = !Double.isNaN(end)
                    ? end
                    : summary.standardError() == 0
                            ? centre
                            : higher ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            return new Entry(row, score, summary, higher ? centre : -centre, higher ? known : -known);
        }

        /** The same with the interval of the test rows, which models scored on the same rows have in common. */
        Entry ofRows(RowScores scores) {
            MeanEstimate mean = scores.mean();
            double half = Intervals.NORMAL_975 * Math.hypot(mean.standardError(), scores.sharedError());
            return new Entry(row, score, summary, mean.mean(), mean.mean() - half);
        }

        boolean showsAsMuchAs(Entry most) {
            double slack = Math.sqrt(2) * (most.value - most.worse);
            return worse == most.worse || worse >= most.worse - slack * (1 + 1e-9);
        }

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

    /** Who is highlighted, and whom only its uncertainty keeps from being beaten. */
    private record Judgement(List<Highlight> highlights, Set<Integer> uncertain) {}

    /** Decides one column by the intervals of its scores alone. */
    static Verdict of(Direction direction, List<String> names, List<Score> scores) {
        return of(direction, names, scores, Optional.empty());
    }

    /**
     * Decides one column. A pair that was scored on the same test rows is decided by its paired difference, which is about the fitted
     * models; the note says besides what holds when they are trained again.
     *
     * @param names of the rows, for the note
     * @param paired scores of which higher is better, whatever {@code direction} is
     */
    static Verdict of(Direction direction, List<String> names, List<Score> scores, Optional<PairedScores> paired) {
        if (direction == Direction.NONE) {
            return new Verdict(
                    Collections.nCopies(scores.size(), Highlight.NONE), "Neither direction is better: not ranked.");
        }
        boolean higher = direction == Direction.HIGHER;
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            if (scores.get(i) != null && scores.get(i).hasNumber()) {
                entries.add(Entry.of(i, scores.get(i), scores.get(i).summary(), higher));
            }
        }
        Duel byIntervals =
                (a, b) -> a.comparable(b) && Ranking.compare(a.summary, b.summary, direction) == Relation.BETTER;
        return of(names, scores.size(), entries, byIntervals, paired);
    }

    /** Decides one column of a metric whose best value can be passed: by the distance to it, on either side. */
    static Verdict ofTarget(double target, List<String> names, List<Score> scores) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            if (scores.get(i) != null && scores.get(i).hasNumber()) {
                entries.add(Entry.of(
                        i, scores.get(i), Ranking.distance(scores.get(i).summary(), target), false));
            }
        }
        Duel duel = (a, b) -> !a.isBound()
                && !b.isBound()
                && a.comparable(b)
                && Ranking.compare(a.summary, b.summary, Direction.LOWER) == Relation.BETTER;
        Verdict verdict = of(names, scores.size(), entries, duel, Optional.empty());
        return new Verdict(
                verdict.highlights,
                "Ranked by the distance to " + Digits.of(target, 0).plain() + ". " + verdict.note);
    }

    private static Verdict of(
            List<String> names, int rows, List<Entry> all, Duel byIntervals, Optional<PairedScores> paired) {
        List<Entry> entries = all.stream().filter(e -> !e.score.isWarned()).toList();
        String warned = all.stream()
                .filter(e -> e.score.isWarned())
                .map(e -> names.get(e.row))
                .collect(Collectors.joining(", "));
        String without = warned.isEmpty() ? "" : " Left out, a warning stands against it: " + warned + ".";
        if (entries.size() < 2) {
            return new Verdict(
                    Collections.nCopies(rows, Highlight.NONE),
                    "Fewer than two numbers" + (warned.isEmpty() ? "" : " without a warning") + ": nothing to rank."
                            + without);
        }
        PairedComparisons pairs = paired.map(PairedScores::comparisons).orElse(new PairedComparisons(List.of()));
        if (pairs.pairs().isEmpty()) {
            Judgement judgement = judge(rows, entries, byIntervals);
            return new Verdict(
                    judgement.highlights, note(judgement, names, entries, byIntervals, "intervals overlap") + without);
        }
        Duel fitted = (a, b) -> pairs.fitted(names.get(a.row), names.get(b.row))
                .map(r -> r == Relation.BETTER)
                .orElseGet(() -> byIntervals.won(a, b));
        Map<String, RowScores> scored = paired.get().models();
        List<Entry> byRows = entries.stream()
                .map(e -> scored.containsKey(names.get(e.row)) ? e.ofRows(scored.get(names.get(e.row))) : e)
                .toList();
        Judgement judgement = judge(rows, byRows, fitted);
        String note = note(judgement, names, entries, fitted, "differences may be 0") + " " + basis(pairs);
        if (pairs.pairs().stream().anyMatch(p -> p.resolvedWhenRetrained().isPresent())) {
            Duel retrained = (a, b) -> pairs.retrained(names.get(a.row), names.get(b.row))
                    .map(r -> r == Relation.BETTER)
                    .orElseGet(() -> byIntervals.won(a, b));
            note += " If all were trained again (intervals over replicates, each pair at 95 %): "
                    + note(judge(rows, entries, retrained), names, entries, retrained, "intervals overlap");
        }
        return new Verdict(judgement.highlights, note + without);
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

    private static Judgement judge(int rows, List<Entry> entries, Duel duel) {
        List<Highlight> highlights = new ArrayList<>(Collections.nCopies(rows, Highlight.NONE));
        Set<Integer> uncertain = new HashSet<>();
        for (Entry a : entries) {
            Highlight highlight = highlight(a, entries, duel);
            if (highlight == Highlight.TIED && !showsEnough(a, entries, duel)) {
                uncertain.add(a.row);
            } else {
                highlights.set(a.row, highlight);
            }
        }
        return new Judgement(highlights, uncertain);
    }

    /** Returns whether {@code a}, which nobody beats, shows about as much as that of its unbeaten kin which shows most. */
    private static boolean showsEnough(Entry a, List<Entry> entries, Duel duel) {
        return entries.stream()
                .filter(b -> b.row == a.row || a.sameKind(b))
                .filter(b -> entries.stream().noneMatch(c -> duel.won(c, b)))
                .max(Comparator.comparingDouble(Entry::worse).thenComparingDouble(Entry::value))
                .map(a::showsAsMuchAs)
                .orElse(true);
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
            Judgement judgement, List<String> names, List<Entry> entries, Duel duel, String whyTied) {
        List<String> parts = new ArrayList<>();
        List<String> tied = new ArrayList<>();
        List<String> uncertain = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (Entry a : entries) {
            String name = names.get(a.row);
            switch (judgement.highlights.get(a.row)) {
                case BEST -> parts.add("Best: " + name + ".");
                case BEST_OF_KIND ->
                    parts.add("Best among comparable " + (a.isEstimate() ? "estimates" : "exact values") + ": " + name
                            + ".");
                case TIED -> tied.add(name);
                case NONE -> {
                    if (judgement.uncertain.contains(a.row)) {
                        uncertain.add(name);
                    } else if (entries.stream().noneMatch(b -> duel.won(b, a))) {
                        open.add(name + " (" + (a.score.mark().isEmpty() ? "bracket" : a.score.mark()) + ")");
                    }
                }
            }
        }
        if (!tied.isEmpty()) {
            parts.add("Not resolved, " + whyTied + ": " + String.join(", ", tied) + ".");
        }
        if (!uncertain.isEmpty()) {
            parts.add("Not resolved, too uncertain to be set beside "
                    + (tied.isEmpty() ? "the others" : tied.size() == 1 ? "it" : "them") + ": "
                    + String.join(", ", uncertain) + ".");
        }
        if (!open.isEmpty()) {
            parts.add("Not resolved, kind or protocol does not permit it: " + String.join(", ", open) + ".");
        }
        return String.join(" ", parts);
    }
}
