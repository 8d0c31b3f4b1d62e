package verisim.core.data;

import java.util.Locale;

/** The part a set of rows plays in an experiment. A trainer takes TRAIN and VALIDATION only. */
public enum Split {
    TRAIN,
    VALIDATION,
    TEST;

    /** Returns the name in lower case, as it stands in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
