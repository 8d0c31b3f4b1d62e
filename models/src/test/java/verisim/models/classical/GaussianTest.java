package verisim.models.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelRegistry;
import verisim.core.model.SavedModel;
import verisim.core.model.TractableDensity;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.random.RandomStream;
import verisim.core.testkit.DensityContract;
import verisim.core.testkit.ModelProviderContract;
import verisim.core.testkit.RealDensityContract;
import verisim.models.TestData;

class GaussianTest {
    private static Gaussian fit(Dataset train, Map<String, ?> options) {
        Dataset validation =
                Dataset.of("v", Split.VALIDATION, DataKind.REAL, new float[train.features()], train.features());
        return (Gaussian) ModelRegistry.of(List.of(new GaussianProvider()))
                .trainer("gaussian", options)
                .fit(train, validation, TrainingContext.of(RandomStream.ofSeed(1)));
    }

    private static Dataset rows(int features, float... values) {
        return Dataset.of("rows", Split.TRAIN, DataKind.REAL, values, features);
    }

    @Nested
    class AsPlugIn extends ModelProviderContract {
        @Override
        protected ModelProvider provider() {
            return new GaussianProvider();
        }

        @Override
        protected Map<String, ?> quickOptions() {
            return Map.of("ridge", 0.1);
        }

        @Override
        protected Dataset train() {
            return TestData.waves(Split.TRAIN, 300, 5);
        }

        @Override
        protected Dataset validation() {
            return TestData.waves(Split.VALIDATION, 100, 5);
        }
    }

    @Nested
    class FullAsDensity extends DensityContract {
        @Override
        protected TractableDensity model() {
            return fit(TestData.waves(Split.TRAIN, 300, 5), Map.of());
        }
    }

    @Nested
    class DiagonalAsDensity extends DensityContract {
        @Override
        protected TractableDensity model() {
            return fit(TestData.waves(Split.TRAIN, 300, 5), Map.of("covariance", "diagonal"));
        }
    }

    @Nested
    class FullAsRealDensity extends RealDensityContract {
        @Override
        protected TractableDensity model() {
            return fit(TestData.waves(Split.TRAIN, 300, 2), Map.of());
        }
    }

    @Nested
    class SphericalAsRealDensity extends RealDensityContract {
        @Override
        protected TractableDensity model() {
            return fit(TestData.waves(Split.TRAIN, 300, 2), Map.of("covariance", "spherical"));
        }
    }

    /** Mean and covariance by hand: divisor n, not n - 1. */
    @Test
    void momentsAreThoseOfMaximumLikelihood() {
        Dataset train = rows(2, 0, 0, 2, 0, 0, 4, 2, 8);
        Gaussian full = fit(train, Map.of());
        assertThat(full.mean()).containsExactly(1, 3);
        assertThat(full.covariance()).containsExactly(new double[] {1, 1, 1, 11}, within(1e-12));
        assertThat(fit(train, Map.of("covariance", "diagonal")).covariance())
                .containsExactly(new double[] {1, 0, 0, 11}, within(1e-12));
        assertThat(fit(train, Map.of("covariance", "spherical")).covariance())
                .containsExactly(new double[] {6, 0, 0, 6}, within(1e-12));
    }

    @Test
    void theDensityIsThatOfCommonsMath() {
        Dataset train = TestData.waves(Split.TRAIN, 400, 6);
        Gaussian model = fit(train, Map.of());
        double[][] covariance = new double[6][];
        double[] flat = model.covariance();
        for (int i = 0; i < 6; i++) {
            covariance[i] = java.util.Arrays.copyOfRange(flat, 6 * i, 6 * i + 6);
        }
        MultivariateNormalDistribution reference = new MultivariateNormalDistribution(null, model.mean(), covariance);
        double[] logP = Arrays2d.toDoubles(model.logProbability(train.toArray()));
        for (int i = 0; i < 400; i++) {
            double[] x = new double[6];
            for (int j = 0; j < 6; j++) {
                x[j] = train.value(i, j);
            }
            double expected = Math.log(reference.density(x));
            assertThat(logP[i]).isCloseTo(expected, within(1e-10 * Math.abs(expected)));
        }
    }

    /** Whatever the data, the mean log-likelihood of the training rows is {@code -D/2 (1 + log 2 pi) - 1/2 log det S}. */
    @Test
    void theTrainingLikelihoodIsTheOneOfTheClosedForm() {
        Dataset train = TestData.waves(Split.TRAIN, 700, 2);
        Gaussian model = fit(train, Map.of());
        double[] s = model.covariance();
        double expected = -(1 + LogMath.LOG_TWO_PI) - 0.5 * Math.log(s[0] * s[3] - s[1] * s[2]);
        double[] logP = Arrays2d.toDoubles(model.logProbability(train.toArray()));
        assertThat(java.util.Arrays.stream(logP).average().orElseThrow()).isCloseTo(expected, within(1e-10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "diagonal"})
    void aConstantFeatureIsNamedWhateverTheRidge(String covariance) {
        Dataset train = rows(3, 1, 7, 2, 2, 7, 5, 3, 7, 1, 4, 7, 2);
        for (double ridge : new double[] {0, 0.5}) {
            assertThatThrownBy(() -> fit(train, Map.of("covariance", covariance, "ridge", ridge)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("column 2 has the same value, 7, in all 4 rows")
                    .hasMessageContaining("drop: [2]");
        }
    }

    /** Too few rows are what a ridge is for. */
    @Test
    void tooFewRowsAreExplainedAndARidgeIsOnRecord(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) {
        float[] x = TestData.waves(Split.TRAIN, 3, 3).toFloats();
        assertThatThrownBy(() -> fit(rows(3, x), Map.of()))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("not positive definite")
                .hasMessageContaining("ridge (now 0.0)");
        Gaussian ridged = fit(rows(3, x), Map.of("ridge", 0.01));
        assertThat(ridged).hasToString("gaussian, full covariance of 3 features, ridge 0.01 added to every variance");
        SavedModel.write(ridged, folder.resolve("m"));
        assertThat(SavedModel.readState(folder.resolve("m")).number("ridge")).isEqualTo(0.01);
    }

    /** Features in units a billion apart are no reason to call a covariance singular. */
    @Test
    void unlikeUnitsAreNotSingular() {
        float[] x = TestData.waves(Split.TRAIN, 100, 2).toFloats();
        for (int i = 0; i < x.length; i += 2) {
            x[i] *= 1e-9f;
        }
        assertThat(fit(rows(2, x), Map.of()).covariance()[0]).isBetween(1e-19, 1e-16);
    }
}
