package verisim.core.model;

import java.util.List;
import java.util.Map;

/** Hears how a training run goes. */
@FunctionalInterface
public interface TrainingListener {
    /**
     * One entry of the training log.
     *
     * @param epoch passes over the data so far, from 1 (or iterations, for algorithms such as EM)
     * @param epochs the most there will be, for progress bars
     * @param step parameter updates so far
     * @param values named figures, such as {@code train-loss} or {@code validation-log-likelihood}; nats per example unless
     *     the name says otherwise. The same names every time, in the order of the map
     */
    record Progress(int epoch, int epochs, long step, Map<String, Double> values) {}

    /** Called after every epoch. */
    void onProgress(Progress progress);

    /**
     * Called if training goes on from a {@link Checkpoint}, before anything else: the entries of the log up to there, which were
     * reported to another listener then. A log that is written anew is whole with them.
     */
    default void onResumed(List<Progress> earlier) {
        earlier.forEach(this::onProgress);
    }
}
