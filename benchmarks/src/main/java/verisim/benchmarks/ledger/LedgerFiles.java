package verisim.benchmarks.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import verisim.core.result.ResultJson;
import verisim.core.result.RunFolder;
import verisim.reports.chart.Palette;
import verisim.reports.html.TablePage;

/** Writes the ledger to files. */
public final class LedgerFiles {
    private LedgerFiles() {}

    /** Writes {@code ledger.md}, {@code ledger.csv}, {@code ledger.json} and {@code index.html} into {@code folder}. */
    public static void write(List<LedgerRow> rows, Path folder) {
        RunFolder.writeWhole(folder.resolve("ledger.md"), LedgerTable.markdown(rows));
        RunFolder.writeWhole(folder.resolve("ledger.csv"), LedgerTable.csv(rows));
        RunFolder.writeWhole(folder.resolve("ledger.json"), ResultJson.write(LedgerTable.records(rows)));
        List<TablePage.Section> sections = new ArrayList<>();
        LedgerTable.byDataset(rows).forEach((name, group) -> sections.add(section(name, group)));
        TablePage.write(
                new TablePage(
                        "Published figures and ours",
                        LedgerTable.counts(rows),
                        LedgerTable.NOTE,
                        new Palette(List.of()),
                        sections),
                folder.resolve("index.html"));
    }

    private static TablePage.Section section(String name, List<LedgerRow> group) {
        List<TablePage.Row> rows = new ArrayList<>();
        List<String> headings = List.of();
        for (LedgerRow row : group) {
            Map<String, String> cells = LedgerTable.readable(row);
            headings = List.copyOf(cells.keySet());
            rows.add(new TablePage.Row(mark(row.verdict().status()), List.copyOf(cells.values())));
        }
        return new TablePage.Section(name, List.of(), headings, headings.indexOf("verdict"), rows);
    }

    private static TablePage.Mark mark(Verdict.Status status) {
        return switch (status) {
            case REPRODUCED, BETTER -> TablePage.Mark.GOOD;
            case WITHIN -> TablePage.Mark.NEAR;
            case NOT_REACHED, NO_NUMBER -> TablePage.Mark.BAD;
            case NOT_RESOLVED, NO_RUN, CONTEXT -> TablePage.Mark.NONE;
        };
    }
}
