package verisim.core.source.catalogue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verisim.core.data.DataFile;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.ImageShape;
import verisim.core.data.RandomSplit;
import verisim.core.data.Split;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.core.source.DatasetInfo;
import verisim.core.source.DatasetProvider;
import verisim.core.source.DatasetRequest;
import verisim.core.source.LoadedData;

/**
 * Loads one entry of the catalogue.
 *
 * <p>A part that no official split gives is drawn by a permutation whose seed belongs to the data set and not to the suite, so
 * that everyone has the same rows. The options {@code train}, {@code validation} and {@code test} then keep evenly spaced rows.
 */
final class CatalogueProvider implements DatasetProvider {
    private static final int LAST_IMAGES = 10_000;
    private static final double VALIDATION_OF_OPTDIGITS = 0.1;
    private static final String SEED = ", seed of the catalogue";

    private final CatalogueEntry entry;

    CatalogueProvider(CatalogueEntry entry) {
        this.entry = entry;
    }

    @Override
    public String name() {
        return entry.name();
    }

    @Override
    public DatasetInfo info() {
        return new DatasetInfo(
                entry.description(),
                entry.kind(),
                entry.features(),
                entry.train() + " / " + entry.validation() + " / " + entry.test(),
                entry.licence(),
                entry.citation(),
                Optional.of(entry.address()),
                false);
    }

    @Override
    public List<Option> options() {
        List<Option> out = new ArrayList<>();
        if (entry.format().equals("images")) {
            out.add(Binarisation.OPTION);
        } else if (entry.format().equals("digits")) {
            out.add(GreyLevels.OPTION);
        } else if (isRounded()) {
            out.add(TableFormat.VALUES);
        }
        for (Split split : Split.values()) {
            out.add(Option.integer(
                    split.label(), 0, 0, "rows to keep of the " + split.label() + " part, evenly spaced; 0 keeps all"));
        }
        return out;
    }

    @Override
    public LoadedData load(DatasetRequest request) {
        return load(request, new DataStore(request.dataFolder()));
    }

    LoadedData load(DatasetRequest request, DataStore store) {
        Map<String, String> protocol = new LinkedHashMap<>();
        Map<Split, Dataset> parts = switch (entry.format().replaceFirst(":.*", "")) {
            case "splits" -> threeFiles(store, protocol);
            case "images" -> images(store, request, protocol);
            case "digits" -> digits(store, request, protocol);
            case "census" ->
                Census.load(path(store, "train"), path(store, "test"), entry.name(), permutation(), protocol);
            case "table" -> table(store, request, protocol);
            default -> throw new IllegalStateException("unknown format " + entry.format());
        };
        Options options = request.options();
        for (Split split : Split.values()) {
            int limit = options.integer(split.label());
            if (limit > 0 && limit < parts.get(split).size()) {
                protocol.put(split.label(), limit + " of " + parts.get(split).size() + " rows, evenly spaced");
                parts.put(split, parts.get(split).spread(limit));
            }
        }
        DataSplits splits = new DataSplits(
                entry.name(), parts.get(Split.TRAIN), parts.get(Split.VALIDATION), parts.get(Split.TEST), protocol);
        return new LoadedData(splits, Optional.empty());
    }

    private Path path(DataStore store, String role) {
        return store.locate(entry, entry.file(role));
    }

    /** The permutation of the rows that have no official split, the same for every suite and every seed. */
    private RandomStream permutation() {
        return RandomStream.ofSeed(0).child("catalogue-split").child(entry.name());
    }

    private Dataset withShape(Dataset set) {
        Optional<ImageShape> shape = entry.imageShape();
        return shape.isPresent() ? set.withImageShape(shape.get()) : set;
    }

    private Map<Split, Dataset> threeFiles(DataStore store, Map<String, String> protocol) {
        Map<Split, Dataset> out = new LinkedHashMap<>();
        for (Split split : Split.values()) {
            DataFile file = DataFile.read(path(store, split.label()));
            out.put(split, withShape(file.toDataset(entry.name(), split, DataKind.BINARY)));
        }
        protocol.put("split", "official");
        if (entry.name().equals("binarized-mnist")) {
            protocol.put("binarisation", "fixed files of Salakhutdinov and Murray");
        }
        return out;
    }

    private Map<Split, Dataset> images(DataStore store, DatasetRequest request, Map<String, String> protocol) {
        Binarisation binarisation = Binarisation.of(request.options());
        Map<Split, Dataset> out = new LinkedHashMap<>();
        DataFile train = DataFile.read(path(store, "train"));
        int[] trainLabels = labels(store, "train-labels");
        int fitted = train.rows() - LAST_IMAGES;
        out.put(Split.TRAIN, image(request, binarisation, Split.TRAIN, train, trainLabels, 0, fitted));
        out.put(
                Split.VALIDATION,
                image(request, binarisation, Split.VALIDATION, train, trainLabels, fitted, train.rows()));
        DataFile test = DataFile.read(path(store, "test"));
        out.put(
                Split.TEST,
                image(request, binarisation, Split.TEST, test, labels(store, "test-labels"), 0, test.rows()));
        protocol.put("split", "official; validation is the last " + LAST_IMAGES + " training images");
        protocol.putAll(binarisation.protocol());
        return out;
    }

    private int[] labels(DataStore store, String role) {
        float[] values = DataFile.read(path(store, role)).toFloats();
        int[] out = new int[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (int) values[i];
        }
        return out;
    }

    private Dataset image(
            DatasetRequest request,
            Binarisation binarisation,
            Split split,
            DataFile file,
            int[] labels,
            int from,
            int to) {
        int limit = request.options().integer(split.label());
        int end = limit > 0 ? Math.min(to, from + limit) : to;
        RandomStream random = request.random().child("binarisation").child(split.label());
        Dataset set = file.transform(from, end, pixels -> binarisation.apply(pixels, random))
                .toDataset(entry.name(), split, binarisation.kind());
        return withShape(set.withLabels(java.util.Arrays.copyOfRange(labels, from, end)));
    }

    private Map<Split, Dataset> digits(DataStore store, DatasetRequest request, Map<String, String> protocol) {
        GreyLevels levels = GreyLevels.of(request.options());
        Map<Split, DataFile> parts;
        if (entry.files().size() == 1) {
            DataFile all = DataFile.read(path(store, "rows"), "last");
            parts = RandomSplit.EIGHTY_TEN_TEN.apply(all, permutation());
            protocol.put("split", RandomSplit.EIGHTY_TEN_TEN + SEED);
        } else {
            DataFile train = DataFile.read(path(store, "train"), "last");
            RandomSplit rule = new RandomSplit(1 - VALIDATION_OF_OPTDIGITS, VALIDATION_OF_OPTDIGITS, 0);
            parts = rule.apply(train, permutation());
            parts.put(Split.TEST, DataFile.read(path(store, "test"), "last"));
            protocol.put("split", "official test part; training part " + rule + SEED);
        }
        protocol.putAll(levels.protocol());
        Map<Split, Dataset> out = new LinkedHashMap<>();
        parts.forEach((split, file) -> {
            RandomStream random = request.random().child("dequantisation").child(split.label());
            out.put(split, withShape(levels.dataset(entry.name(), split, file, random)));
        });
        return out;
    }

    private boolean isRounded() {
        return entry.format().startsWith("table:")
                && !TableFormat.of(entry.format()).steps().isEmpty();
    }

    private Map<Split, Dataset> table(DataStore store, DatasetRequest request, Map<String, String> protocol) {
        TableFormat format = TableFormat.of(entry.format());
        DataFile all = DataFile.read(path(store, "rows"), format.label(), format.skip());
        if (!format.columns().isEmpty()) {
            all = all.select(
                    format.columns().stream().mapToInt(Integer::intValue).toArray());
        }
        boolean dequantised =
                isRounded() && request.options().text(TableFormat.VALUES.name()).equals("dequantised");
        Map<Split, Dataset> out = new LinkedHashMap<>();
        RandomSplit.EIGHTY_TEN_TEN.apply(all, permutation()).forEach((split, file) -> {
            RandomStream random = request.random().child("dequantisation").child(split.label());
            DataFile rows = dequantised
                    ? file.transform(
                            0, file.rows(), values -> Dequantisation.spread(values, format.stepsOfColumns(), random))
                    : file;
            out.put(split, rows.toDataset(entry.name(), split, entry.kind()));
        });
        protocol.put("split", RandomSplit.EIGHTY_TEN_TEN + SEED);
        protocol.put("dequantisation", dequantised ? "v + step (u - 1/2), u uniform on [0, 1)" : "none");
        return out;
    }
}
