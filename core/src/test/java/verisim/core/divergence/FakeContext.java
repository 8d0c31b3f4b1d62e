package verisim.core.divergence;

import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.metric.MetricContext;
import verisim.core.model.GenerativeModel;
import verisim.core.random.RandomStream;

/** A cell of its own: test rows are drawn from the truth, samples from the model. */
record FakeContext(
        Optional<GenerativeModel> model,
        INDArray samples,
        DataSplits data,
        Optional<GenerativeModel> truth,
        RandomStream random)
        implements MetricContext {

    static FakeContext of(
            GenerativeModel truth, GenerativeModel model, int testRows, int samples, RandomStream random) {
        return new FakeContext(
                Optional.of(model),
                model.sample(samples, random.child("samples")),
                splits(truth, testRows, random),
                Optional.of(truth),
                random.child("metric"));
    }

    FakeContext withoutModel() {
        return new FakeContext(Optional.empty(), samples, data, truth, random);
    }

    FakeContext withoutTruth() {
        return new FakeContext(model, samples, data, Optional.empty(), random);
    }

    private static DataSplits splits(GenerativeModel truth, int testRows, RandomStream random) {
        DataKind kind = truth.dataKind();
        return new DataSplits(
                "fake",
                Dataset.of("fake", Split.TRAIN, kind, truth.sample(2, random.child("train"))),
                Dataset.of("fake", Split.VALIDATION, kind, truth.sample(2, random.child("validation"))),
                Dataset.of("fake", Split.TEST, kind, truth.sample(testRows, random.child("test"))),
                Map.of());
    }
}
