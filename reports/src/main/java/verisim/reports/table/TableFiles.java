package verisim.reports.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import verisim.core.statistics.Summary;
import verisim.reports.table.Verdict.Highlight;

/** A leaderboard as text: CSV with full precision, Markdown and LaTeX as printed. */
public final class TableFiles {
    private static final String LEGEND = "A warning stands against the number: it is never called best or tied.";

    private TableFiles() {}

    /** Returns one row a model and metric: mean over replicates, interval, kind, and the text that other tables print. */
    public static String csv(Leaderboard board) {
        StringBuilder out = new StringBuilder();
        Csv.appendRow(
                out,
                List.of(
                        "dataset",
                        "run",
                        "model",
                        "family",
                        "metric",
                        "unit",
                        "direction",
                        "kind",
                        "value",
                        "low",
                        "high",
                        "replicates",
                        "n",
                        "highlight",
                        "printed",
                        "notes",
                        "target",
                        "warnings"));
        for (int r = 0; r < board.rows().size(); r++) {
            Leaderboard.Row row = board.rows().get(r);
            for (int c = 0; c < board.columns().size(); c++) {
                Optional<Score> score = row.scores().get(c);
                if (score.isPresent()) {
                    Leaderboard.Column column = board.columns().get(c);
                    Highlight highlight = column.verdict().highlights().get(r);
                    List<String> fields = new ArrayList<>(List.of(
                            board.dataset(), row.run(), row.model(), row.family(), column.metric(), column.unit()));
                    fields.add(column.direction().label());
                    fields.addAll(numbers(score.get()));
                    fields.add(word(highlight));
                    fields.add(score.get().plain());
                    fields.add(String.join("; ", score.get().notes()));
                    fields.add(column.target().map(Csv::number).orElse(""));
                    fields.add(String.join("; ", score.get().warnings()));
                    Csv.appendRow(out, fields);
                }
            }
        }
        return out.toString();
    }

    /** Returns a Markdown table; the best value, where one may be named, is bold. Reasons stand in a list below. */
    public static String markdown(Leaderboard board) {
        StringBuilder out = new StringBuilder("| model | family |");
        board.columns()
                .forEach(c -> out.append(' ').append(markdownText(header(c))).append(" |"));
        out.append("\n|---|---|").append("---|".repeat(board.columns().size())).append('\n');
        List<String> reasons = new ArrayList<>();
        for (int r = 0; r < board.rows().size(); r++) {
            Leaderboard.Row row = board.rows().get(r);
            out.append("| ")
                    .append(markdownText(row.label()))
                    .append(" | ")
                    .append(markdownText(row.family()))
                    .append(" |");
            for (int c = 0; c < board.columns().size(); c++) {
                String text = row.scores().get(c).map(Score::plain).orElse("");
                List<String> notes =
                        row.scores().get(c).map(TableFiles::allNotes).orElse(List.of());
                String bold = isBest(board, r, c) ? "**" : "";
                out.append(' ').append(bold).append(text).append(bold);
                out.append(row.scores().get(c).filter(Score::isWarned).isPresent() ? " !" : "");
                for (String note : notes) {
                    out.append(" [").append(number(reasons, note)).append(']');
                }
                out.append(" |");
            }
            out.append('\n');
        }
        out.append('\n');
        if (isWarned(board)) {
            out.append("! ").append(LEGEND).append("\n\n");
        }
        for (int i = 0; i < reasons.size(); i++) {
            out.append("- [")
                    .append(i + 1)
                    .append("] ")
                    .append(markdownText(reasons.get(i)))
                    .append('\n');
        }
        for (Leaderboard.Column c : board.columns()) {
            out.append("- ")
                    .append(markdownText(c.metric() + ": " + c.verdict().note()))
                    .append('\n');
        }
        return out.toString();
    }

    /** Returns a LaTeX tabular; needs no package. */
    public static String latex(Leaderboard board) {
        StringBuilder out = new StringBuilder(
                "% = exact, \\geq lower bound, \\leq upper bound, \\approx estimate; 95 % intervals\n");
        out.append("\\begin{tabular}{ll")
                .append("r".repeat(board.columns().size()))
                .append("}\n\\hline\nmodel & family");
        board.columns().forEach(c -> out.append(" & ").append(latexText(header(c))));
        List<String> warnings = new ArrayList<>();
        out.append(" \\\\\n\\hline\n");
        for (int r = 0; r < board.rows().size(); r++) {
            Leaderboard.Row row = board.rows().get(r);
            out.append(latexText(row.label())).append(" & ").append(latexText(row.family()));
            for (int c = 0; c < board.columns().size(); c++) {
                out.append(" & ");
                String math = row.scores().get(c).map(TableFiles::latexMath).orElse("");
                out.append(isBest(board, r, c) ? "\\boldmath" + math : math);
                for (String warning : row.scores().get(c).map(Score::warnings).orElse(List.of())) {
                    out.append("\\textsuperscript{!")
                            .append(number(warnings, warning))
                            .append('}');
                }
            }
            out.append(" \\\\\n");
        }
        out.append("\\hline\n\\end{tabular}\n");
        if (!warnings.isEmpty()) {
            out.append("\n{\\footnotesize ").append(latexText("! " + LEGEND));
            for (int i = 0; i < warnings.size(); i++) {
                out.append(" !")
                        .append(i + 1)
                        .append(": ")
                        .append(latexText(warnings.get(i)))
                        .append('.');
            }
            out.append("\\par}\n");
        }
        return out.toString();
    }

    private static boolean isWarned(Leaderboard board) {
        return board.rows().stream()
                .flatMap(r -> r.scores().stream())
                .anyMatch(s -> s.filter(Score::isWarned).isPresent());
    }

    /** Returns why replicates have no number, then what is known against the others. */
    private static List<String> allNotes(Score score) {
        List<String> all = new ArrayList<>(score.notes());
        score.warnings().forEach(w -> all.add("warning: " + w));
        return all;
    }

    private static boolean isBest(Leaderboard board, int row, int column) {
        Highlight highlight = board.columns().get(column).verdict().highlights().get(row);
        return highlight == Highlight.BEST || highlight == Highlight.BEST_OF_KIND;
    }

    private static String word(Highlight highlight) {
        return switch (highlight) {
            case NONE -> "";
            case BEST -> "best";
            case BEST_OF_KIND -> "best-of-kind";
            case TIED -> "not-resolved";
        };
    }

    private static List<String> numbers(Score score) {
        Summary s = score.summary();
        return List.of(
                score.label(),
                Csv.number(s.value()),
                Csv.number(s.low()),
                Csv.number(s.high()),
                Integer.toString(s.replicates()),
                score.hasNumber() ? Long.toString(score.n()) : "");
    }

    private static String header(Leaderboard.Column c) {
        String unit = c.unit().equals("1") ? "" : " (" + c.unit() + ")";
        return c.metric() + (c.arrow().isEmpty() ? "" : " " + c.arrow()) + unit;
    }

    private static int number(List<String> reasons, String note) {
        if (!reasons.contains(note)) {
            reasons.add(note);
        }
        return reasons.indexOf(note) + 1;
    }

    static String markdownText(String text) {
        return text.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("*", "\\*")
                .replace("_", "\\_")
                .replaceAll("\\R", " ");
    }

    private static String latexMath(Score score) {
        if (!score.hasNumber()) {
            return "---";
        }
        String text = score.plain().replaceAll("e(-?\\d+)", "\\\\times 10^{$1}");
        return "$"
                + text.replace("\u2265", "\\geq")
                        .replace("\u2264", "\\leq")
                        .replace("\u2248", "\\approx")
                        .replace("\u00b1", "\\pm")
                        .replace("\u221e", "\\infty")
                + "$";
    }

    static String latexText(String text) {
        return text.replaceAll("\\R", " ")
                .chars()
                .mapToObj(TableFiles::latexCharacter)
                .collect(Collectors.joining());
    }

    private static String latexCharacter(int c) {
        return switch (c) {
            case '\\' -> "\\textbackslash{}";
            case '~' -> "\\textasciitilde{}";
            case '^' -> "\\textasciicircum{}";
            case '<' -> "$<$";
            case '>' -> "$>$";
            case '\u00b1' -> "$\\pm$";
            case '\u2264' -> "$\\leq$";
            case '\u2265' -> "$\\geq$";
            case '\u2191' -> "$\\uparrow$";
            case '\u2192' -> "$\\rightarrow$";
            case '\u2193' -> "$\\downarrow$";
            case '\u00b7' -> "$\\cdot$";
            case '&', '%', '$', '#', '_', '{', '}' -> "\\" + (char) c;
            default -> Character.toString(c);
        };
    }
}
