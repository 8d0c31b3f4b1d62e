package verisim.benchmarks.run;

/** A run could not go on as a whole: its data cannot be loaded or its folder not be written. What is finished is kept. */
public final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RunFailedException(String message) {
        super(message);
    }
}
