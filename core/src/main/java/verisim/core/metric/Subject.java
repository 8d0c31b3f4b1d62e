package verisim.core.metric;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataSplits;
import verisim.core.model.GenerativeModel;
import verisim.core.random.RandomStream;

/**
 * A {@link MetricContext} made of its parts.
 *
 * @param model the fitted model; empty where only samples are at hand
 * @param samples FLOAT [n, D]
 * @param truth the distribution of the data, if it is known
 * @param random the stream of the measurement
 * @param shared one for all measurements of the subject
 * @param findings what is known against the model
 */
public record Subject(
        Optional<GenerativeModel> model,
        INDArray samples,
        DataSplits data,
        Optional<GenerativeModel> truth,
        RandomStream random,
        SharedWork shared,
        Findings findings)
        implements MetricContext {
    /** A subject against which nothing is known. */
    public Subject(
            Optional<GenerativeModel> model,
            INDArray samples,
            DataSplits data,
            Optional<GenerativeModel> truth,
            RandomStream random,
            SharedWork shared) {
        this(model, samples, data, truth, random, shared, Findings.NONE);
    }
}
