package verisim.models.nn;

import java.util.Map;
import verisim.core.random.RandomStream;

/**
 * What differs between neural models in training: a loss with its gradient over one flat parameter vector, and a score on
 * validation rows. Holds the buffers of one training run, for one thread; everything random comes from the stream it is handed, and
 * nothing else lasts from one step to the next, so that a run that goes on from a checkpoint repeats the numbers.
 *
 * <p>State that is learned without a gradient, such as running averages of batch normalisation, belongs in the parameter vector:
 * {@link #gradient} may change such entries itself and sets their gradient to 0. Every optimiser leaves them alone, and they are
 * kept with the best parameters and in checkpoints. {@link #decayed} must be 0 for them.
 */
public interface Objective {
    /**
     * Computes the loss of a batch and its gradient with respect to all parameters.
     *
     * @param rows the batch, [count, D] row-major
     * @param gradient receives the gradient of the <i>mean</i> loss over the batch, overwritten; 0 for masked parameters
     * @param random the stream of this step (masks, orders, noise, dropout)
     * @return the sum over the batch of what the training log calls {@link #trainName()}, such as log-likelihoods, in nats
     */
    double gradient(float[] parameters, float[] rows, int count, float[] gradient, RandomStream random);

    /**
     * Scores validation rows.
     *
     * @return named figures for the training log, in order; the <i>first</i> is the one that early stopping raises, nats per example
     */
    Map<String, Double> validate(float[] parameters);

    /** Returns the name in the training log of what {@link #gradient} sums up: {@code train-log-likelihood}. */
    default String trainName() {
        return "train-log-likelihood";
    }

    /** Returns which parameters weight decay applies to: 1 for weights, 0 for biases and masked ones; null for all. */
    default float[] decayed() {
        return null;
    }

    /**
     * Called before an epoch, also before the first one after a checkpoint: the place to set what depends on how far training is.
     *
     * @param epoch from 1
     * @param stepsDone steps before this epoch
     * @param stepsInEpoch steps of a whole epoch
     */
    default void beginEpoch(int epoch, long stepsDone, int stepsInEpoch) {}

    /** Returns further figures of the epoch now ending for the training log, after {@link #trainName()}; means per example. */
    default Map<String, Double> trainFigures() {
        return Map.of();
    }

    /**
     * Returns whether the parameters after {@code epoch} may be chosen as the best ones. An epoch of a warm-up, whose loss is
     * another, may not; one is chosen only if training is stopped before there is any other.
     */
    default boolean selectable(int epoch) {
        return true;
    }

    /** Returns what to do against a loss that is no longer finite, for the error message. */
    default String advice() {
        return "lower learningRate or set gradientClip";
    }
}
