package verisim.core.result;

import java.util.Locale;

/** Which way a metric is better. */
public enum Direction {
    HIGHER,
    LOWER,
    /** Neither: a number to look at, such as a partition function. */
    NONE;

    /** Returns the name in lower case, as it stands in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
