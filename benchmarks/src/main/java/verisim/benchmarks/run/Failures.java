package verisim.benchmarks.run;

import java.io.IOException;
import java.util.Locale;
import verisim.core.model.TrainingFailedException;
import verisim.core.source.DataUnavailableException;

/** Turns exceptions into one paragraph for a person. Stack traces go to the log. */
public final class Failures {
    private Failures() {}

    /** Returns what to tell of {@code e}. */
    public static String describe(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io && isDiskFull(io)) {
                return (e.getMessage() == null ? io.getMessage() : e.getMessage())
                        + "; free some space and run the same command again: finished cells are kept";
            }
        }
        if (e instanceof OutOfMemoryError) {
            return "out of memory (" + e.getMessage() + "); raise limits.memory in the suite";
        }
        boolean expected = e instanceof IllegalArgumentException
                || e instanceof IllegalStateException
                || e instanceof TrainingFailedException
                || e instanceof DataUnavailableException
                || e instanceof RunFailedException
                || e instanceof java.io.UncheckedIOException;
        String message = e.getMessage() == null ? "" : e.getMessage();
        return expected && !message.isEmpty()
                ? message
                : e.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
    }

    private static boolean isDiskFull(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left")
                || message.contains("disk full")
                || message.contains("not enough space");
    }
}
