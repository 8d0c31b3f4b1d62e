package verisim.core.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verisim.core.result.Direction;
import verisim.core.result.Kind;

/**
 * The order of models on one metric, as far as the numbers support one.
 *
 * <p>A model is <em>surely better</em> than another if the truth of the first is beyond that of the second on every reading of
 * the two numbers. An exact value or estimate may lie anywhere in its interval; a lower bound may lie anywhere above the low
 * end of its interval, an upper bound anywhere below the high end, a bracket between its sides. So for a metric where higher is
 * better an exact -80 does not beat a lower bound of -85, whose truth may be -70, but a lower bound of -75 beats the exact
 * -80. Two intervals are told apart if the difference of their centres exceeds {@code sqrt(a^2 + b^2)}, with a and b the
 * half-widths on the facing sides: the interval of a difference of independent values. Values scored on the same rows are
 * positively correlated, which makes this rule careful. Each pair is judged at 95 %; among many pairs a few errors must be
 * expected.
 *
 * <p>An estimate is treated like an exact value. Its interval does not count its bias; {@link #alikeKinds} says whether a table
 * must warn of that.
 */
public final class Ranking {
    private Ranking() {}

    /** How two summaries stand to one another. */
    public enum Relation {
        BETTER,
        WORSE,
        NOT_RESOLVED
    }

    /**
     * One model's place.
     *
     * @param name the model
     * @param bestPlace 1 more than the number of models that are surely better
     * @param worstPlace number of models that have a number, less those that are surely worse; equals {@code bestPlace} only
     *     where the place is resolved
     */
    public record Place(String name, Summary summary, int bestPlace, int worstPlace) {}

    /**
     * Returns how {@code a} stands to {@code b}.
     *
     * @param direction which way is better; NONE resolves nothing
     */
    public static Relation compare(Summary a, Summary b, Direction direction) {
        if (direction == Direction.NONE || !a.hasNumber() || !b.hasNumber()) {
            return Relation.NOT_RESOLVED;
        }
        boolean above = surelyAbove(a, b);
        boolean below = surelyAbove(b, a);
        if (!above && !below) {
            return Relation.NOT_RESOLVED;
        }
        return above == (direction == Direction.HIGHER) ? Relation.BETTER : Relation.WORSE;
    }

    /**
     * Returns the models that have a number, best first by value (a bracket by its middle), each with the range of places the
     * numbers support. Models without a number have no place and are left out.
     *
     * @param summaries by model name, all of one metric under one protocol
     */
    public static List<Place> order(Map<String, Summary> summaries, Direction direction) {
        Map<String, Summary> numbers = new LinkedHashMap<>();
        summaries.forEach((name, summary) -> {
            if (summary.hasNumber()) {
                numbers.put(name, summary);
            }
        });
        List<Place> places = new ArrayList<>();
        numbers.forEach((name, summary) -> {
            int better = 0;
            int worse = 0;
            for (Summary other : numbers.values()) {
                Relation relation = compare(summary, other, direction); // with itself never resolved
                better += relation == Relation.WORSE ? 1 : 0;
                worse += relation == Relation.BETTER ? 1 : 0;
            }
            places.add(new Place(name, summary, better + 1, numbers.size() - worse));
        });
        Comparator<Place> byCentre = Comparator.comparingDouble(p -> centre(p.summary()));
        places.sort((direction == Direction.HIGHER ? byCentre.reversed() : byCentre).thenComparing(Place::name));
        return places;
    }

    /**
     * Returns {@code |value - target|} with the interval of the distances: from 0 where the interval of {@code s} holds the target. Lower is
     * better; on which side of the target a value lies makes no difference.
     */
    public static Summary distance(Summary s, double target) {
        double low = s.low() - target;
        double high = s.high() - target;
        boolean around = low <= 0 && high >= 0;
        return new Summary(
                s.status(),
                Math.abs(s.value() - target),
                s.standardError(),
                around ? 0 : Math.min(Math.abs(low), Math.abs(high)),
                Math.max(Math.abs(low), Math.abs(high)),
                s.spread(),
                s.replicates(),
                s.missing(),
                s.kind(),
                s.reason());
    }

    /** Returns whether all summaries that have a number hold the same kind of number. */
    public static boolean alikeKinds(Iterable<Summary> summaries) {
        Object first = null;
        for (Summary summary : summaries) {
            if (summary.hasNumber()) {
                if (first != null && !first.equals(summary.kind())) {
                    return false;
                }
                first = summary.kind();
            }
        }
        return true;
    }

    private static boolean surelyAbove(Summary a, Summary b) {
        boolean noFloor = a.kind().filter(k -> k == Kind.UPPER_BOUND).isPresent();
        boolean noCeiling = b.kind().filter(k -> k == Kind.LOWER_BOUND).isPresent();
        if (noFloor || noCeiling) {
            return false;
        }
        if (a.status() == Summary.Status.BRACKET || b.status() == Summary.Status.BRACKET) {
            return floor(a) > ceiling(b);
        }
        double down = a.value() - floor(a);
        double up = ceiling(b) - b.value();
        return a.value() - b.value() > Math.sqrt(down * down + up * up);
    }

    /** An end that is not known is taken as the value itself only where the standard error says the value has no error. */
    private static double floor(Summary s) {
        return !Double.isNaN(s.low()) ? s.low() : s.standardError() == 0 ? s.value() : Double.NEGATIVE_INFINITY;
    }

    private static double ceiling(Summary s) {
        return !Double.isNaN(s.high()) ? s.high() : s.standardError() == 0 ? s.value() : Double.POSITIVE_INFINITY;
    }

    private static double centre(Summary s) {
        return s.status() == Summary.Status.MEASURED
                ? s.value()
                : Double.isInfinite(s.low())
                        ? s.high()
                        : Double.isInfinite(s.high()) ? s.low() : 0.5 * (s.low() + s.high());
    }
}
