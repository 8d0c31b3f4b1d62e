package verisim.core.statistics;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import verisim.core.result.Kind;
import verisim.core.statistics.Ranking.Relation;

/**
 * All pairs of models scored on the same test rows, with p-values corrected for their number.
 *
 * <p>Two exact scores may be told apart either way. A lower bound may only win: if it lies above an exact score, so does the score
 * it bounds; if it lies below, nothing follows. An upper bound may only lose. Two lower bounds, or an estimate with anything,
 * make no pair.
 *
 * @param pairs each with the higher mean first
 */
public record PairedComparisons(List<Pair> pairs) {
    public PairedComparisons {
        pairs = List.copyOf(pairs);
    }

    /**
     * Two models.
     *
     * @param a name of the one with the higher mean score, in a tie of the first given
     * @param difference of a less b, at least 0
     * @param adjusted p-value of the difference after Holm's correction over all pairs; 1 where kinds do not permit a to be the better
     * @param resolved whether the fitted model a is better than b: {@code adjusted} is below 0.05, and the kinds permit it
     * @param resolvedWhenRetrained the same of models trained anew: the pair's 95 % interval lies above 0 (not corrected); empty
     *     where a model has one replicate
     */
    public record Pair(
            String a,
            String b,
            PairedDifference difference,
            double adjusted,
            boolean resolved,
            Optional<Boolean> resolvedWhenRetrained) {}

    /**
     * Compares all pairs.
     *
     * @param models scores by name, higher is better
     * @param comparable whether two models were scored on the same rows under one protocol
     */
    public static PairedComparisons of(Map<String, RowScores> models, BiPredicate<String, String> comparable) {
        List<String> names = List.copyOf(models.keySet());
        List<Pair> raw = new ArrayList<>();
        List<Boolean> permitted = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                RowScores first = models.get(names.get(i));
                RowScores second = models.get(names.get(j));
                if (comparable.test(names.get(i), names.get(j)) && (mayWin(first, second) || mayWin(second, first))) {
                    PairedDifference difference = PairedDifference.of(first, second);
                    boolean swap = difference.mean() < 0;
                    String a = names.get(swap ? j : i);
                    String b = names.get(swap ? i : j);
                    permitted.add(swap ? mayWin(second, first) : mayWin(first, second));
                    raw.add(new Pair(a, b, swap ? difference.reversed() : difference, 1, false, Optional.empty()));
                }
            }
        }
        double[] p = new double[raw.size()];
        for (int k = 0; k < p.length; k++) {
            p[k] = permitted.get(k) ? raw.get(k).difference.p() : 1;
        }
        double[] adjusted = holm(p);
        List<Pair> pairs = new ArrayList<>();
        for (int k = 0; k < p.length; k++) {
            pairs.add(judged(raw.get(k), adjusted[k], permitted.get(k)));
        }
        return new PairedComparisons(pairs);
    }

    private static Pair judged(Pair pair, double adjusted, boolean permitted) {
        Interval retrained = pair.difference.retrained();
        return new Pair(
                pair.a,
                pair.b,
                pair.difference,
                adjusted,
                permitted && adjusted < 1 - Intervals.CONFIDENCE,
                Double.isNaN(retrained.low()) ? Optional.empty() : Optional.of(permitted && retrained.low() > 0));
    }

    /** Returns the pair of these two, in either order. */
    public Optional<Pair> pair(String one, String other) {
        return pairs.stream()
                .filter(q -> (q.a.equals(one) && q.b.equals(other)) || (q.a.equals(other) && q.b.equals(one)))
                .findFirst();
    }

    /** Returns how the fitted model {@code one} stands to {@code other}; empty if they make no pair. */
    public Optional<Relation> fitted(String one, String other) {
        return pair(one, other).map(q -> relation(q.resolved, q.a.equals(one)));
    }

    /** Returns how {@code one} stands to {@code other} when both are trained anew; empty if that cannot be said of this pair. */
    public Optional<Relation> retrained(String one, String other) {
        return pair(one, other).flatMap(q -> q.resolvedWhenRetrained.map(r -> relation(r, q.a.equals(one))));
    }

    private static Relation relation(boolean resolved, boolean first) {
        return !resolved ? Relation.NOT_RESOLVED : first ? Relation.BETTER : Relation.WORSE;
    }

    private static boolean mayWin(RowScores a, RowScores b) {
        boolean floor = a.kind() == Kind.EXACT || a.kind() == Kind.LOWER_BOUND;
        boolean ceiling = b.kind() == Kind.EXACT || b.kind() == Kind.UPPER_BOUND;
        return floor && ceiling;
    }

    /**
     * Returns p-values corrected so that, whatever of the hypotheses is true, the chance of rejecting a true one at level alpha
     * stays below alpha: of m values, the k-th smallest is multiplied by {@code m - k + 1}, and none may be below the one before it.
     *
     * @param p from 0 to 1
     * @see <a href="https://www.jstor.org/stable/4615733">Holm (1979), A simple sequentially rejective multiple test
     *     procedure</a>
     */
    public static double[] holm(double[] p) {
        Integer[] order = new Integer[p.length];
        for (int i = 0; i < p.length; i++) {
            require(p[i] >= 0 && p[i] <= 1, "p-value %d must be from 0 to 1, but was %s", i + 1, p[i]);
            order[i] = i;
        }
        Arrays.sort(order, (i, j) -> Double.compare(p[i], p[j]));
        double[] adjusted = new double[p.length];
        double most = 0;
        for (int k = 0; k < p.length; k++) {
            most = Math.max(most, Math.min(1, (p.length - k) * p[order[k]]));
            adjusted[order[k]] = most;
        }
        return adjusted;
    }
}
