package verisim.benchmarks.ledger;

import java.util.Locale;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.statistics.Summary;

/**
 * How our number stands to a published one.
 *
 * <p>Each number says where the truth may lie: an exact value is the truth, a lower bound has it anywhere above, an upper bound anywhere
 * below, an estimate of ours anywhere in its interval, a published estimate within the tolerance. Only what holds on every reading is
 * said; a lower bound of -90 has not lost to an exact -88.
 *
 * @param difference ours less published; NaN where there is no number
 * @param words such as {@code within 0.31}
 */
public record Verdict(Status status, double difference, String words) {
    /** Shortfalls up to this many tolerances are told as "within". */
    static final double NEAR = 5;

    /** What can be said. */
    public enum Status {
        /** The difference is at most the tolerance. */
        REPRODUCED,
        /** Better by more than the tolerance. */
        BETTER,
        /** Worse by more than the tolerance, but by no more than {@value Verdict#NEAR} tolerances. */
        WITHIN,
        /** Worse by more than that. */
        NOT_REACHED,
        /** The kinds of the numbers, or the error of ours, do not permit a verdict. */
        NOT_RESOLVED,
        /** No run is recorded that could answer it. */
        NO_RUN,
        /** The recorded run gave no number. */
        NO_NUMBER,
        /** A figure for orientation, which nothing of ours is to answer. */
        CONTEXT;

        /** Returns the name as it stands in files: {@code not-reached}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Where the truth may lie, turned so that higher is better. */
    private record Range(double low, double high) {}

    static Verdict without(Status status, String words) {
        return new Verdict(status, Double.NaN, words);
    }

    /** Compares our number with the published one. */
    static Verdict of(PublishedFigure figure, Summary ours) {
        if (!ours.hasNumber()) {
            return without(Status.NO_NUMBER, "no number: " + ours.reason());
        }
        double sign = sign(figure.direction());
        double difference = ours.value() - figure.value();
        Range theirs = turned(published(figure), sign);
        Range mine = turned(ours(ours), sign);
        double tolerance = figure.tolerance();
        if (sameSense(figure.kind(), ours) && Math.abs(difference) <= tolerance + rounding(figure.value())) {
            return new Verdict(Status.REPRODUCED, difference, "reproduced");
        }
        if (mine.low - theirs.high > tolerance) {
            return new Verdict(Status.BETTER, difference, "better by " + number(mine.low - theirs.high));
        }
        double missing = theirs.low - mine.high;
        if (missing > tolerance) {
            return missing <= NEAR * tolerance
                    ? new Verdict(Status.WITHIN, difference, "within " + number(missing))
                    : new Verdict(Status.NOT_REACHED, difference, "not reached, short by " + number(missing));
        }
        return new Verdict(Status.NOT_RESOLVED, difference, "not resolved: " + why(figure.kind(), ours));
    }

    /** Returns whether our number meets {@code target}, in words. */
    static String target(double target, Direction direction, Summary ours) {
        if (!ours.hasNumber()) {
            return "open";
        }
        double sign = sign(direction);
        Range mine = turned(ours(ours), sign);
        double turned = sign * target;
        double slack = rounding(target);
        if (mine.low >= turned - slack) {
            return "met";
        }
        return mine.high < turned - slack ? "missed by " + number(turned - mine.high) : "not resolved";
    }

    private static double sign(Direction direction) {
        return direction == Direction.LOWER ? -1 : 1;
    }

    private static Range published(PublishedFigure figure) {
        double v = figure.value();
        return switch (figure.kind()) {
            case EXACT -> new Range(v, v);
            case LOWER_BOUND -> new Range(v, Double.POSITIVE_INFINITY);
            case UPPER_BOUND -> new Range(Double.NEGATIVE_INFINITY, v);
            case ESTIMATE -> new Range(v - figure.tolerance(), v + figure.tolerance());
        };
    }

    private static Range ours(Summary s) {
        if (s.status() == Summary.Status.BRACKET) {
            return new Range(s.low(), s.high());
        }
        double low = Double.isNaN(s.low()) ? s.value() : s.low();
        double high = Double.isNaN(s.high()) ? s.value() : s.high();
        return switch (s.kind().orElseThrow()) {
            case EXACT -> new Range(s.value(), s.value());
            case LOWER_BOUND -> new Range(low, Double.POSITIVE_INFINITY);
            case UPPER_BOUND -> new Range(Double.NEGATIVE_INFINITY, high);
            case ESTIMATE -> new Range(low, high);
        };
    }

    private static Range turned(Range range, double sign) {
        return sign > 0 ? range : new Range(-range.high, -range.low);
    }

    private static boolean sameSense(Kind published, Summary ours) {
        return ours.kind()
                .filter(kind -> kind == published || (isValue(kind) && isValue(published)))
                .isPresent();
    }

    private static boolean isValue(Kind kind) {
        return kind == Kind.EXACT || kind == Kind.ESTIMATE;
    }

    private static String why(Kind published, Summary ours) {
        String mine = ours.kind().map(Kind::label).orElse("bracket");
        return mine.equals(published.label()) && isValue(published)
                ? "the difference is within the error"
                : "ours is " + named(mine) + ", the published figure " + named(published.label());
    }

    private static String named(String kind) {
        return switch (kind) {
            case "exact" -> "exact";
            case "estimate", "upper-bound" -> "an " + kind.replace('-', ' ');
            default -> "a " + kind.replace('-', ' ');
        };
    }

    /** The difference of two decimal numbers may exceed what it is on paper by a few units in the last place. */
    private static double rounding(double value) {
        return 1e-12 * Math.max(1, Math.abs(value));
    }

    static String number(double value) {
        double size = Math.abs(value);
        String text = String.format(Locale.ROOT, size < 0.01 ? "%.4f" : size < 10 ? "%.2f" : "%.1f", value);
        return text.equals("-0.0000") ? "0.0000" : text; // what rounds to zero has no sign
    }
}
