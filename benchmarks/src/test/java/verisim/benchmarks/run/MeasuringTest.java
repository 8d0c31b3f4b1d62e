package verisim.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verisim.benchmarks.suite.Suite.MetricSpec;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.metric.MetricRegistry;
import verisim.core.metric.SharedWork;
import verisim.core.metric.Subject;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;

class MeasuringTest {
    /** Rows of which all from {@code distinct} on repeat one of the first. */
    private static Dataset rows(Split split, int distinct) {
        RandomStream random = RandomStream.ofSeed(2).child("rows");
        float[] x = new float[80];
        random.fillGaussian(x, 0, x.length);
        for (int r = distinct; r < 40; r++) {
            System.arraycopy(x, 2 * (r % distinct), x, 2 * r, 2);
        }
        return Dataset.of("rows", split, DataKind.REAL, x, 2);
    }

    private static List<String> warnings(String metric, int distinct) {
        DataSplits data = new DataSplits(
                "rows",
                rows(Split.TRAIN, distinct),
                rows(Split.VALIDATION, distinct),
                rows(Split.TEST, distinct),
                Map.of());
        RandomStream random = RandomStream.ofSeed(1);
        GenerativeModel model = ModelRegistry.load()
                .trainer("gaussian", Map.of())
                .fit(data.train(), data.validation(), TrainingContext.of(random));
        Subject subject = new Subject(
                Optional.of(model), model.sample(40, random), data, Optional.empty(), random, new SharedWork(random));
        return Measuring.measure(new MetricSpec(metric, metric, Map.of()), subject, MetricRegistry.load())
                .measurement()
                .warnings();
    }

    @Test
    void logarithmsOfDensitiesOfRepeatedRowsCarryAWarning() {
        for (String metric : List.of("log-likelihood", "validation-log-likelihood", "bits-per-dimension")) {
            assertThat(warnings(metric, 20))
                    .containsExactly(
                            "20 of 40 training rows repeat an earlier one: the data has atoms, on which a density can"
                                    + " grow without bound");
            assertThat(warnings(metric, 21)).isEmpty();
        }
        assertThat(warnings("mmd", 20)).isEmpty();
    }
}
