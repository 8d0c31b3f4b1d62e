package verisim.benchmarks.calibrate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import verisim.core.result.ResultJson;
import verisim.core.result.RunFolder;
import verisim.reports.chart.CoverageChart;
import verisim.reports.chart.Figure;
import verisim.reports.chart.Palette;
import verisim.reports.html.TablePage;
import verisim.reports.table.Csv;

/** Writes a calibration to files. */
public final class CalibrationFiles {
    private static final String NOTE =
            "Exact log Z is known by enumeration. Coverage is the share of repetitions whose stated 95 % interval"
                    + " holds it; in brackets the 95 % interval of that share. A repetition warns when few chains carry its weights; intervals"
                    + " are meant for those that do not. Errors in nats; forward from the base, reverse from exact samples of the model."
                    + " The charts leave out rows in which more than one repetition in twenty warned.";

    private CalibrationFiles() {}

    /** Writes {@code calibration.csv}, {@code calibration.json} and {@code index.html} into {@code folder}. */
    public static void write(List<CalibrationRow> rows, Path folder) {
        List<Map<String, Object>> records =
                rows.stream().map(CalibrationRow::record).toList();
        RunFolder.writeWhole(folder.resolve("calibration.csv"), Csv.of(records));
        RunFolder.writeWhole(folder.resolve("calibration.json"), ResultJson.write(records));
        TablePage.write(page(rows), folder.resolve("index.html"));
    }

    /** Returns how many rows have each verdict. */
    public static String counts(List<CalibrationRow> rows) {
        Map<CalibrationRow.Verdict, Integer> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(row.verdict(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        counts.forEach((verdict, n) -> parts.add(n + " " + verdict.words()));
        return rows.size() + " estimates calibrated: " + String.join(", ", parts);
    }

    private static TablePage page(List<CalibrationRow> rows) {
        Palette palette =
                new Palette(rows.stream().map(CalibrationRow::direction).toList());
        Map<String, List<CalibrationRow>> bySchedule = new LinkedHashMap<>();
        rows.forEach(row -> bySchedule
                .computeIfAbsent(row.of().schedule(), s -> new ArrayList<>())
                .add(row));
        List<TablePage.Section> sections = new ArrayList<>();
        bySchedule.forEach((schedule, part) -> sections.add(section(schedule, part, palette)));
        return new TablePage(
                "Annealed importance sampling where log Z is known", counts(rows), NOTE, palette, sections);
    }

    private static TablePage.Section section(String schedule, List<CalibrationRow> rows, Palette palette) {
        List<TablePage.Row> cells = new ArrayList<>();
        List<String> headings = List.of();
        for (CalibrationRow row : rows) {
            Map<String, String> all = row.cells();
            all.remove("schedule");
            headings = List.copyOf(all.keySet());
            cells.add(new TablePage.Row(mark(row.verdict()), List.copyOf(all.values())));
        }
        List<String> figures = new ArrayList<>();
        List<CoverageChart.Row> dots = rows.stream()
                .filter(row -> row.verdict() != CalibrationRow.Verdict.WARNED)
                .map(row -> new CoverageChart.Row(
                        label(row), row.direction(), row.result().silentCoverage(), row.silentInterval()))
                .toList();
        if (!dots.isEmpty()) {
            Figure figure = CoverageChart.of(
                    dots,
                    CalibrationRow.CLAIMED,
                    "share of 95 % intervals that hold log Z, " + schedule,
                    palette,
                    "coverage-" + schedule.replaceAll("[^a-z0-9]+", "-"));
            figures.add(TablePage.svg(figure, palette));
        }
        return new TablePage.Section(schedule, figures, headings, headings.indexOf("verdict"), cells);
    }

    /** Returns a label of at most 20 characters, as charts have room for. */
    private static String label(CalibrationRow row) {
        String model = row.of().model().replace("bars and stripes", "bars").replace(" scale ", ", ");
        return model + " " + row.direction();
    }

    private static TablePage.Mark mark(CalibrationRow.Verdict verdict) {
        return switch (verdict) {
            case AS_CLAIMED -> TablePage.Mark.GOOD;
            case TOO_WIDE -> TablePage.Mark.NEAR;
            case TOO_NARROW -> TablePage.Mark.BAD;
            case WARNED -> TablePage.Mark.NONE;
        };
    }
}
