package verisim.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelRegistry;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.model.SavedModel;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.random.RandomStream;

/** Of data without a density every model says so, in the same words; of data with one, however odd, it gives a finite number. */
class DegenerateDataTest {
    private static final int ROWS = 300;

    private interface Cell {
        double at(int row, double[] waves);
    }

    private static Dataset rows(Split split, int n, Cell... cells) {
        float[] waves = TestData.waves(split, n, 3).toFloats();
        float[] x = new float[n * cells.length];
        int[] labels = new int[n];
        for (int r = 0; r < n; r++) {
            double[] row = {waves[3 * r], waves[3 * r + 1], waves[3 * r + 2]};
            labels[r] = row[0] > 1 ? 1 : 0;
            for (int j = 0; j < cells.length; j++) {
                x[r * cells.length + j] = (float) cells[j].at(r, row);
            }
        }
        return Dataset.of("odd", split, DataKind.REAL, x, cells.length).withLabels(labels);
    }

    private static final Cell A = (r, x) -> x[0];
    private static final Cell B = (r, x) -> x[1];
    private static final Cell C = (r, x) -> x[2];

    static Stream<String> labels() {
        return RealDensities.ALL.keySet().stream();
    }

    private static GenerativeModel fit(String label, int n, Cell... cells) {
        return RealDensities.fit(label, rows(Split.TRAIN, n, cells), rows(Split.VALIDATION, 100, cells));
    }

    private static double score(String label, Cell... cells) {
        return RealDensities.score(fit(label, ROWS, cells), rows(Split.TEST, 100, cells));
    }

    /** A model of REAL data that this list does not name is not tested. */
    @Test
    void everyModelWithADensityIsTested() {
        Set<String> tested = new java.util.TreeSet<>(
                labels().map(label -> label.split(" ")[0]).toList());
        tested.add("gan"); // has no density
        assertThat(ModelRegistry.load().all().stream()
                        .filter(p -> p.accepts().contains(DataKind.REAL))
                        .map(ModelProvider::name))
                .containsExactlyInAnyOrderElementsOf(tested);
    }

    @ParameterizedTest
    @MethodSource("labels")
    void whatHasNoDensityIsRefused(String label) {
        refused(label, "column 3 has the same value, 5, in all 300 rows", A, B, (r, x) -> 5);
        refused(label, "column 3 is a linear function of column 1;", A, B, A);
        refused(label, "column 3 is a linear function of column 1, column 2;", A, B, (r, x) -> x[0] + x[1]);
        refused(label, "column 3 is a linear function of column 2;", A, B, (r, x) -> 2 * x[1] + 3);
        refused(label, "column 1 has the same value, 1, in all 300 rows; column 2", (r, x) -> 1, (r, x) -> 2);
        refused(label, "column 2 is a linear function of column 1;", (r, x) -> r % 2, (r, x) -> 3 - 4 * (r % 2));
    }

    private static void refused(String label, String reason, Cell... cells) {
        assertThatThrownBy(() -> fit(label, ROWS, cells))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(label.split(" ")[0] + ": the training rows of 'odd' have no density: " + reason)
                .hasMessageContaining("drop: [");
    }

    @ParameterizedTest
    @MethodSource("labels")
    void whatHasOneIsFitted(String label) {
        Cell one = (r, x) -> r == 17 ? 1 : 0;
        assertThat(score(label, A, B, one)).isFinite();
        // Ten rows, thirty times each.
        Cell tenth = (r, x) -> Math.sin(r % 10);
        assertThat(score(label, tenth, (r, x) -> Math.cos(7 * (r % 10)), (r, x) -> Math.sin(2 + 3 * (r % 10))))
                .isFinite();
    }

    /** Columns in units 24 orders of magnitude apart. Those that know one scale for all features may say so. */
    @ParameterizedTest
    @MethodSource("labels")
    void unitsFarApartChangeNothing(String label) {
        Cell small = (r, x) -> 0x1p-40 * x[1];
        Cell large = (r, x) -> 0x1p40 * x[2];
        if (Set.of("ppca", "gaussian-shrinkage", "hmm").contains(label)) {
            Throwable thrown = catchThrowable(
                    () -> assertThat(score(label, A, small, large)).isFinite());
            assertThat(thrown == null || thrown instanceof TrainingFailedException)
                    .isTrue();
        } else {
            assertThat(score(label, A, small, large)).isCloseTo(score(label, A, B, C), within(1e-3));
        }
    }

    /** More features than rows: a finite number, or what to do about it. */
    @ParameterizedTest
    @MethodSource("labels")
    void fewerRowsThanFeaturesAreFittedOrExplained(String label) {
        Cell[] cells = new Cell[6];
        for (int j = 0; j < 6; j++) {
            int k = j;
            cells[j] = (r, x) -> Math.sin(r * (k + 1.3) + x[k % 3]);
        }
        try {
            GenerativeModel model = fit(label, 5, cells);
            assertThat(RealDensities.score(model, rows(Split.TEST, 20, cells))).isFinite();
        } catch (TrainingFailedException e) {
            assertThat(e).hasMessageContaining("drop");
        }
    }

    /**
     * Seven columns of three factors and a noise of 1e-5, in deviations of about 2: the models that hold this distribution agree with the
     * truth, whose density is known in closed form. Fitted from 400 rows they lose about a parameter's half nat in 400 rows each.
     */
    @Test
    void aNoiseOfOneInAHundredThousandIsData() {
        double gaussian = illConditioned("gaussian");
        assertThat(illConditioned("gaussian-mixture one")).isCloseTo(gaussian, within(1e-4));
        assertThat(illConditioned("factor-analysis")).isCloseTo(gaussian, within(0.1));
        FactorTruth truth = new FactorTruth();
        double expected = truth.score(factors(Split.TEST, 400));
        assertThat(gaussian).isCloseTo(expected, within(0.3)).isLessThan(expected);
    }

    /** log p of the truth, from S^-1 and det S by the lemmas of matrix inversion, in extended precision. */
    private static final class FactorTruth {
        double score(Dataset data) {
            int d = 7;
            MathContext digits = new MathContext(60);
            BigDecimal[][] a = new BigDecimal[d][d];
            double[] w = loadings();
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    a[i][j] = new BigDecimal(i == j ? 1e-10 : 0);
                    for (int k = 0; k < 3; k++) {
                        a[i][j] = a[i][j].add(new BigDecimal(w[3 * i + k]).multiply(new BigDecimal(w[3 * j + k])));
                    }
                }
            }
            double[] out = new double[data.size()];
            // Elimination of [S | x]: pivots give the determinant, x_i^2 / pivot_i the square.
            for (int r = 0; r < out.length; r++) {
                BigDecimal[][] m = new BigDecimal[d][d + 1];
                for (int i = 0; i < d; i++) {
                    System.arraycopy(a[i], 0, m[i], 0, d);
                    m[i][d] = new BigDecimal(data.value(r, i));
                }
                for (int i = 0; i < d; i++) {
                    double x = m[i][d].doubleValue();
                    out[r] -= 0.5 * (Math.log(2 * Math.PI * m[i][i].doubleValue()) + x * x / m[i][i].doubleValue());
                    for (int b = i + 1; b < d; b++) {
                        BigDecimal factor = m[b][i].divide(m[i][i], digits);
                        for (int c = i; c <= d; c++) {
                            m[b][c] = m[b][c].subtract(factor.multiply(m[i][c], digits), digits);
                        }
                    }
                }
            }
            return java.util.Arrays.stream(out).average().orElseThrow();
        }
    }

    private static double[] loadings() {
        RandomStream loadings = RandomStream.ofSeed(11).child("loadings");
        double[] w = new double[21];
        for (int i = 0; i < w.length; i++) {
            w[i] = 1 + loadings.nextGaussian();
        }
        return w;
    }

    private static double illConditioned(String label) {
        GenerativeModel model = RealDensities.fit(label, factors(Split.TRAIN, 400), factors(Split.VALIDATION, 100));
        assertThat(model.warnings()).isEmpty();
        return RealDensities.score(model, factors(Split.TEST, 400));
    }

    private static Dataset factors(Split split, int n) {
        RandomStream random = RandomStream.ofSeed(11).child(split.label());
        double[] w = loadings();
        float[] x = new float[7 * n];
        double[] z = new double[3];
        for (int r = 0; r < n; r++) {
            for (int k = 0; k < 3; k++) {
                z[k] = random.nextGaussian();
            }
            for (int j = 0; j < 7; j++) {
                x[7 * r + j] = (float)
                        (w[3 * j] * z[0] + w[3 * j + 1] * z[1] + w[3 * j + 2] * z[2] + 1e-5 * random.nextGaussian());
            }
        }
        return Dataset.of("factors", split, DataKind.REAL, x, 7);
    }

    /** Four places in three columns: models that can go to their floors do, and say so. */
    @ParameterizedTest
    @ValueSource(strings = {"gaussian-mixture", "naive-bayes", "hmm", "kde", "nade", "made", "maf", "gaussian-rbm"})
    void aFloorThatBindsIsToldAndKept(String model, @TempDir Path folder) {
        Cell[] cells = {
            (r, x) -> Math.sin(1 + r % 4), (r, x) -> Math.cos(5 * (r % 4)), (r, x) -> Math.sin(2 + 9 * (r % 4))
        };
        Dataset train = rows(Split.TRAIN, ROWS, cells)
                .withLabels(IntStream.range(0, ROWS).map(r -> r % 4).toArray());
        GenerativeModel fitted = ModelRegistry.load()
                .trainer(model, FLOORS.get(model))
                .fit(train, rows(Split.VALIDATION, 100, cells), TrainingContext.of(RandomStream.ofSeed(3)));
        assertThat(fitted.warnings())
                .hasSize(1)
                .allSatisfy(w -> assertThat(w).containsAnyOf("floor", "lower end", "can"));
        SavedModel.write((PersistentModel) fitted, folder.resolve("m"));
        ModelState state = SavedModel.readState(folder.resolve("m"));
        assertThat(ModelRegistry.load().get(model).load(state).warnings()).isEqualTo(fitted.warnings());
    }

    private static final Map<String, Map<String, Object>> FLOORS = Map.of(
            "gaussian-mixture", Map.of("components", 4),
            "naive-bayes", Map.of(),
            "hmm", Map.of("states", 4, "dimensions", 3, "varianceFloor", 0.01),
            "kde", Map.of(),
            "nade", Map.of("scaleFloor", 0.2, "epochs", 200, "learningRate", 0.01, "components", 4),
            "made", Map.of("scaleFloor", 0.2, "epochs", 200, "learningRate", 0.01, "components", 4),
            "maf", Map.of("scaleFloor", 0.2, "epochs", 200, "learningRate", 0.01, "components", 4, "layers", 1),
            "gaussian-rbm",
                    Map.of("scaleFloor", 0.4, "firstScale", 0.4, "varianceLearningRate", 0, "hidden", 4, "epochs", 2));

    /** A GAN has no density to lose. */
    @Test
    void aGeneratorNeedsNoDensity() {
        Cell five = (r, x) -> 5;
        GenerativeModel gan = ModelRegistry.load()
                .trainer("gan", Map.of("epochs", 1))
                .fit(
                        rows(Split.TRAIN, ROWS, A, five),
                        rows(Split.VALIDATION, 100, A, five),
                        TrainingContext.of(RandomStream.ofSeed(1)));
        INDArray samples = gan.sample(10, RandomStream.ofSeed(2));
        assertThat(samples.size(0)).isEqualTo(10);
    }
}
