package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TractableDensity;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.model.TrainingListener.Progress;
import verisim.core.random.RandomStream;
import verisim.core.testkit.BinaryDensityContract;
import verisim.core.testkit.DensityContract;
import verisim.core.testkit.ModelProviderContract;
import verisim.core.testkit.RealDensityContract;
import verisim.models.TestData;

class MadeTest {
    private static final Dataset CHAIN = TestData.chain(Split.TRAIN, 1000, 10);
    private static final Dataset CHAIN_VALIDATION = TestData.chain(Split.VALIDATION, 300, 10);

    private static Made fit(Dataset train, Dataset validation, TrainingContext context, Object... options) {
        Map<String, Object> map = new HashMap<>(Map.of("epochs", 5));
        for (int i = 0; i < options.length; i += 2) {
            map.put((String) options[i], options[i + 1]);
        }
        return (Made) ModelRegistry.of(List.of(new MadeProvider()))
                .trainer("made", map)
                .fit(train, validation, context);
    }

    private static Made chain(Object... options) {
        return fit(CHAIN, CHAIN_VALIDATION, TrainingContext.of(RandomStream.ofSeed(1)), options);
    }

    private static Made waves(int features, Object... options) {
        Dataset train = TestData.waves(Split.TRAIN, 1000, features);
        Dataset validation = TestData.waves(Split.VALIDATION, 300, features);
        return fit(train, validation, TrainingContext.of(RandomStream.ofSeed(2)), options);
    }

    @Nested
    class BinaryAsPlugIn extends ModelProviderContract {
        @Override
        protected ModelProvider provider() {
            return new MadeProvider();
        }

        @Override
        protected Map<String, ?> quickOptions() {
            return Map.of("hidden", List.of(20, 15), "epochs", 3, "order", "random");
        }

        @Override
        protected Dataset train() {
            return CHAIN;
        }

        @Override
        protected Dataset validation() {
            return CHAIN_VALIDATION;
        }
    }

    @Nested
    class RealAsPlugIn extends ModelProviderContract {
        @Override
        protected ModelProvider provider() {
            return new MadeProvider();
        }

        @Override
        protected Map<String, ?> quickOptions() {
            return Map.of("hidden", List.of(20), "epochs", 3, "components", 3);
        }

        @Override
        protected Dataset train() {
            return TestData.waves(Split.TRAIN, 400, 4);
        }

        @Override
        protected Dataset validation() {
            return TestData.waves(Split.VALIDATION, 100, 4);
        }
    }

    @Nested
    class BinaryAsDensity extends DensityContract {
        @Override
        protected TractableDensity model() {
            return chain("hidden", List.of(30));
        }
    }

    @Nested
    class RealAsDensity extends DensityContract {
        @Override
        protected TractableDensity model() {
            return waves(5, "hidden", List.of(30, 20), "components", 4);
        }
    }

    @Nested
    class OneLayer extends BinaryDensityContract {
        @Override
        protected TractableDensity model() {
            return chain("hidden", List.of(40));
        }
    }

    @Nested
    class TwoLayersRandomOrderTanhWithoutDirect extends BinaryDensityContract {
        @Override
        protected TractableDensity model() {
            return chain(
                    "hidden",
                    List.of(40, 7),
                    "order",
                    "random",
                    "activation",
                    "tanh",
                    "directConnections",
                    false,
                    "learningRate",
                    0.02);
        }
    }

    @Nested
    class NoHiddenLayer extends BinaryDensityContract {
        @Override
        protected TractableDensity model() {
            return chain("hidden", List.of(), "learningRate", 0.05);
        }
    }

    @Nested
    class OneRealFeature extends RealDensityContract {
        @Override
        protected TractableDensity model() {
            return waves(1, "components", 3, "learningRate", 0.02);
        }
    }

    @Nested
    class TwoRealFeatures extends RealDensityContract {
        @Override
        protected TractableDensity model() {
            return waves(2, "hidden", List.of(30), "components", 4, "learningRate", 0.01, "order", "random");
        }
    }

    /** The chain's entropy is known: H(0.6) + 9 H(0.8) = 0.6730 + 9 * 0.5004 = 5.1767 nats. */
    @Test
    void trainingComesCloseToTheEntropyOfTheData() {
        List<Progress> heard = new ArrayList<>();
        Dataset train = TestData.chain(Split.TRAIN, 20_000, 10);
        Dataset test = TestData.chain(Split.TEST, 20_000, 10);
        TrainingContext context = TrainingContext.of(RandomStream.ofSeed(4)).withListener(heard::add);
        Made model = fit(train, CHAIN_VALIDATION, context, "hidden", List.of(20), "epochs", 15, "learningRate", 0.005);
        double[] logP = Arrays2d.toDoubles(model.logProbability(test.toArray()));
        double entropy = 0.6730116670 + 9 * 0.5004024235;
        double mean = java.util.Arrays.stream(logP).average().orElseThrow();
        // Standard deviation of log p is about 1.7: 4.9 standard errors of 20,000 rows are 0.06.
        assertThat(mean).isBetween(-entropy - 0.06, -entropy + 0.06);
        double best = heard.stream()
                .mapToDouble(p -> p.values().get("validation-log-likelihood"))
                .max()
                .orElseThrow();
        double[] validation = Arrays2d.toDoubles(model.logProbability(CHAIN_VALIDATION.toArray()));
        assertThat(java.util.Arrays.stream(validation).average().orElseThrow())
                .as("the best epoch's weights were kept")
                .isCloseTo(best, within(1e-5));
    }

    /** With one feature there is nothing to condition on, so the model is one plain mixture. */
    @Test
    void aSingleRealFeatureIsAPlainMixture() {
        Made model = waves(1, "components", 3, "learningRate", 0.02, "hidden", List.of(4));
        verisim.core.model.ModelState state = model.state();
        double[] b = Arrays2d.toDoubles(state.array("output-biases"));
        double[] v = Arrays2d.toDoubles(state.array("output-weights"));
        double[] hidden = Arrays2d.toDoubles(state.array("hidden-1-biases"));
        for (int j = 0; j < 4; j++) {
            for (int o = 0; o < 9; o++) {
                b[o] += Math.max(0, hidden[j]) * v[j * 9 + o];
            }
        }
        double mean = Arrays2d.toDoubles(state.array("mean"))[0];
        double deviation = Arrays2d.toDoubles(state.array("deviation"))[0];
        double total = Math.exp(b[0]) + Math.exp(b[1]) + Math.exp(b[2]);
        for (double x : new double[] {-4, -2, 0, 1.5, 4, 6}) {
            double density = 0;
            for (int k = 0; k < 3; k++) {
                double s = deviation * (0.001 + Math.exp(b[6 + k]));
                double u = (x - mean - deviation * b[3 + k]) / s;
                density += Math.exp(b[k]) / total * Math.exp(-0.5 * u * u) / s / Math.sqrt(2 * Math.PI);
            }
            double logP = model.logProbability(Arrays2d.matrix(new double[] {x}, 1, 1))
                    .getDouble(0);
            assertThat(logP).isCloseTo(Math.log(density), within(1e-4));
        }
    }

    /** A change of unit changes a density by the factor of the units, and nothing else. */
    @Test
    void densitiesAreThoseOfTheOriginalUnits() {
        Dataset train = TestData.waves(Split.TRAIN, 500, 3);
        Dataset validation = TestData.waves(Split.VALIDATION, 100, 3);
        double[] means = new double[2];
        for (int scale = 0; scale < 2; scale++) {
            float factor = scale == 0 ? 1 : 128;
            TrainingContext context = TrainingContext.of(RandomStream.ofSeed(5));
            Made model = fit(times(train, factor), times(validation, factor), context, "hidden", List.of(10));
            double[] logP =
                    Arrays2d.toDoubles(model.logProbability(times(train, factor).toArray()));
            means[scale] = java.util.Arrays.stream(logP).average().orElseThrow();
        }
        assertThat(means[0] - means[1]).isCloseTo(3 * Math.log(128), within(1e-4));
    }

    private static Dataset times(Dataset data, float factor) {
        float[] x = data.toFloats();
        for (int i = 0; i < x.length; i++) {
            x[i] *= factor;
        }
        return Dataset.of(data.name(), data.split(), data.kind(), x, data.features());
    }

    /** Repeated values would earn an unbounded density; the floor stops at {@code log(1 / (0.001 sd sqrt(2 pi)))}, sd = 0.5. */
    @Test
    void repeatedValuesEarnABoundedDensity() {
        float[] x = new float[400];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 2;
        }
        Dataset train = Dataset.of("two", Split.TRAIN, DataKind.REAL, x, 1);
        Dataset validation = Dataset.of("two", Split.VALIDATION, DataKind.REAL, x, 1);
        TrainingContext context = TrainingContext.of(RandomStream.ofSeed(6));
        Made model = fit(train, validation, context, "learningRate", 0.1, "epochs", 60, "components", 2);
        INDArray at = Arrays2d.matrix(new float[] {0, 1}, 2, 1);
        for (double logP : Arrays2d.toDoubles(model.logProbability(at))) {
            assertThat(logP).isFinite().isLessThanOrEqualTo(Math.log(2 * 1000 / Math.sqrt(2 * Math.PI)) + 1e-3);
        }
    }

    @Test
    void aBreakdownIsExplained() {
        assertThatThrownBy(() -> waves(3, "learningRate", 1e30, "hidden", List.of(5)))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("in epoch 1, step")
                .hasMessageContaining("the last finite train-log-likelihood was")
                .hasMessageContaining("lower learningRate");
    }

    /** Stopped after the first of many steps. */
    @Test
    void aStopRequestIsHeededWithinAnEpoch() {
        List<Progress> heard = new ArrayList<>();
        TrainingContext context = new TrainingContext(RandomStream.ofSeed(7), heard::add, () -> true);
        fit(CHAIN, CHAIN_VALIDATION, context, "batchSize", 10);
        assertThat(heard).hasSize(1);
        assertThat(heard.get(0).step()).isEqualTo(1);
    }

    /** Masked weights in a file would make the conditionals see what they must not; they are not taken. */
    @Test
    void aTamperedFileStaysADensity() {
        Made model = chain("hidden", List.of(12));
        Map<String, INDArray> arrays = new HashMap<>(model.state().arrays());
        arrays.put("direct-weights", arrays.get("direct-weights").dup().addi(1));
        Made read = MadeState.read(
                new verisim.core.model.ModelState("made", model.state().settings(), arrays));
        double[] logP = Arrays2d.toDoubles(read.logProbability(BinaryDensityContract.allStates(10)));
        assertThat(Math.exp(verisim.core.math.LogMath.logSumExp(logP))).isCloseTo(1, within(1e-6));
    }
}
