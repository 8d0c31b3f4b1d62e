package verisim.core.model;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.random.RandomStream;

/**
 * A model that completes rows: it draws the missing features from {@code p(x_missing given x_observed)}, exactly, as one in-paints
 * half an image given the other half.
 */
public interface ConditionalSampler extends GenerativeModel {
    /**
     * Returns why the conditional given exactly these features cannot be sampled exactly, as a sentence that says what would
     * work; empty if it can. An autoregressive model of one order can where the observed features are the first of its order.
     *
     * @param observed D values, true where a feature is given; none and all are allowed
     */
    Optional<String> cannotComplete(boolean[] observed);

    /**
     * Draws the missing features of each row, one completion a row, rows independently.
     *
     * @param x shape [n, D]; values of missing features are not looked at; not changed
     * @param observed D values, true where a feature is given
     * @return a new FLOAT array of shape [n, D] with the observed values as they were; the same numbers for the same stream
     * @throws IllegalArgumentException if {@code x} or {@code observed} does not have D columns, or if {@link #cannotComplete} has a
     *     reason
     */
    INDArray complete(INDArray x, boolean[] observed, RandomStream random);
}
