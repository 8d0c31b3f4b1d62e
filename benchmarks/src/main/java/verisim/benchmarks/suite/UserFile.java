package verisim.benchmarks.suite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import verisim.benchmarks.suite.Suite.DatasetSpec;
import verisim.core.data.RandomSplit;
import verisim.core.data.Split;
import verisim.core.option.Names;
import verisim.core.random.RandomStream;
import verisim.core.source.FileDataset;
import verisim.core.source.LoadedData;

/** A file of the user's own as the data set of a suite or a command: keys to {@link FileDataset} and back. */
public final class UserFile {
    private static final List<String> KEYS = List.of("file", "train", "validation", "test", "kind", "label", "split");
    private static final List<String> PARTS = List.of("train", "validation", "test");

    private UserFile() {}

    /**
     * Returns the data set of one file.
     *
     * @param options kind, label and, as fractions, train, validation and test
     */
    public static DatasetSpec spec(String file, Map<String, String> options) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("file", file);
        Map<String, Object> split = new TreeMap<>();
        options.forEach((key, value) -> {
            if (PARTS.contains(key)) {
                split.put(key, number("data." + key, value));
            } else {
                all.put(key, value);
            }
        });
        if (!split.isEmpty()) {
            all.put("split", split);
        }
        return new DatasetSpec(dataset(all).defaultName(), DatasetSpec.FILE, all);
    }

    /** Loads it. */
    public static LoadedData load(String label, Map<String, Object> options, RandomStream random) {
        return dataset(options).load(label, random);
    }

    /** Returns the data set that these keys describe; files are looked for, but not read. */
    static FileDataset dataset(Map<String, Object> options) {
        for (String key : options.keySet()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(Names.unknown("key of a data file", key, KEYS));
            }
        }
        Map<Split, Path> files = new EnumMap<>(Split.class);
        if (options.containsKey("file")) {
            if (options.keySet().stream().anyMatch(PARTS::contains)) {
                throw new IllegalArgumentException(
                        "give either one file, or three as train, validation and test; not both");
            }
            files.put(Split.TRAIN, existing(options.get("file")));
        } else {
            for (String part : PARTS) {
                if (!options.containsKey(part)) {
                    throw new IllegalArgumentException("three files are needed, but " + part + " is missing");
                }
                files.put(Split.valueOf(part.toUpperCase(java.util.Locale.ROOT)), existing(options.get(part)));
            }
        }
        FileDataset dataset = new FileDataset(
                files,
                java.util.Optional.empty(),
                String.valueOf(options.getOrDefault("label", "none")),
                split(options.get("split")));
        return dataset.withKind(String.valueOf(options.getOrDefault("kind", "auto")));
    }

    private static RandomSplit split(Object value) {
        if (value == null) {
            return RandomSplit.EIGHTY_TEN_TEN;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("split must be a map such as {train: 0.8, validation: 0.1, test: 0.1}");
        }
        map.keySet().forEach(key -> {
            if (!PARTS.contains(String.valueOf(key))) {
                throw new IllegalArgumentException(Names.unknown("part", String.valueOf(key), PARTS));
            }
        });
        double[] fractions = new double[PARTS.size()];
        for (int i = 0; i < fractions.length; i++) {
            Object fraction = map.get(PARTS.get(i));
            if (fraction == null) {
                throw new IllegalArgumentException(
                        "split needs train, validation and test; " + PARTS.get(i) + " is missing");
            }
            fractions[i] = number("split." + PARTS.get(i), fraction);
        }
        return new RandomSplit(fractions[0], fractions[1], fractions[2]);
    }

    private static double number(String name, Object value) {
        try {
            return Double.parseDouble(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number, but was '" + value + "'", e);
        }
    }

    private static Path existing(Object value) {
        Path file = Path.of(String.valueOf(value));
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("the data file " + file
                    + " does not exist; give the path of a file, or a name" + " that 'verisim list datasets' shows");
        }
        return file;
    }
}
