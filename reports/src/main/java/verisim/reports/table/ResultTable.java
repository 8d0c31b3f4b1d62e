package verisim.reports.table;

import java.util.ArrayList;
import java.util.List;
import verisim.core.result.CellResult;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;
import verisim.core.result.ResultJson;
import verisim.core.result.RunFolder;

/**
 * All measurements of a run, one a row. Every metric asked of every cell has its row: a value, or the reason why there is
 * none.
 */
public final class ResultTable {
    private static final List<String> COLUMNS = List.of(
            "suite",
            "dataset",
            "model",
            "replicate",
            "metric",
            "status",
            "kind",
            "value",
            "standard_error",
            "low",
            "high",
            "n",
            "unit",
            "direction",
            "seconds",
            "reason",
            "warnings");

    private ResultTable() {}

    /** Writes {@code results.csv}: RFC 4180, numbers in full precision with a decimal point, empty where there is none. */
    public static void writeCsv(RunFolder run) {
        RunFolder.writeWhole(run.root().resolve("results.csv"), csv(RunData.read(run)));
    }

    /** Writes {@code results.json}: the list of all cells' results with their provenance. */
    public static void writeJson(RunFolder run) {
        RunFolder.writeWhole(
                run.root().resolve("results.json"),
                ResultJson.write(RunData.read(run).cells()));
    }

    static String csv(RunData run) {
        StringBuilder out = new StringBuilder();
        Csv.appendRow(out, COLUMNS);
        for (CellResult cell : run.cells()) {
            for (Measurement m : run.measurements(cell)) {
                Csv.appendRow(out, row(run.suite(), cell, m));
            }
        }
        return out.toString();
    }

    private static List<String> row(String suite, CellResult cell, Measurement m) {
        List<String> row = new ArrayList<>(List.of(
                suite,
                cell.cell().dataset(),
                cell.cell().model(),
                Integer.toString(cell.cell().replicate()),
                m.metric()));
        String reason = "";
        Outcome outcome = m.outcome();
        if (outcome instanceof Outcome.Measured v) {
            row.addAll(List.of("measured", v.kind().label(), Csv.number(v.value()), Csv.number(v.standardError())));
            row.addAll(List.of(Csv.number(v.low()), Csv.number(v.high()), Long.toString(v.n())));
        } else if (outcome instanceof Outcome.Bracket b) {
            row.addAll(List.of("measured", "bracket", "", ""));
            row.addAll(List.of(Csv.number(b.low()), Csv.number(b.high()), Long.toString(b.n())));
        } else if (outcome instanceof Outcome.NotDefined d) {
            row.addAll(List.of("not-defined", "", "", "", "", "", ""));
            reason = d.reason();
        } else if (outcome instanceof Outcome.Failed f) {
            row.addAll(List.of("failed", "", "", "", "", "", ""));
            reason = f.phase() + ": " + f.error();
        }
        row.addAll(List.of(m.unit(), m.direction().label(), Csv.number(m.seconds()), reason));
        row.add(String.join("; ", m.warnings()));
        return row;
    }
}
