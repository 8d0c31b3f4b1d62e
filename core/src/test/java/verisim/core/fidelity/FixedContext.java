package verisim.core.fidelity;

import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.metric.MetricContext;
import verisim.core.model.GenerativeModel;
import verisim.core.random.RandomStream;

/** Given samples beside given data. */
record FixedContext(INDArray samples, DataSplits data, Optional<GenerativeModel> truth) implements MetricContext {
    /** Training, validation and test rows of one kind beside samples, all row-major with {@code d} columns. */
    static FixedContext of(DataKind kind, float[] samples, float[] train, float[] validation, float[] test, int d) {
        DataSplits data = new DataSplits(
                "toy",
                Dataset.of("toy", Split.TRAIN, kind, train, d),
                Dataset.of("toy", Split.VALIDATION, kind, validation, d),
                Dataset.of("toy", Split.TEST, kind, test, d),
                Map.of());
        return new FixedContext(Arrays2d.matrix(samples, samples.length / d, d), data, Optional.empty());
    }

    FixedContext withTruth(GenerativeModel model) {
        return new FixedContext(samples, data, Optional.of(model));
    }

    @Override
    public Optional<GenerativeModel> model() {
        return Optional.empty();
    }

    @Override
    public RandomStream random() {
        return RandomStream.ofSeed(7);
    }
}
