package verisim.reports.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import verisim.core.statistics.Summary;
import verisim.reports.chart.Palette;
import verisim.reports.html.PageView.BoardView;
import verisim.reports.html.PageView.CellView;
import verisim.reports.html.PageView.ColumnView;
import verisim.reports.html.PageView.Note;
import verisim.reports.html.PageView.RowView;
import verisim.reports.table.Digits;
import verisim.reports.table.Leaderboard;
import verisim.reports.table.Score;
import verisim.reports.table.Verdict.Highlight;

/** Turns a leaderboard into what the template shows. */
final class BoardViews {
    private final String id;
    private final Map<String, Note> notes = new LinkedHashMap<>();

    private BoardViews(String id) {
        this.id = id;
    }

    /**
     * Returns the view of {@code board}.
     *
     * @param id unique in the page; footnotes' ids begin with it
     */
    static BoardView of(Leaderboard board, Palette palette, String id) {
        return new BoardViews(id).view(board, palette);
    }

    private BoardView view(Leaderboard board, Palette palette) {
        List<ColumnView> columns = board.columns().stream()
                .map(c -> new ColumnView(
                        c.metric(),
                        c.unit().equals("1") ? "" : c.unit(),
                        c.arrow(),
                        better(c),
                        c.description(),
                        c.caution(),
                        c.verdict().note()))
                .toList();
        List<RowView> rows = new ArrayList<>();
        for (int r = 0; r < board.rows().size(); r++) {
            Leaderboard.Row row = board.rows().get(r);
            List<CellView> cells = new ArrayList<>();
            for (int c = 0; c < board.columns().size(); c++) {
                Leaderboard.Column column = board.columns().get(c);
                cells.add(
                        cell(row.scores().get(c), column.verdict().highlights().get(r)));
            }
            rows.add(new RowView(row.label(), row.family(), palette.variable(row.label()), cells));
        }
        return new BoardView(columns, rows, List.copyOf(notes.values()));
    }

    private static String better(Leaderboard.Column column) {
        if (column.target().isPresent()) {
            return "nearer to " + Digits.of(column.target().get(), 0).plain() + " is better";
        }
        return switch (column.direction()) {
            case HIGHER -> "higher is better";
            case LOWER -> "lower is better";
            case NONE -> "neither direction is better";
        };
    }

    private CellView cell(Optional<Score> optional, Highlight highlight) {
        if (optional.isEmpty()) {
            return new CellView("", "", "", "", "", "this run did not ask for it", List.of(), List.of());
        }
        Score score = optional.get();
        List<Note> marks = score.notes().stream().map(this::note).toList();
        List<Note> warnings =
                score.warnings().stream().map(w -> note("warning: " + w)).toList();
        if (!score.hasNumber()) {
            String style = score.summary().status() == Summary.Status.FAILED ? "failed" : "absent";
            String word = score.summary().status() == Summary.Status.FAILED ? "failed" : "";
            return new CellView(score.mark(), word, "", "", style, String.join("; ", score.notes()), marks, warnings);
        }
        String style = highlight.name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (score.summary().status() == Summary.Status.BRACKET) {
            String text = Digits.bracket(score.summary().low(), score.summary().high());
            return new CellView("", text, "", "", style, hint(score, highlight), marks, warnings);
        }
        Digits.Printed printed = score.printed();
        String exponent = printed.exponent() == 0 ? "" : Integer.toString(printed.exponent());
        return new CellView(
                score.mark(),
                printed.value(),
                printed.half(),
                exponent,
                style,
                hint(score, highlight),
                marks,
                warnings);
    }

    private Note note(String text) {
        return notes.computeIfAbsent(text, t -> new Note(id + "-note-" + (notes.size() + 1), notes.size() + 1, t));
    }

    private static String hint(Score score, Highlight highlight) {
        Summary s = score.summary();
        List<String> parts = new ArrayList<>();
        parts.add(score.label());
        if (s.status() == Summary.Status.MEASURED) {
            parts.add("value " + s.value());
        }
        parts.add(Double.isNaN(s.low()) ? "error not known" : "95 % interval " + s.low() + " to " + s.high());
        parts.add(s.replicates() + (s.replicates() == 1 ? " replicate" : " replicates"));
        if (score.values().size() > 1) {
            parts.add("values " + score.values().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        parts.add("n = " + score.n());
        score.protocol().forEach((name, value) -> parts.add(name + " = " + value));
        score.warnings().forEach(w -> parts.add("warning: " + w));
        switch (highlight) {
            case BEST -> parts.add("best");
            case BEST_OF_KIND -> parts.add("best of its kind");
            case TIED -> parts.add("not resolved from the best of its kind");
            case NONE -> {}
        }
        return String.join("; ", parts);
    }
}
