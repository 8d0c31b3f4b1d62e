package verisim.core.result;

import static verisim.core.Checks.require;

/** What came of a measurement: a number that travels with its error and kind, or the reason why there is none. */
public sealed interface Outcome {
    /**
     * A number.
     *
     * @param standardError standard error of {@code value}; 0 if it has none, NaN if it is not known
     * @param low lower end of the 95 % interval; NaN if there is none
     * @param high upper end
     * @param n examples, samples or chains that {@code value} is a mean over
     */
    record Measured(double value, double standardError, double low, double high, long n, Kind kind) implements Outcome {
        public Measured {
            require(Double.isFinite(value), "a measured value must be finite, but was %s", value);
        }

        /** Returns a mean with its normal 95 % interval, {@code value +- 1.96 standardError}. */
        public static Measured of(double value, double standardError, long n, Kind kind) {
            double half = 1.959963984540054 * standardError;
            return new Measured(value, standardError, value - half, value + half, n, kind);
        }
    }

    /**
     * A value known to lie between two numbers. Where a side is itself estimated, it has been moved outwards to the end of its 95 %
     * interval.
     *
     * @param low lower side, nats or the metric's unit
     * @param high upper side
     */
    record Bracket(double low, double high, long n) implements Outcome {
        public Bracket {
            require(
                    low <= high,
                    "a bracket's low side must not exceed its high side, but they are %s and %s",
                    low,
                    high);
        }
    }

    /**
     * The metric has no meaning here.
     *
     * @param reason such as {@code "a GAN has no density"}
     */
    record NotDefined(String reason) implements Outcome {}

    /**
     * The measurement broke down.
     *
     * @param phase what was being done: {@code load, fit, sample, measure}
     * @param error what went wrong, in one paragraph
     */
    record Failed(String phase, String error) implements Outcome {}
}
