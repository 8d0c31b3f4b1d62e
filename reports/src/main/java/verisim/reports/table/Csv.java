package verisim.reports.table;

import java.util.List;

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

    /** Returns {@code value} so that reading it gives the same double; empty for NaN. */
    public static String number(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    private static String field(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
