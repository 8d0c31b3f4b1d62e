package verisim.core.source.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.ImageShape;
import verisim.core.data.Schema;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.core.source.DatasetProvider;
import verisim.core.source.DatasetRegistry;
import verisim.core.source.DatasetRequest;

/** Loads the real files below the folder that the variable VERISIM_DATA names. */
class CatalogueRealDataTest {
    private static Path folder;

    @BeforeAll
    static void findData() {
        String variable = System.getenv("VERISIM_DATA");
        Assumptions.assumeTrue(variable != null, "VERISIM_DATA names no folder with the public data sets");
        folder = Path.of(variable);
    }

    private static DataSplits load(String name, Map<String, ?> given) {
        return load(name, given, 1);
    }

    private static DataSplits load(String name, Map<String, ?> given, long seed) {
        CatalogueEntry entry = Catalogue.entry(name);
        for (CatalogueFile file : entry.files()) {
            boolean there = Stream.of("", ".gz").anyMatch(s -> Files.exists(folder.resolve(file.path() + s)));
            Assumptions.assumeTrue(there, folder + " has no " + file.path());
        }
        DatasetProvider provider = DatasetRegistry.load().get(name);
        Options options = Options.resolve(name, provider.options(), given);
        return provider.load(new DatasetRequest(options, folder, RandomStream.ofSeed(seed)))
                .splits();
    }

    private static Stream<String> small() {
        return Catalogue.entries().stream()
                .map(CatalogueEntry::name)
                .filter(name -> !large().toList().contains(name));
    }

    private static Stream<String> large() {
        return Stream.of("kdd", "msnbc", "c20ng", "kosarek", "binarized-mnist", "mnist", "fashion-mnist");
    }

    /** Loading checks the SHA-256 of every file on its way. */
    private static void assertAsListed(String name) {
        CatalogueEntry entry = Catalogue.entry(name);
        DataSplits splits = load(name, Map.of());
        assertThat(splits.train().size()).isEqualTo(entry.train());
        assertThat(splits.validation().size()).isEqualTo(entry.validation());
        assertThat(splits.test().size()).isEqualTo(entry.test());
        assertThat(splits.features()).isEqualTo(entry.features());
        assertThat(splits.kind()).isEqualTo(entry.kind());
        assertThat(splits.train().imageShape()).isEqualTo(entry.imageShape());
        assertThat(splits.protocol()).containsKey("split");
    }

    @Test
    void dequantisedWineRoundsToTheRecordedValuesAndHasFewTies() {
        float[] recorded = load("wine-quality-white", Map.of()).test().toFloats();
        DataSplits splits = load("wine-quality-white", Map.of("values", "dequantised"));
        float[] spread = splits.test().toFloats();
        double[] steps =
                TableFormat.of(Catalogue.entry("wine-quality-white").format()).stepsOfColumns();
        for (int i = 0; i < recorded.length; i++) {
            assertThat(Math.abs((double) spread[i] - recorded[i])).isLessThanOrEqualTo(0.51 * steps[i % steps.length]);
        }
        assertThat(splits.protocol()).containsEntry("dequantisation", "v + step (u - 1/2), u uniform on [0, 1)");
        assertThat(distinct(spread, steps.length)).isGreaterThan(480);
        assertThat(distinct(recorded, steps.length)).isLessThan(100);
    }

    /** Returns the number of different values in the first column. */
    private static long distinct(float[] values, int columns) {
        return java.util.stream.IntStream.range(0, values.length / columns)
                .mapToObj(r -> values[r * columns])
                .distinct()
                .count();
    }

    @ParameterizedTest
    @MethodSource("small")
    void everySetHasTheCountedRowsAndColumns(String name) {
        assertAsListed(name);
    }

    @ParameterizedTest
    @MethodSource("large")
    @Tag("slow")
    void everyLargeSetHasTheCountedRowsAndColumns(String name) {
        assertAsListed(name);
    }

    @Test
    void aPartOfBinarizedMnistIsSpreadOverTheWhole() {
        DataSplits part = load("binarized-mnist", Map.of("train", 5000, "validation", 1000, "test", 10000));
        assertThat(part.train().size()).isEqualTo(5000);
        assertThat(part.test().size()).isEqualTo(10000);
        assertThat(part.protocol())
                .containsEntry("train", "5000 of 50000 rows, evenly spaced")
                .containsEntry("validation", "1000 of 10000 rows, evenly spaced")
                .doesNotContainKey("test");
        assertThat(part.train().imageShape()).contains(new ImageShape(28, 28));
        // Pixel mean of the test file, counted with awk when the files were collected: 0.1325.
        assertThat(mean(part.test())).isCloseTo(0.1325, within(5e-5));
        // Evenly spaced rows stand for the whole: 2,000 of them have its mean within 0.002, the first 2,000 have
        // 0.1232.
        assertThat(mean(load("binarized-mnist", Map.of("test", 2000)).test())).isCloseTo(0.1325, within(2e-3));
    }

    @Test
    void mnistFollowsItsPolicies() {
        Map<String, Integer> sizes = Map.of("train", 200, "validation", 100, "test", 10000);
        DataSplits none = load("mnist", with(sizes, "none"));
        assertThat(none.kind()).isEqualTo(DataKind.REAL);
        // Mean of v/255 over the test images is 0.1325; (v + u)/256 has mean (255 * 0.1325 + 0.5)/256.
        assertThat(mean(none.test())).isCloseTo((255 * 0.1325 + 0.5) / 256, within(1e-4));
        DataSplits fixed = load("mnist", with(sizes, "fixed"));
        DataSplits dynamic = load("mnist", with(sizes, "dynamic"));
        DataSplits threshold = load("mnist", with(sizes, "threshold"));
        assertThat(fixed.test().contentHash())
                .isNotEqualTo(dynamic.test().contentHash())
                .isNotEqualTo(load("mnist", with(sizes, "fixed"), 2).test().contentHash());
        assertThat(mean(fixed.test())).isCloseTo(0.1325, within(1e-3));
        assertThat(mean(threshold.test())).isBetween(0.12, 0.14);
        assertThat(fixed.protocol().get("binarisation")).startsWith("fixed");
        assertThat(dynamic.protocol().get("binarisation")).startsWith("dynamic").contains("not redrawn each epoch");
        // The first test labels and the last training labels (first of validation is image 50000), as published.
        assertThat(Arrays.copyOf(fixed.test().labels().orElseThrow(), 5)).containsExactly(7, 2, 1, 0, 4);
        assertThat(fixed.train().labels().orElseThrow()[0]).isEqualTo(5);
        assertThat(fixed.validation().labels().orElseThrow()[0]).isEqualTo(3);
        int[] count = new int[10];
        for (int label : fixed.test().labels().orElseThrow()) {
            count[label]++;
        }
        assertThat(count).containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
    }

    private static Map<String, Object> with(Map<String, Integer> sizes, String binarisation) {
        Map<String, Object> out = new java.util.HashMap<>(sizes);
        out.put("binarisation", binarisation);
        return out;
    }

    @Test
    void digitsComeInThreeForms() {
        DataSplits categorical = load("digits", Map.of("values", "categorical"));
        assertThat(categorical.kind()).isEqualTo(DataKind.CATEGORICAL);
        assertThat(categorical.test().categories()).isEqualTo(17);
        DataSplits real = load("digits", Map.of());
        DataSplits binary = load("digits", Map.of("values", "binarised"));
        for (int r = 0; r < real.test().size(); r++) {
            for (int d = 0; d < 64; d++) {
                float level = categorical.test().value(r, d);
                assertThat(real.test().value(r, d)).isBetween(Math.nextDown(level / 17), (level + 1) / 17);
                assertThat(binary.test().value(r, d)).isEqualTo(level >= 8 ? 1f : 0f);
            }
        }
        // scikit-learn: numpy.bincount(load_digits().target).
        int[] count = new int[10];
        for (Dataset part : List.of(real.train(), real.validation(), real.test())) {
            for (int label : part.labels().orElseThrow()) {
                count[label]++;
            }
        }
        assertThat(count).containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    }

    @Test
    void theRowsOfASplitDoNotDependOnTheSeedOfTheSuite() {
        for (String name : List.of("iris", "old-faithful", "adult")) {
            assertThat(load(name, Map.of(), 1).train().contentHash())
                    .isEqualTo(load(name, Map.of(), 2).train().contentHash());
        }
        Map<String, String> categorical = Map.of("values", "categorical");
        assertThat(load("optdigits", categorical, 1).validation().contentHash())
                .isEqualTo(load("optdigits", categorical, 2).validation().contentHash());
    }

    @Test
    void tablesHoldWhatTheirFilesSay() {
        // R: mean(faithful$eruptions) = 3.487783, mean(faithful$waiting) = 70.89706.
        assertThat(columnMean("old-faithful", 0)).isCloseTo(3.487783, within(1e-6));
        assertThat(columnMean("old-faithful", 1)).isCloseTo(70.89706, within(1e-5));
        // Fisher's table: mean sepal length 5.843333, petal width 1.199333.
        assertThat(columnMean("iris", 0)).isCloseTo(5.843333, within(1e-6));
        assertThat(columnMean("iris", 3)).isCloseTo(1.199333, within(1e-6));
        DataSplits adult = load("adult", Map.of());
        int rich = Arrays.stream(adult.train().labels().orElseThrow()).sum()
                + Arrays.stream(adult.validation().labels().orElseThrow()).sum();
        // adult.names: 24.08 % of the training file earn more than 50K, 7841 of 32561.
        assertThat(rich).isEqualTo(7841);
        assertThat(adult.test().categories()).isEqualTo(42);
    }

    /** Names and words of adult.names, where '?' is added as it occurs; every level occurs in the official training file. */
    @Test
    void adultKnowsItsColumnsLevelsAndClasses() {
        DataSplits adult = load("adult", Map.of());
        Schema schema = adult.schema();
        assertThat(schema.names())
                .startsWith("age", "workclass", "education", "marital-status")
                .endsWith("hours-per-week", "native-country");
        assertThat(schema.column(7).levels()).containsExactly("Female", "Male");
        assertThat(schema.column(1).levels()).hasSize(9).startsWith("?", "Federal-gov");
        assertThat(schema.levels(11)).isEqualTo(42);
        assertThat(schema.column(0).levels().get(0)).matches("<=\\d+");
        assertThat(schema.column(0).levels().get(1)).matches("\\(\\d+, \\d+\\]");
        assertThat(schema.labels().orElseThrow().name()).isEqualTo("income");
        assertThat(schema.labels().orElseThrow().classes()).containsExactly("<=50K", ">50K");
        for (int d = 0; d < schema.features(); d++) {
            int column = d;
            long used = Stream.of(adult.train(), adult.validation())
                    .flatMap(part -> IntStream.range(0, part.size()).mapToObj(r -> part.value(r, column)))
                    .distinct()
                    .count();
            assertThat(used).as(schema.label(d)).isEqualTo(schema.levels(d));
        }
        assertThat(adult.test().schema()).isEqualTo(schema);
    }

    private static double columnMean(String name, int column) {
        DataSplits splits = load(name, Map.of());
        double sum = 0;
        int n = 0;
        for (Dataset part : List.of(splits.train(), splits.validation(), splits.test())) {
            for (int r = 0; r < part.size(); r++) {
                sum += part.value(r, column);
                n++;
            }
        }
        return sum / n;
    }

    private static double mean(Dataset set) {
        double sum = 0;
        for (float v : set.toFloats()) {
            sum += v;
        }
        return sum / ((double) set.size() * set.features());
    }
}
