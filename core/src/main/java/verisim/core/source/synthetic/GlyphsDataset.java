package verisim.core.source.synthetic;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.ImageShape;
import verisim.core.data.Split;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.core.source.DatasetInfo;
import verisim.core.source.DatasetProvider;
import verisim.core.source.DatasetRequest;
import verisim.core.source.LoadedData;

/** Images of the digits 0 to 9, drawn by {@link Glyphs}. The digit is the label; there is no known density. */
final class GlyphsDataset implements DatasetProvider {
    private static final SyntheticDataset.Sizes SIZES = new SyntheticDataset.Sizes(5000, 1000, 2000);

    @Override
    public String name() {
        return "glyphs";
    }

    @Override
    public DatasetInfo info() {
        return SyntheticDataset.info(
                "digits drawn by our own stroke generator, with random shape, slant, size and stroke width",
                DataKind.BINARY,
                16 * 16,
                SIZES,
                "none: defined here");
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>(SIZES.options());
        options.add(Option.choice("size", List.of("16", "28"), "pixels along each edge"));
        options.add(Option.choice(
                "values",
                List.of("binary", "grey"),
                "binary: 1 where at least half a pixel is covered (BINARY); grey: coverage from 0 to 1 (REAL)"));
        return List.copyOf(options);
    }

    @Override
    public LoadedData load(DatasetRequest request) {
        Options options = request.options();
        int size = Integer.parseInt(options.text("size"));
        boolean binary = options.text("values").equals("binary");
        Map<Split, Dataset> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            int n = options.integer(split.label());
            RandomStream random = request.random().child(split.label());
            float[] values = new float[Math.multiplyExact(n, size * size)];
            int[] labels = new int[n];
            for (int i = 0; i < n; i++) {
                labels[i] = random.nextInt(10);
                Glyphs.draw(labels[i], size, random, values, i * size * size);
            }
            if (binary) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = values[i] >= 0.5f ? 1 : 0;
                }
            }
            DataKind kind = binary ? DataKind.BINARY : DataKind.REAL;
            splits.put(
                    split,
                    Dataset.of(name(), split, kind, values, size * size)
                            .withLabels(labels)
                            .withImageShape(new ImageShape(size, size)));
        }
        return new LoadedData(
                SyntheticDataset.splits(name(), splits, SyntheticDataset.protocol(options)), Optional.empty());
    }
}
