package verisim.core.data;

import static verisim.core.Checks.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which array of a binary file holds the rows and which the labels; what else it holds is named. */
final class ArrayFile {
    private static final List<String> LABEL_NAMES = List.of("y", "label", "labels", "target", "targets");
    private static final List<String> ROW_NAMES = List.of("x", "data", "samples");
    private static final Set<String> SPARSE = Set.of("indices", "indptr", "shape", "format", "data");

    private ArrayFile() {}

    /**
     * The arrays of a file.
     *
     * @param numbers arrays by name
     * @param others what each array is that cannot be read, by name: {@code text}, {@code a sparse matrix}
     */
    record Contents(Map<String, NumericArray> numbers, Map<String, String> others) {}

    /** The file of one array, whose first or last column may be labels. */
    static DataFile of(String name, NumericArray array, String label) {
        return withLabelColumn(new DataFile(parts(name, array)), label);
    }

    private static DataFile.Parts parts(String name, NumericArray array) {
        int[] shape = array.shape();
        require(
                shape.length >= 1 && array.length() > 0,
                "%s holds an array of shape %s; expected at least one row",
                name,
                Arrays.toString(shape));
        int[] table = {shape[0], array.length() / shape[0]};
        DataFile.Parts parts = new DataFile.Parts(name, new NumericArray(table, array.floats(), array.doubles()));
        parts.imageShape = shape.length == 3 ? new ImageShape(shape[1], shape[2]) : null;
        return parts;
    }

    /** Picks the rows and, by name, the labels among the arrays of one file. */
    static DataFile of(Path file, Contents contents, String label) {
        Map<String, NumericArray> arrays = contents.numbers();
        Map<String, String> all = new LinkedHashMap<>();
        arrays.forEach((key, array) -> all.put(key, "'" + key + "' " + Arrays.toString(array.shape())));
        contents.others().forEach((key, what) -> all.put(key, "'" + key + "', which is " + what));
        String listed = String.join("; ", all.values());
        require(
                !all.keySet().containsAll(SPARSE),
                "%s holds a sparse matrix as scipy.sparse.save_npz writes it (its arrays are %s); save it dense:"
                        + " numpy.savez(file, x=matrix.toarray())",
                file,
                listed);
        List<String> candidates =
                all.keySet().stream().filter(key -> !isLabel(key)).toList();
        List<String> named = candidates.stream()
                .filter(key -> ROW_NAMES.contains(key.toLowerCase(Locale.ROOT)))
                .toList();
        candidates = candidates.size() > 1 ? named : candidates;
        require(
                candidates.size() == 1,
                "%s holds %s; expected one array of rows, or one of them named x, data or samples, and at most one more"
                        + " named y or labels",
                file,
                listed);
        String rowsName = candidates.get(0);
        require(
                arrays.containsKey(rowsName),
                "%s holds no rows that can be read: %s; save one full array of numbers",
                file,
                listed);
        DataFile.Parts parts = parts(file.getFileName().toString(), arrays.get(rowsName));
        List<String> labels = all.keySet().stream().filter(ArrayFile::isLabel).toList();
        require(labels.size() <= 1, "%s holds several arrays of labels: %s; keep one", file, listed);
        if (!labels.isEmpty()) {
            String key = labels.get(0);
            NumericArray numbers = arrays.get(key);
            require(numbers != null, "%s: the labels %s; save them as numbers, or as a csv file", file, all.get(key));
            require(
                    numbers.length() == parts.rows(),
                    "%s has %d rows, but '%s' holds %d labels",
                    file,
                    parts.rows(),
                    key,
                    numbers.length());
            setLabels(
                    parts,
                    key,
                    IntStream.range(0, numbers.length())
                            .mapToDouble(numbers::get)
                            .toArray());
        }
        String unread = all.entrySet().stream()
                .filter(e -> !e.getKey().equals(rowsName) && !labels.contains(e.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("; "));
        if (!unread.isEmpty()) {
            parts.notices = List.of("of " + parts.name + " the array '" + rowsName + "' is read; not read: " + unread);
        }
        return labels.isEmpty() ? withLabelColumn(new DataFile(parts), label) : new DataFile(parts);
    }

    private static boolean isLabel(String key) {
        return LABEL_NAMES.contains(key.toLowerCase(Locale.ROOT));
    }

    /** Integers are classes of that name, NaN is a missing label. */
    private static void setLabels(DataFile.Parts parts, String name, double[] numbers) {
        WordColumn words = new WordColumn();
        int[] codes = new int[numbers.length];
        for (int i = 0; i < codes.length; i++) {
            require(
                    Double.isNaN(numbers[i])
                            || (numbers[i] == Math.rint(numbers[i]) && Math.abs(numbers[i]) < 1L << 53),
                    "labels of %s must be integers, but that of row %d is %s",
                    parts.name,
                    i + 1,
                    numbers[i]);
            codes[i] = Double.isNaN(numbers[i]) ? Labels.MISSING : words.code(WordColumn.ofNumber(numbers[i]));
        }
        parts.setLabels(name, new ArrayList<>(words.texts()), codes);
    }

    /** Takes the first or last column of a binary file as labels. */
    private static DataFile withLabelColumn(DataFile file, String label) {
        if (label.equals("none")) {
            return file;
        }
        require(
                label.equals("first") || label.equals("last"),
                "%s has no named columns, so label must be none, first or last, but was '%s'",
                file.name(),
                label);
        int columns = file.columns();
        require(columns >= 2, "%s has no columns beside that of the labels", file.name());
        int column = label.equals("first") ? 0 : columns - 1;
        double[] numbers = new double[file.rows()];
        for (int r = 0; r < numbers.length; r++) {
            numbers[r] = file.value(r, column);
        }
        int from = column == 0 ? 1 : 0;
        return file.select(IntStream.range(from, from + columns - 1).toArray()).withLabelNumbers(numbers);
    }

    /** Gives {@code parts} labels that are numbers; for {@link DataFile}. */
    static DataFile labelled(DataFile.Parts parts, double[] numbers) {
        setLabels(parts, "", numbers);
        return new DataFile(parts);
    }
}
