package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TractableDensity;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;
import verisim.core.testkit.DensityContract;
import verisim.core.testkit.ModelProviderContract;
import verisim.core.testkit.RealDensityContract;
import verisim.models.TestData;

class MafTest {
    private static Maf waves(int features, Object... options) {
        Map<String, Object> map = new HashMap<>(Map.of("epochs", 5, "hidden", List.of(20)));
        for (int i = 0; i < options.length; i += 2) {
            map.put((String) options[i], options[i + 1]);
        }
        return (Maf) ModelRegistry.of(List.of(new MafProvider()))
                .trainer("maf", map)
                .fit(
                        TestData.waves(Split.TRAIN, 1000, features),
                        TestData.waves(Split.VALIDATION, 300, features),
                        TrainingContext.of(RandomStream.ofSeed(2)));
    }

    @Nested
    class AsPlugIn extends ModelProviderContract {
        @Override
        protected ModelProvider provider() {
            return new MafProvider();
        }

        @Override
        protected Map<String, ?> quickOptions() {
            return Map.of("hidden", List.of(12), "epochs", 3, "layers", 3, "order", "random", "batchNorm", true);
        }

        @Override
        protected Dataset train() {
            return TestData.waves(Split.TRAIN, 430, 4);
        }

        @Override
        protected Dataset validation() {
            return TestData.waves(Split.VALIDATION, 100, 4);
        }
    }

    @Nested
    class PlainAsPlugIn extends ModelProviderContract {
        @Override
        protected ModelProvider provider() {
            return new MafProvider();
        }

        @Override
        protected Map<String, ?> quickOptions() {
            return Map.of("hidden", List.of(12), "epochs", 3, "layers", 2, "components", 0, "batchNorm", false);
        }

        @Override
        protected Dataset train() {
            return TestData.waves(Split.TRAIN, 400, 3);
        }

        @Override
        protected Dataset validation() {
            return TestData.waves(Split.VALIDATION, 100, 3);
        }
    }

    @Nested
    class OfFiveFeatures extends DensityContract {
        @Override
        protected TractableDensity model() {
            return waves(5, "batchNorm", true);
        }
    }

    @Nested
    class OfTwoFeaturesWithMixtures extends RealDensityContract {
        @Override
        protected TractableDensity model() {
            return waves(2, "layers", 3, "batchNorm", true);
        }
    }

    @Nested
    class OfTwoFeaturesFromANormal extends RealDensityContract {
        @Override
        protected TractableDensity model() {
            return waves(2, "components", 0, "batchNorm", false, "activation", "tanh");
        }
    }

    @Nested
    class OfOneFeature extends RealDensityContract {
        @Override
        protected TractableDensity model() {
            return waves(1, "layers", 2, "learningRate", 0.01);
        }
    }

    /** x to u and back, and u to x and back: data, samples and normal numbers alike. */
    @ParameterizedTest
    @CsvSource({"0, true", "0, false", "4, true", "4, false"})
    void theInverseUndoesTheForwardPass(int components, boolean batchNorm) {
        for (int seed = 0; seed < 10; seed++) {
            RandomStream random = RandomStream.ofSeed(seed);
            int d = 1 + random.nextInt(6);
            MafFlow flow = MafGradientTest.flow(d, 4, List.of(16, 12), batchNorm, components, random);
            float[] parameters = MafGradientTest.parameters(flow, 0.15f, random);
            MafStatistics statistics = MafGradientTest.statistics(flow, random);
            int n = 100;
            MafPass pass = new MafPass(flow, n);
            double[] scores = new double[n];
            float[] data = new float[n * d];
            random.fillGaussian(data, 0, data.length);
            for (float[] x : new float[][] {data, flow.sample(parameters, statistics, n, random)}) {
                float[] u =
                        pass.score(parameters, statistics, x, 0, n, scores, 0).clone();
                float[] back = java.util.Arrays.copyOf(u, x.length);
                flow.inverse(parameters, statistics, back, random);
                for (int i = 0; i < x.length; i++) {
                    assertThat(back[i])
                            .as("seed %d, value %d", seed, i)
                            .isCloseTo(x[i], within(1e-5f * Math.max(1, Math.abs(x[i]))));
                }
            }
        }
    }

    /** One layer with no hidden units and no normalisation is a Gaussian in triangular form; its density is written out here. */
    @Test
    void oneLinearLayerIsAGaussian() {
        Maf model = waves(2, "layers", 1, "hidden", List.of(), "components", 0, "batchNorm", false);
        verisim.core.model.ModelState state = model.state();
        double[] b = Arrays2d.toDoubles(state.array("layer-1-output-biases"));
        double[] a = Arrays2d.toDoubles(state.array("layer-1-direct-weights"));
        double[] mean = Arrays2d.toDoubles(state.array("mean"));
        double[] deviation = Arrays2d.toDoubles(state.array("deviation"));
        INDArray x = TestData.waves(Split.TEST, 50, 2).toArray();
        double[] logP = Arrays2d.toDoubles(model.logProbability(x));
        for (int r = 0; r < 50; r++) {
            double x0 = (x.getDouble(r, 0) - mean[0]) / deviation[0];
            double x1 = (x.getDouble(r, 1) - mean[1]) / deviation[1];
            double alpha0 = 6 * Math.tanh(b[1] / 6);
            double alpha1 = 6 * Math.tanh((b[3] + a[3] * x0) / 6);
            double u0 = (x0 - b[0]) * Math.exp(-alpha0);
            double u1 = (x1 - b[2] - a[2] * x0) * Math.exp(-alpha1);
            double expected = LogMath.logStandardNormal(u0) + LogMath.logStandardNormal(u1) - alpha0 - alpha1;
            expected -= Math.log(deviation[0]) + Math.log(deviation[1]);
            assertThat(logP[r]).isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
        }
    }

    @Test
    void ordersAlternateOrAreDrawn() {
        assertThat(waves(3, "layers", 2, "epochs", 1).orders())
                .containsExactly(List.of(0, 1, 2), List.of(2, 1, 0), List.of(0, 1, 2));
        assertThat(waves(6, "layers", 3, "epochs", 1, "order", "random", "components", 0)
                        .orders())
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    /** A change of unit changes a density by the factor of the units, and nothing else. */
    @Test
    void densitiesAreThoseOfTheOriginalUnits() {
        double[] means = new double[2];
        for (int scale = 0; scale < 2; scale++) {
            float factor = scale == 0 ? 1 : 128;
            Dataset train = times(TestData.waves(Split.TRAIN, 500, 3), factor);
            Maf model = (Maf) ModelRegistry.of(List.of(new MafProvider()))
                    .trainer("maf", Map.of("epochs", 3, "hidden", List.of(10), "batchNorm", true))
                    .fit(
                            train,
                            times(TestData.waves(Split.VALIDATION, 100, 3), factor),
                            TrainingContext.of(RandomStream.ofSeed(5)));
            double[] logP = Arrays2d.toDoubles(model.logProbability(train.toArray()));
            means[scale] = java.util.Arrays.stream(logP).average().orElseThrow();
        }
        assertThat(means[0] - means[1]).isCloseTo(3 * Math.log(128), within(1e-4));
    }

    private static Dataset times(Dataset data, float factor) {
        float[] x = data.toFloats();
        for (int i = 0; i < x.length; i++) {
            x[i] *= factor;
        }
        return Dataset.of(data.name(), data.split(), DataKind.REAL, x, data.features());
    }
}
