package verisim.core.model;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.random.RandomStream;

/**
 * A fitted, immutable model of p(x) from which samples can be drawn; the truth behind a synthetic data set is one too. What
 * else it can do it says by the capability interfaces of this package.
 */
public interface GenerativeModel {
    /** Returns the kind of data this model puts probability on. */
    DataKind dataKind();

    /** Returns D, the number of values of one example. */
    int features();

    /**
     * Draws independent samples (for a model sampled by a Markov chain: ends of chains, whose length is an option of the model).
     *
     * @param n at least 1
     * @return a new FLOAT array of shape [n, D]; the same numbers for the same stream
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    INDArray sample(int n, RandomStream random);

    /**
     * Samples with what the sampler knows against them.
     *
     * @param rows FLOAT [n, D]
     * @param warnings such as chains that have not mixed; they go with every number that rests on these samples
     */
    record Samples(INDArray rows, List<String> warnings) {
        public Samples {
            warnings = List.copyOf(warnings);
        }
    }

    /** Draws the samples of {@link #sample}, and says what is known against them; by default nothing. */
    default Samples sampleWithWarnings(int n, RandomStream random) {
        return new Samples(sample(n, random), List.of());
    }

    /**
     * Returns what the model knows against its own numbers, one sentence each: a floor that binds and how often, training that a limit
     * ended. They travel with every measurement of the model. Kept when the model is saved.
     */
    default List<String> warnings() {
        return List.of();
    }
}
