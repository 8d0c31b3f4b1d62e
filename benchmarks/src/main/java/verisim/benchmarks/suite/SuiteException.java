package verisim.benchmarks.suite;

/** A suite file is wrong. The message names file and line, says what was expected, and gives the nearest valid name. */
public final class SuiteException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public SuiteException(String message) {
        super(message);
    }
}
