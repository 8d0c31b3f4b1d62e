package verisim.models.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.model.TrainingListener.Progress;
import verisim.core.random.RandomStream;

class GanTrainerTest {
    private static final Map<String, Object> SMALL =
            Map.of("generatorHidden", List.of(32), "discriminatorHidden", List.of(32), "batchSize", 100);

    @Test
    void learnsPlaceAndSpreadOfAGaussianInItsOwnUnits() {
        Dataset train = correlated(Split.TRAIN, 2000);
        Gan gan = fit(
                with("steps", 2000, "learningRate", 0.001),
                train,
                correlated(Split.VALIDATION, 500),
                1,
                new ArrayList<>());
        int n = 5000;
        double[] x = Arrays2d.toDoubles(gan.sample(n, RandomStream.ofSeed(2)));
        double[] mean = new double[2];
        for (int i = 0; i < x.length; i++) {
            mean[i % 2] += x[i] / n;
        }
        double[] second = new double[3];
        for (int r = 0; r < n; r++) {
            double a = (x[2 * r] - mean[0]) / 3;
            double b = (x[2 * r + 1] - mean[1]) / 0.1;
            second[0] += a * a / n;
            second[1] += a * b / n;
            second[2] += b * b / n;
        }
        // Not an exact fit: within 0.3 deviations of the truth, where units that were mixed up would be off by a factor
        // 30.
        assertThat((mean[0] - 50) / 3).isCloseTo(0, within(0.3));
        assertThat((mean[1] + 1) / 0.1).isCloseTo(0, within(0.3));
        assertThat(second[0]).isCloseTo(1, within(0.4));
        assertThat(second[1]).isCloseTo(0.8, within(0.3));
        assertThat(second[2]).isCloseTo(1, within(0.4));
    }

    @Test
    void binarySamplesAreDrawsFromTheGeneratorsProbabilities() {
        float[] rows = new float[200];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % 4 < 2 ? 1 : 0; // rows 11 and 00
        }
        Dataset train = Dataset.of("pairs", Split.TRAIN, DataKind.BINARY, rows, 2);
        Dataset validation = Dataset.of("pairs", Split.VALIDATION, DataKind.BINARY, rows, 2);
        Gan gan = fit(with("steps", 200), train, validation, 3, new ArrayList<>());
        int n = 4000;
        RandomStream random = RandomStream.ofSeed(7);
        float[] x = Arrays2d.toFloats(gan.sample(n, random));
        double[] p = Arrays2d.toDoubles(gan.generate(gan.sampleNoise(n, random.child("z"))));
        double sum = 0;
        double variance = 0;
        for (int i = 0; i < x.length; i++) {
            assertThat(x[i]).isIn(0f, 1f);
            assertThat(p[i]).isBetween(0.0, 1.0);
            sum += x[i] - p[i];
            variance += p[i] * (1 - p[i]);
        }
        assertThat(Math.abs(sum) / Math.sqrt(variance)).isLessThan(4.9);
    }

    @Test
    void keepsTheEpochWithTheSmallestValidationMmd() {
        List<Progress> log = new ArrayList<>();
        Dataset train = correlated(Split.TRAIN, 300);
        Dataset validation = correlated(Split.VALIDATION, 100);
        Gan gan = fit(with("epochs", 12), train, validation, 4, log);
        assertThat(log).hasSize(12);
        assertThat(log.get(11).step()).isEqualTo(36);
        assertThat(log.get(0).values().keySet())
                .containsExactly("discriminator-loss", "generator-loss", "validation-mmd-squared");
        int best = 0;
        for (int i = 0; i < log.size(); i++) {
            if (mmd(log.get(i)) < mmd(log.get(best))) {
                best = i;
            }
        }
        // Epochs do not depend on how many there will be: a run that ends with the best one keeps the same networks.
        Gan shorter = fit(with("epochs", best + 1), train, validation, 4, new ArrayList<>());
        assertThat(generator(gan)).isEqualTo(generator(shorter));
        assertThat(best).isPositive();
    }

    @Test
    void theSameSeedGivesTheSameNetworks() {
        Dataset train = correlated(Split.TRAIN, 300);
        Dataset validation = correlated(Split.VALIDATION, 100);
        float[] a = generator(fit(with("epochs", 2), train, validation, 5, new ArrayList<>()));
        float[] b = generator(fit(with("epochs", 2), train, validation, 5, new ArrayList<>()));
        float[] c = generator(fit(with("epochs", 2), train, validation, 6, new ArrayList<>()));
        assertThat(a).isEqualTo(b).isNotEqualTo(c);
    }

    @Test
    void discriminatorStepsDelayTheGenerator() {
        Dataset train = correlated(Split.TRAIN, 300);
        Dataset validation = correlated(Split.VALIDATION, 100);
        float[] untouched =
                generator(fit(with("epochs", 1, "discriminatorSteps", 4), train, validation, 5, new ArrayList<>()));
        float[] moved =
                generator(fit(with("epochs", 1, "discriminatorSteps", 3), train, validation, 5, new ArrayList<>()));
        assertThat(moved).isNotEqualTo(untouched);
        float[] again =
                generator(fit(with("epochs", 1, "discriminatorSteps", 50), train, validation, 5, new ArrayList<>()));
        assertThat(again).isEqualTo(untouched);
    }

    @ParameterizedTest
    @EnumSource(names = {"BINARY", "REAL"})
    void theStateMakesAnEqualModel(DataKind kind) {
        GanArchitecture shape = new GanArchitecture(kind, 3, 2, List.of(4), List.of(5));
        float[] g = new float[shape.generator().parameterCount()];
        float[] d = new float[shape.discriminator().parameterCount()];
        RandomStream.ofSeed(1).fillGaussian(g, 0, g.length);
        RandomStream.ofSeed(2).fillGaussian(d, 0, d.length);
        verisim.models.nn.FeatureScaling scaling = kind == DataKind.REAL
                ? verisim.models.nn.FeatureScaling.of(
                        Dataset.of("two", Split.TRAIN, DataKind.REAL, new float[] {1, 2, 3, 5, 4, 3}, 3))
                : verisim.models.nn.FeatureScaling.none(3);
        Gan gan = new Gan(shape, scaling, g, d);
        Gan again = (Gan) new GanProvider().load(gan.state());
        INDArray x = gan.sample(300, RandomStream.ofSeed(3));
        assertThat(Arrays2d.toFloats(again.sample(300, RandomStream.ofSeed(3)))).isEqualTo(Arrays2d.toFloats(x));
        double[] logits = Arrays2d.toDoubles(gan.discriminatorLogit(x));
        assertThat(Arrays2d.toDoubles(again.discriminatorLogit(x))).isEqualTo(logits);
        assertThat(gan.discriminatorLogit(x.getRow(299, true)).getDouble(0))
                .isCloseTo(logits[299], within(1e-5 * Math.max(1, Math.abs(logits[299]))));
    }

    @Test
    void failuresAndWrongInputAreExplained() {
        Dataset train = correlated(Split.TRAIN, 300);
        Dataset validation = correlated(Split.VALIDATION, 100);
        assertThatThrownBy(() -> fit(with("epochs", 2, "learningRate", 1e30), train, validation, 1, new ArrayList<>()))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageMatching(
                        "gan: the (generator|discriminator) loss was .* in epoch 1, step \\d; .*lower learningRate.*");
        Gan gan = fit(with("epochs", 1), train, validation, 1, new ArrayList<>());
        assertThatThrownBy(() -> gan.discriminatorLogit(Nd4j.zeros(2, 3)))
                .hasMessage("x must have shape [n, 2] (one row per example), but has shape [2, 3]");
        assertThatThrownBy(() -> gan.generate(Nd4j.zeros(2, 3))).hasMessageStartingWith("z must have shape [n, 8]");
    }

    private static double mmd(Progress progress) {
        return progress.values().get("validation-mmd-squared");
    }

    private static float[] generator(Gan gan) {
        return Arrays2d.toFloats(gan.state().array("generator"));
    }

    private static Map<String, Object> with(Object... more) {
        Map<String, Object> out = new java.util.HashMap<>(SMALL);
        for (int i = 0; i < more.length; i += 2) {
            out.put((String) more[i], more[i + 1]);
        }
        return out;
    }

    private static Gan fit(
            Map<String, Object> options, Dataset train, Dataset validation, long seed, List<Progress> log) {
        TrainingContext context = TrainingContext.of(RandomStream.ofSeed(seed)).withListener(log::add);
        return (Gan) ModelRegistry.load().trainer("gan", options).fit(train, validation, context);
    }

    /** Means 50 and -1, deviations 3 and 0.1, correlation 0.8. */
    private static Dataset correlated(Split split, int n) {
        RandomStream random = RandomStream.ofSeed(19).child(split.label());
        float[] x = new float[2 * n];
        for (int r = 0; r < n; r++) {
            double a = random.nextGaussian();
            x[2 * r] = (float) (50 + 3 * a);
            x[2 * r + 1] = (float) (-1 + 0.1 * (0.8 * a + 0.6 * random.nextGaussian()));
        }
        return Dataset.of("correlated", split, DataKind.REAL, x, 2);
    }
}
