package verisim.reports.html;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import verisim.core.result.CellResult;
import verisim.core.result.DatasetRecord;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;
import verisim.core.result.Provenance;
import verisim.reports.chart.Palette;
import verisim.reports.html.PageView.DatasetView;
import verisim.reports.html.PageView.Fact;
import verisim.reports.html.PageView.Failure;
import verisim.reports.html.PageView.Group;
import verisim.reports.html.PageView.Table;
import verisim.reports.table.Leaderboard;
import verisim.reports.table.RunData;

/** Puts the words of the page together. */
final class PageBuilder {
    private static final List<String> PHASES = List.of("load", "fit", "sample", "measure");
    private static final List<String> DATES = List.of("started", "date", "start", "finished");
    private final List<RunData> runs;
    private final List<Leaderboard> boards;
    private final Palette palette;
    private final FigureFiles figures;

    PageBuilder(List<RunData> runs, List<Leaderboard> boards, Palette palette, FigureFiles figures) {
        this.runs = runs;
        this.boards = boards;
        this.palette = palette;
        this.figures = figures;
    }

    PageView build() {
        Set<String> suites = new LinkedHashSet<>();
        runs.forEach(r -> suites.add(r.suite()));
        List<DatasetView> datasets = new ArrayList<>();
        UniqueNames ids = new UniqueNames();
        for (Leaderboard board : boards) {
            datasets.add(dataset(board, ids.of("data " + board.dataset())));
        }
        return new PageView(
                String.join(", ", suites),
                subtitle(),
                summary(),
                notes(),
                warnings(),
                Report.styleSheet(palette),
                Report.resource("report.js"),
                datasets,
                failures(),
                timings(),
                environment(),
                provenance());
    }

    private String subtitle() {
        List<String> parts = new ArrayList<>();
        for (RunData run : runs) {
            Optional<Object> date = DATES.stream()
                    .filter(run.environment()::containsKey)
                    .map(k -> run.environment().get(k))
                    .findFirst();
            parts.add(run.name() + date.map(d -> ", " + d).orElse(""));
        }
        return (runs.size() == 1 ? "Run " : "Runs ") + String.join("; ", parts);
    }

    private List<String> notes() {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            String name = runs.size() == 1 ? "" : Leaderboard.runName(runs, i) + ": ";
            runs.get(i).notes().forEach(note -> out.add(name + note));
            runs.get(i)
                    .datasets()
                    .forEach(d -> d.notices().forEach(notice -> out.add(name + d.name() + ": " + notice)));
        }
        return out;
    }

    private String summary() {
        Set<String> models = new TreeSet<>();
        Set<String> families = new TreeSet<>();
        int cells = 0;
        int finished = 0;
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (RunData run : runs) {
            for (CellResult cell : run.cells()) {
                models.add(cell.cell().model());
                families.add(cell.family());
                cells++;
                finished += cell.failure().isEmpty() ? 1 : 0;
                for (Measurement m : run.measurements(cell)) {
                    String status = m.outcome() instanceof Outcome.NotDefined
                            ? "not defined"
                            : m.outcome() instanceof Outcome.Failed ? "failed" : "measured";
                    counts.merge(status, 1, Integer::sum);
                }
            }
        }
        int asked = counts.values().stream().mapToInt(i -> i).sum();
        return String.format(
                Locale.ROOT,
                "%s of %s on %s: %d of %s finished; of %s asked for, %d measured, %d not defined, %d failed.",
                count(models.size(), "model", "models"),
                count(families.size(), "family", "families"),
                count(boards.size(), "data set", "data sets"),
                finished,
                count(cells, "cell", "cells"),
                count(asked, "number", "numbers"),
                counts.getOrDefault("measured", 0),
                counts.getOrDefault("not defined", 0),
                counts.getOrDefault("failed", 0));
    }

    private String warnings() {
        int warned = 0;
        for (RunData run : runs) {
            for (CellResult cell : run.cells()) {
                for (Measurement m : run.measurements(cell)) {
                    warned += m.warnings().isEmpty() ? 0 : 1;
                }
            }
        }
        return warned == 0
                ? ""
                : count(warned, "number bears", "numbers bear")
                        + " a warning, marked ! in the tables and never called best; what it says stands below the table.";
    }

    private static String count(int n, String one, String many) {
        return n + " " + (n == 1 ? one : many);
    }

    private DatasetView dataset(Leaderboard board, String id) {
        List<DatasetRecord> records = new ArrayList<>();
        runs.forEach(r -> r.dataset(board.dataset()).ifPresent(records::add));
        List<String> warnings = new ArrayList<>();
        if (records.isEmpty()) {
            warnings.add("The run has no record of this data set: it could not be prepared.");
        }
        long versions = records.stream().map(DatasetRecord::hashes).distinct().count();
        if (versions > 1) {
            warnings.add("The runs used different rows under this name; their scores are not comparable.");
        }
        List<Fact> facts = records.isEmpty() ? List.of() : facts(records.get(0));
        Galleries galleries = new Galleries(runs, board, palette, figures, id);
        return new DatasetView(
                id,
                board.dataset(),
                records.isEmpty() ? "" : records.get(0).description(),
                facts,
                warnings,
                BoardViews.of(board, palette, id),
                galleries.scores(),
                PairedViews.of(board, palette, figures, id),
                galleries.all());
    }

    private static List<Fact> facts(DatasetRecord record) {
        List<Fact> facts = new ArrayList<>();
        String shape = record.imageShape()
                .map(s -> ", images of " + s.height() + " x " + s.width())
                .orElse("");
        facts.add(new Fact(
                "Kind",
                record.kind().name().toLowerCase(Locale.ROOT) + ", " + record.features() + " features" + shape));
        facts.add(new Fact("Rows", joined(ordered(record.sizes()))));
        if (!record.protocol().isEmpty()) {
            facts.add(new Fact("Protocol", joined(record.protocol())));
        }
        facts.add(new Fact("Licence", record.licence()));
        facts.add(new Fact("Citation", record.citation()));
        Map<String, String> hashes = new LinkedHashMap<>();
        ordered(record.hashes()).forEach((k, v) -> hashes.put(k, v.length() > 12 ? v.substring(0, 12) + "\u2026" : v));
        facts.add(new Fact("Content hashes", joined(hashes)));
        facts.removeIf(f -> f.value().isEmpty());
        return facts;
    }

    /** Splits in the order they are used in; others behind. */
    private static <V> Map<String, V> ordered(Map<String, V> bySplit) {
        Map<String, V> out = new LinkedHashMap<>();
        for (String split : List.of("train", "validation", "test")) {
            if (bySplit.containsKey(split)) {
                out.put(split, bySplit.get(split));
            }
        }
        bySplit.forEach(out::putIfAbsent);
        return out;
    }

    private static String joined(Map<String, ?> map) {
        return map.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).collect(Collectors.joining(", "));
    }

    private List<Failure> failures() {
        Map<Failure, List<Integer>> found = new LinkedHashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            for (CellResult cell : runs.get(i).cells()) {
                String model = label(i, cell);
                String dataset = cell.cell().dataset();
                int replicate = cell.cell().replicate();
                cell.failure()
                        .ifPresent(f -> found.computeIfAbsent(
                                        new Failure(dataset, model, "", "whole cell", f.phase(), f.error()),
                                        k -> new ArrayList<>())
                                .add(replicate));
                for (Measurement m : cell.measurements()) {
                    if (m.outcome() instanceof Outcome.Failed f
                            && !cell.failure().equals(Optional.of(f))) {
                        found.computeIfAbsent(
                                        new Failure(dataset, model, "", m.metric(), f.phase(), f.error()),
                                        k -> new ArrayList<>())
                                .add(replicate);
                    }
                }
            }
        }
        List<Failure> out = new ArrayList<>();
        found.forEach((f, replicates) ->
                out.add(new Failure(f.dataset(), f.model(), joined(replicates), f.what(), f.phase(), f.error())));
        return out;
    }

    private static String joined(Collection<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private Table timings() {
        Set<String> phases = new LinkedHashSet<>(PHASES);
        runs.forEach(r -> r.cells().forEach(c -> phases.addAll(c.seconds().keySet())));
        List<String> headers = new ArrayList<>(List.of("data set", "model", "replicates", "parameters"));
        phases.forEach(p -> headers.add(p + ", s"));
        List<List<String>> rows = new ArrayList<>();
        byModel().forEach((key, cells) -> {
            List<String> row = new ArrayList<>(List.of(key.get(0), key.get(1), Integer.toString(cells.size())));
            long parameters =
                    cells.stream().mapToLong(CellResult::parameters).max().orElse(-1);
            row.add(parameters < 0 ? "\u2014" : Long.toString(parameters));
            for (String phase : phases) {
                double[] seconds = cells.stream()
                        .filter(c -> c.seconds().containsKey(phase))
                        .mapToDouble(c -> c.seconds().get(phase))
                        .toArray();
                row.add(
                        seconds.length == 0
                                ? "\u2014"
                                : seconds(java.util.Arrays.stream(seconds)
                                        .average()
                                        .orElseThrow()));
            }
            rows.add(row);
        });
        return new Table(headers, 2, rows);
    }

    private static String seconds(double s) {
        return String.format(Locale.ROOT, s < 0.01 ? "%.4f" : s < 10 ? "%.2f" : "%.0f", s);
    }

    private List<Group> environment() {
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            List<Fact> facts = new ArrayList<>();
            runs.get(i).environment().forEach((name, value) -> flatten(name, value, facts));
            groups.add(new Group(Leaderboard.runName(runs, i), facts));
        }
        return groups;
    }

    private static void flatten(String name, Object value, List<Fact> facts) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> flatten(name + " / " + k, v, facts));
        } else {
            facts.add(new Fact(name, String.valueOf(value)));
        }
    }

    private List<Group> provenance() {
        List<Group> groups = new ArrayList<>();
        byModel().forEach((key, cells) -> {
            Provenance first = cells.get(0).provenance();
            List<Fact> facts = new ArrayList<>();
            facts.add(new Fact("provider", first.provider()));
            first.options().forEach((k, v) -> facts.add(new Fact("option " + k, String.valueOf(v))));
            first.datasetOptions().forEach((k, v) -> facts.add(new Fact("data set option " + k, String.valueOf(v))));
            first.dataHashes().forEach((k, v) -> facts.add(new Fact("hash of " + k + " rows", v)));
            first.versions().forEach((k, v) -> facts.add(new Fact("version of " + k, v)));
            facts.add(new Fact("threads", Integer.toString(first.threads())));
            for (CellResult cell : cells) {
                String replicate = "replicate " + cell.cell().replicate();
                facts.add(new Fact(replicate + ": seed path", cell.provenance().seedPath()));
                facts.add(new Fact(replicate + ": key", cell.key()));
            }
            groups.add(new Group(key.get(0) + " / " + key.get(1), facts));
        });
        return groups;
    }

    /** Cells by data set and label, in the order of the leaderboards. */
    private Map<List<String>, List<CellResult>> byModel() {
        Map<List<String>, List<CellResult>> out = new LinkedHashMap<>();
        boards.forEach(b -> b.rows().forEach(r -> out.put(List.of(b.dataset(), r.label()), new ArrayList<>())));
        for (int i = 0; i < runs.size(); i++) {
            for (CellResult cell : runs.get(i).cells()) {
                out.get(List.of(cell.cell().dataset(), label(i, cell))).add(cell);
            }
        }
        return out;
    }

    private String label(int run, CellResult cell) {
        return Leaderboard.label(runs, run, cell.cell().model());
    }
}
