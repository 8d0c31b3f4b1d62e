package verisim.models.classical;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;
import verisim.models.TestData;

class GaussianMixtureTest {
    private static final Dataset TRAIN = TestData.waves(Split.TRAIN, 500, 4);
    private static final Dataset VALIDATION = TestData.waves(Split.VALIDATION, 200, 4);

    private static Dataset rows(Split split, int features, float... values) {
        return Dataset.of("rows", split, DataKind.REAL, values, features);
    }

    /** 0.3 N((-3, 0), diag(0.25, 1)) + 0.7 N((3, 1), diag(1, 0.04)). */
    private static Dataset two(Split split, int n) {
        RandomStream random = RandomStream.ofSeed(12).child(split.label());
        float[] x = new float[2 * n];
        for (int i = 0; i < n; i++) {
            boolean first = random.nextDouble() < 0.3;
            x[2 * i] = (float) (first ? -3 + 0.5 * random.nextGaussian() : 3 + random.nextGaussian());
            x[2 * i + 1] = (float) (first ? random.nextGaussian() : 1 + 0.2 * random.nextGaussian());
        }
        return rows(split, 2, x);
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "diagonal", "spherical", "tied"})
    void emNeverLowersTheLikelihood(String covariance) {
        double[] centred = Covariances.centred(TRAIN, Covariances.mean(TRAIN));
        GaussianMixtureOptions options = new GaussianMixtureOptions(
                4, GaussianMixture.Covariance.valueOf(covariance.toUpperCase(java.util.Locale.ROOT)), 1, 1, 0, 1, 1e-2);
        MixtureFit fit = new MixtureFit(centred, 4, options, RandomStream.ofSeed(2));
        double before = fit.iterate();
        for (int i = 0; i < 100; i++) {
            double score = fit.logLikelihood(centred);
            assertThat(score).as("iteration %d", i).isGreaterThanOrEqualTo(before - 1e-10);
            assertThat(fit.iterate()).isCloseTo(score, within(1e-10));
            before = score;
        }
        assertThat(fit.reseeded()).isZero();
    }

    @Test
    void aKnownMixtureIsFound() {
        GaussianMixture model = (GaussianMixture) ContinuousModels.fit(
                "gaussian-mixture", two(Split.TRAIN, 20_000), two(Split.VALIDATION, 2000), Map.of("components", 2));
        int first = model.weights()[0] < 0.5 ? 0 : 1;
        assertThat(model.weights()[first]).isCloseTo(0.3, within(0.02));
        assertThat(model.mean(first)).containsExactly(new double[] {-3, 0}, within(0.07));
        assertThat(model.mean(1 - first)).containsExactly(new double[] {3, 1}, within(0.05));
        assertThat(model.covariance(first)).containsExactly(new double[] {0.25, 0, 0, 1}, within(0.09));
        assertThat(model.covariance(1 - first)).containsExactly(new double[] {1, 0, 0, 0.04}, within(0.06));
        double[] p = Arrays2d.toDoubles(
                model.responsibilities(rows(Split.TEST, 2, -3, 0, 3, 1).toArray()));
        assertThat(p[first]).isGreaterThan(0.999);
        assertThat(p[2 + first]).isLessThan(1e-3);
    }

    /** Two tight clusters of few rows among many components: variances stop at the floor and the log counts it. */
    @ParameterizedTest
    @ValueSource(strings = {"full", "diagonal", "spherical"})
    void collapsingComponentsMeetTheFloor(String covariance) {
        float[] x = new float[60];
        for (int i = 0; i < 30; i++) {
            x[2 * i] = i < 15 ? 0 : 1 + 0.1f * i;
            x[2 * i + 1] = i < 15 ? 0 : (i * 7 % 11) * 0.1f;
        }
        List<Double> floored = new ArrayList<>();
        GaussianMixture model = (GaussianMixture) ContinuousModels.fit(
                "gaussian-mixture",
                rows(Split.TRAIN, 2, x),
                rows(Split.VALIDATION, 2, x),
                Map.of("components", 3, "covariance", covariance, "varianceFloor", 1e-3),
                TrainingContext.of(RandomStream.ofSeed(1))
                        .withListener(p -> floored.add(p.values().get("floored-covariances"))));
        assertThat(floored).anyMatch(count -> count >= 1);
        assertThat(model.warnings())
                .singleElement(as(STRING))
                .endsWith("covariances are at their floor, 0.001 of the variance of all rows in some direction");
        Dataset train = rows(Split.TRAIN, 2, x);
        double[] all = Covariances.covariance(Covariances.centred(train, Covariances.mean(train)), 2);
        for (int k = 0; k < model.components(); k++) {
            double[] s = model.covariance(k);
            for (int angle = 0; angle < 180; angle++) {
                double a = Math.cos(Math.toRadians(angle)) / Math.sqrt(all[0]);
                double b = Math.sin(Math.toRadians(angle)) / Math.sqrt(all[3]);
                double least = a * a * all[0] + b * b * all[3];
                if (covariance.equals("full")) {
                    least += 2 * a * b * all[1];
                } else if (covariance.equals("spherical")) {
                    least = (a * a + b * b) * (all[0] + all[3]) / 2;
                }
                assertThat(a * a * s[0] + 2 * a * b * s[1] + b * b * s[3]).isGreaterThanOrEqualTo(0.999e-3 * least);
            }
        }
    }

    /** More components than distinct rows: clusters are empty, are started again or left out, and the weights still sum to 1. */
    @Test
    void emptyComponentsAreStartedAgainOrLeftOut() {
        float[] x = new float[80];
        for (int i = 0; i < 40; i++) {
            x[2 * i] = i % 3;
            x[2 * i + 1] = i % 2;
        }
        GaussianMixture model = (GaussianMixture) ContinuousModels.fit(
                "gaussian-mixture",
                rows(Split.TRAIN, 2, x),
                rows(Split.VALIDATION, 2, x),
                Map.of("components", 12, "covariance", "diagonal"));
        assertThat(model.components()).isBetween(2, 12);
        assertThat(java.util.Arrays.stream(model.weights()).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void theNumberOfComponentsIsChosenOnValidation() {
        GaussianMixture model = (GaussianMixture) ContinuousModels.fit(
                "gaussian-mixture",
                two(Split.TRAIN, 2000),
                two(Split.VALIDATION, 1000),
                Map.of("components", 0, "covariance", "diagonal"));
        assertThat(model.components()).isBetween(2, 4);
    }

    @Test
    void dependentAndConstantColumnsAreNamed() {
        float[] x = TRAIN.toFloats();
        for (int i = 0; i < x.length; i += 4) {
            x[i + 3] = x[i] - 2 * x[i + 1];
        }
        assertThatThrownBy(
                        () -> ContinuousModels.fit("gaussian-mixture", rows(Split.TRAIN, 4, x), VALIDATION, Map.of()))
                .hasMessageContaining("gaussian-mixture")
                .hasMessageContaining("column 4 is a linear function of column 1, column 2;");
        for (int i = 0; i < x.length; i += 4) {
            x[i + 2] = 7;
        }
        for (String name : new String[] {"gaussian-mixture", "kde", "factor-analysis"}) {
            assertThatThrownBy(() -> ContinuousModels.fit(name, rows(Split.TRAIN, 4, x), VALIDATION, Map.of()))
                    .hasMessageContaining(name)
                    .hasMessageContaining("column 3 has the same value, 7");
        }
    }
}
