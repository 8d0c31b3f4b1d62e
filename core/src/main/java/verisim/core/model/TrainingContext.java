package verisim.core.model;

import java.util.function.BooleanSupplier;
import verisim.core.random.RandomStream;

/**
 * What a training run is given besides the data: where its random numbers come from, who listens, when to stop early, and where to
 * keep what it needs to go on later.
 *
 * @param random the stream for everything random in the fit
 * @param listener told about progress
 * @param stopRequested true once training should end and return the best model so far (time budget spent, user cancelled)
 * @param checkpoints where to keep checkpoints; {@link Checkpoints#none} keeps nothing. Trainers that cannot go on may ignore it
 */
public record TrainingContext(
        RandomStream random, TrainingListener listener, BooleanSupplier stopRequested, Checkpoints checkpoints) {
    /** Makes a context that keeps no checkpoints. */
    public TrainingContext(RandomStream random, TrainingListener listener, BooleanSupplier stopRequested) {
        this(random, listener, stopRequested, Checkpoints.none());
    }

    /** Returns a context without listener, time limit or checkpoints. */
    public static TrainingContext of(RandomStream random) {
        return new TrainingContext(random, progress -> {}, () -> false);
    }

    /** Returns the same context with another listener. */
    public TrainingContext withListener(TrainingListener newListener) {
        return new TrainingContext(random, newListener, stopRequested, checkpoints);
    }

    /** Returns the same context with another place for checkpoints. */
    public TrainingContext withCheckpoints(Checkpoints newCheckpoints) {
        return new TrainingContext(random, listener, stopRequested, newCheckpoints);
    }

    /** Returns the same context with a child of its stream and checkpoints of its own, for one part of a training run. */
    public TrainingContext child(String name) {
        return new TrainingContext(random.child(name), listener, stopRequested, checkpoints.child(name));
    }
}
