package verisim.benchmarks.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verisim.benchmarks.store.CheckpointPlace;
import verisim.benchmarks.store.RunStore;
import verisim.benchmarks.store.TrainedModel;
import verisim.benchmarks.suite.Plan;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.Streams;
import verisim.benchmarks.suite.Suite;
import verisim.benchmarks.suite.Suite.MetricSpec;
import verisim.benchmarks.suite.Suite.ModelSpec;
import verisim.core.data.CsvRows;
import verisim.core.data.DataSplits;
import verisim.core.data.Npy;
import verisim.core.io.Checksums;
import verisim.core.math.Arrays2d;
import verisim.core.metric.Findings;
import verisim.core.metric.SharedWork;
import verisim.core.metric.Subject;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelData;
import verisim.core.model.ModelProvider;
import verisim.core.model.PersistentModel;
import verisim.core.model.SavedModel;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.random.RandomStream;
import verisim.core.result.CellId;
import verisim.core.result.CellResult;
import verisim.core.result.DatasetRecord;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;
import verisim.core.result.Provenance;
import verisim.core.result.ResultJson;
import verisim.core.result.RunFolder;
import verisim.core.source.LoadedData;

/**
 * The work of one cell: load, fit, save, sample once, measure. Writes everything but {@code result.json}, which it returns. Training
 * goes on from the cell's checkpoint, if an earlier worker was killed and left one; it is left out if one has trained the model already.
 */
final class CellWork {
    private static final Logger LOG = LoggerFactory.getLogger(CellWork.class);

    /** Told what is going on, for the parent's progress bars. */
    interface Progress {
        void phase(String name);

        void epoch(int epoch, int epochs);
    }

    private final Suite suite;
    private final CellId id;
    private final String key;
    private final RunFolder run;
    private final Path dataFolder;
    private final Registries registries;
    private final Progress progress;

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final Map<String, String> files = new TreeMap<>();
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<String> trainingWarnings = new ArrayList<>();
    private String phase = "load";
    private long phaseStart = System.nanoTime();
    private long parameters = -1;
    private boolean keepCheckpoint;
    private Optional<String> commitOfTraining = Optional.empty();

    CellWork(
            Suite suite,
            CellId id,
            String key,
            RunFolder run,
            Path dataFolder,
            Registries registries,
            Progress progress) {
        this.suite = suite;
        this.id = id;
        this.key = key;
        this.run = run;
        this.dataFolder = dataFolder;
        this.registries = registries;
        this.progress = progress;
    }

    /** Runs the cell. A breakdown becomes a result with a failure, which keeps all that was measured before. */
    CellResult run() {
        Optional<Outcome.Failed> failure = Optional.empty();
        progress.phase(phase);
        try {
            work();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("cell {} failed in phase {}", id, phase, e);
            failure = Optional.of(new Outcome.Failed(phase, Failures.describe(e)));
            // Training that broke down would do so again; whatever else failed need not cost the training again.
            keepCheckpoint |= !(e instanceof TrainingFailedException);
        }
        endPhase();
        ModelSpec model = Plan.model(suite, id.model());
        ModelProvider provider = registries.models().get(model.provider());
        return new CellResult(
                id, key, provider.family(), failure, provenance(model), seconds, parameters, measurements, files);
    }

    /** Takes the checkpoint away once the result is written, unless running the cell again may profit from it. */
    void cleanUp() {
        if (!keepCheckpoint) {
            CheckpointPlace.in(run.cellFolder(id)).delete();
        }
    }

    private void work() {
        Path folder = run.cellFolder(id);
        RandomStream random = Streams.cell(suite, id.dataset(), id.model(), id.replicate());
        LoadedData loaded = DataLoading.load(
                DataLoading.spec(suite, id.dataset()), dataFolder, Streams.data(suite, id.dataset()), registries);
        checkData(loaded.splits());
        begin("fit");
        GenerativeModel model = fit(loaded.splits(), folder, random.child("fit"));
        begin("sample");
        GenerativeModel.Samples samples = model.sampleWithWarnings(suite.samples(), random.child("sample"));
        Findings findings = Findings.of(
                model,
                samples,
                suite.samples(),
                loaded.splits(),
                loaded.truth(),
                trainingWarnings,
                random.child("contract"));
        if (findings.brokenSamples().isEmpty()) {
            Npy.write(
                    folder.resolve("samples.npy"),
                    CsvRows.numbers(loaded.splits().schema(), samples.rows()));
            files.put("samples", "samples.npy");
        }
        DatasetRecord record = record();
        if (record.box().isPresent()
                && findings.brokenDensity().isEmpty()
                && DensityGrid.write(
                        model, record.box().get(), loaded.splits().schema(), folder.resolve("density.npy"))) {
            files.put("density", "density.npy");
        }
        files.putAll(Completions.write(model, loaded.splits().test(), folder, random.child("complete")));
        begin("measure");
        SharedWork shared = new SharedWork(random.child("shared"));
        for (MetricSpec metric : suite.metrics()) {
            progress.phase("measure " + metric.label());
            Subject subject = new Subject(
                    Optional.of(model),
                    samples.rows(),
                    loaded.splits(),
                    loaded.truth(),
                    random.child("measure").child(metric.label()),
                    shared,
                    findings);
            Measuring.Scored scored = Measuring.measure(metric, subject, registries.metrics());
            measurements.add(scored.measurement());
            scored.rows().ifPresent(rows -> writeScores(metric.label(), rows));
        }
    }

    /** The rows must be those that the run has recorded: no model, score or picture may be of others. */
    private void checkData(DataSplits splits) {
        if (!DatasetPreparation.hashes(splits).equals(record().hashes())) {
            RunStore.forgetPrepared(run, id.dataset());
            throw new IllegalArgumentException(
                    String.join(" or ", DataLoading.files(DataLoading.spec(suite, id.dataset())))
                            + " changed while the run was going on; run the same command again");
        }
    }

    private void writeScores(String metric, double[] rows) {
        String role = "scores/" + metric;
        Npy.write(run.cellFolder(id).resolve(role + ".npy"), Arrays2d.vector(rows));
        files.put(role, role + ".npy");
    }

    private GenerativeModel fit(DataSplits data, Path folder, RandomStream random) {
        ModelSpec spec = Plan.model(suite, id.model());
        ModelProvider provider = registries.models().get(spec.provider());
        Optional<TrainedModel> before = TrainedModel.find(
                folder, provenance(spec), provider, suite.limits().time());
        if (before.isPresent()) {
            return trainedBefore(before.get(), folder);
        }
        TrainedModel.delete(folder);
        double limit = suite.limits().time().toNanos() * 1e-9;
        Path training = folder.resolve("training.csv");
        GenerativeModel model;
        boolean logged;
        double trainingSeconds;
        try (TrainingLog log = new TrainingLog(training, p -> progress.epoch(p.epoch(), p.epochs()))) {
            TrainingContext context = new TrainingContext(
                    random,
                    log,
                    () -> log.seconds() > limit,
                    CheckpointPlace.in(folder).open(provenance(spec), provider));
            model = registries
                    .models()
                    .trainer(spec.provider(), spec.options())
                    .fit(data.train(), data.validation(), context);
            logged = !log.isEmpty();
            trainingSeconds = log.seconds();
            seconds.put(phase, log.secondsBefore());
            if (log.seconds() > limit) {
                LOG.warn("training was stopped by the time limit after epoch {}", log.lastEpoch());
                files.put(Measuring.STOPPED_FILE, "training.csv");
                trainingWarnings.add(Measuring.STOPPED_WARNING);
                keepCheckpoint = true;
            }
        }
        if (logged) {
            files.put("training", "training.csv");
        } else {
            delete(training);
        }
        if (model instanceof PersistentModel persistent) {
            SavedModel.write(persistent, ModelData.of(data), folder.resolve("model"));
            if (!keepCheckpoint) {
                TrainedModel.record(folder, provenance(spec), provider, trainingSeconds);
            }
            saved(persistent);
        }
        return model;
    }

    /** Takes the model that an earlier worker has trained with the same settings. */
    private GenerativeModel trainedBefore(TrainedModel trained, Path folder) {
        LOG.info(
                "the model of an earlier run of this cell is measured, trained in {} s", Math.round(trained.seconds()));
        GenerativeModel model = SavedModel.read(folder.resolve("model"), registries.models());
        seconds.put(phase, trained.seconds());
        commitOfTraining = Optional.of(trained.commit());
        if (Files.exists(folder.resolve("training.csv"))) {
            files.put("training", "training.csv");
        }
        saved((PersistentModel) model);
        return model;
    }

    private void saved(PersistentModel model) {
        files.put("model", "model");
        parameters = model.state().arrays().values().stream()
                .mapToLong(INDArray::length)
                .sum();
    }

    private DatasetRecord record() {
        return ResultJson.read(
                Checksums.checkIfKnown(run.datasetFolder(id.dataset()), "dataset.json"), DatasetRecord.class);
    }

    /** @return versions of the program that measures; that of an earlier one which trained stands beside it */
    private Provenance provenance(ModelSpec model) {
        Map<String, String> versions = new TreeMap<>(Versions.all());
        commitOfTraining.ifPresent(commit -> versions.put("commit-of-training", commit));
        return new Provenance(
                model.provider(),
                model.options(),
                DataLoading.spec(suite, id.dataset()).options(),
                record().hashes(),
                Streams.cell(suite, id.dataset(), id.model(), id.replicate()).path(),
                suite.limits().threads(),
                versions);
    }

    private void begin(String name) {
        endPhase();
        phase = name;
        progress.phase(name);
    }

    private void endPhase() {
        long now = System.nanoTime();
        seconds.merge(phase, (now - phaseStart) * 1e-9, Double::sum);
        phaseStart = now;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file + ": " + e.getMessage(), e);
        }
    }
}
