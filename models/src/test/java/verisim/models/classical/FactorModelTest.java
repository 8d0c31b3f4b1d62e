package verisim.models.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;
import verisim.models.TestData;

class FactorModelTest {
    private static final int D = 6;
    private static final Dataset TRAIN = TestData.waves(Split.TRAIN, 400, D);
    private static final Dataset VALIDATION = TestData.waves(Split.VALIDATION, 100, D);

    private static FactorModel fit(String name, Map<String, ?> options) {
        return (FactorModel) ContinuousModels.fit(name, TRAIN, VALIDATION, options);
    }

    /** The lemmas against Commons Math's normal distribution with W W^T + diag(psi) written out. */
    @ParameterizedTest
    @ValueSource(strings = {"ppca", "factor-analysis"})
    void theDensityIsThatOfTheFullCovariance(String name) {
        FactorModel model = fit(name, Map.of("components", 2));
        double[] w = model.loadings();
        double[][] s = new double[D][D];
        for (int i = 0; i < D; i++) {
            for (int j = 0; j < D; j++) {
                s[i][j] = w[2 * i] * w[2 * j] + w[2 * i + 1] * w[2 * j + 1] + (i == j ? model.noise()[i] : 0);
            }
        }
        MultivariateNormalDistribution reference = new MultivariateNormalDistribution(null, model.mean(), s);
        double[] logP = Arrays2d.toDoubles(model.logProbability(TRAIN.toArray()));
        for (int r = 0; r < 50; r++) {
            double[] x = new double[D];
            for (int j = 0; j < D; j++) {
                x[j] = TRAIN.value(r, j);
            }
            double expected = Math.log(reference.density(x));
            assertThat(logP[r]).isCloseTo(expected, within(1e-9 * Math.abs(expected)));
        }
    }

    /** The encoder is the exact posterior, so every single term of the ELBO is log p(x), up to float in z. */
    @ParameterizedTest
    @ValueSource(strings = {"ppca", "factor-analysis"})
    void theEvidenceLowerBoundIsTight(String name) {
        FactorModel model = fit(name, Map.of("components", 3));
        INDArray x = VALIDATION.toArray();
        INDArray z = model.encode(x, RandomStream.ofSeed(8));
        double[] logP = Arrays2d.toDoubles(model.logProbability(x));
        double[] prior = Arrays2d.toDoubles(model.logPrior(z));
        double[] conditional = Arrays2d.toDoubles(model.logConditional(x, z));
        double[] posterior = Arrays2d.toDoubles(model.logPosterior(z, x));
        for (int r = 0; r < logP.length; r++) {
            assertThat(prior[r] + conditional[r] - posterior[r]).isCloseTo(logP[r], within(1e-9 * Math.abs(logP[r])));
        }
    }

    /** Nor is there a better neighbour of factor analysis, whose noises move one by one. */
    @Test
    void noNeighbourOfFactorAnalysisIsBetter() {
        FactorModel best = fit("factor-analysis", Map.of("components", 2, "tolerance", 0));
        double top = ContinuousModels.meanLogLikelihood(best, TRAIN);
        RandomStream random = RandomStream.ofSeed(9);
        for (int trial = 0; trial < 40; trial++) {
            double[] w = best.loadings();
            double[] noise = best.noise();
            for (int i = 0; i < w.length; i++) {
                w[i] += 0.01 * random.nextGaussian();
            }
            for (int i = 0; i < noise.length; i++) {
                noise[i] *= Math.exp(0.01 * random.nextGaussian());
            }
            FactorModel other = new FactorModel("factor-analysis", best.mean(), w, noise);
            assertThat(ContinuousModels.meanLogLikelihood(other, TRAIN)).isLessThan(top);
        }
    }

    /** At the closed form of PPCA the gradient is zero: no small change of W or of the noise is better on the training rows. */
    @Test
    void noNeighbourOfPpcaIsBetter() {
        FactorModel best = fit("ppca", Map.of("components", 2));
        double top = ContinuousModels.meanLogLikelihood(best, TRAIN);
        RandomStream random = RandomStream.ofSeed(9);
        for (int trial = 0; trial < 40; trial++) {
            double[] w = best.loadings();
            double[] noise = best.noise();
            for (int i = 0; i < w.length; i++) {
                w[i] += 0.01 * random.nextGaussian();
            }
            java.util.Arrays.fill(noise, noise[0] * Math.exp(0.01 * random.nextGaussian()));
            FactorModel other = new FactorModel("ppca", best.mean(), w, noise);
            assertThat(ContinuousModels.meanLogLikelihood(other, TRAIN)).isLessThan(top);
        }
    }

    @Test
    void noStepLowersTheLikelihoodAndTheModelScoresWhatWasReported() {
        List<Double> heard = new ArrayList<>();
        FactorModel model = (FactorModel) ContinuousModels.fit(
                "factor-analysis",
                TRAIN,
                VALIDATION,
                Map.of("components", 3, "iterations", 300, "tolerance", 0),
                TrainingContext.of(RandomStream.ofSeed(1))
                        .withListener(p -> heard.add(p.values().get("train-log-likelihood"))));
        assertThat(heard).hasSizeBetween(5, 60);
        for (int i = 1; i < heard.size(); i++) {
            assertThat(heard.get(i)).isGreaterThanOrEqualTo(heard.get(i - 1) - 1e-10);
        }
        assertThat(ContinuousModels.meanLogLikelihood(model, TRAIN))
                .isCloseTo(heard.get(heard.size() - 1), within(1e-4));
        // PPCA is factor analysis with one noise for all, so it can only be lower.
        assertThat(ContinuousModels.meanLogLikelihood(model, TRAIN))
                .isGreaterThan(ContinuousModels.meanLogLikelihood(fit("ppca", Map.of("components", 3)), TRAIN));
    }

    /** Two columns that are nearly equal leave their common factor next to no noise: the floor holds, is counted and told. */
    @Test
    void aHeywoodCaseMeetsTheFloor(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) {
        float[] x = TRAIN.toFloats();
        RandomStream random = RandomStream.ofSeed(5);
        for (int i = 0; i < x.length; i += D) {
            x[i + 1] = x[i] + 0.5f * x[i + 2] + 1e-3f * (float) random.nextGaussian();
        }
        List<Double> floored = new ArrayList<>();
        List<Double> heard = new ArrayList<>();
        FactorModel model = (FactorModel) ContinuousModels.fit(
                "factor-analysis",
                Dataset.of("twins", Split.TRAIN, DataKind.REAL, x, D),
                VALIDATION,
                Map.of("components", 1, "varianceFloor", 0.01),
                TrainingContext.of(RandomStream.ofSeed(1)).withListener(p -> {
                    floored.add(p.values().get("floored-variances"));
                    heard.add(p.values().get("train-log-likelihood"));
                }));
        assertThat(floored.get(floored.size() - 1)).isEqualTo(1);
        assertThat(model.warnings())
                .containsExactly(
                        "1 of 6 noise variances are at their floor, 0.01 of the variance of the feature that the"
                                + " others do not explain");
        for (int i = 1; i < heard.size(); i++) {
            assertThat(heard.get(i)).isGreaterThanOrEqualTo(heard.get(i - 1) - 1e-10);
        }
        verisim.core.model.SavedModel.write(model, folder.resolve("m"));
        assertThat(FactorModel.of(verisim.core.model.SavedModel.readState(folder.resolve("m")))
                        .warnings())
                .isEqualTo(model.warnings());
    }

    @Test
    void tooManyComponentsAreExplained() {
        for (String name : new String[] {"ppca", "factor-analysis"}) {
            assertThatThrownBy(() -> fit(name, Map.of("components", D)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("less than the number of features, 6, but was 6");
        }
    }

    @Test
    void rowsWithoutNoiseAreExplained() {
        float[] x = java.util.Arrays.copyOf(TRAIN.toFloats(), 4 * D);
        assertThatThrownBy(() -> ContinuousModels.fit(
                        "ppca",
                        Dataset.of("four rows", Split.TRAIN, DataKind.REAL, x, D),
                        VALIDATION,
                        Map.of("components", 3)))
                .hasMessageContaining("no noise is left");
    }
}
