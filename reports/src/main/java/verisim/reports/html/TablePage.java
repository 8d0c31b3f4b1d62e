package verisim.reports.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.file.Path;
import java.util.List;
import verisim.core.result.RunFolder;
import verisim.reports.chart.Figure;
import verisim.reports.chart.Palette;
import verisim.reports.chart.Rendering;

/**
 * A page of tables in the style of the report, whose rows carry a verdict.
 *
 * @param note what marks in the tables mean
 * @param palette the colours of its figures
 * @param sections each with a table
 */
public record TablePage(String title, String summary, String note, Palette palette, List<Section> sections) {
    public TablePage {
        sections = List.copyOf(sections);
    }

    /** How a row is shown: words say it too, so colour is never alone. */
    public enum Mark {
        GOOD("best"),
        NEAR("tied"),
        BAD("failed"),
        NONE("");

        private final String style;

        Mark(String style) {
            this.style = style;
        }

        /** Returns the style class of the verdict's cell. */
        public String style() {
            return style;
        }
    }

    /**
     * One table.
     *
     * @param figures SVG elements above it
     * @param marked index of the column whose cells carry the marks
     */
    public record Section(String name, List<String> figures, List<String> headings, int marked, List<Row> rows) {
        public Section {
            figures = List.copyOf(figures);
            headings = List.copyOf(headings);
            rows = List.copyOf(rows);
        }
    }

    /** One row. */
    public record Row(Mark mark, List<String> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /** Returns the SVG element of a figure, with colours that follow the reader's theme. */
    public static String svg(Figure figure, Palette palette) {
        return Rendering.inlineSvg(figure, "clip-" + figure.name(), palette);
    }

    /** Returns the style sheet. */
    public String style() {
        return Report.styleSheet(palette);
    }

    /** Writes a page that needs no other file. */
    public static void write(TablePage page, Path file) {
        StringOutput html = new StringOutput();
        TemplateEngine.createPrecompiled(
                        null, ContentType.Html, TablePage.class.getClassLoader(), TablePage.class.getPackageName())
                .render("tables.jte", page, html);
        RunFolder.writeWhole(file, html.toString());
    }
}
