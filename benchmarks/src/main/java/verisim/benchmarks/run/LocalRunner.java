package verisim.benchmarks.run;

import static verisim.core.Checks.require;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import verisim.benchmarks.store.RunStore;
import verisim.benchmarks.suite.Plan;
import verisim.benchmarks.suite.Plan.PlannedCell;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.Suite;
import verisim.benchmarks.suite.Suite.DatasetSpec;
import verisim.benchmarks.suite.Suite.ModelSpec;
import verisim.core.result.CellId;
import verisim.core.result.CellResult;
import verisim.core.result.DatasetRecord;
import verisim.core.result.Outcome;
import verisim.core.result.Provenance;

/** Runs a suite on this machine, one worker JVM a cell, so that no cell can hurt another. */
public final class LocalRunner {
    /** A worker starts and loads data before its training clock runs; this much is allowed for that. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final Suite suite;
    private final RunStore store;
    private final Path dataFolder;
    private final int jobs;
    private final Registries registries;
    private final RunObserver observer;

    /**
     * @param jobs how many workers run at once
     */
    public LocalRunner(
            Suite suite, RunStore store, Path dataFolder, int jobs, Registries registries, RunObserver observer) {
        require(jobs >= 1, "jobs must be at least 1, but was %d", jobs);
        this.suite = suite;
        this.store = store;
        this.dataFolder = dataFolder;
        this.jobs = jobs;
        this.registries = registries;
        this.observer = observer;
    }

    /**
     * Runs every cell that is not finished yet.
     *
     * @return the plan that was carried out
     * @throws RunFailedException if no data set can be loaded or the run's folder cannot be written
     */
    public Plan run() {
        ExecutorService pool = Executors.newFixedThreadPool(jobs);
        try {
            Map<String, DatasetRecord> records = prepare(pool);
            Plan plan = Plan.of(suite, records, registries);
            store.writePlan(suite, plan);
            List<PlannedCell> missing = store.missing(plan);
            observer.planned(plan.cells().size(), plan.cells().size() - missing.size());
            // Cores that no other cell will want serve work in parts, which gives the same results on any number of
            // threads.
            int atOnce = Math.max(1, Math.min(jobs, missing.size()));
            int parallelThreads = Math.max(1, Runtime.getRuntime().availableProcessors() / atOnce);
            List<Future<?>> work = missing.stream()
                    .<Future<?>>map(cell -> pool.submit(() -> runCell(cell, parallelThreads)))
                    .toList();
            work.forEach(LocalRunner::await);
            return plan;
        } finally {
            pool.shutdownNow();
        }
    }

    private Map<String, DatasetRecord> prepare(ExecutorService pool) {
        Map<String, Future<DatasetRecord>> work = new LinkedHashMap<>();
        for (DatasetSpec dataset : suite.datasets()) {
            work.put(dataset.label(), pool.submit(() -> prepare(dataset)));
        }
        Map<String, DatasetRecord> records = new LinkedHashMap<>();
        work.forEach((label, future) -> records.put(label, await(future)));
        return records;
    }

    private DatasetRecord prepare(DatasetSpec dataset) {
        Optional<DatasetRecord> existing = store.preparedDataset(suite, dataset);
        if (existing.isPresent()) {
            return existing.get();
        }
        observer.preparing(dataset.label());
        Worker.End end = Worker.run(
                List.of("prepare", store.folder().root().toString(), dataFolder.toString(), dataset.label()),
                suite.limits(),
                1,
                Duration.ofHours(6),
                store.folder().datasetFolder(dataset.label()).resolve("log.txt"),
                line -> {});
        if (end.error().isPresent()) {
            throw new RunFailedException(
                    "data set " + dataset.label() + ": " + end.error().get());
        }
        return store.recordPrepared(suite, dataset);
    }

    private void runCell(PlannedCell cell, int parallelThreads) {
        CellId id = cell.id();
        observer.started(id);
        store.clear(id);
        Worker.End end = Worker.run(
                List.of(
                        "cell",
                        store.folder().root().toString(),
                        dataFolder.toString(),
                        id.dataset(),
                        id.model(),
                        Integer.toString(id.replicate()),
                        cell.key()),
                suite.limits(),
                parallelThreads,
                suite.limits().time().multipliedBy(2).plus(GRACE),
                store.folder().cellFolder(id).resolve("log.txt"),
                line -> report(id, line));
        if (end.error().isPresent()) {
            store.write(failed(cell, end));
        }
        observer.finished(id, store.read(id));
    }

    private void report(CellId id, String line) {
        String[] words = line.split(" ", 3);
        if (words[0].equals("phase")) {
            observer.phase(id, line.substring("phase ".length()));
        } else if (words[0].equals("epoch")) {
            observer.epoch(id, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        }
    }

    private CellResult failed(PlannedCell cell, Worker.End end) {
        ModelSpec model = Plan.model(suite, cell.id().model());
        DatasetRecord record = store.readDataset(cell.id().dataset());
        return new CellResult(
                cell.id(),
                cell.key(),
                registries.models().get(model.provider()).family(),
                Optional.of(new Outcome.Failed(end.phase(), end.error().orElse("unknown"))),
                new Provenance(
                        model.provider(),
                        model.options(),
                        Plan.dataset(suite, cell.id().dataset()).options(),
                        record.hashes(),
                        "",
                        suite.limits().threads(),
                        Versions.all()),
                Map.of(),
                -1,
                List.of(),
                Map.of());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("interrupted; run the same command again to go on");
        }
    }
}
