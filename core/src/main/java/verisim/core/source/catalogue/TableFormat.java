package verisim.core.source.catalogue;

import java.util.Arrays;
import java.util.List;
import verisim.core.data.DataFile;
import verisim.core.option.Option;

/**
 * How a text file becomes rows: {@code table:LABEL:SKIP:COLUMNS:STEPS}.
 *
 * @param label as {@link DataFile} reads it
 * @param skip columns before the first feature
 * @param columns the columns to keep, counted from 0; empty for all
 * @param steps what the values of each column are rounded to; empty if values are as exact as they look
 */
record TableFormat(String label, int skip, List<Integer> columns, List<Double> steps) {
    static final Option VALUES = Option.choice(
            "values",
            List.of("as-recorded", "dequantised"),
            "as-recorded: rounded, so that many rows share a value; dequantised: uniform noise as wide as the rounding is added");

    static TableFormat of(String format) {
        String[] parts = format.split(":", -1);
        return new TableFormat(
                parts[1],
                Integer.parseInt(parts[2]),
                list(parts, 3).stream().map(Integer::valueOf).toList(),
                list(parts, 4).stream().map(Double::valueOf).toList());
    }

    private static List<String> list(String[] parts, int at) {
        return parts.length <= at || parts[at].isEmpty() ? List.of() : Arrays.asList(parts[at].split(",", -1));
    }

    double[] stepsOfColumns() {
        return steps.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
