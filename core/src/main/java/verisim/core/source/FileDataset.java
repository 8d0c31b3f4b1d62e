package verisim.core.source;

import static verisim.core.Checks.require;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import verisim.core.data.Coding;
import verisim.core.data.ColumnChoice;
import verisim.core.data.DataFile;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Labels;
import verisim.core.data.RandomSplit;
import verisim.core.data.ReadOptions;
import verisim.core.data.Schema;
import verisim.core.data.Split;
import verisim.core.data.SplitRule;
import verisim.core.io.Sha256;

/**
 * A user's own data: one file whose rows are divided by a rule, or one file for each part. What a suite says as
 *
 * <pre>{@code
 * {file: my.csv, kind: REAL, label: last, split: {train: 0.8, validation: 0.1, test: 0.1}}
 * {train: a.csv, validation: b.csv, test: c.csv, drop: [id]}
 * }</pre>
 *
 * <p>Files of three parts are matched by the names of their columns where they have names. Levels, classes and origins of columns are those
 * of the training rows.
 *
 * @param files the file of each part, or one under {@link Split#TRAIN} alone that is to be divided
 * @param kind of the values; if empty, it is seen from them, see {@link Coding#kind}
 * @param reading how the files are read
 * @param columns which of their columns are used
 * @param split how one file is divided; not used for three
 * @param other whether levels that training rows do not have are one level more, and not an error
 */
public record FileDataset(
        Map<Split, Path> files,
        Optional<DataKind> kind,
        ReadOptions reading,
        ColumnChoice columns,
        SplitRule split,
        boolean other) {
    public FileDataset {
        files = new EnumMap<>(files);
        require(
                files.containsKey(Split.TRAIN) && (files.size() == 1 || files.size() == 3),
                "a data set from files needs one file, or three for train, validation and test, but got %s",
                files.keySet());
    }

    /** One file with values only, divided 80/10/10; what kind it is is seen from the values. */
    public static FileDataset of(Path file) {
        return of(Map.of(Split.TRAIN, file));
    }

    /** A file for each part. */
    public static FileDataset of(Path train, Path validation, Path test) {
        return of(Map.of(Split.TRAIN, train, Split.VALIDATION, validation, Split.TEST, test));
    }

    private static FileDataset of(Map<Split, Path> files) {
        return new FileDataset(
                files, Optional.empty(), ReadOptions.DEFAULT, ColumnChoice.ALL, SplitRule.DEFAULT, false);
    }

    @Override
    public Map<Split, Path> files() {
        return java.util.Collections.unmodifiableMap(files);
    }

    /** Returns the same with this kind of values. */
    public FileDataset withKind(DataKind newKind) {
        return new FileDataset(files, Optional.of(newKind), reading, columns, split, other);
    }

    /**
     * Returns the same with this kind of values as a user writes it: {@code auto}, or the name of a kind in either case.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public FileDataset withKind(String word) {
        if (word.equalsIgnoreCase("auto")) {
            return new FileDataset(files, Optional.empty(), reading, columns, split, other);
        }
        for (DataKind known : DataKind.values()) {
            if (known.name().equalsIgnoreCase(word)) {
                return withKind(known);
            }
        }
        throw new IllegalArgumentException(
                "kind must be one of: auto, BINARY, REAL, CATEGORICAL; but was '" + word + "'");
    }

    /** Returns the same with labels in this column. */
    public FileDataset withLabel(String newLabel) {
        return withReading(reading.withLabel(newLabel));
    }

    /** Returns the same, read in this way. */
    public FileDataset withReading(ReadOptions newReading) {
        return new FileDataset(files, kind, newReading, columns, split, other);
    }

    /** Returns the same with these columns. */
    public FileDataset withColumns(ColumnChoice newColumns) {
        return new FileDataset(files, kind, reading, newColumns, split, other);
    }

    /** Returns the same, divided by this rule. */
    public FileDataset withSplit(SplitRule newSplit) {
        return new FileDataset(files, kind, reading, columns, newSplit, other);
    }

    /** Returns the same, divided at random by these fractions. */
    public FileDataset withSplit(RandomSplit fractions) {
        return withSplit(SplitRule.of(fractions));
    }

    /** Returns the same with one level more for what training rows do not have, or without. */
    public FileDataset withOther(boolean newOther) {
        return new FileDataset(files, kind, reading, columns, split, newOther);
    }

    /**
     * Reads the files.
     *
     * @param name of the data set in results; see {@link #defaultName()}
     * @throws IllegalArgumentException if a file cannot be read or the values do not fit the kind
     */
    public LoadedData load(String name) {
        return load(name, Optional.empty());
    }

    /**
     * Reads the files in the terms that a model was fitted in: its columns by name, its levels, its classes, its origins.
     *
     * @throws IllegalArgumentException as {@link #load(String)}, or if the files do not fit these terms
     */
    public LoadedData load(String name, Optional<Schema> terms) {
        Map<String, String> protocol = new LinkedHashMap<>();
        Map<Split, DataFile> whole = new EnumMap<>(Split.class);
        Map<Split, String> hashes = new EnumMap<>(Split.class);
        files.forEach((role, file) -> {
            whole.put(role, read(file, terms));
            hashes.put(role, hash(file));
            protocol.put(role(role), description(file, hashes.get(role)));
        });
        Map<Split, DataFile> parts = files.size() == 1 ? divide(whole.get(Split.TRAIN)) : chosen(whole);
        terms.ifPresent(schema -> parts.replaceAll((role, file) -> match(file, schema)));
        protocol.put("split", files.size() == 1 ? split.toString() : "given as three files");
        DataKind found =
                terms.map(Schema::kind).or(() -> kind).orElseGet(() -> Coding.kind(List.copyOf(parts.values())));
        protocol.put("kind", found + (kind.isPresent() ? "" : ", seen from the values"));
        protocol.put("label", reading.label());
        Schema schema = terms.orElseGet(() -> Coding.schema(parts.get(Split.TRAIN), found, other));
        if (other && found == DataKind.CATEGORICAL) {
            protocol.put("unseen", "levels that no training row has are one level, " + Coding.OTHER);
        }
        Map<Split, Dataset> sets = new EnumMap<>(Split.class);
        parts.forEach((role, file) -> sets.put(
                role, Coding.dataset(name, role, file, schema, hashes.getOrDefault(role, hashes.get(Split.TRAIN)))));
        Set<String> notices = new LinkedHashSet<>();
        parts.values().forEach(p -> notices.addAll(p.notices()));
        return new LoadedData(
                new DataSplits(name, sets.get(Split.TRAIN), sets.get(Split.VALIDATION), sets.get(Split.TEST), protocol),
                Optional.empty(),
                List.copyOf(notices));
    }

    /** Returns what the protocol of the loaded data says of its files, from what the files hold now: name and SHA-256 by role. */
    public Map<String, String> fileHashes() {
        Map<String, String> out = new LinkedHashMap<>();
        files.forEach((role, file) -> out.put(role(role), description(file, hash(file))));
        return out;
    }

    private String role(Split split) {
        return files.size() == 1 ? "file" : "file-" + split.label();
    }

    private static String description(Path file, String hash) {
        return file.getFileName() + " sha256 " + hash;
    }

    /** Reads one file all of whose rows are test rows; they stand in the other parts too, which no score may look at. */
    public LoadedData loadWhole(String name, Optional<Schema> terms) {
        Path path = files.get(Split.TRAIN);
        DataFile file = columns.apply(read(path, terms));
        DataFile used = terms.isPresent() ? match(file, terms.get()) : file;
        Schema schema =
                terms.orElseGet(() -> Coding.schema(used, kind.orElseGet(() -> Coding.kind(List.of(used))), other));
        String hash = hash(path);
        Map<String, String> protocol = new LinkedHashMap<>();
        protocol.put("file", description(path, hash));
        protocol.put("split", "none: every row is a test row");
        Dataset train = Coding.dataset(name, Split.TRAIN, used, schema, hash);
        Dataset validation = Coding.dataset(name, Split.VALIDATION, used, schema, hash);
        Dataset test = Coding.dataset(name, Split.TEST, used, schema, hash);
        return new LoadedData(
                new DataSplits(name, train, validation, test, protocol), Optional.empty(), used.notices());
    }

    /** Reads one file whole, in the terms of a data set: its columns by name, its levels, its origins. For samples, or rows to score. */
    public static Dataset readAll(
            Path file, ReadOptions reading, ColumnChoice columns, Schema terms, String name, Split split) {
        FileDataset one = of(file).withReading(reading).withColumns(columns);
        DataFile read = one.read(file, Optional.of(terms));
        boolean labelled = terms.labels().isPresent() && reading.label().equals("none");
        if (read.columnNames().isEmpty() && labelled && read.columns() == terms.features() + 1) {
            // Samples of a model of rows and classes have the class behind the row.
            read = one.withLabel("last").read(file, Optional.of(terms));
        }
        read = one.match(columns.apply(read), terms);
        return Coding.dataset(name, split, read, terms, hash(file));
    }

    private DataFile read(Path file, Optional<Schema> terms) {
        DataKind wanted = terms.map(Schema::kind).or(() -> kind).orElse(DataKind.REAL);
        return DataFile.read(
                file,
                reading.withNames(terms.map(Schema::names).orElse(List.of()))
                        .withWords(
                                wanted == DataKind.CATEGORICAL ? ReadOptions.Words.ALWAYS : ReadOptions.Words.ALLOWED));
    }

    private Map<Split, DataFile> divide(DataFile file) {
        SplitRule.Rows rows = split.apply(file);
        DataFile used = columns.apply(file);
        if (split.group().isPresent() && columns.columns().isEmpty()) {
            used = new ColumnChoice(List.of(), withGroup(split.group().get())).apply(file);
        }
        Map<Split, DataFile> out = new EnumMap<>(Split.class);
        out.put(Split.TRAIN, used.selectRows(rows.train()));
        out.put(Split.VALIDATION, used.selectRows(rows.validation()));
        out.put(Split.TEST, used.selectRows(rows.test()));
        return out;
    }

    /** A column that only says which rows belong together is no feature. */
    private List<String> withGroup(String group) {
        List<String> drop = new ArrayList<>(columns.drop());
        if (!drop.contains(group)) {
            drop.add(group);
        }
        return drop;
    }

    private Map<Split, DataFile> chosen(Map<Split, DataFile> whole) {
        Map<Split, DataFile> out = new EnumMap<>(Split.class);
        whole.forEach((role, file) -> out.put(role, columns.apply(file)));
        DataFile train = out.get(Split.TRAIN);
        out.replaceAll((role, file) -> Coding.match(file, train.columnNames(), train.name(), ""));
        return out;
    }

    private DataFile match(DataFile file, Schema terms) {
        String label = terms.labels().map(Labels::name).orElse("");
        return Coding.match(file, terms.names(), "the data it is held against", label);
    }

    /** Returns the file's name in lower case without its endings, with hyphens for what a name cannot hold. */
    public String defaultName() {
        String name = files.get(Split.TRAIN).getFileName().toString().toLowerCase(Locale.ROOT);
        String plain = name.replaceFirst("\\.gz$", "").replaceFirst("\\.[a-z0-9]+$", "");
        String tidy = plain.replaceAll("[^a-z0-9_]+", "-").replaceAll("^-+|-+$", "");
        return tidy.isEmpty() ? "file" : tidy;
    }

    private static String hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
