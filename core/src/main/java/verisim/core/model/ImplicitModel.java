package verisim.core.model;

import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.random.RandomStream;

/** A model known by its sampler alone: noise z goes through a generator. Its likelihood is not defined. */
public interface ImplicitModel extends GenerativeModel {
    /** Returns the number of noise values for one sample. */
    int latents();

    /** Draws noise: [n, Z]. */
    INDArray sampleNoise(int n, RandomStream random);

    /** Returns the generator's output for this noise: [n, Z] to FLOAT [n, D]; for BINARY data the probabilities of a 1. */
    INDArray generate(INDArray z);
}
