package verisim.core.statistics;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.result.Outcome.Bracket;
import verisim.core.result.Outcome.Failed;
import verisim.core.result.Outcome.Measured;
import verisim.core.result.Outcome.NotDefined;
import verisim.core.result.Range;

/**
 * Combines the outcomes of several replicates of one cell. The rules:
 *
 * <ul>
 *   <li>Measured values of one kind: their mean. With R of at least 2 the 95 % interval has the half-width
 *       {@code sqrt((t s / sqrt R)^2 + (1.96 e)^2)}: s is the standard deviation between replicates, t Student's factor with
 *       R - 1 degrees of freedom, e the root mean square of the standard errors that the values bring along (the test rows,
 *       which all replicates share; taken as 0 where none is known). With R = 1 it is the value's own interval, which does not
 *       count what another fit would change. Of a quantity with a least and a largest value, such as a share, each side goes for
 *       itself, with the root mean square of that side of the values' own intervals for 1.96 e: near an end the own intervals are
 *       lopsided. No interval leaves the quantity's range. Equal values of which none brings an error have no interval.
 *   <li>Brackets: the means of both sides, each moved outwards by {@code t s / sqrt R} of that side.
 *   <li>Values of different kinds, or values and brackets: {@link Summary.Status#MIXED}, no number.
 *   <li>Replicates that failed or are not defined are counted as missing beside those that gave a number, and the reason of the
 *       first is kept: a mean over survivors must not look like a mean over all. If none gave a number, the summary is FAILED
 *       if any failed, else NOT_DEFINED.
 * </ul>
 */
public final class Replicates {
    private Replicates() {}

    /** Returns what the replicates gave together of a quantity that may be any real number. */
    public static Summary summarize(List<Outcome> outcomes) {
        return summarize(outcomes, Range.REAL);
    }

    /**
     * Returns what the replicates gave together.
     *
     * @param outcomes one for each replicate, at least one, all of one metric under one protocol
     * @param range the values the metric can take
     */
    public static Summary summarize(List<Outcome> outcomes, Range range) {
        require(!outcomes.isEmpty(), "outcomes must not be empty");
        List<Measured> measured = new ArrayList<>();
        List<Bracket> brackets = new ArrayList<>();
        String failed = null;
        String undefined = null;
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Measured m) {
                measured.add(m);
            } else if (outcome instanceof Bracket b) {
                brackets.add(b);
            } else if (outcome instanceof Failed f && failed == null) {
                failed = f.phase() + ": " + f.error();
            } else if (outcome instanceof NotDefined n && undefined == null) {
                undefined = n.reason();
            }
        }
        int numbers = measured.size() + brackets.size();
        int missing = outcomes.size() - numbers;
        String reason = failed != null ? failed : undefined != null ? undefined : "";
        if (numbers == 0) {
            return Summary.without(
                    failed != null ? Summary.Status.FAILED : Summary.Status.NOT_DEFINED, 0, missing, reason);
        }
        Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
        measured.forEach(m -> kinds.merge(m.kind(), 1, Integer::sum));
        if (kinds.size() + (brackets.isEmpty() ? 0 : 1) > 1) {
            return Summary.without(Summary.Status.MIXED, numbers, missing, describe(kinds, brackets.size()));
        }
        return brackets.isEmpty()
                ? ofValues(measured, range, missing, reason)
                : ofBrackets(brackets, range, missing, reason);
    }

    private static Summary ofValues(List<Measured> measured, Range range, int missing, String reason) {
        Optional<Kind> kind = Optional.of(measured.get(0).kind());
        int r = measured.size();
        if (r == 1) {
            Measured m = measured.get(0);
            return new Summary(
                    Summary.Status.MEASURED,
                    m.value(),
                    m.standardError(),
                    m.low(),
                    m.high(),
                    Double.NaN,
                    1,
                    missing,
                    kind,
                    reason);
        }
        MeanEstimate mean = MeanEstimate.of(column(measured, Measured::value));
        double[] errors = column(measured, Measured::standardError);
        double own = meanSquare(errors);
        double between = mean.standardError() * Intervals.studentFactor(Intervals.CONFIDENCE, r - 1.0);
        double normal = Intervals.NORMAL_975 * Intervals.NORMAL_975 * own;
        double below = range.bounded() ? meanSquare(column(measured, m -> m.value() - m.low())) : normal;
        double above = range.bounded() ? meanSquare(column(measured, m -> m.high() - m.value())) : normal;
        double error = Math.sqrt(mean.standardError() * mean.standardError() + own);
        boolean unknown = between == 0 && Arrays.stream(errors).allMatch(Double::isNaN);
        return new Summary(
                Summary.Status.MEASURED,
                mean.mean(),
                unknown ? Double.NaN : error,
                unknown ? Double.NaN : range.nearest(mean.mean() - Math.sqrt(between * between + below)),
                unknown ? Double.NaN : range.nearest(mean.mean() + Math.sqrt(between * between + above)),
                mean.standardDeviation(),
                r,
                missing,
                kind,
                reason);
    }

    private static Summary ofBrackets(List<Bracket> brackets, Range range, int missing, String reason) {
        double low = range.nearest(side(column(brackets, Bracket::low), -1));
        double high = range.nearest(side(column(brackets, Bracket::high), 1));
        double none = Double.NaN;
        return new Summary(
                Summary.Status.BRACKET,
                none,
                none,
                low,
                high,
                none,
                brackets.size(),
                missing,
                Optional.empty(),
                reason);
    }

    /** Returns the mean of the squares of the values, of which those not known count as 0. */
    private static double meanSquare(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += Double.isFinite(v) ? v * v / values.length : 0;
        }
        return sum;
    }

    /** Returns the mean moved by its t half-width in the direction of {@code sign}; infinite if any value is. */
    private static double side(double[] values, int sign) {
        for (double v : values) {
            if (Double.isInfinite(v)) {
                return v;
            }
        }
        MeanEstimate mean = MeanEstimate.of(values);
        return values.length == 1
                ? values[0]
                : mean.mean()
                        + sign
                                * mean.standardError()
                                * Intervals.studentFactor(Intervals.CONFIDENCE, values.length - 1.0);
    }

    private static String describe(Map<Kind, Integer> kinds, int brackets) {
        List<String> parts = new ArrayList<>();
        kinds.forEach((kind, count) -> parts.add(count + " " + kind.label()));
        if (brackets > 0) {
            parts.add(brackets + " bracket");
        }
        return "replicates gave numbers of different kinds, which are not averaged: " + String.join(", ", parts);
    }

    private static <T> double[] column(List<T> items, ToDoubleFunction<T> value) {
        return items.stream().mapToDouble(value).toArray();
    }
}
