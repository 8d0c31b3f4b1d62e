package verisim.core;

import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Argument checks whose messages name the parameter, say what was expected and what came. */
public final class Checks {
    private Checks() {}

    /**
     * Throws unless {@code condition} holds.
     *
     * @param message a format string, filled under {@link Locale#ROOT}
     * @throws IllegalArgumentException if {@code condition} is false
     */
    public static void require(boolean condition, String message, Object... arguments) {
        if (!condition) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, message, arguments));
        }
    }

    /**
     * Requires {@code x} to be a matrix of shape [n, columns], one example a row.
     *
     * @throws IllegalArgumentException if the rank or the number of columns is another
     */
    public static void requireRows(INDArray x, long columns, String name) {
        require(
                x.rank() == 2 && x.size(1) == columns,
                "%s must have shape [n, %d] (one row per example), but has shape %s",
                name,
                columns,
                java.util.Arrays.toString(x.shape()));
    }

    /** Requires a sample size of at least 1. */
    public static void requireSampleSize(int n) {
        require(n >= 1, "n must be at least 1, but was %d", n);
    }
}
