package verisim.reports.html;

import java.util.List;

/**
 * What the page template shows, in words; markup only where a component says so.
 *
 * @param notes what a reader should know of the runs' files
 * @param warnings how many numbers bear a warning; empty if none does
 * @param style style sheet
 * @param script program of the light and dark switch
 */
record PageView(
        String title,
        String subtitle,
        String summary,
        List<String> notes,
        String warnings,
        String style,
        String script,
        List<DatasetView> datasets,
        List<Failure> failures,
        Table timings,
        List<Group> environment,
        List<Group> provenance) {

    /** A name and its value. */
    record Fact(String name, String value) {}

    /** Facts under a heading. */
    record Group(String heading, List<Fact> facts) {}

    /** A table of plain text; the first columns are row headers, the rest numbers. */
    record Table(List<String> headers, int headerColumns, List<List<String>> rows) {}

    /** One thing that broke down. */
    record Failure(String dataset, String model, String replicates, String what, String phase, String error) {}

    /**
     * One data set's section.
     *
     * @param scores SVG elements
     * @param paired comparisons row by row, one a metric
     */
    record DatasetView(
            String id,
            String name,
            String description,
            List<Fact> facts,
            List<String> warnings,
            BoardView board,
            List<String> scores,
            List<PairedView> paired,
            List<Gallery> galleries) {}

    /**
     * Models compared row by row on the same test rows.
     *
     * @param figures SVG elements
     * @param models each against the best exact one
     * @param pairs all pairs, where there are more
     */
    record PairedView(
            String heading,
            List<String> sentences,
            List<String> figures,
            Table models,
            java.util.Optional<Table> pairs) {}

    /**
     * Pictures that belong together.
     *
     * @param style style class: {@code curves, images, points, maps}
     * @param figures SVG elements
     * @param absent models without a picture: name and reason
     */
    record Gallery(String style, String heading, String caption, List<String> figures, List<Fact> absent) {}

    /** A leaderboard. */
    record BoardView(List<ColumnView> columns, List<RowView> rows, List<Note> notes) {}

    record ColumnView(
            String metric,
            String unit,
            String arrow,
            String better,
            String description,
            String caution,
            String verdict) {}

    /**
     * A model's row.
     *
     * @param color style variable of its colour
     */
    record RowView(String label, String family, String color, List<CellView> cells) {}

    /**
     * A cell.
     *
     * @param value digits, or a bracket
     * @param half half width of the interval; empty if there is none
     * @param exponent power of ten; empty if 1
     * @param style style class of its highlight
     * @param hint the full figures, or the reason why there are none
     * @param notes footnotes that say why there is no number
     * @param warnings footnotes that say what is known against it
     */
    record CellView(
            String mark,
            String value,
            String half,
            String exponent,
            String style,
            String hint,
            List<Note> notes,
            List<Note> warnings) {}

    /** A footnote. */
    record Note(String id, int number, String text) {}
}
