package verisim.core.model;

import java.util.function.BooleanSupplier;
import verisim.core.random.RandomStream;

/**
 * What a training run is given besides the data: where its random numbers come from, who listens, and when to stop early.
 *
 * @param random the stream for everything random in the fit
 * @param listener told about progress
 * @param stopRequested true once training should end and return the best model so far (time budget spent, user cancelled)
 */
public record TrainingContext(RandomStream random, TrainingListener listener, BooleanSupplier stopRequested) {
    /** Returns a context without listener or time limit. */
    public static TrainingContext of(RandomStream random) {
        return new TrainingContext(random, progress -> {}, () -> false);
    }

    /** Returns the same context with another listener. */
    public TrainingContext withListener(TrainingListener newListener) {
        return new TrainingContext(random, newListener, stopRequested);
    }

    /** Returns the same context with a child of its stream, for one part of a training run. */
    public TrainingContext child(String name) {
        return new TrainingContext(random.child(name), listener, stopRequested);
    }
}
