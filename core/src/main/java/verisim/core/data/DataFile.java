package verisim.core.data;

import static verisim.core.Checks.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.math.Arrays2d;

/**
 * The content of one file: n rows of D columns with optional labels. Numbers have the precision they have in the file; a column of
 * words holds the numbers of its words.
 *
 * <p>Formats: csv and other text tables ({@code .csv .data .amat .tsv .txt}), idx (the files of MNIST), npy, npz, MATLAB
 * level 5 ({@code .mat}), each also gzipped. The format is told by the first bytes; only a damaged npy, npz or mat file is
 * told by its name. Of an array of rank 3 or more, such as [n, 28, 28], the first dimension counts the rows. Immutable.
 */
public final class DataFile {
    private final Parts parts;

    /** The parts of a file, filled in by whoever reads it and not changed after that. */
    static final class Parts implements Cloneable {
        final String name;
        NumericArray values; // shape [rows, columns]
        List<String> names = List.of();
        List<List<String>> words; // by column; an entry is null for a column of numbers
        IllegalArgumentException[] refused; // by column: what its first word says where numbers are needed
        String labelName = "";
        List<String> classes = List.of();
        int[] labels; // codes; null if there are none
        int[] fileRows; // from 1; null for 1, 2, …
        int lineOfFirstRow; // 0 if the file has no lines
        ImageShape imageShape;
        List<String> notices = List.of();

        Parts(String name, NumericArray values) {
            this.name = name;
            this.values = values;
            int columns = values.shape()[1];
            this.words = new ArrayList<>(Collections.nCopies(columns, null));
            this.refused = new IllegalArgumentException[columns];
        }

        int rows() {
            return values.shape()[0];
        }

        int columns() {
            return values.shape()[1];
        }

        /** Sorts the classes, by number if all are integers, and codes labels by that order. */
        void setLabels(String newName, List<String> texts, int[] codes) {
            labelName = newName;
            classes = LevelTexts.sorted(texts);
            int[] place = new int[texts.size()];
            for (int k = 0; k < place.length; k++) {
                place[k] = classes.indexOf(texts.get(k));
            }
            labels = Arrays.stream(codes)
                    .map(c -> c < 0 ? Labels.MISSING : place[c])
                    .toArray();
        }

        Parts copy() {
            try {
                return (Parts) clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    DataFile(Parts parts) {
        this.parts = parts;
    }

    /** Reads a file whose columns are all numbers; the same as {@code read(file, "none")}. */
    public static DataFile read(Path file) {
        return read(file, ReadOptions.DEFAULT);
    }

    /**
     * Reads a file of numbers.
     *
     * @param label the column that holds labels: {@code none}, {@code first}, {@code last}, or a name in the header. npz and mat files
     *     bring labels as an array of their own named y, label, labels, target or targets
     * @throws IllegalArgumentException if the file is missing, damaged, or holds something else than numbers
     */
    public static DataFile read(Path file, String label) {
        return read(file, ReadOptions.DEFAULT.withLabel(label));
    }

    /** Reads a file of text after passing over its first {@code skipLines} lines. */
    public static DataFile read(Path file, String label, int skipLines) {
        return read(file, ReadOptions.DEFAULT.withLabel(label).withSkip(skipLines));
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if the file is missing or damaged, or does not hold what {@code options} say
     */
    public static DataFile read(Path file, ReadOptions options) {
        String name = file.getFileName().toString();
        String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        byte[] start = start(file);
        if (begins(start, 'P', 'K', 3, 4) || plain.endsWith(".npz")) {
            return ArrayFile.of(file, Npz.contents(file), options.label());
        }
        try (InputStream in = FileInput.open(file)) {
            if (begins(start, 0x93, 'N', 'U', 'M', 'P', 'Y') || plain.endsWith(".npy")) {
                return ArrayFile.of(name, Npy.readNumbers(in, file.toString()), options.label());
            }
            if (begins(start, 'M', 'A', 'T', 'L', 'A', 'B')
                    || begins(start, 0x89, 'H', 'D', 'F')
                    || plain.endsWith(".mat")) {
                return ArrayFile.of(file, MatFile.read(in, file.toString()), options.label());
            }
            if (IdxFile.begins(start)) {
                return ArrayFile.of(name, IdxFile.read(in, file.toString()), options.label());
            }
            Parts table = TextTable.read(in, file.toString(), options).parts;
            Parts renamed = new Parts(name, table.values);
            renamed.names = table.names;
            renamed.words = table.words;
            renamed.refused = table.refused;
            renamed.labelName = table.labelName;
            renamed.classes = table.classes;
            renamed.labels = table.labels;
            renamed.lineOfFirstRow = table.lineOfFirstRow;
            return new DataFile(renamed);
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
        return parts.name;
    }

    public int rows() {
        return parts.rows();
    }

    public int columns() {
        return parts.columns();
    }

    /** Returns the number in this row and column, or the number of the word. */
    public double value(int row, int column) {
        int at = row * columns() + column;
        return parts.values.floats() != null
                ? parts.values.floats()[at]
                : parts.values.doubles()[at];
    }

    /** Returns a row-major array of length rows * columns, each number rounded to float. */
    public float[] toFloats() {
        return parts.values.floats() != null ? parts.values.floats().clone() : parts.values.toFloats();
    }

    /**
     * Returns the rows {@code from .. to - 1} with other values.
     *
     * @param change alters a row-major array of length (to - from) * columns in place and keeps no hold of it
     */
    public DataFile transform(int from, int to, Consumer<float[]> change) {
        require(
                from >= 0 && from < to && to <= rows(),
                "%s has %d rows, of which %d to %d cannot be taken",
                name(),
                rows(),
                from,
                to);
        float[] changed = Arrays.copyOfRange(parts.values.toFloats(), from * columns(), to * columns());
        change.accept(changed);
        Parts out = parts.copy();
        out.values = new NumericArray(new int[] {to - from, columns()}, changed, null);
        out.labels = parts.labels == null ? null : Arrays.copyOfRange(parts.labels, from, to);
        out.fileRows = IntStream.range(from, to).map(this::fileRow).toArray();
        return new DataFile(out);
    }

    /** Returns a new FLOAT array of shape [rows, columns]. */
    public INDArray toArray() {
        return Arrays2d.matrix(toFloats(), rows(), columns());
    }

    /** Returns the class of each row as its place among {@link #classes()}, {@link Labels#MISSING} where there is a missing mark. */
    public Optional<int[]> labels() {
        return parts.labels == null ? Optional.empty() : Optional.of(parts.labels.clone());
    }

    /** Returns the names of the classes as written in the file, sorted; empty if there are no labels. */
    public List<String> classes() {
        return parts.classes;
    }

    /** Returns the name of the column of labels; empty if it has none. */
    public String labelName() {
        return parts.labelName;
    }

    /** Returns the names in the header, without that of the label; empty if there was none. */
    public List<String> columnNames() {
        return parts.names;
    }

    /** Returns how messages call this column, counted from 0. */
    public String label(int column) {
        return Column.real(parts.names.isEmpty() ? "" : parts.names.get(column), 0)
                .label(column);
    }

    /** Returns the words of a column by number; empty for a column of numbers. */
    public Optional<List<String>> words(int column) {
        return Optional.ofNullable(parts.words.get(column));
    }

    /** Returns what the value in this row and column looks like in a file. */
    public String text(int row, int column) {
        double value = value(row, column);
        List<String> words = parts.words.get(column);
        return words == null ? WordColumn.ofNumber(value) : words.get((int) value);
    }

    /** Returns what the first word of this column says where numbers are needed. */
    IllegalArgumentException refusal(int column) {
        IllegalArgumentException known = parts.refused[column];
        return known != null
                ? known
                : new IllegalArgumentException(
                        name() + ", " + label(column) + ": expected numbers, but it holds words");
    }

    /** Returns the number of this row in the file, counted from 1 and without header. */
    public int fileRow(int row) {
        return parts.fileRows == null ? row + 1 : parts.fileRows[row];
    }

    /** Returns how messages call this row: {@code row 10}. */
    public String rowLabel(int row) {
        return "row " + fileRow(row);
    }

    /** Returns height and width if the file held an array of rank 3. */
    public Optional<ImageShape> imageShape() {
        return Optional.ofNullable(parts.imageShape);
    }

    /** Returns what was noticed while reading that a user should know, one sentence each. */
    public List<String> notices() {
        return Collections.unmodifiableList(parts.notices);
    }

    /** Returns whether every value is the number 0 or 1. */
    public boolean isBinary() {
        for (int c = 0; c < columns(); c++) {
            if (parts.words.get(c) != null) {
                return false;
            }
        }
        for (int i = 0; i < parts.values.length(); i++) {
            double v = parts.values.floats() != null
                    ? parts.values.floats()[i]
                    : parts.values.doubles()[i];
            if (v != 0 && v != 1) {
                return false;
            }
        }
        return true;
    }

    /** Returns the same rows with these columns only, counted from 0. */
    public DataFile select(int... columnNumbers) {
        int n = columnNumbers.length;
        int[] shape = {rows(), n};
        NumericArray from = parts.values;
        float[] floats = from.floats() == null ? null : new float[Math.multiplyExact(rows(), n)];
        double[] doubles = from.floats() == null ? new double[Math.multiplyExact(rows(), n)] : null;
        for (int r = 0, out = 0; r < rows(); r++) {
            for (int c : columnNumbers) {
                if (floats != null) {
                    floats[out++] = from.floats()[r * columns() + c];
                } else {
                    doubles[out++] = from.doubles()[r * columns() + c];
                }
            }
        }
        Parts out = parts.copy();
        out.values = new NumericArray(shape, floats, doubles);
        out.names = parts.names.isEmpty()
                ? parts.names
                : Arrays.stream(columnNumbers).mapToObj(parts.names::get).toList();
        List<List<String>> words = new ArrayList<>();
        out.refused = new IllegalArgumentException[n];
        for (int k = 0; k < n; k++) {
            words.add(parts.words.get(columnNumbers[k]));
            out.refused[k] = parts.refused[columnNumbers[k]];
        }
        out.words = words;
        out.imageShape = n == columns() ? parts.imageShape : null;
        return new DataFile(out);
    }

    /** Returns these rows, counted from 0, in this order. */
    public DataFile selectRows(int[] rowNumbers) {
        NumericArray from = parts.values;
        int d = columns();
        int size = Math.multiplyExact(rowNumbers.length, d);
        Object source = from.floats() != null ? from.floats() : from.doubles();
        float[] floats = from.floats() != null ? new float[size] : null;
        double[] doubles = from.floats() == null ? new double[size] : null;
        for (int i = 0; i < rowNumbers.length; i++) {
            System.arraycopy(source, rowNumbers[i] * d, floats != null ? floats : doubles, i * d, d);
        }
        Parts out = parts.copy();
        out.values = new NumericArray(new int[] {rowNumbers.length, d}, floats, doubles);
        out.labels = parts.labels == null
                ? null
                : Arrays.stream(rowNumbers).map(r -> parts.labels[r]).toArray();
        out.fileRows = Arrays.stream(rowNumbers).map(this::fileRow).toArray();
        return new DataFile(out);
    }

    /** Returns the same rows without labels. */
    DataFile withoutLabels() {
        Parts out = parts.copy();
        out.labels = null;
        out.classes = List.of();
        out.labelName = "";
        return new DataFile(out);
    }

    /** Returns the same with these notices. */
    DataFile withNotices(List<String> notices) {
        Parts out = parts.copy();
        out.notices = List.copyOf(notices);
        return new DataFile(out);
    }

    DataFile withLabelNumbers(double[] numbers) {
        return ArrayFile.labelled(parts.copy(), numbers);
    }

    /** Returns the same columns under other names; none if {@code names} is empty. */
    DataFile withNames(List<String> names) {
        Parts out = parts.copy();
        out.names = List.copyOf(names);
        return new DataFile(out);
    }

    /**
     * Returns these rows, all numbers, as a data set; REAL values are rounded to float as they are.
     *
     * @throws IllegalArgumentException if a value does not fit {@code kind}
     */
    public Dataset toDataset(String datasetName, Split split, DataKind kind) {
        for (int c = 0; c < columns(); c++) {
            if (parts.words.get(c) != null) {
                throw refusal(c);
            }
        }
        Dataset set = Dataset.adopt(datasetName, split, kind, parts.values.toFloats(), columns());
        set = parts.names.isEmpty() ? set : set.withSchema(set.schema().withNames(parts.names));
        set = parts.labels == null ? set : set.withLabels(parts.labels, new Labels(parts.labelName, parts.classes));
        return parts.imageShape == null ? set : set.withImageShape(parts.imageShape);
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
}
