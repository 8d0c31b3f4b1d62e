package verisim.core.statistics;

import java.util.Locale;
import java.util.Optional;
import verisim.core.result.Kind;

/**
 * What the replicates of one model gave together on one metric: one line of a leaderboard. Made by
 * {@link Replicates#summarize}.
 *
 * @param status what there is; the numbers below are NaN where {@code status} has none
 * @param value mean over the replicates that gave a number; NaN for a bracket
 * @param standardError of {@code value}, from the spread between replicates and the error each brought along; NaN if unknown
 * @param low lower end of the 95 % interval, for a bracket the lower side less its error; NaN if unknown
 * @param high upper end likewise
 * @param spread standard deviation between replicates; NaN for fewer than two
 * @param replicates how many gave a number
 * @param missing how many did not
 * @param kind kind of the value; empty unless {@code status} is MEASURED
 * @param reason why there is no number, or why {@code missing} replicates have none; empty if there is nothing to say
 */
public record Summary(
        Status status,
        double value,
        double standardError,
        double low,
        double high,
        double spread,
        int replicates,
        int missing,
        Optional<Kind> kind,
        String reason) {

    /** What a summary holds. */
    public enum Status {
        /** A value with its interval. */
        MEASURED,
        /** Two sides, no value. */
        BRACKET,
        /** Numbers that cannot be averaged, because their kinds differ. */
        MIXED,
        NOT_DEFINED,
        FAILED;

        /** Returns the name as it stands in files: {@code not-defined}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Summary without(Status status, int replicates, int missing, String reason) {
        double none = Double.NaN;
        return new Summary(status, none, none, none, none, none, replicates, missing, Optional.empty(), reason);
    }

    /** Returns whether there is something to place in an order: a value or a bracket. */
    public boolean hasNumber() {
        return status == Status.MEASURED || status == Status.BRACKET;
    }
}
