package verisim.models.nn;

import java.util.Map;
import verisim.core.random.RandomStream;

/**
 * What differs between neural models in training: a loss with its gradient over one flat parameter vector, and a score on
 * validation rows. Holds the buffers of one training run, for one thread; everything random comes from the stream it is handed, so
 * that a run that goes on from a checkpoint repeats the numbers.
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
}
