package verisim.benchmarks.suite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import verisim.benchmarks.suite.Suite.DatasetSpec;
import verisim.core.data.ColumnChoice;
import verisim.core.data.RandomSplit;
import verisim.core.data.ReadOptions;
import verisim.core.data.Split;
import verisim.core.data.SplitRule;
import verisim.core.option.Names;
import verisim.core.source.FileDataset;
import verisim.core.source.LoadedData;

/** A file of the user's own as the data set of a suite or a command: keys to {@link FileDataset} and back. */
public final class UserFile {
    /** The keys and what they say, for help and documentation. */
    public static final Map<String, String> MEANING;

    private static final List<String> PARTS = List.of("train", "validation", "test");
    private static final List<String> SPLIT_KEYS =
            List.of("train", "validation", "test", "seed", "stratified", "group", "order", "folds", "fold");

    static {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("kind", "auto, BINARY, REAL or CATEGORICAL");
        keys.put("label", "column of labels: none, first, last or its name");
        keys.put("columns", "columns to use, by name or number from 1");
        keys.put("drop", "columns to leave out");
        keys.put("header", "true or false; seen from the file where that is safe");
        keys.put("skip", "lines of text to pass over first");
        keys.put("decimal", "decimal mark, . or ,");
        keys.put("missing", "texts that stand for a missing value");
        keys.put("unseen", "error, or other: levels that no training row has are one level more");
        MEANING = java.util.Collections.unmodifiableMap(keys);
    }

    private UserFile() {}

    /**
     * Returns the data set of one file, or of three.
     *
     * @param options keys as above and, as fractions or as the other two files, train, validation and test; and of the split
     *     splitSeed, stratified, group, order, folds, fold
     */
    public static DatasetSpec spec(String file, Map<String, String> options) {
        Map<String, Object> all = new LinkedHashMap<>();
        Map<String, Object> split = new TreeMap<>();
        boolean three = Optional.ofNullable(options.get("test"))
                .filter(t -> !isNumber(t))
                .isPresent();
        all.put(three ? "train" : "file", file);
        options.forEach((key, value) -> {
            if (key.equals("splitSeed")) {
                split.put("seed", value);
            } else if (SPLIT_KEYS.contains(key) && !(three && PARTS.contains(key))) {
                split.put(key, PARTS.contains(key) ? (Object) number("data." + key, value) : value);
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
    public static LoadedData load(String label, Map<String, Object> options) {
        return dataset(options).load(label);
    }

    /**
     * Returns the data set that these keys describe; files are looked for, but not read.
     *
     * @throws IllegalArgumentException if a key is not known, or a value does not fit
     */
    public static FileDataset dataset(Map<String, Object> options) {
        List<String> known = new ArrayList<>(List.of("file", "split"));
        known.addAll(PARTS);
        known.addAll(MEANING.keySet());
        for (String key : options.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(Names.unknown("key of a data file", key, known));
            }
        }
        FileDataset dataset;
        if (options.containsKey("file")) {
            if (options.keySet().stream().anyMatch(PARTS::contains)) {
                throw new IllegalArgumentException(
                        "give either one file, or three as train, validation and test; not both");
            }
            dataset = FileDataset.of(existing(options.get("file")));
        } else {
            Map<Split, Path> files = new EnumMap<>(Split.class);
            for (String part : PARTS) {
                if (!options.containsKey(part)) {
                    throw new IllegalArgumentException("three files are needed, but " + part + " is missing");
                }
                files.put(Split.valueOf(part.toUpperCase(Locale.ROOT)), existing(options.get(part)));
            }
            if (options.containsKey("split")) {
                throw new IllegalArgumentException("three files are not split; leave out split, or give one file");
            }
            dataset = FileDataset.of(files.get(Split.TRAIN), files.get(Split.VALIDATION), files.get(Split.TEST));
        }
        return dataset.withKind(String.valueOf(options.getOrDefault("kind", "auto")))
                .withReading(reading(options))
                .withColumns(new ColumnChoice(words(options.get("columns")), words(options.get("drop"))))
                .withSplit(split(options.get("split")))
                .withOther(choice("unseen", options.getOrDefault("unseen", "error"), List.of("error", "other"))
                        .equals("other"));
    }

    /** Returns how files are read by these keys. */
    public static ReadOptions reading(Map<String, Object> options) {
        Optional<Boolean> header = Optional.ofNullable(options.get("header"))
                .map(v -> choice("header", v, List.of("true", "false", "auto")))
                .filter(v -> !v.equals("auto"))
                .map(Boolean::valueOf);
        String decimal = choice("decimal", options.getOrDefault("decimal", "."), List.of(".", ","));
        return new ReadOptions(
                String.valueOf(options.getOrDefault("label", "none")),
                header,
                (int) integer("skip", options.getOrDefault("skip", 0), 0),
                decimal.charAt(0),
                options.containsKey("missing") ? words(options.get("missing")) : ReadOptions.MISSING,
                ReadOptions.Words.ALLOWED,
                List.of());
    }

    private static String choice(String key, Object value, List<String> choices) {
        String text = String.valueOf(value);
        if (!choices.contains(text)) {
            throw new IllegalArgumentException(
                    key + " must be one of: " + String.join(", ", choices) + "; but was '" + text + "'");
        }
        return text;
    }

    /** Returns a list of words: a YAML list, or text with commas, with or without brackets. */
    private static List<String> words(Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        String text = String.valueOf(value).strip();
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1);
        }
        List<String> out = new ArrayList<>();
        // A name with a comma in it stands in quotes, as in the file.
        for (String word : text.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)) {
            out.add(word.strip().replaceAll("^\"(.*)\"$", "$1").replace("\"\"", "\""));
        }
        return out;
    }

    private static SplitRule split(Object value) {
        if (value == null) {
            return SplitRule.DEFAULT;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("split must be a map such as {train: 0.8, validation: 0.1, test: 0.1}");
        }
        map.keySet().forEach(key -> {
            if (!SPLIT_KEYS.contains(String.valueOf(key))) {
                throw new IllegalArgumentException(Names.unknown("key of split", String.valueOf(key), SPLIT_KEYS));
            }
        });
        RandomSplit fractions = RandomSplit.EIGHTY_TEN_TEN;
        if (PARTS.stream().anyMatch(map::containsKey)) {
            double[] shares = new double[PARTS.size()];
            for (int i = 0; i < shares.length; i++) {
                Object fraction = map.get(PARTS.get(i));
                if (fraction == null) {
                    throw new IllegalArgumentException(
                            "split needs train, validation and test; " + PARTS.get(i) + " is missing");
                }
                shares[i] = number("split." + PARTS.get(i), fraction);
            }
            fractions = new RandomSplit(shares[0], shares[1], shares[2]);
        }
        Object folds = map.get("folds");
        Object fold = map.get("fold");
        if ((folds == null) != (fold == null)) {
            throw new IllegalArgumentException("split needs both folds and fold, such as {folds: 5, fold: 1}");
        }
        Object seed = map.get("seed");
        Object stratified = map.get("stratified");
        return new SplitRule(
                fractions,
                seed == null ? 0 : integer("split.seed", seed, Long.MIN_VALUE),
                stratified != null
                        && choice("split.stratified", stratified, List.of("true", "false"))
                                .equals("true"),
                Optional.ofNullable(map.get("group")).map(String::valueOf),
                Optional.ofNullable(map.get("order")).map(String::valueOf),
                folds == null ? 0 : (int) integer("split.folds", folds, 3),
                fold == null ? 0 : (int) integer("split.fold", fold, 1));
    }

    private static boolean isNumber(String text) {
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static double number(String name, Object value) {
        try {
            return Double.parseDouble(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number, but was '" + value + "'", e);
        }
    }

    private static long integer(String name, Object value, long minimum) {
        try {
            long number = Long.parseLong(String.valueOf(value));
            if (number >= minimum) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(name + " must be an integer"
                + (minimum == Long.MIN_VALUE ? "" : " of at least " + minimum) + ", but was '" + value + "'");
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
