package verisim.core.source.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import verisim.core.data.DataKind;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.core.source.DatasetInfo;
import verisim.core.source.DatasetProvider;
import verisim.core.source.DatasetRegistry;

class CatalogueTest {
    @Test
    void theRegistryFindsEverySetOfTheCatalogue() {
        DatasetRegistry registry = DatasetRegistry.load();
        assertThat(Catalogue.entries()).hasSize(35);
        for (CatalogueEntry entry : Catalogue.entries()) {
            DatasetProvider provider = registry.get(entry.name());
            DatasetInfo info = provider.info();
            assertThat(info.builtIn()).isFalse();
            assertThat(info.features()).isEqualTo(entry.features());
            assertThat(List.of(
                            info.licence(),
                            info.citation(),
                            info.description(),
                            info.address().orElseThrow()))
                    .allSatisfy(text -> assertThat(text).isNotBlank());
            assertThat(Options.resolve(entry.name(), provider.options(), Map.of())
                            .integer("train"))
                    .isZero();
        }
    }

    @Test
    void everyFileHasOneLineWithAPlausibleHashAndAddress() {
        Set<String> paths = new HashSet<>();
        for (CatalogueEntry entry : Catalogue.entries()) {
            assertThat(entry.files()).as(entry.name()).isNotEmpty();
            for (CatalogueFile file : entry.files()) {
                assertThat(paths.add(file.path())).as(file.path()).isTrue();
                assertThat(file.sha256()).matches("[0-9a-f]{64}");
                assertThat(file.bytes()).isPositive();
                assertThat(file.addresses()).allMatch(a -> a.getScheme().startsWith("http") && a.getHost() != null);
            }
        }
        assertThat(paths).hasSize(91);
    }

    @Test
    void greyValuesBecomeZeroAndOneByTheNamedPolicy() {
        float[] v = {0, 127, 128, 255};
        float[] threshold = v.clone();
        Binarisation.THRESHOLD.apply(threshold, RandomStream.ofSeed(1));
        assertThat(threshold).containsExactly(0, 0, 1, 1);

        int n = 200_000;
        for (Binarisation policy : List.of(Binarisation.FIXED, Binarisation.DYNAMIC)) {
            float[] many = new float[n];
            java.util.Arrays.fill(many, 51);
            policy.apply(many, RandomStream.ofSeed(2));
            double ones = 0;
            for (float x : many) {
                assertThat(x == 0f || x == 1f).isTrue();
                ones += x;
            }
            // p = 0.2: 4.9 standard errors, one false alarm in a million.
            assertThat(ones / n).isCloseTo(0.2, within(4.9 * Math.sqrt(0.2 * 0.8 / n)));
            float[] ends = {0, 255, 0, 255};
            policy.apply(ends, RandomStream.ofSeed(2));
            assertThat(ends).containsExactly(0, 1, 0, 1);
        }
        assertThat(Binarisation.NONE.kind()).isEqualTo(DataKind.REAL);
    }

    @Test
    void fixedAndDynamicDrawsDiffer() {
        float[] fixed = new float[1000];
        java.util.Arrays.fill(fixed, 128);
        float[] dynamic = fixed.clone();
        float[] again = fixed.clone();
        Binarisation.FIXED.apply(fixed, RandomStream.ofSeed(1));
        Binarisation.DYNAMIC.apply(dynamic, RandomStream.ofSeed(1));
        Binarisation.FIXED.apply(again, RandomStream.ofSeed(1));
        assertThat(fixed).isEqualTo(again).isNotEqualTo(dynamic);
    }

    @Test
    void dequantisationStaysInItsLevelAndIsUniformThere() {
        int n = 100_000;
        float[] values = new float[n];
        java.util.Arrays.fill(values, 16);
        Dequantisation.apply(values, 17, RandomStream.ofSeed(5));
        double sum = 0;
        for (float v : values) {
            assertThat(v).isBetween(Math.nextDown(16 / 17f), Math.nextDown(1f));
            sum += v * 17.0 - 16;
        }
        // Uniform on [0, 1): standard deviation 1 / sqrt(12).
        assertThat(sum / n).isCloseTo(0.5, within(4.9 / Math.sqrt(12.0 * n)));
    }

    /** Rounding what {@code spread} made gives the recorded values back; the noise of a column has mean 0 and variance step^2 / 12. */
    @Test
    void dequantisedColumnsAreUniformOverWhatIsRoundedToTheirValues() {
        int n = 100_000;
        double[] steps = {1, 0.01};
        float[] values = new float[2 * n];
        for (int r = 0; r < n; r++) {
            values[2 * r] = r % 7;
            values[2 * r + 1] = (r % 5) * 0.01f;
        }
        float[] spread = values.clone();
        Dequantisation.spread(spread, steps, RandomStream.ofSeed(3));
        for (int j = 0; j < 2; j++) {
            double sum = 0;
            double squares = 0;
            for (int r = 0; r < n; r++) {
                double noise = spread[2 * r + j] - (double) values[2 * r + j];
                assertThat(Math.abs(noise)).isLessThanOrEqualTo(0.5 * steps[j] * (1 + 1e-5));
                sum += noise;
                squares += noise * noise;
            }
            double variance = steps[j] * steps[j] / 12;
            assertThat(sum / n).isCloseTo(0, within(4 * Math.sqrt(variance / n)));
            assertThat(squares / n).isCloseTo(variance, within(0.02 * variance));
        }
    }

    @Test
    void aTableWithStepsOffersDequantisationAndOthersDoNot() {
        assertThat(optionNames("wine-quality-white")).contains("values");
        assertThat(optionNames("old-faithful")).doesNotContain("values");
        for (CatalogueEntry entry : Catalogue.entries()) {
            if (entry.format().startsWith("table:")) {
                int steps = TableFormat.of(entry.format()).steps().size();
                assertThat(steps == 0 || steps == entry.features())
                        .as(entry.name())
                        .isTrue();
            }
        }
    }

    private static List<String> optionNames(String dataset) {
        return DatasetRegistry.load().get(dataset).options().stream()
                .map(verisim.core.option.Option::name)
                .toList();
    }
}
