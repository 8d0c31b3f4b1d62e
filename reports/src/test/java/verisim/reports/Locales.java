package verisim.reports;

import java.util.Locale;
import java.util.function.Supplier;

/** Runs code under a default locale that writes a decimal comma. */
public final class Locales {
    private Locales() {}

    /** Returns what {@code action} gives in a German JVM. */
    public static <T> T withDecimalComma(Supplier<T> action) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            return action.get();
        } finally {
            Locale.setDefault(before);
        }
    }
}
