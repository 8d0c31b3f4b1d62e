package verisim.core.result;

import java.util.Locale;

/** What kind of number a measured value is; unlike kinds are not ranked without saying so. */
public enum Kind {
    /** The quantity itself, up to rounding; its standard error is that of the test sample. */
    EXACT("="),
    /** At most the quantity, in expectation over the random numbers of the estimator. */
    LOWER_BOUND("\u2265"),
    /** At least the quantity, in expectation. */
    UPPER_BOUND("\u2264"),
    /** Near the quantity, with error on both sides. */
    ESTIMATE("\u2248");

    private final String mark;

    Kind(String mark) {
        this.mark = mark;
    }

    /**
     * Returns the sign put before the value: {@code =} exact, {@code >=} the true value is at least this, {@code <=} the true
     * value is at most this, {@code ~} estimate.
     */
    public String mark() {
        return mark;
    }

    /** Returns the name as it stands in files: {@code lower-bound}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
