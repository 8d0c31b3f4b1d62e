package verisim.benchmarks.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import verisim.core.result.Kind;
import verisim.core.statistics.Summary;
import verisim.reports.table.Csv;
import verisim.reports.table.Digits;

/** The ledger as rows of text: for the terminal, Markdown, CSV and JSON. */
public final class LedgerTable {
    /** What is said of a figure that is no evidence, where {@link #MARK} stands. */
    public static final String NOTE = "* the published figure is from memory, not read again: no evidence";

    private static final String MARK = "*";
    private static final int COMMIT_DIGITS = 9;
    private static final int DECIMALS = 2;

    private LedgerTable() {}

    /** Returns a row's cells by heading, for reading. */
    public static Map<String, String> cells(LedgerRow row) {
        PublishedFigure f = row.figure();
        Map<String, String> out = new LinkedHashMap<>();
        out.put("id", f.id());
        out.put("published", published(f));
        out.put("ours", row.ours().map(LedgerTable::ours).orElse("\u2014"));
        out.put(
                "difference",
                Double.isNaN(row.verdict().difference())
                        ? ""
                        : (row.verdict().difference() > 0 ? "+" : "")
                                + Verdict.number(row.verdict().difference()));
        out.put("verdict", row.verdict().words());
        out.put("target", f.target().isPresent() ? plain(f.target().getAsDouble()) + ": " + row.target() : "");
        out.put("suite", row.suite());
        out.put("model", row.model());
        out.put("commit", commit(row.commit()));
        out.put("fit", time(row.fitSeconds()));
        out.put("machine", row.machine());
        return out;
    }

    /** Returns the published figure with the sign of its kind, and the mark of one that is no evidence. */
    static String published(PublishedFigure f) {
        return sign(f.kind()) + plain(f.value()) + (f.sure().isEvidence() ? "" : MARK);
    }

    private static String ours(Summary s) {
        if (!s.hasNumber()) {
            return "\u2014";
        }
        if (s.status() == Summary.Status.BRACKET) {
            return Digits.bracket(s.low(), s.high());
        }
        double half = Math.max(s.value() - s.low(), s.high() - s.value());
        String number = String.format(Locale.ROOT, "%.4f", s.value());
        return sign(s.kind().orElseThrow())
                + number
                + (Double.isFinite(half) ? String.format(Locale.ROOT, " [%.4f, %.4f]", s.low(), s.high()) : "");
    }

    private static String sign(Kind kind) {
        return kind == Kind.EXACT ? "" : kind.mark() + " ";
    }

    private static String plain(double value) {
        java.math.BigDecimal decimal = java.math.BigDecimal.valueOf(value).stripTrailingZeros();
        return decimal.setScale(Math.max(DECIMALS, decimal.scale())).toPlainString();
    }

    private static String commit(String commit) {
        List<String> parts = new ArrayList<>();
        for (String one : commit.split(", ", -1)) {
            String hash = one.endsWith("-dirty") ? one.substring(0, one.length() - "-dirty".length()) : one;
            parts.add(hash.substring(0, Math.min(COMMIT_DIGITS, hash.length())) + one.substring(hash.length()));
        }
        return String.join(", ", parts);
    }

    private static String time(double seconds) {
        if (Double.isNaN(seconds)) {
            return "";
        }
        return seconds < 100
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.1f min", seconds / 60);
    }

    /** Returns how many figures have each verdict: {@code 3 reproduced, 1 better, 40 no run}. */
    public static String counts(List<LedgerRow> rows) {
        List<String> parts = new ArrayList<>();
        Ledger.counts(rows)
                .forEach((status, n) -> parts.add(n + " " + status.label().replace('-', ' ')));
        return rows.size() + " figures: " + String.join(", ", parts);
    }

    /** Returns everything known of each row, numbers as numbers, for programs. */
    public static List<Map<String, Object>> records(List<LedgerRow> rows) {
        return rows.stream().map(LedgerTable::record).toList();
    }

    private static Map<String, Object> record(LedgerRow row) {
        PublishedFigure f = row.figure();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", f.id());
        out.put("dataset", f.dataset());
        out.put("protocol", f.protocol());
        out.put("publishedModel", f.model());
        out.put("metric", f.metric());
        out.put("unit", f.unit());
        out.put("better", f.direction().label());
        out.put("published", f.value());
        out.put("publishedKind", f.kind().label());
        out.put("sure", f.sure().label());
        out.put("evidence", f.sure().isEvidence());
        out.put("tolerance", f.tolerance());
        out.put("source", f.source());
        out.put("ours", number(row, Summary::value));
        out.put("low", number(row, Summary::low));
        out.put("high", number(row, Summary::high));
        out.put("kind", row.ours().flatMap(Summary::kind).map(Kind::label).orElse(null));
        out.put("replicates", row.ours().map(Summary::replicates).orElse(0));
        double difference = row.verdict().difference();
        out.put("difference", Double.isNaN(difference) ? null : (Object) difference);
        out.put("verdict", row.verdict().status().label());
        out.put("words", row.verdict().words());
        out.put("target", f.target().isPresent() ? (Object) f.target().getAsDouble() : null);
        out.put("targetVerdict", row.target());
        out.put("suite", row.suite());
        out.put("model", row.model());
        out.put("commit", row.commit());
        out.put("fitSeconds", Double.isNaN(row.fitSeconds()) ? null : (Object) row.fitSeconds());
        out.put("machine", row.machine());
        return out;
    }

    private static Object number(LedgerRow row, java.util.function.ToDoubleFunction<Summary> value) {
        double number = row.ours().map(value::applyAsDouble).orElse(Double.NaN);
        return Double.isFinite(number) ? number : null;
    }

    /** Returns the rows as CSV (RFC 4180), numbers in full precision, empty where there is none. */
    static String csv(List<LedgerRow> rows) {
        return Csv.of(records(rows));
    }

    /** Returns the rows as tables in Markdown, one for each data set. */
    static String markdown(List<LedgerRow> rows) {
        StringBuilder out = new StringBuilder("# Published figures and ours\n\n")
                .append(counts(rows))
                .append(".\n\n")
                .append(NOTE.replace("*", "\\*"))
                .append(".\n");
        byDataset(rows).forEach((dataset, group) -> {
            out.append("\n## ").append(dataset).append('\n');
            boolean first = true;
            for (LedgerRow row : group) {
                Map<String, String> cells = readable(row);
                if (first) {
                    line(out.append('\n'), new ArrayList<>(cells.keySet()));
                    line(out, cells.keySet().stream().map(c -> "---").toList());
                    first = false;
                }
                line(out, new ArrayList<>(cells.values()));
            }
        });
        return out.toString();
    }

    /** Returns the cells of a page, where there is room for the source; the data set stands above the table. */
    static Map<String, String> readable(LedgerRow row) {
        Map<String, String> cells = cells(row);
        Map<String, String> out = new LinkedHashMap<>();
        out.put("published model", row.figure().model());
        for (String key : List.of("published", "ours", "difference", "verdict", "target")) {
            out.put(key, cells.get(key));
        }
        out.put("our model", row.suite().isEmpty() ? "" : row.suite() + ": " + row.model());
        out.put("commit", cells.get("commit"));
        out.put("fit", cells.get("fit"));
        out.put("machine", cells.get("machine"));
        out.put("source", row.figure().source() + " (" + row.figure().sure().meaning() + ")");
        return out;
    }

    /** Returns the rows by data set and protocol, in the order they first come. */
    static Map<String, List<LedgerRow>> byDataset(List<LedgerRow> rows) {
        Map<String, List<LedgerRow>> out = new LinkedHashMap<>();
        for (LedgerRow row : rows) {
            PublishedFigure f = row.figure();
            String key = f.dataset() + (f.protocol().isEmpty() ? "" : " (" + f.protocol() + ")") + ", " + f.metric()
                    + ", " + f.unit();
            out.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        return out;
    }

    private static void line(StringBuilder out, List<String> cells) {
        out.append("| ");
        out.append(String.join(
                " | ",
                cells.stream()
                        .map(c -> c.replace("|", "\\|").replace("*", "\\*"))
                        .toList()));
        out.append(" |\n");
    }
}
