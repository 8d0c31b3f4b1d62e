package verisim.core.metric;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataSplits;
import verisim.core.model.GenerativeModel;
import verisim.core.random.RandomStream;

/** What a metric may look at. Samples are drawn once for a cell and shared by all metrics. */
public interface MetricContext {
    /** Returns the fitted model; empty where only a file of samples is being evaluated. */
    Optional<GenerativeModel> model();

    /** Returns the model's samples, FLOAT [n, D]; not to be changed. */
    INDArray samples();

    /** Returns the data. Whatever a metric chooses (a bandwidth), it chooses on validation rows; it scores test rows. */
    DataSplits data();

    /** Returns the distribution the data was drawn from, if that is known. */
    Optional<GenerativeModel> truth();

    /** Returns the stream of this measurement. */
    RandomStream random();

    /** Returns what the metrics of this subject share; by default nothing, so that each makes its own. */
    default SharedWork shared() {
        return new SharedWork(random().child("shared"));
    }

    /** Returns what is known against the model; a metric need not ask, see {@link MetricRegistry#measure(String, java.util.Map, MetricContext)}. */
    default Findings findings() {
        return Findings.NONE;
    }
}
