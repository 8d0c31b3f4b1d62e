package verisim.reports.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.file.Path;
import java.util.List;
import verisim.core.result.RunFolder;

/**
 * A page that sets published figures beside ours, in the style of the report.
 *
 * @param note what marks in the tables mean
 * @param sections one for each data set
 */
public record LedgerPage(String title, String summary, String note, List<Section> sections) {
    public LedgerPage {
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

    /** The figures of one data set. */
    public record Section(String name, List<String> headings, List<Row> rows) {
        public Section {
            headings = List.copyOf(headings);
            rows = List.copyOf(rows);
        }
    }

    /** One figure; the cell under {@code verdict} carries the mark. */
    public record Row(Mark mark, List<String> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /** Returns the style sheet. */
    public String style() {
        return Report.resource("report.css");
    }

    /** Writes a page that needs no other file. */
    public static void write(LedgerPage page, Path file) {
        StringOutput html = new StringOutput();
        TemplateEngine.createPrecompiled(
                        null, ContentType.Html, LedgerPage.class.getClassLoader(), LedgerPage.class.getPackageName())
                .render("ledger.jte", page, html);
        RunFolder.writeWhole(file, html.toString());
    }
}
