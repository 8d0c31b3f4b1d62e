package verisim.core.source.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.ImageShape;
import verisim.core.model.TractableDensity;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.core.source.DatasetProvider;
import verisim.core.source.DatasetRegistry;
import verisim.core.source.DatasetRequest;
import verisim.core.source.LoadedData;

class SyntheticDatasetsTest {
    private static final Map<String, Integer> SMALL = Map.of("train", 60, "validation", 20, "test", 30);

    @Test
    void everyNamedSetIsFoundAndKeepsItsPromises() {
        for (DatasetProvider provider : new SyntheticDatasets().providers()) {
            assertThat(DatasetRegistry.load().contains(provider.name())).isTrue();
            LoadedData data = load(provider.name(), SMALL, 1);
            assertThat(data.splits().train().size()).as(provider.name()).isEqualTo(60);
            assertThat(data.splits().validation().size()).isEqualTo(20);
            assertThat(data.splits().test().size()).isEqualTo(30);
            assertThat(data.splits().kind()).isEqualTo(provider.info().kind());
            assertThat(data.splits().features()).isEqualTo(provider.info().features());
            assertThat(provider.info().builtIn()).isTrue();
            assertThat(provider.info().sizes())
                    .startsWith(provider.options().get(0).defaultValue() + " / ");
            if (provider.name().equals("glyphs")) {
                assertThat(data.truth()).isEmpty();
            } else {
                TractableDensity truth = (TractableDensity) data.truth().orElseThrow();
                for (Dataset split : new Dataset[] {
                    data.splits().train(),
                    data.splits().validation(),
                    data.splits().test()
                }) {
                    for (double l : truth.logProbability(split.toArray()).toDoubleVector()) {
                        assertThat(l).as(provider.name()).isFinite();
                    }
                }
            }
            // Same stream, same rows; another stream, other rows; splits differ from each other.
            LoadedData again = load(provider.name(), SMALL, 1);
            assertThat(again.splits().train().contentHash())
                    .isEqualTo(data.splits().train().contentHash());
            assertThat(again.splits().test().contentHash())
                    .isEqualTo(data.splits().test().contentHash());
            assertThat(load(provider.name(), SMALL, 2).splits().train().contentHash())
                    .isNotEqualTo(data.splits().train().contentHash());
            assertThat(data.splits().train().head(20).toFloats())
                    .isNotEqualTo(data.splits().validation().toFloats());
        }
    }

    @Test
    void moreTestRowsChangeNoTrainingRow() {
        String hash = load("two-moons", SMALL, 1).splits().train().contentHash();
        assertThat(load("two-moons", Map.of("train", 60, "test", 500), 1)
                        .splits()
                        .train()
                        .contentHash())
                .isEqualTo(hash);
    }

    @Test
    void labelsAndShapesAreGiven() {
        assertThat(load("ring-8", SMALL, 1).splits().train().labels().orElseThrow())
                .containsOnly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(load("two-moons", SMALL, 1).splits().train().labels().orElseThrow())
                .containsOnly(0, 1);
        assertThat(load("gaussian-data", SMALL, 1).splits().train().labels()).isEmpty();
        assertThat(load("bars-and-stripes", Map.of("side", 4), 1)
                        .splits()
                        .test()
                        .imageShape())
                .contains(new ImageShape(4, 4));
        assertThat(load("hmm-categorical-data", Map.of("symbols", 6), 1)
                        .splits()
                        .validation()
                        .categories())
                .isEqualTo(6);
        assertThat(load("gaussian-data", Map.of("dimension", 7), 1).splits().features())
                .isEqualTo(7);
        assertThat(load("swiss-roll", Map.of("dimension", "2"), 1).splits().features())
                .isEqualTo(2);
    }

    @Test
    void optionsThatChangeScoresStandInTheProtocol() {
        assertThat(load("ring-8", Map.of("noise", 0.02, "train", 10), 1)
                        .splits()
                        .protocol())
                .containsEntry("noise", "0.02")
                .doesNotContainKey("train");
    }

    @Test
    void listedRowsReachTheCeilingExactly() {
        LoadedData data = load("bars-and-stripes", Map.of("rows", "listed", "train", 16, "test", 32), 1);
        double sum = ((TractableDensity) data.truth().orElseThrow())
                .logProbability(data.splits().train().toArray())
                .sumNumber()
                .doubleValue();
        assertThat(sum).isCloseTo(-41.5888, within(1e-4));
        assertThat(data.splits().test().head(16).toFloats())
                .isEqualTo(data.splits().train().toFloats());
    }

    @Test
    void glyphsAreBinaryOrGreyAndLookAlikeWithinADigit() {
        LoadedData grey =
                load("glyphs", Map.of("values", "grey", "size", 28, "train", 300, "validation", 10, "test", 10), 1);
        assertThat(grey.splits().kind()).isEqualTo(DataKind.REAL);
        assertThat(grey.splits().features()).isEqualTo(784);
        for (float v : grey.splits().train().toFloats()) {
            assertThat(v >= 0f && v <= 1f).isTrue();
        }
        Dataset train = load("glyphs", Map.of("train", 2000, "validation", 10, "test", 10), 1)
                .splits()
                .train();
        Dataset test = load("glyphs", Map.of("train", 10, "validation", 10, "test", 300), 1)
                .splits()
                .test();
        assertThat(train.kind()).isEqualTo(DataKind.BINARY);
        assertThat(train.imageShape()).contains(new ImageShape(16, 16));
        int[] labels = train.labels().orElseThrow();
        assertThat(java.util.Arrays.stream(labels).distinct().count()).isEqualTo(10);
        // The nearest training image has the same digit: 10 classes are told apart, chance would give 10 %.
        int hits = 0;
        float[] a = train.toFloats();
        float[] b = test.toFloats();
        for (int t = 0; t < test.size(); t++) {
            int best = Integer.MAX_VALUE;
            int digit = -1;
            for (int r = 0; r < train.size(); r++) {
                int distance = 0;
                for (int p = 0; p < 256; p++) {
                    distance += a[r * 256 + p] == b[t * 256 + p] ? 0 : 1;
                }
                if (distance < best) {
                    best = distance;
                    digit = labels[r];
                }
            }
            hits += digit == test.labels().orElseThrow()[t] ? 1 : 0;
        }
        assertThat(hits / (double) test.size()).isGreaterThan(0.9);
        // Strokes are never cut off by more than the edge of the picture: at most a few images touch it.
        int touching = 0;
        for (int r = 0; r < train.size(); r++) {
            boolean touches = false;
            for (int i = 0; i < 16; i++) {
                touches |= train.value(r, i)
                                + train.value(r, 240 + i)
                                + train.value(r, 16 * i)
                                + train.value(r, 16 * i + 15)
                        > 0;
            }
            touching += touches ? 1 : 0;
        }
        assertThat(touching).isLessThan(train.size() / 20);
    }

    static LoadedData load(String name, Map<String, ?> options, long seed) {
        DatasetProvider provider = DatasetRegistry.load().get(name);
        return provider.load(new DatasetRequest(
                Options.resolve(name, provider.options(), options),
                Path.of("no-such-folder"),
                RandomStream.ofSeed(seed).child(name)));
    }
}
