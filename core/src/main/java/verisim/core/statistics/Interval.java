package verisim.core.statistics;

import static verisim.core.Checks.require;

/**
 * An interval of real numbers, ends included; an end may be infinite, or NaN where it is not known.
 *
 * @param low lower end
 * @param high upper end, not below {@code low}
 */
public record Interval(double low, double high) {
    /** The interval of which nothing is known. */
    public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

    public Interval {
        require(!(low > high), "an interval's low end must not exceed its high end, but they are %s and %s", low, high);
    }

    /** Returns {@code [centre - half, centre + half]}. */
    public static Interval around(double centre, double half) {
        return new Interval(centre - half, centre + half);
    }

    /** Returns the part of this interval that lies in {@code [from, to]}, to which it is known to be confined. */
    public Interval within(double from, double to) {
        return new Interval(Math.min(Math.max(low, from), to), Math.max(Math.min(high, to), from));
    }

    /** Returns whether {@code value} is in the interval. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** Returns {@code high - low}. */
    public double width() {
        return high - low;
    }
}
