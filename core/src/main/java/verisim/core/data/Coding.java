package verisim.core.data;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns files into data sets in the terms of one {@link Schema}: columns matched by name, words coded by their levels, numbers shifted
 * in double, labels coded by the names of their classes.
 */
public final class Coding {
    /** Stands for every level that training rows do not have, where that is asked for. */
    public static final String OTHER = "(other)";
    /** More levels than this are a column of names, not of categories. */
    private static final int MOST_LEVELS = 1 << 16;

    private Coding() {}

    /**
     * Returns what kind of data these files hold together: BINARY if all values are 0 or 1, CATEGORICAL if all columns are of words
     * other than dates, else REAL.
     *
     * @throws IllegalArgumentException if some columns are of words and some of numbers
     */
    public static DataKind kind(List<DataFile> files) {
        if (files.stream().allMatch(DataFile::isBinary)) {
            return DataKind.BINARY;
        }
        DataFile first = files.get(0);
        List<Integer> words = new ArrayList<>();
        for (int c = 0; c < first.columns(); c++) {
            int column = c;
            if (files.stream().anyMatch(f -> isWords(f, column))) {
                words.add(c);
            }
        }
        if (words.isEmpty()) {
            return DataKind.REAL;
        }
        if (words.size() == first.columns()) {
            return DataKind.CATEGORICAL;
        }
        List<String> names = words.stream().map(first::label).toList();
        String drop = words.stream()
                .map(c -> first.columnNames().isEmpty()
                        ? Integer.toString(c + 1)
                        : first.columnNames().get(c))
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
        int column = words.get(0);
        DataFile file =
                files.stream().filter(f -> isWords(f, column)).findFirst().orElseThrow();
        throw new IllegalArgumentException(
                file.refusal(column).getMessage() + ". Words are in: " + String.join("; ", names)
                        + ". Leave them out (drop: [" + drop
                        + "]), declare one of them as the label, or take all columns as categories (kind: CATEGORICAL)");
    }

    private static boolean isWords(DataFile file, int column) {
        return file.words(column).map(w -> IsoDates.parse(w).isEmpty()).orElse(false);
    }

    /**
     * Returns the terms of these training rows.
     *
     * @param other whether each column gets one more level, for what training rows do not have
     */
    public static Schema schema(DataFile train, DataKind kind, boolean other) {
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < train.columns(); c++) {
            String name =
                    train.columnNames().isEmpty() ? "" : train.columnNames().get(c);
            columns.add(
                    switch (kind) {
                        case REAL -> real(train, c, name);
                        case BINARY -> binary(train, c, name);
                        case CATEGORICAL -> categorical(train, c, name, other);
                    });
        }
        Optional<Labels> labels = train.labels()
                .map(codes -> new Labels(
                        train.labelName(),
                        LevelTexts.sorted(Arrays.stream(codes)
                                .filter(k -> k != Labels.MISSING)
                                .distinct()
                                .mapToObj(train.classes()::get)
                                .toList())));
        labels.ifPresent(
                l -> require(!l.classes().isEmpty(), "%s: no training row has a label, all are missing", train.name()));
        return new Schema(columns, labels);
    }

    private static Column real(DataFile train, int c, String name) {
        double[] values = numbers(train, c);
        return train.imageShape().isPresent() ? Column.real(name, 0) : Origins.of(train, c, name, values);
    }

    private static Column binary(DataFile train, int c, String name) {
        Set<String> texts = texts(train, c);
        if (train.words(c).isEmpty() || Set.of("0", "1").containsAll(texts)) {
            return Column.binary(name);
        }
        List<String> levels = LevelTexts.sorted(texts);
        require(
                levels.size() == 2,
                "%s: %s must have two values to be BINARY, but training rows have %d: %s",
                train.name(),
                train.label(c),
                levels.size(),
                shown(levels));
        return new Column(name, DataKind.BINARY, levels, 0);
    }

    private static Column categorical(DataFile train, int c, String name, boolean other) {
        Set<String> texts = texts(train, c);
        for (String text : texts) {
            boolean fraction = text.matches("[+-]?\\d*\\.\\d+([eE][+-]?\\d+)?") && Double.parseDouble(text) % 1 != 0;
            require(
                    !fraction,
                    "%s: %s holds %s, which is no category; declare the data REAL, or make bins of it",
                    train.name(),
                    train.label(c),
                    text);
        }
        List<String> levels = new ArrayList<>(LevelTexts.of(texts));
        require(
                levels.size() <= MOST_LEVELS,
                "%s: %s has %d different values, too many for categories (at most %d); leave it out with drop",
                train.name(),
                train.label(c),
                levels.size(),
                MOST_LEVELS);
        if (other) {
            levels.add(OTHER);
        }
        return Column.categorical(name, levels);
    }

    private static Set<String> texts(DataFile file, int column) {
        Set<String> out = new HashSet<>();
        for (int r = 0; r < file.rows(); r++) {
            out.add(file.text(r, column));
        }
        return out;
    }

    /** Returns a column as numbers, dates among them. */
    static double[] numbers(DataFile file, int c) {
        double[] dates = null;
        if (file.words(c).isPresent()) {
            dates = IsoDates.parse(file.words(c).get()).orElseThrow(() -> file.refusal(c));
        }
        double[] out = new double[file.rows()];
        for (int r = 0; r < out.length; r++) {
            double v = file.value(r, c);
            out[r] = dates == null ? v : dates[(int) v];
            require(
                    Double.isFinite(out[r]),
                    "%s, %s: %s holds %s, which is not finite; correct or drop that row",
                    file.name(),
                    file.rowLabel(r),
                    file.label(c),
                    out[r]);
            require(
                    Math.abs(out[r]) < 1e37,
                    "%s, %s: %s holds %s, which is too large for a 32-bit float; correct or drop that row, or choose another"
                            + " unit",
                    file.name(),
                    file.rowLabel(r),
                    file.label(c),
                    out[r]);
        }
        return out;
    }

    /**
     * Returns the rows of {@code file} in these terms. Columns must be in order already, see {@link #match}.
     *
     * @param source SHA-256 of the file, to tell its rows by
     * @throws IllegalArgumentException if a value does not fit; the message names the row of the file and the column
     */
    public static Dataset dataset(String name, Split split, DataFile file, Schema schema, String source) {
        int d = schema.features();
        require(
                file.columns() == d,
                "%s has %d columns, but '%s' has %d%s",
                file.name(),
                file.columns(),
                name,
                d,
                schema.isNamed() ? ": " + String.join(", ", schema.names()) : "");
        float[] values = new float[Math.multiplyExact(file.rows(), d)];
        for (int c = 0; c < d; c++) {
            if (schema.kind() == DataKind.REAL) {
                double[] numbers = numbers(file, c);
                for (int r = 0; r < numbers.length; r++) {
                    values[r * d + c] = schema.column(c).stored(numbers[r]);
                }
            } else {
                code(file, c, schema.column(c), values, d);
            }
        }
        Schema terms = schema;
        int[] labels = null;
        if (file.labels().isPresent()) {
            Labels meaning = classes(file, schema.labels());
            labels = codes(file, meaning);
            terms = schema.withLabels(meaning);
        } else if (schema.labels().isPresent()) {
            terms = new Schema(schema.columns(), Optional.empty());
        }
        Dataset out = Dataset.adopt(name, split, terms, values);
        out = labels == null ? out : out.withLabels(labels, terms.labels().orElseThrow());
        out = file.imageShape().isPresent()
                ? out.withImageShape(file.imageShape().get())
                : out;
        int[] rows = new int[file.rows()];
        Arrays.setAll(rows, file::fileRow);
        return out.withSource(new RowSource(source, rows));
    }

    private static void code(DataFile file, int c, Column column, float[] values, int d) {
        Map<String, Integer> codes = new HashMap<>();
        for (int k = 0; k < column.levels().size(); k++) {
            codes.put(column.levels().get(k), k);
        }
        Integer other = codes.get(OTHER);
        for (int r = 0; r < file.rows(); r++) {
            String text = file.text(r, c);
            Integer code = codes.getOrDefault(text, column.kind() == DataKind.CATEGORICAL ? other : null);
            if (code == null) {
                throw new IllegalArgumentException(String.format(
                        java.util.Locale.ROOT,
                        column.kind() == DataKind.BINARY
                                ? "%s, %s: %s is BINARY, so every value must be %s, but it holds '%s'; choose a"
                                        + " binarisation or declare the data REAL or CATEGORICAL"
                                : "%s, %s: %s must be one of %s, which training rows have, but it holds '%5$s'; correct or"
                                        + " drop that row, or give such values a level of their own (unseen: other)",
                        file.name(),
                        file.rowLabel(r),
                        file.label(c),
                        column.kind() == DataKind.BINARY
                                ? String.join(" or ", column.levels())
                                : shown(column.levels()),
                        text));
            }
            values[r * d + c] = code;
        }
    }

    /** The classes that training rows have come first; what else this file holds comes after them. */
    private static Labels classes(DataFile file, Optional<Labels> known) {
        LinkedHashSet<String> all =
                new LinkedHashSet<>(known.map(Labels::classes).orElse(List.of()));
        int[] codes = file.labels().orElseThrow();
        LevelTexts.sorted(Arrays.stream(codes)
                        .filter(k -> k != Labels.MISSING)
                        .distinct()
                        .mapToObj(file.classes()::get)
                        .toList())
                .forEach(all::add);
        return new Labels(known.map(Labels::name).orElse(file.labelName()), List.copyOf(all));
    }

    private static int[] codes(DataFile file, Labels meaning) {
        Map<String, Integer> place = new HashMap<>();
        meaning.classes().forEach(text -> place.put(text, place.size()));
        List<String> classes = file.classes();
        return Arrays.stream(file.labels().orElseThrow())
                .map(k -> k == Labels.MISSING ? k : place.get(classes.get(k)))
                .toArray();
    }

    /**
     * Returns the columns of {@code file} in the order of {@code names}, where both have names; else as they are.
     *
     * @param owner of the names, for messages
     * @param label name of the column of labels, which {@code file} may have as one of its columns and then loses; empty for none
     * @throws IllegalArgumentException if a column is missing, or one too many; the message names it
     */
    public static DataFile match(DataFile file, List<String> names, String owner, String label) {
        List<String> mine = file.columnNames();
        if (names.isEmpty() || mine.isEmpty()) {
            return file;
        }
        Set<String> missing = new LinkedHashSet<>(names);
        missing.removeAll(mine);
        Set<String> extra = new TreeSet<>(mine);
        extra.removeAll(names);
        if (!label.isEmpty()) {
            extra.remove(label);
        }
        require(
                missing.isEmpty() && extra.isEmpty(),
                "%s and %s do not have the same columns:%s%s; columns are matched by name (leave one out with drop)",
                file.name(),
                owner,
                missing.isEmpty() ? "" : " missing in " + file.name() + ": " + String.join(", ", missing) + ".",
                extra.isEmpty() ? "" : " only in " + file.name() + ": " + String.join(", ", extra) + ".");
        int[] order = names.stream().mapToInt(mine::indexOf).toArray();
        boolean same = order.length == mine.size();
        for (int c = 0; same && c < order.length; c++) {
            same = order[c] == c;
        }
        return same ? file : file.select(order);
    }

    private static String shown(List<String> levels) {
        return levels.size() <= 12
                ? String.join(", ", levels)
                : String.join(", ", levels.subList(0, 10)) + ", … (" + levels.size() + " levels)";
    }
}
