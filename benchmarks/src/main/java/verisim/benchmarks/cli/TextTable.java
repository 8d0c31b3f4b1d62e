package verisim.benchmarks.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prints rows in columns that line up. */
final class TextTable {
    private TextTable() {}

    /** Prints {@code rows}, whose keys in the order of the first row are the headings. */
    static void print(PrintWriter out, List<Map<String, Object>> rows) {
        if (rows.isEmpty()) {
            out.println("(none)");
            return;
        }
        List<String> headings = new ArrayList<>(rows.get(0).keySet());
        int[] widths = headings.stream().mapToInt(String::length).toArray();
        for (Map<String, Object> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(
                        widths[i], String.valueOf(row.get(headings.get(i))).length());
            }
        }
        line(out, headings, widths);
        for (Map<String, Object> row : rows) {
            line(out, headings.stream().map(h -> String.valueOf(row.get(h))).toList(), widths);
        }
    }

    private static void line(PrintWriter out, List<String> cells, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            text.append(cells.get(i));
            if (i + 1 < cells.size()) {
                text.append(" ".repeat(widths[i] - cells.get(i).length() + 2));
            }
        }
        out.println(text);
    }
}
