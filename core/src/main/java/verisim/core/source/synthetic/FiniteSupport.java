package verisim.core.source.synthetic;

import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.model.TractableDensity;

/**
 * A distribution of discrete data with probability on few states only, however many states there are: sums over its support
 * are exact at any D.
 */
public interface FiniteSupport extends TractableDensity {
    /** Returns m, the number of states with a probability above 0. */
    int supportSize();

    /** Returns these states, each once: FLOAT [m, D]. */
    INDArray support();
}
