package verisim.core.data;

import static verisim.core.Checks.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.math.Arrays2d;

/**
 * Rows of one {@link DataKind} and one {@link Split}, with optional labels and image shape. Immutable: arrays are copied in
 * and out.
 *
 * <p>The values are checked once, when the set is made: BINARY data holds 0 and 1 only, CATEGORICAL data the codes of
 * its column's levels, REAL data finite numbers. A model that takes BINARY data can therefore never be fed grey values.
 */
public final class Dataset {
    private final String name;
    private final Split split;
    private final DataKind kind;
    private final float[] values;
    private final int rows;
    private final int features;
    private final Schema schema;
    private final int[] labels;
    private final ImageShape imageShape;
    private final RowSource source;

    private Dataset(
            String name,
            Split split,
            DataKind kind,
            float[] values,
            int rows,
            int features,
            Schema schema,
            int[] labels,
            ImageShape imageShape,
            RowSource source) {
        this.name = name;
        this.split = split;
        this.kind = kind;
        this.values = values;
        this.rows = rows;
        this.features = features;
        this.schema = schema;
        this.labels = labels;
        this.imageShape = imageShape;
        this.source = source;
    }

    /**
     * Makes a data set from row-major values, which are copied and checked.
     *
     * @param values [rows, features] in row-major order
     * @throws IllegalArgumentException if a value does not fit {@code kind}; the message says which and where
     */
    public static Dataset of(String name, Split split, DataKind kind, float[] values, int features) {
        return adopt(name, split, kind, values.clone(), features);
    }

    /** As {@code of}, but keeps {@code values} itself: the caller must never change it again. */
    static Dataset adopt(String name, Split split, DataKind kind, float[] values, int features) {
        require(features >= 1, "'%s' must have at least one feature, but has %d", name, features);
        require(
                values.length > 0 && values.length % features == 0,
                "'%s' must have at least one row of %d values, but has %d values in all",
                name,
                features,
                values.length);
        int[] levels = checkValues(name, kind, values, features);
        return new Dataset(
                name,
                split,
                kind,
                values,
                values.length / features,
                features,
                Schema.unnamed(kind, levels),
                null,
                null,
                null);
    }

    /**
     * Makes a data set whose values are in the terms of {@code schema}. {@code values} are kept, not copied.
     *
     * @throws IllegalArgumentException if a column does not hold one of its values
     */
    static Dataset adopt(String name, Split split, Schema schema, float[] values) {
        Dataset set = adopt(name, split, schema.kind(), values, schema.features());
        return set.withSchema(schema);
    }

    /** Makes a data set from an array of shape [n, D]. */
    public static Dataset of(String name, Split split, DataKind kind, INDArray x) {
        require(x.rank() == 2, "'%s' must be an array of shape [n, D], but has rank %d", name, x.rank());
        return of(name, split, kind, Arrays2d.toFloats(x), Math.toIntExact(x.size(1)));
    }

    /** Returns the same rows with labels, one for each row. */
    public Dataset withLabels(int[] newLabels) {
        require(newLabels.length == rows, "'%s' has %d rows, but %d labels came", name, rows, newLabels.length);
        int classes = 0;
        for (int label : newLabels) {
            require(
                    label >= Labels.MISSING,
                    "labels of '%s' must be classes from 0, or -1 for a missing one, but there is %d",
                    name,
                    label);
            classes = Math.max(classes, label + 1);
        }
        Schema labelled = schema.labels().filter(l -> l.classes().size() >= 1).isPresent()
                        && schema.labels().get().classes().size() >= classes
                ? schema
                : schema.withLabels(new Labels(schema.labels().map(Labels::name).orElse(""), Schema.numbers(classes)));
        return new Dataset(name, split, kind, values, rows, features, labelled, newLabels.clone(), imageShape, source);
    }

    /** Returns the same rows with labels, one for each row: the number of a class of {@code meaning}, or -1 for a missing one. */
    public Dataset withLabels(int[] newLabels, Labels meaning) {
        for (int label : newLabels) {
            require(
                    label >= Labels.MISSING && label < meaning.classes().size(),
                    "labels of '%s' must be one of %d classes, or -1 for a missing one, but there is %d",
                    name,
                    meaning.classes().size(),
                    label);
        }
        return new Dataset(
                        name,
                        split,
                        kind,
                        values,
                        rows,
                        features,
                        schema.withLabels(meaning),
                        labels,
                        imageShape,
                        source)
                .withLabels(newLabels);
    }

    /**
     * Returns the same rows in the terms of this schema.
     *
     * @throws IllegalArgumentException if a column does not hold one of its values
     */
    public Dataset withSchema(Schema newSchema) {
        require(
                newSchema.kind() == kind && newSchema.features() == features,
                "'%s' is %s with %d columns, the schema is of %s data with %d",
                name,
                kind,
                features,
                newSchema.kind(),
                newSchema.features());
        if (kind == DataKind.CATEGORICAL) {
            for (int i = 0; i < values.length; i++) {
                int d = i % features;
                require(
                        newSchema.column(d).holds(values[i]),
                        "'%s', row %d: %s holds the code %d, but the column has %d levels; a level that no training row"
                                + " has cannot be scored",
                        name,
                        i / features + 1,
                        newSchema.label(d),
                        (int) values[i],
                        newSchema.levels(d));
            }
        }
        Schema whole = newSchema.labels().isPresent() || schema.labels().isEmpty()
                ? newSchema
                : newSchema.withLabels(schema.labels().get());
        return new Dataset(name, split, kind, values, rows, features, whole, labels, imageShape, source);
    }

    /** Returns the same rows, known to come from these rows of a file. */
    public Dataset withSource(RowSource newSource) {
        require(
                newSource.rows().length == rows,
                "'%s' has %d rows, but its source tells of %d",
                name,
                rows,
                newSource.rows().length);
        return new Dataset(name, split, kind, values, rows, features, schema, labels, imageShape, newSource);
    }

    /** Returns the rows of the file that these rows come from; empty if they come from elsewhere. */
    public Optional<RowSource> source() {
        return Optional.ofNullable(source);
    }

    /** Returns how messages call this row, counted from 0: {@code row 10}, counted in the file where there is one. */
    public String rowLabel(int row) {
        return "row " + (source == null ? row + 1 : source.rows()[row]);
    }

    /** Returns the same rows, to be shown as images of this shape. */
    public Dataset withImageShape(ImageShape shape) {
        require(
                shape.pixels() == features,
                "'%s' has %d features, which are not %dx%d pixels",
                name,
                features,
                shape.height(),
                shape.width());
        return new Dataset(name, split, kind, values, rows, features, schema, labels, shape, source);
    }

    /** Returns the same rows with this number of levels, named 0, 1, …, in every column; a rare one may be missing from a small split. */
    public Dataset withCategories(int levels) {
        require(
                kind == DataKind.CATEGORICAL && levels >= categories(),
                "'%s' is %s with %d categories; it cannot have %d",
                name,
                kind,
                categories(),
                levels);
        int[] all = new int[features];
        Arrays.fill(all, levels);
        Schema wider = Schema.unnamed(kind, all);
        return withSchema(schema.isNamed() ? wider.withNames(schema.names()) : wider);
    }

    /** Returns the first {@code n} rows, or all if there are fewer. */
    public Dataset head(int n) {
        return n >= rows ? this : select(java.util.stream.IntStream.range(0, n).toArray());
    }

    /**
     * Returns {@code n} rows evenly spaced over all, or all if there are fewer: rows {@code floor(i size / n)}. Files are often
     * sorted (the first half of MNIST's test images is the easier one), so first rows would not stand for the whole.
     */
    public Dataset spread(int n) {
        return n >= rows
                ? this
                : select(java.util.stream.IntStream.range(0, n)
                        .map(i -> (int) ((long) i * rows / n))
                        .toArray());
    }

    /** Returns these rows, in this order. */
    public Dataset select(int[] rowNumbers) {
        require(rowNumbers.length > 0, "at least one row must be selected from '%s'", name);
        float[] picked = new float[rowNumbers.length * features];
        copyRows(rowNumbers, 0, rowNumbers.length, picked);
        int[] pickedLabels = labels == null
                ? null
                : Arrays.stream(rowNumbers).map(r -> labels[r]).toArray();
        return new Dataset(
                name,
                split,
                kind,
                picked,
                rowNumbers.length,
                features,
                schema,
                pickedLabels,
                imageShape,
                source == null ? null : source.select(rowNumbers));
    }

    public String name() {
        return name;
    }

    public Split split() {
        return split;
    }

    public DataKind kind() {
        return kind;
    }

    /** Returns n, the number of rows. */
    public int size() {
        return rows;
    }

    /** Returns D, the number of columns. */
    public int features() {
        return features;
    }

    /** Returns what the columns are called and what their values stand for. */
    public Schema schema() {
        return schema;
    }

    /** Returns the number of levels of each column: 2 for BINARY data, 0 for REAL data. */
    public int[] levels() {
        return schema.levels();
    }

    /** Returns the largest number of levels of a column: 2 for BINARY data, 0 for REAL data. */
    public int categories() {
        return Arrays.stream(schema.levels()).max().orElse(0);
    }

    /** Returns the class of each row, {@link Labels#MISSING} where it is not known; empty if the rows have no labels. */
    public Optional<int[]> labels() {
        return labels == null ? Optional.empty() : Optional.of(labels.clone());
    }

    public Optional<ImageShape> imageShape() {
        return Optional.ofNullable(imageShape);
    }

    /** Returns a new FLOAT array of shape [n, D]. */
    public INDArray toArray() {
        return Arrays2d.matrix(values, rows, features);
    }

    /** Returns a new row-major array of length n * D. */
    public float[] toFloats() {
        return values.clone();
    }

    /** Returns the value in this row and column. */
    public float value(int row, int column) {
        return values[row * features + column];
    }

    /**
     * Copies the rows {@code rowNumbers[from .. from + count)} into {@code out}, one after the other: a batch.
     *
     * @param out at least count * D long
     */
    public void copyRows(int[] rowNumbers, int from, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(values, rowNumbers[from + i] * features, out, i * features, features);
        }
    }

    /** Copies the rows {@code from .. from + count - 1} into {@code out}. */
    public void copyRange(int from, int count, float[] out) {
        System.arraycopy(values, from * features, out, 0, count * features);
    }

    /** Returns the SHA-256 of shape, values and labels: two data sets with the same hash hold the same rows in the same order. */
    public String contentHash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((kind + " " + rows + " " + features).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            ByteBuffer block = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
            FloatBuffer floats = block.asFloatBuffer();
            for (int from = 0; from < values.length; from += floats.capacity()) {
                int n = Math.min(floats.capacity(), values.length - from);
                floats.clear().put(values, from, n);
                digest.update(block.array(), 0, n * Float.BYTES);
            }
            if (labels != null) {
                digest.update(Arrays.toString(labels).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            String meaning = meaning();
            if (!meaning.isEmpty()) {
                digest.update(meaning.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one does not", e);
        }
    }

    /** Returns what the stored numbers stand for where that is not the numbers themselves; empty if it is. */
    private String meaning() {
        StringBuilder out = new StringBuilder();
        for (int d = 0; d < features; d++) {
            Column column = schema.column(d);
            if (column.origin() != 0) {
                out.append(d)
                        .append(" from ")
                        .append(column.origin())
                        .append(" by ")
                        .append(column.decimals())
                        .append('\n');
            }
            if (!column.levels().equals(Schema.numbers(column.levels().size()))) {
                out.append(d).append(" of ").append(column.levels()).append('\n');
            }
        }
        schema.labels()
                .filter(l -> labels != null
                        && !l.classes().equals(Schema.numbers(l.classes().size())))
                .ifPresent(l -> out.append("labels of ").append(l.classes()));
        return out.toString();
    }

    @Override
    public String toString() {
        return name + " (" + split.label() + ", " + kind + ", " + rows + " x " + features + ")";
    }

    /** @return the number of levels of each column that the values need */
    private static int[] checkValues(String name, DataKind kind, float[] values, int features) {
        int[] levels = new int[features];
        Arrays.fill(levels, kind == DataKind.BINARY ? 2 : 0);
        for (int i = 0; i < values.length; i++) {
            float v = values[i];
            boolean fits = switch (kind) {
                case BINARY -> v == 0f || v == 1f;
                case REAL -> Float.isFinite(v);
                case CATEGORICAL -> v >= 0 && v == Math.rint(v) && v < 1 << 20;
            };
            if (!fits) {
                throw new IllegalArgumentException(String.format(
                        java.util.Locale.ROOT,
                        "'%s' is %s, so every value must be %s, but row %d, column %d holds %s; %s",
                        name,
                        kind,
                        kind == DataKind.BINARY ? "0 or 1" : kind == DataKind.REAL ? "finite" : "an integer from 0",
                        i / features + 1,
                        i % features + 1,
                        v,
                        kind == DataKind.BINARY
                                ? "choose a binarisation or declare the data REAL"
                                : "correct or drop that row"));
            }
            if (kind == DataKind.CATEGORICAL) {
                levels[i % features] = Math.max(levels[i % features], (int) v + 1);
            }
        }
        return levels;
    }
}
