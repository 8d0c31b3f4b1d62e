package verisim.core.model;

import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.random.RandomStream;

/**
 * A model of rows together with their classes, {@code p(x, y)} with y from 0 to C - 1. Its density of x alone is the marginal,
 * {@code p(x) = sum_y p(x, y)}, and its posterior {@code p(y given x) = p(x, y) / p(x)} classifies.
 */
public interface JointDensity extends TractableDensity {
    /**
     * Rows with their classes.
     *
     * @param x FLOAT [n, D]
     * @param labels [n], each from 0 to C - 1
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record LabelledRows(INDArray x, int[] labels) {}

    /** Returns C, the number of classes. */
    int classes();

    /**
     * Returns {@code log p(x, y)} of each pair.
     *
     * @param x shape [n, D]; not changed
     * @param labels n classes of at least 0; one of C or more has probability 0, so minus infinity comes out
     * @return a new DOUBLE array of shape [n], nats
     * @throws IllegalArgumentException if {@code x} does not have D columns, or labels are not n in number or negative
     */
    INDArray logJoint(INDArray x, int[] labels);

    /**
     * Returns {@code log p(y given x)} of every class for each row; the exponentials of a row sum to 1.
     *
     * @param x shape [n, D]; not changed
     * @return a new DOUBLE array of shape [n, C], nats; NaN in rows whose p(x) is 0
     */
    INDArray logPosterior(INDArray x);

    /** Draws independent pairs; the rows are those that {@link #sample} draws from the same stream. */
    LabelledRows sampleJoint(int n, RandomStream random);
}
