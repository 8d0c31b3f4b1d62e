package verisim.core.source;

/** A data file is missing, damaged or cannot be fetched. The message says which file, what is wrong, and what to do. */
public final class DataUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataUnavailableException(String message) {
        super(message);
    }

    public DataUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
