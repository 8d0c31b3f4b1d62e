package verisim.core.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where one training run keeps its {@link Checkpoint}. A trainer reads it at the start, goes on from it if there is one, and writes
 * at moments from which it can repeat its numbers bit for bit; {@link #due} says whether enough time has passed, and decides
 * nothing else.
 */
public interface Checkpoints {
    /** Returns whether anything is kept; if not, there is no need to put a checkpoint together. */
    boolean enabled();

    /**
     * Returns what was written last. A file that is damaged, or belongs to a run of other settings, data or program version, is
     * refused: that is logged, and training starts anew.
     */
    Optional<Checkpoint> read();

    /** Keeps {@code checkpoint} in place of the one before. Failure, such as a full disk, is logged and does not stop training. */
    void write(Checkpoint checkpoint);

    /** Returns whether the interval has passed since the start or the last {@link #write}. */
    boolean due();

    /** Returns the place of one part of a training run, for trainers that train several networks one after the other. */
    Checkpoints child(String name);

    /** Returns the place that keeps nothing. */
    static Checkpoints none() {
        return NoCheckpoints.INSTANCE;
    }

    /**
     * Returns a place in {@code folder}, which is made when it is first written to.
     *
     * @param identity all that decides the numbers of this run (data, settings, seed, versions), as text: a checkpoint written under
     *     another is refused
     * @param interval time from one checkpoint to the next; zero for one at every opportunity
     */
    static Checkpoints in(Path folder, String identity, Duration interval) {
        return new CheckpointFolder(folder, "training", identity, interval);
    }
}
