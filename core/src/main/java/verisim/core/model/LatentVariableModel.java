package verisim.core.model;

import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.random.RandomStream;

/**
 * A model {@code p(x) = sum or integral of p(z) p(x given z)} over latent z, with an encoder {@code q(z given x)}. Likelihood
 * bounds (ELBO, IWAE-K) need no more than this.
 */
public interface LatentVariableModel extends GenerativeModel {
    /** Returns Z, the number of latent values. */
    int latents();

    /** Draws one z from {@code q(z given x)} for each row of x: [n, D] to [n, Z]. */
    INDArray encode(INDArray x, RandomStream random);

    /** Returns {@code log q(z given x)}, row by row: [n, Z] and [n, D] to DOUBLE [n], nats. */
    INDArray logPosterior(INDArray z, INDArray x);

    /** Returns {@code log p(z)}, row by row: [n, Z] to DOUBLE [n], nats. */
    INDArray logPrior(INDArray z);

    /** Returns {@code log p(x given z)}, row by row: [n, D] and [n, Z] to DOUBLE [n], nats. */
    INDArray logConditional(INDArray x, INDArray z);

    /** Draws z from the prior: [n, Z]. */
    INDArray samplePrior(int n, RandomStream random);

    /** Returns the mean of {@code p(x given z)}: [n, Z] to FLOAT [n, D]. */
    INDArray decode(INDArray z);
}
