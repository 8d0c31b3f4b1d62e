package verisim.benchmarks.cli;

import static verisim.core.Checks.require;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import verisim.benchmarks.run.DataLoading;
import verisim.benchmarks.run.LocalRunner;
import verisim.benchmarks.run.Versions;
import verisim.benchmarks.store.Environment;
import verisim.benchmarks.store.RunStore;
import verisim.benchmarks.suite.Plan;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.Suite;
import verisim.benchmarks.suite.SuiteReader;
import verisim.core.result.CellResult;
import verisim.core.result.Outcome;
import verisim.core.result.RunContent;
import verisim.core.result.RunFolder;
import verisim.reports.html.Report;
import verisim.reports.table.ResultTable;

/** {@code verisim run SUITE}: trains, measures and writes the report. */
@Command(
        name = "run",
        description =
                "Runs a suite: a bundled one by name, or a YAML file. Safe to kill and run again: finished cells are kept, and"
                        + " training by gradients goes on from a checkpoint that is at most a minute or an epoch old.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SUITE", description = "a bundled suite (see: verisim list suites), or a YAML file")
    private String suiteName;

    @Option(names = "--out", paramLabel = "DIR", description = "folder of the run (default: runs/SUITE-DATE)")
    private Path out;

    @Option(names = "--jobs", paramLabel = "N", description = "cells at once (default: one for each core)")
    private Integer jobs;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "where data files are kept (default: $$VERISIM_DATA, then the cache folder)")
    private Path dataDir;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "changes the suite: seed, replicates, samples, limits.time, MODEL.OPTION")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        require(jobs == null || jobs >= 1, "--jobs must be at least 1, but was %d", jobs);
        Registries registries = Registries.load();
        Suite suite = new SuiteReader(registries).read(suiteName, overrides);
        Path dataFolder = DataLoading.dataFolder(dataDir);
        Path root = out != null ? out : Path.of("runs", suite.name() + "-" + LocalDate.now(ZoneId.systemDefault()));
        int workers = jobs != null
                ? jobs
                : Math.max(
                        1,
                        Runtime.getRuntime().availableProcessors()
                                / suite.limits().threads());
        ProgressBoard board = new ProgressBoard(spec.commandLine().getErr(), workers);
        Plan plan;
        List<String> setAside;
        try (RunStore store = RunStore.open(root, suite, environment(suite, workers))) {
            plan = new LocalRunner(suite, store, dataFolder, workers, registries, board).run();
            setAside = store.notes();
        } finally {
            board.close();
        }
        return finish(new RunFolder(root), plan, setAside);
    }

    private static Map<String, Object> environment(Suite suite, int workers) {
        return Environment.describe(
                Versions.all(),
                suite.datasets().stream().map(Suite.DatasetSpec::label).toList(),
                workers,
                suite.limits().threads());
    }

    private Integer finish(RunFolder run, Plan plan, List<String> setAside) {
        ResultTable.writeCsv(run);
        ResultTable.writeJson(run);
        Report.write(List.of(run.root()), run.reportFolder());
        var printer = spec.commandLine().getOut();
        run.read().datasets().forEach(record -> record.notices().forEach(notice -> printer.println("note: " + notice)));
        plan.skipped().forEach(reason -> printer.println("skipped: " + reason));
        setAside.forEach(line -> printer.println("note: " + line));
        RunContent content = run.read();
        content.notes().forEach(line -> printer.println("note: " + line));
        List<CellResult> cells = content.cells();
        int failed = 0;
        for (CellResult cell : cells) {
            if (cell.failure().isPresent()) {
                failed++;
                Outcome.Failed failure = cell.failure().get();
                printer.println("failed: " + cell.cell() + " in phase " + failure.phase() + ": " + failure.error());
            } else {
                boolean broken = false;
                for (var measurement : cell.measurements()) {
                    if (measurement.outcome() instanceof Outcome.Failed failure) {
                        broken = true;
                        printer.println(
                                "failed: " + cell.cell() + ", metric " + measurement.metric() + ": " + failure.error());
                    }
                }
                failed += broken ? 1 : 0;
            }
        }
        printer.println(cells.size() - failed + " of " + cells.size() + " cells are good"
                + (failed == 0 ? "" : ", " + failed + " failed; the same command tries the failed cells again"));
        printer.println("report: " + run.reportFolder().resolve("index.html"));
        return failed == 0 ? 0 : Main.SOME_FAILED;
    }
}
