package verisim.core.model;

/** A model did not keep what its interfaces promise, so that its numbers cannot be believed. The message says what was promised and what came. */
public final class ContractException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    public ContractException(String message) {
        super(message);
    }
}
