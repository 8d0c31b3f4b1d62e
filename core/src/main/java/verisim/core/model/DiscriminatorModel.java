package verisim.core.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model that keeps the discriminator it was trained against. At the optimum for a fixed generator its logit is the log density
 * ratio {@code log p(x) - log q(x)} of data and samples.
 */
public interface DiscriminatorModel extends GenerativeModel {
    /**
     * Returns the logit that x is data and not a sample, row by row.
     *
     * @param x shape [n, D]; not changed
     * @return a new DOUBLE array of shape [n]
     */
    INDArray discriminatorLogit(INDArray x);
}
