package verisim.core.data;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.math.Arrays2d;

/** Rows as a file has them: names, levels as text, numbers with their origin. */
public final class CsvRows {
    private CsvRows() {}

    /**
     * Returns rows as comma-separated text, with a header where the columns have names.
     *
     * @param x FLOAT [n, D] in the terms of {@code schema}
     * @param labels class of each row, the last column; null for none
     */
    public static String text(Schema schema, INDArray x, int[] labels) {
        float[] values = Arrays2d.toFloats(x);
        int d = schema.features();
        StringBuilder out = new StringBuilder();
        if (schema.isNamed()) {
            List<String> names = new ArrayList<>(schema.names());
            if (labels != null) {
                String label = schema.labels().map(Labels::name).orElse("");
                names.add(label.isEmpty() ? "label" : label);
            }
            names.forEach(n -> field(out, n));
            end(out);
        }
        for (int r = 0; r < values.length / d; r++) {
            for (int c = 0; c < d; c++) {
                field(out, schema.column(c).text(values[r * d + c]));
            }
            if (labels != null) {
                field(out, schema.labels().map(l -> l.classes()).orElseThrow().get(labels[r]));
            }
            end(out);
        }
        return out.toString();
    }

    /**
     * Returns rows as numbers: FLOAT as they are where no column was shifted, else DOUBLE with the origins added; levels that are all
     * integers as those integers, others as codes.
     */
    public static INDArray numbers(Schema schema, INDArray x) {
        int d = schema.features();
        boolean[] coded = new boolean[d];
        boolean asIs = schema.isUnshifted();
        for (int c = 0; c < d; c++) {
            List<String> levels = schema.column(c).levels();
            coded[c] = levels.isEmpty()
                    || levels.equals(Schema.numbers(levels.size()))
                    || !levels.stream().allMatch(t -> t.matches("-?\\d{1,9}"));
            asIs &= coded[c];
        }
        if (asIs) {
            return x;
        }
        float[] values = Arrays2d.toFloats(x);
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            Column column = schema.column(i % d);
            out[i] = coded[i % d]
                    ? column.value(values[i])
                    : Integer.parseInt(column.levels().get((int) values[i]));
        }
        INDArray rows = Arrays2d.matrix(out, out.length / d, d);
        return schema.isUnshifted() ? rows.castTo(DataType.FLOAT) : rows;
    }

    private static void field(StringBuilder out, String text) {
        boolean quote = text.indexOf(',') >= 0
                || text.indexOf('"') >= 0
                || text.indexOf('\n') >= 0
                || !text.equals(text.strip());
        out.append(quote ? '"' + text.replace("\"", "\"\"") + '"' : text).append(',');
    }

    private static void end(StringBuilder out) {
        out.setCharAt(out.length() - 1, '\n');
    }
}
