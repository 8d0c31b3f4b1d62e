package verisim.core.source.synthetic;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.ImageShape;
import verisim.core.data.Split;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.source.DatasetInfo;
import verisim.core.source.DatasetProvider;
import verisim.core.source.DatasetRequest;
import verisim.core.source.LoadedData;

/** A built-in data set: a name, options, and the distribution they stand for. Each split is drawn from its own stream. */
final class SyntheticDataset implements DatasetProvider {
    private static final List<String> SIZE_NAMES = List.of("train", "validation", "test");

    /** Rows of the three splits if nobody says otherwise. */
    record Sizes(int train, int validation, int test) {
        static final Sizes PLANE = new Sizes(5000, 1000, 2000);

        List<Option> options() {
            return List.of(
                    Option.integer("train", train, 1, "number of training rows"),
                    Option.integer("validation", validation, 1, "number of validation rows"),
                    Option.integer("test", test, 1, "number of test rows"));
        }

        String words() {
            return train + " / " + validation + " / " + test;
        }
    }

    private final String name;
    private final DatasetInfo info;
    private final List<Option> options;
    private final Function<Options, SyntheticTruth> truth;
    private final Function<Options, Optional<ImageShape>> shape;

    /**
     * @param features D with default options
     * @param parameters options beside the sizes; all of them stand in the protocol, since they change scores
     */
    SyntheticDataset(
            String name,
            DataKind kind,
            int features,
            String description,
            String citation,
            Sizes sizes,
            List<Option> parameters,
            Function<Options, SyntheticTruth> truth,
            Function<Options, Optional<ImageShape>> shape) {
        this.name = name;
        this.info = info(description, kind, features, sizes, citation);
        List<Option> all = new ArrayList<>(sizes.options());
        all.addAll(parameters);
        this.options = List.copyOf(all);
        this.truth = truth;
        this.shape = shape;
    }

    /** Returns what is known of a built-in set. */
    static DatasetInfo info(String description, DataKind kind, int features, Sizes sizes, String citation) {
        return new DatasetInfo(
                description,
                kind,
                features,
                sizes.words() + " (options train, validation, test)",
                "built in (Apache-2.0)",
                citation,
                Optional.empty(),
                true);
    }

    /** Returns the options that are not sizes, as text: they say which distribution the scores belong to. */
    static Map<String, String> protocol(Options options) {
        Map<String, String> out = new TreeMap<>();
        options.asMap().forEach((key, value) -> {
            if (!SIZE_NAMES.contains(key)) {
                out.put(key, String.valueOf(value));
            }
        });
        return out;
    }

    static DataSplits splits(String name, Map<Split, Dataset> parts, Map<String, String> protocol) {
        return new DataSplits(
                name, parts.get(Split.TRAIN), parts.get(Split.VALIDATION), parts.get(Split.TEST), protocol);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DatasetInfo info() {
        return info;
    }

    @Override
    public List<Option> options() {
        return options;
    }

    @Override
    public LoadedData load(DatasetRequest request) {
        Options values = request.options();
        SyntheticTruth distribution = truth.apply(values);
        Map<Split, Dataset> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            int n = values.integer(split.label());
            boolean listed = distribution instanceof ListedBinary
                    && values.asMap().containsKey("rows")
                    && values.text("rows").equals("listed");
            SyntheticTruth.Rows rows = listed
                    ? ((ListedBinary) distribution).list(n)
                    : distribution.draw(n, request.random().child(split.label()));
            Dataset data = Dataset.of(name, split, distribution.dataKind(), rows.values(), distribution.features());
            if (distribution.labelled()) {
                data = data.withLabels(rows.labels());
            }
            Optional<ImageShape> imageShape = shape.apply(values);
            if (imageShape.isPresent()) {
                data = data.withImageShape(imageShape.get());
            }
            if (distribution instanceof HiddenMarkovTruth hmm && distribution.dataKind() == DataKind.CATEGORICAL) {
                data = data.withCategories(hmm.symbols());
            }
            splits.put(split, data);
        }
        return new LoadedData(splits(name, splits, protocol(values)), Optional.of(distribution));
    }
}
