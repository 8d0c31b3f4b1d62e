package verisim.core.model;

/** Training broke down in a way that another seed or another option may avoid: the loss was NaN, a covariance singular. */
public final class TrainingFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingFailedException(String message) {
        super(message);
    }
}
