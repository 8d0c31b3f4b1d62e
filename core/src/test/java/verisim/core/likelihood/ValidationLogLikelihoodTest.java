package verisim.core.likelihood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.metric.MetricRegistry;
import verisim.core.model.GenerativeModel;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;
import verisim.core.result.Outcome;

class ValidationLogLikelihoodTest {
    /** Takes the one feature for the log-probability, so a score says which rows it was taken from. */
    private static final class Echo implements TractableDensity {
        @Override
        public DataKind dataKind() {
            return DataKind.REAL;
        }

        @Override
        public int features() {
            return 1;
        }

        @Override
        public INDArray sample(int n, RandomStream random) {
            throw new AssertionError("a likelihood draws no samples");
        }

        @Override
        public INDArray logProbability(INDArray x) {
            return Nd4j.createFromArray(Arrays2d.toDoubles(x));
        }
    }

    private record Context(DataSplits data) implements MetricContext {
        @Override
        public Optional<GenerativeModel> model() {
            return Optional.of(new Echo());
        }

        @Override
        public INDArray samples() {
            throw new AssertionError("a likelihood looks at no samples");
        }

        @Override
        public Optional<GenerativeModel> truth() {
            return Optional.empty();
        }

        @Override
        public RandomStream random() {
            return RandomStream.ofSeed(1);
        }
    }

    private static Outcome.Measured measure(String metric) {
        return (Outcome.Measured) result(metric).outcome();
    }

    private static Metric.Result result(String metric) {
        DataSplits data = new DataSplits(
                "line",
                Dataset.of("line", Split.TRAIN, DataKind.REAL, new float[] {-100, -200}, 1),
                Dataset.of("line", Split.VALIDATION, DataKind.REAL, new float[] {-1, -2, -3}, 1),
                Dataset.of("line", Split.TEST, DataKind.REAL, new float[] {-10, -30, -50, -70}, 1),
                Map.of());
        return MetricRegistry.load().metric(metric, Map.of()).measure(new Context(data));
    }

    @Test
    void itScoresTheValidationRowsAndTheOtherTheTestRows() {
        assertThat(measure("validation-log-likelihood").value()).isEqualTo(-2.0);
        assertThat(measure("validation-log-likelihood").n()).isEqualTo(3);
        assertThat(measure("log-likelihood").value()).isEqualTo(-40.0);
        assertThat(measure("log-likelihood").n()).isEqualTo(4);
    }

    @Test
    void onlyValuesOfTestRowsAreHandedOn() {
        assertThat(result("validation-log-likelihood").rows()).isEmpty();
        assertThat(result("log-likelihood").rows().orElseThrow()).containsExactly(-10, -30, -50, -70);
    }
}
