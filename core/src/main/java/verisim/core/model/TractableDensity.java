package verisim.core.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A model whose log p(x) is computed exactly. */
public interface TractableDensity extends GenerativeModel {
    /**
     * Returns {@code log p(x)} of each row: a log-density for REAL data, a log-mass otherwise. An example scores the same in
     * any batch.
     *
     * @param x shape [n, D]; not changed
     * @return a new DOUBLE array of shape [n], nats
     * @throws IllegalArgumentException if {@code x} does not have D columns
     */
    INDArray logProbability(INDArray x);
}
