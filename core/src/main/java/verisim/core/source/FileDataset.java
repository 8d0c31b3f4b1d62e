package verisim.core.source;

import static verisim.core.Checks.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import verisim.core.data.DataFile;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.RandomSplit;
import verisim.core.data.Split;
import verisim.core.random.RandomStream;

/**
 * A user's own data: one file that is divided at random, or one file for each part. What a suite says as
 *
 * <pre>{@code
 * {file: my.csv, kind: REAL, label: last, split: {train: 0.8, validation: 0.1, test: 0.1}}
 * {train: a.csv, validation: b.csv, test: c.csv}
 * }</pre>
 *
 * @param files the file of each part, or one under {@link Split#TRAIN} alone that is to be divided
 * @param kind of the values; if empty, BINARY if every value is 0 or 1 and else REAL
 * @param label the column of labels: {@code none}, {@code first}, {@code last}, or its name in the header
 * @param split how one file is divided; not used for three
 */
public record FileDataset(Map<Split, Path> files, Optional<DataKind> kind, String label, RandomSplit split) {
    public FileDataset {
        files = new EnumMap<>(files);
        require(
                files.containsKey(Split.TRAIN) && (files.size() == 1 || files.size() == 3),
                "a data set from files needs one file, or three for train, validation and test, but got %s",
                files.keySet());
    }

    /** One file with values only, divided 80/10/10; whether it is BINARY or REAL is seen from the values. */
    public static FileDataset of(Path file) {
        return new FileDataset(Map.of(Split.TRAIN, file), Optional.empty(), "none", RandomSplit.EIGHTY_TEN_TEN);
    }

    /** A file for each part. */
    public static FileDataset of(Path train, Path validation, Path test) {
        return new FileDataset(
                Map.of(Split.TRAIN, train, Split.VALIDATION, validation, Split.TEST, test),
                Optional.empty(),
                "none",
                RandomSplit.EIGHTY_TEN_TEN);
    }

    @Override
    public Map<Split, Path> files() {
        return java.util.Collections.unmodifiableMap(files);
    }

    /** Returns the same with this kind of values. */
    public FileDataset withKind(DataKind newKind) {
        return new FileDataset(files, Optional.of(newKind), label, split);
    }

    /**
     * Returns the same with this kind of values as a user writes it: {@code auto}, or the name of a kind in either case.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public FileDataset withKind(String word) {
        if (word.equalsIgnoreCase("auto")) {
            return new FileDataset(files, Optional.empty(), label, split);
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
        return new FileDataset(files, kind, newLabel, split);
    }

    /** Returns the same, divided by these fractions. */
    public FileDataset withSplit(RandomSplit newSplit) {
        return new FileDataset(files, kind, label, newSplit);
    }

    /**
     * Reads the files.
     *
     * @param name of the data set in results; see {@link #defaultName()}
     * @param random for the division of one file
     * @throws IllegalArgumentException if a file cannot be read or the values do not fit the kind
     */
    public LoadedData load(String name, RandomStream random) {
        Map<String, String> protocol = new LinkedHashMap<>();
        Map<Split, DataFile> parts = new EnumMap<>(Split.class);
        if (files.size() == 1) {
            Path file = files.get(Split.TRAIN);
            parts.putAll(split.apply(DataFile.read(file, label), random.child("split")));
            protocol.put("split", split + ", seed " + random.path());
            protocol.put("file", describe(file));
        } else {
            files.forEach((role, file) -> {
                parts.put(role, DataFile.read(file, label));
                protocol.put("file-" + role.label(), describe(file));
            });
            protocol.put("split", "given as three files");
        }
        DataKind found = kind.orElseGet(
                () -> parts.values().stream().allMatch(DataFile::isBinary) ? DataKind.BINARY : DataKind.REAL);
        protocol.put("kind", found + (kind.isPresent() ? "" : ", seen from the values"));
        protocol.put("label", label);
        Map<Split, Dataset> sets = parts.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().toDataset(name, e.getKey(), found)));
        return new LoadedData(
                new DataSplits(name, sets.get(Split.TRAIN), sets.get(Split.VALIDATION), sets.get(Split.TEST), protocol),
                Optional.empty());
    }

    /** Returns the file's name in lower case without its endings, with hyphens for what a name cannot hold. */
    public String defaultName() {
        String name = files.get(Split.TRAIN).getFileName().toString().toLowerCase(Locale.ROOT);
        String plain = name.replaceFirst("\\.gz$", "").replaceFirst("\\.[a-z0-9]+$", "");
        String tidy = plain.replaceAll("[^a-z0-9_]+", "-").replaceAll("^-+|-+$", "");
        return tidy.isEmpty() ? "file" : tidy;
    }

    private static String describe(Path file) {
        return file.getFileName() + " sha256 " + hash(file);
    }

    private static String hash(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[1 << 16];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                digest.update(block, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one does not", e);
        }
    }
}
