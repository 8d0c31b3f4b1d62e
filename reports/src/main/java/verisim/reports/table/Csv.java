package verisim.reports.table;

import java.util.List;
import java.util.Map;

/** Comma-separated values after RFC 4180, except that lines end in a bare line feed. */
public final class Csv {
    private Csv() {}

    /** Appends one row; a field that holds a comma, a quote or a line break is quoted, quotes in it are doubled. */
    public static void appendRow(StringBuilder out, List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            out.append(field(fields.get(i)));
        }
        out.append('\n');
    }

    /** Returns records of the same keys, which are the head, numbers in full precision; null is an empty field. */
    public static String of(List<Map<String, Object>> records) {
        StringBuilder out = new StringBuilder();
        if (!records.isEmpty()) {
            appendRow(out, List.copyOf(records.get(0).keySet()));
        }
        for (Map<String, Object> record : records) {
            appendRow(
                    out,
                    record.values().stream()
                            .map(value -> value == null ? "" : String.valueOf(value))
                            .toList());
        }
        return out.toString();
    }

    /** Returns {@code value} so that reading it gives the same double; empty for NaN. */
    public static String number(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    private static String field(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
