package verisim.benchmarks.cli;

import static verisim.core.Checks.require;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import verisim.benchmarks.run.TrainingLog;
import verisim.benchmarks.run.Versions;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.Suite.DatasetSpec;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelData;
import verisim.core.model.ModelProvider;
import verisim.core.model.PersistentModel;
import verisim.core.model.SavedModel;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.core.result.Provenance;
import verisim.core.source.LoadedData;

/** {@code verisim fit MODEL DATASET --out DIR}: trains one model and saves it. */
@Command(
        name = "fit",
        description =
                "Fits one model to one data set and saves it. If it is interrupted, the same command with --resume goes on:"
                        + " models trained by gradients keep a checkpoint every minute, and end with the very numbers of a fit that"
                        + " was left alone.",
        mixinStandardHelpOptions = true)
final class FitCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "a name that 'verisim list models' shows")
    private String modelName;

    @Parameters(
            index = "1",
            paramLabel = "DATASET",
            description = "a name that 'verisim list datasets' shows, or a file")
    private String datasetName;

    @Mixin
    private DatasetOptions dataset;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "an option of the model, such as hidden=200")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(names = "--seed", paramLabel = "N", description = "same seed, same model (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "new folder for the model")
    private Path out;

    @Option(
            names = "--resume",
            description =
                    "go on with the interrupted fit in --out DIR; with other options, data or program versions it starts"
                            + " anew. Starts a new fit if there is no such folder")
    private boolean resume;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        FittedModel fitted = new FittedModel(out);
        checkFolder(fitted);
        Registries registries = Registries.load();
        ModelProvider provider = registries.models().get(modelName);
        Options resolved = Options.resolve(modelName, provider.options(), options);
        DatasetSpec datasetSpec = dataset.spec(datasetName, registries);
        LoadedData loaded = dataset.load(datasetSpec, seed, registries);
        DatasetOptions.tell(loaded, spec.commandLine().getErr());
        DataSplits data = loaded.splits();
        createFolder();
        RandomStream random = RandomStream.ofSeed(seed)
                .child("fit")
                .child(DatasetOptions.streamName(datasetSpec))
                .child(modelName);
        Provenance provenance = new Provenance(
                modelName,
                resolved.asMap(),
                datasetSpec.options(),
                hashes(data),
                random.path(),
                Integer.getInteger("verisim.threads", Runtime.getRuntime().availableProcessors()),
                Versions.all());
        PrintWriter err = spec.commandLine().getErr();
        GenerativeModel model;
        boolean trained;
        try (TrainingLog log = new TrainingLog(fitted.trainingFile(), progress -> show(err, progress))) {
            model = provider.trainer(resolved)
                    .fit(
                            data.train(),
                            data.validation(),
                            TrainingContext.of(random)
                                    .withListener(log)
                                    .withCheckpoints(fitted.checkpoint().open(provenance, provider)));
            trained = !log.isEmpty();
        } catch (TrainingFailedException e) {
            // It would break down at the same step again.
            fitted.checkpoint().delete();
            removeEmpty(fitted);
            throw e;
        } catch (RuntimeException e) {
            if (!fitted.checkpoint().exists()) {
                removeEmpty(fitted);
            }
            throw e;
        }
        if (!trained) {
            delete(fitted.trainingFile());
        }
        require(
                model instanceof PersistentModel,
                "model '%s' cannot be saved, so 'fit' cannot be used with it; run it in a suite",
                modelName);
        SavedModel.write((PersistentModel) model, ModelData.of(data), fitted.modelFolder());
        fitted.write(new FittedModel.Info(datasetSpec, seed, data.train().imageShape(), provenance));
        fitted.checkpoint().delete();
        spec.commandLine().getOut().println("fitted " + modelName + " to " + data.train() + ": " + out);
        return 0;
    }

    private void checkFolder(FittedModel fitted) {
        if (!Files.exists(out)) {
            return;
        }
        require(
                resume,
                fitted.checkpoint().exists()
                        ? "--out %s holds an interrupted fit; give --resume to go on with it, or a new folder"
                        : "--out %s exists already; give a new folder, so that nothing is overwritten",
                out);
        require(!fitted.isFinished(), "--out %s holds a fitted model: there is nothing to go on with", out);
        require(
                fitted.checkpoint().exists() || Files.exists(fitted.trainingFile()) || isEmpty(out),
                "--out %s holds no interrupted fit; give a new folder, so that nothing is overwritten",
                out);
    }

    private static boolean isEmpty(Path folder) {
        String[] names = folder.toFile().list();
        return names != null && names.length == 0;
    }

    private static Map<String, String> hashes(DataSplits data) {
        Map<String, String> out = new LinkedHashMap<>();
        for (Dataset part : new Dataset[] {data.train(), data.validation(), data.test()}) {
            out.put(part.split().label(), part.contentHash());
        }
        return out;
    }

    private static void show(PrintWriter err, verisim.core.model.TrainingListener.Progress progress) {
        if (Boolean.getBoolean("verisim.terminal")) {
            StringBuilder line = new StringBuilder("\r\u001b[2Kepoch " + progress.epoch() + "/" + progress.epochs());
            progress.values()
                    .forEach((name, value) -> line.append(String.format(Locale.ROOT, "  %s %.4f", name, value)));
            err.print(line + (progress.epoch() == progress.epochs() ? "\n" : ""));
            err.flush();
        }
    }

    private void createFolder() {
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + out + ": " + e.getMessage(), e);
        }
    }

    /** Takes away the folder of a fit that failed, so that the same command can be given again. */
    private void removeEmpty(FittedModel fitted) {
        delete(fitted.trainingFile());
        if (isEmpty(out)) {
            delete(out);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file + ": " + e.getMessage(), e);
        }
    }
}
