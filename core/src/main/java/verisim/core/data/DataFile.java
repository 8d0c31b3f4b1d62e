package verisim.core.data;

import static verisim.core.Checks.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.math.Arrays2d;

/**
 * The numbers of one file: n rows of D columns with optional labels.
 *
 * <p>Formats: csv and other text tables ({@code .csv .data .amat .tsv .txt}), idx (the files of MNIST), npy, npz, MATLAB
 * level 5 ({@code .mat}), each also gzipped. The format is told by the first bytes; only a damaged npy, npz or mat file is
 * told by its name. Of an array of rank 3 or more, such as [n, 28, 28], the first dimension counts the rows.
 */
public final class DataFile {
    private static final List<String> LABEL_NAMES = List.of("y", "label", "labels", "target", "targets");
    private static final List<String> ROW_NAMES = List.of("x", "data", "samples");

    private final String name;
    private final float[] values;
    private final int rows;
    private final int columns;
    private final int[] labels;
    private final List<String> columnNames;
    private final ImageShape imageShape;

    DataFile(
            String name,
            float[] values,
            int rows,
            int columns,
            int[] labels,
            List<String> columnNames,
            ImageShape imageShape) {
        this.name = name;
        this.values = values;
        this.rows = rows;
        this.columns = columns;
        this.labels = labels;
        this.columnNames = List.copyOf(columnNames);
        this.imageShape = imageShape;
    }

    /** Reads a file whose columns are all values; the same as {@code read(file, "none")}. */
    public static DataFile read(Path file) {
        return read(file, "none");
    }

    /**
     * Reads a file.
     *
     * @param label the column that holds labels: {@code none}, {@code first}, {@code last}, or a name in the header. Text
     *     labels are numbered in alphabetical order. npz and mat files bring labels as an array of their own named y, label,
     *     labels, target or targets
     * @throws IllegalArgumentException if the file is missing, damaged, or holds something else than numbers
     */
    public static DataFile read(Path file, String label) {
        return read(file, label, 0);
    }

    /** Reads a file of text after passing over its first {@code skipLines} lines. */
    public static DataFile read(Path file, String label, int skipLines) {
        String name = file.getFileName().toString();
        String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        byte[] start = start(file);
        if (begins(start, 'P', 'K', 3, 4) || plain.endsWith(".npz")) {
            return ofArrays(file, Npz.readNumbers(file)).withLabelColumn(label);
        }
        try (InputStream in = FileInput.open(file)) {
            if (begins(start, 0x93, 'N', 'U', 'M', 'P', 'Y') || plain.endsWith(".npy")) {
                return of(name, Npy.readNumbers(in, file.toString())).withLabelColumn(label);
            }
            if (begins(start, 'M', 'A', 'T', 'L', 'A', 'B')
                    || begins(start, 0x89, 'H', 'D', 'F')
                    || plain.endsWith(".mat")) {
                return ofArrays(file, MatFile.read(in, file.toString())).withLabelColumn(label);
            }
            if (IdxFile.begins(start)) {
                return of(name, IdxFile.read(in, file.toString())).withLabelColumn(label);
            }
            DataFile table = TextTable.read(in, file.toString(), label, skipLines);
            return new DataFile(name, table.values, table.rows, table.columns, table.labels, table.columnNames, null);
        } catch (IOException e) {
            throw FileInput.unreadable(file.toString(), e);
        }
    }

    /**
     * Opens a file, unpacking it if it is gzip.
     *
     * @throws IOException if the file cannot be read
     */
    public static InputStream open(Path file) throws IOException {
        return FileInput.open(file);
    }

    /** Returns the name of the file, without its folder. */
    public String name() {
        return name;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** Returns a new row-major array of length rows * columns. */
    public float[] toFloats() {
        return values.clone();
    }

    /**
     * Returns the rows {@code from .. to - 1} with other values.
     *
     * @param change alters a row-major array of length (to - from) * columns in place and keeps no hold of it
     */
    public DataFile transform(int from, int to, Consumer<float[]> change) {
        require(
                from >= 0 && from < to && to <= rows,
                "%s has %d rows, of which %d to %d cannot be taken",
                name,
                rows,
                from,
                to);
        float[] changed = Arrays.copyOfRange(values, from * columns, to * columns);
        change.accept(changed);
        int[] itsLabels = labels == null ? null : Arrays.copyOfRange(labels, from, to);
        return new DataFile(name, changed, to - from, columns, itsLabels, columnNames, imageShape);
    }

    /** Returns a new FLOAT array of shape [rows, columns]. */
    public INDArray toArray() {
        return Arrays2d.matrix(values, rows, columns);
    }

    public Optional<int[]> labels() {
        return labels == null ? Optional.empty() : Optional.of(labels.clone());
    }

    /** Returns the names in the header, without that of the label; empty if there was none. */
    public List<String> columnNames() {
        return columnNames;
    }

    /** Returns height and width if the file held an array of rank 3. */
    public Optional<ImageShape> imageShape() {
        return Optional.ofNullable(imageShape);
    }

    /** Returns whether every value is 0 or 1. */
    public boolean isBinary() {
        for (float v : values) {
            if (v != 0f && v != 1f) {
                return false;
            }
        }
        return true;
    }

    /** Returns the same rows with these columns only, counted from 0. */
    public DataFile select(int... columnNumbers) {
        float[] picked = new float[Math.multiplyExact(rows, columnNumbers.length)];
        for (int r = 0, out = 0; r < rows; r++) {
            for (int c : columnNumbers) {
                picked[out++] = values[r * columns + c];
            }
        }
        List<String> names = columnNames.isEmpty()
                ? columnNames
                : Arrays.stream(columnNumbers).mapToObj(columnNames::get).toList();
        return new DataFile(name, picked, rows, columnNumbers.length, labels, names, null);
    }

    /** Returns these rows, counted from 0, in this order. */
    public DataFile selectRows(int[] rowNumbers) {
        float[] picked = new float[Math.multiplyExact(rowNumbers.length, columns)];
        for (int i = 0; i < rowNumbers.length; i++) {
            System.arraycopy(values, rowNumbers[i] * columns, picked, i * columns, columns);
        }
        int[] pickedLabels = labels == null
                ? null
                : Arrays.stream(rowNumbers).map(r -> labels[r]).toArray();
        return new DataFile(name, picked, rowNumbers.length, columns, pickedLabels, columnNames, imageShape);
    }

    /**
     * Returns these rows as a data set. Values are shared, not copied: both sides are immutable.
     *
     * @throws IllegalArgumentException if a value does not fit {@code kind}
     */
    public Dataset toDataset(String datasetName, Split split, DataKind kind) {
        Dataset set = Dataset.adopt(datasetName, split, kind, values, columns);
        set = labels == null ? set : set.withLabels(labels);
        return imageShape == null ? set : set.withImageShape(imageShape);
    }

    private static byte[] start(Path file) {
        try (InputStream in = FileInput.open(file)) {
            return in.readNBytes(8);
        } catch (IOException e) {
            throw FileInput.unreadable(file.toString(), e);
        }
    }

    private static boolean begins(byte[] start, int... bytes) {
        boolean same = start.length >= bytes.length;
        for (int i = 0; same && i < bytes.length; i++) {
            same = start[i] == (byte) bytes[i];
        }
        return same;
    }

    private static DataFile of(String name, NumericArray array) {
        int[] shape = array.shape();
        require(
                shape.length >= 1 && array.length() > 0,
                "%s holds an array of shape %s; expected at least one row",
                name,
                Arrays.toString(shape));
        ImageShape image = shape.length == 3 ? new ImageShape(shape[1], shape[2]) : null;
        return new DataFile(name, array.toFloats(), shape[0], array.length() / shape[0], null, List.of(), image);
    }

    /** Picks the rows and, by name, the labels among the arrays of one file. */
    private static DataFile ofArrays(Path file, Map<String, NumericArray> arrays) {
        List<String> candidates = arrays.keySet().stream()
                .filter(key -> !LABEL_NAMES.contains(key.toLowerCase(Locale.ROOT)))
                .toList();
        if (candidates.size() > 1) {
            candidates = candidates.stream()
                    .filter(key -> ROW_NAMES.contains(key.toLowerCase(Locale.ROOT)))
                    .toList();
        }
        require(
                candidates.size() == 1,
                "%s holds the arrays %s; expected one array of rows, or one of them named x, data or samples, and at most"
                        + " one more named y or labels",
                file,
                arrays.keySet());
        DataFile found = of(file.getFileName().toString(), arrays.get(candidates.get(0)));
        for (Map.Entry<String, NumericArray> entry : arrays.entrySet()) {
            if (LABEL_NAMES.contains(entry.getKey().toLowerCase(Locale.ROOT))) {
                float[] numbers = entry.getValue().toFloats();
                require(
                        numbers.length == found.rows,
                        "%s has %d rows, but '%s' holds %d labels",
                        file,
                        found.rows,
                        entry.getKey(),
                        numbers.length);
                return found.withLabels(numbers);
            }
        }
        return found;
    }

    private DataFile withLabels(float[] numbers) {
        int[] whole = new int[rows];
        for (int i = 0; i < rows; i++) {
            require(
                    numbers[i] == Math.rint(numbers[i]) && Math.abs(numbers[i]) < 1e9,
                    "labels of %s must be integers, but that of row %d is %s",
                    name,
                    i + 1,
                    numbers[i]);
            whole[i] = (int) numbers[i];
        }
        return new DataFile(name, values, rows, columns, whole, columnNames, imageShape);
    }

    /** Takes the first or last column of a binary file as labels. */
    private DataFile withLabelColumn(String label) {
        if (label.equals("none")) {
            return this;
        }
        require(
                label.equals("first") || label.equals("last"),
                "%s has no named columns, so label must be none, first or last, but was '%s'",
                name,
                label);
        require(columns >= 2, "%s has no columns beside that of the labels", name);
        int column = label.equals("first") ? 0 : columns - 1;
        float[] numbers = new float[rows];
        for (int r = 0; r < rows; r++) {
            numbers[r] = values[r * columns + column];
        }
        int first = column == 0 ? 1 : 0;
        return select(java.util.stream.IntStream.range(first, first + columns - 1)
                        .toArray())
                .withLabels(numbers);
    }
}
