package verisim.models.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TractableDensity;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;
import verisim.core.testkit.BinaryDensityContract;
import verisim.core.testkit.DensityContract;
import verisim.core.testkit.ModelProviderContract;
import verisim.models.RealData;
import verisim.models.TestData;

class ProductBernoulliTest {
    private static ProductBernoulli fit(Dataset train, Dataset validation, Map<String, ?> options) {
        return (ProductBernoulli) ModelRegistry.of(List.of(new ProductBernoulliProvider()))
                .trainer("product-bernoulli", options)
                .fit(train, validation, TrainingContext.of(RandomStream.ofSeed(1)));
    }

    private static ProductBernoulli small() {
        return fit(TestData.chain(Split.TRAIN, 500, 10), TestData.chain(Split.VALIDATION, 100, 10), Map.of());
    }

    @Nested
    class AsPlugIn extends ModelProviderContract {
        @Override
        protected ModelProvider provider() {
            return new ProductBernoulliProvider();
        }

        @Override
        protected Map<String, ?> quickOptions() {
            return Map.of();
        }

        @Override
        protected Dataset train() {
            return TestData.chain(Split.TRAIN, 500, 10);
        }

        @Override
        protected Dataset validation() {
            return TestData.chain(Split.VALIDATION, 100, 10);
        }
    }

    @Nested
    class AsDensity extends DensityContract {
        @Override
        protected TractableDensity model() {
            return small();
        }
    }

    @Nested
    class AsBinaryDensity extends BinaryDensityContract {
        @Override
        protected TractableDensity model() {
            return small();
        }
    }

    @Test
    void probabilitiesAreSmoothedCounts() {
        Dataset train = Dataset.of("t", Split.TRAIN, DataKind.BINARY, new float[] {1, 0, 1, 0, 0, 0}, 2);
        Dataset validation = Dataset.of("t", Split.VALIDATION, DataKind.BINARY, new float[] {1, 0}, 2);
        assertThat(fit(train, validation, Map.of()).probabilities()).containsExactly(3 / 5.0, 1 / 5.0);
        ProductBernoulli exact = fit(train, validation, Map.of("smoothing", 0));
        assertThat(exact.probabilities()).containsExactly(2 / 3.0, 0);
        double[] logP = Arrays2d.toDoubles(exact.logProbability(Arrays2d.matrix(new float[] {1, 0, 0, 1}, 2, 2)));
        assertThat(logP[0]).isCloseTo(Math.log(2 / 3.0), within(1e-15));
        assertThat(logP[1]).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    /** Test log-likelihoods of independent Bernoullis with add-1 smoothing, recomputed with NumPy to four decimals. */
    @ParameterizedTest
    @CsvSource({
        "debd/nltcs, -9.2336",
        "debd/plants, -31.2662",
        "debd/baudio, -49.3369",
        "debd/jester, -63.8831",
        "debd/accidents, -45.5597",
        "debd/dna, -100.3859",
        "debd/book, -41.1214",
        "debd/bbc, -277.1012",
        "debd/ad, -63.8168",
        "nade_uci/mushrooms, -34.2315"
    })
    void knownLogLikelihoodsAreReproduced(String folder, double expected) {
        ProductBernoulli model =
                fit(RealData.binary(folder, Split.TRAIN), RealData.binary(folder, Split.VALIDATION), Map.of());
        double[] logP = Arrays2d.toDoubles(
                model.logProbability(RealData.binary(folder, Split.TEST).toArray()));
        assertThat(java.util.Arrays.stream(logP).average().orElseThrow()).isCloseTo(expected, within(3e-4));
    }
}
