package verisim.benchmarks.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import verisim.core.result.ResultJson;
import verisim.core.result.RunFolder;
import verisim.reports.html.LedgerPage;

/** Writes the ledger to files. */
public final class LedgerFiles {
    private LedgerFiles() {}

    /** Writes {@code ledger.md}, {@code ledger.csv}, {@code ledger.json} and {@code index.html} into {@code folder}. */
    public static void write(List<LedgerRow> rows, Path folder) {
        RunFolder.writeWhole(folder.resolve("ledger.md"), LedgerTable.markdown(rows));
        RunFolder.writeWhole(folder.resolve("ledger.csv"), LedgerTable.csv(rows));
        RunFolder.writeWhole(folder.resolve("ledger.json"), ResultJson.write(LedgerTable.records(rows)));
        List<LedgerPage.Section> sections = new ArrayList<>();
        LedgerTable.byDataset(rows).forEach((name, group) -> sections.add(section(name, group)));
        LedgerPage.write(
                new LedgerPage("Published figures and ours", LedgerTable.counts(rows), LedgerTable.NOTE, sections),
                folder.resolve("index.html"));
    }

    private static LedgerPage.Section section(String name, List<LedgerRow> group) {
        List<LedgerPage.Row> rows = new ArrayList<>();
        List<String> headings = List.of();
        for (LedgerRow row : group) {
            Map<String, String> cells = LedgerTable.readable(row);
            headings = List.copyOf(cells.keySet());
            rows.add(new LedgerPage.Row(mark(row.verdict().status()), List.copyOf(cells.values())));
        }
        return new LedgerPage.Section(name, headings, rows);
    }

    private static LedgerPage.Mark mark(Verdict.Status status) {
        return switch (status) {
            case REPRODUCED, BETTER -> LedgerPage.Mark.GOOD;
            case WITHIN -> LedgerPage.Mark.NEAR;
            case NOT_REACHED, NO_NUMBER -> LedgerPage.Mark.BAD;
            case NOT_RESOLVED, NO_RUN, CONTEXT -> LedgerPage.Mark.NONE;
        };
    }
}
