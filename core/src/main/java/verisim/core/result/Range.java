package verisim.core.result;

import static verisim.core.Checks.require;

import java.util.Optional;

/**
 * The values a quantity can take: a share lies in [0, 1]. No interval reaches out of it.
 *
 * @param low least value; empty if there is none
 * @param high largest value
 */
public record Range(Optional<Double> low, Optional<Double> high) {
    /** All real numbers. */
    public static final Range REAL = new Range(Optional.empty(), Optional.empty());

    /** From 0 on. */
    public static final Range NOT_NEGATIVE = new Range(Optional.of(0.0), Optional.empty());

    /** From 0 to 1. */
    public static final Range SHARE = of(0, 1);

    public Range {
        low = low == null ? Optional.empty() : low;
        high = high == null ? Optional.empty() : high;
        require(
                low.isEmpty() || high.isEmpty() || low.get() < high.get(),
                "a range must go from a lower to a higher value, but goes from %s to %s",
                low,
                high);
    }

    /** Returns [low, high]. */
    public static Range of(double low, double high) {
        return new Range(Optional.of(low), Optional.of(high));
    }

    /** Returns the nearest value to {@code value} in this range; NaN stays NaN. */
    public double nearest(double value) {
        double atLeast = low.isPresent() ? Math.max(low.get(), value) : value;
        return high.isPresent() ? Math.min(high.get(), atLeast) : atLeast;
    }

    /** Returns whether it has both ends. */
    public boolean bounded() {
        return low.isPresent() && high.isPresent();
    }
}
