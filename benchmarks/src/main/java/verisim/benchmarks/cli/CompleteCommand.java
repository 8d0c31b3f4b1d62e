package verisim.benchmarks.cli;

import static verisim.core.Checks.require;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import verisim.benchmarks.run.Completions;
import verisim.benchmarks.run.ObservedFeatures;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.Suite.DatasetSpec;
import verisim.core.data.CsvRows;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.ImageShape;
import verisim.core.data.Npy;
import verisim.core.data.Schema;
import verisim.core.model.ConditionalSampler;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelData;
import verisim.core.model.PersistentModel;
import verisim.core.random.RandomStream;
import verisim.core.result.RunFolder;
import verisim.core.source.LoadedData;
import verisim.reports.chart.CompletionPanel;
import verisim.reports.chart.Rendering;

/** {@code verisim complete DIR DATASET --observe SPEC}: draws the missing features of test rows given the others. */
@Command(
        name = "complete",
        description = "Completes test rows: draws the other features given the observed ones, exactly.",
        mixinStandardHelpOptions = true)
final class CompleteCommand implements Callable<Integer> {
    private static final int PNG_SCALE = 2;

    @Parameters(index = "0", paramLabel = "DIR", description = "folder that 'verisim fit' wrote, or the cell of a run")
    private Path folder;

    @Parameters(
            index = "1",
            paramLabel = "DATASET",
            description = "a name that 'verisim list datasets' shows, or a file")
    private String datasetName;

    @Mixin
    private DatasetOptions dataset;

    @Option(
            names = "--observe",
            paramLabel = "FEATURES",
            required = true,
            description = "the features that are given: " + ObservedFeatures.WORDS)
    private String observe;

    @Option(names = "-n", paramLabel = "N", description = "completions of each row (default: ${DEFAULT-VALUE})")
    private int each = 4;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "test rows, evenly spaced over all (default: ${DEFAULT-VALUE})")
    private int rows = 8;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "seed of data and completions (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "a picture (.png: the row, what is given of it, its completions) or the completions themselves"
                            + " (.npy, .csv: those of the first row first) (default: DIR/completed.png for images, else"
                            + " DIR/completed.npy)")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        require(each >= 1, "-n must be at least 1, but was %d", each);
        require(rows >= 1, "--rows must be at least 1, but was %d", rows);
        require(
                FittedModel.isIn(folder),
                "%s holds no fitted model; give a folder that 'verisim fit' wrote, or the cell of a run",
                folder);
        require(
                out == null || ending(out).matches("png|npy|csv"),
                "--out must end in .npy, .csv or .png, but is %s",
                out);
        Registries registries = Registries.load();
        FittedModel fitted = new FittedModel(folder);
        GenerativeModel model = fitted.load(registries);
        Optional<Schema> terms = fitted.data().map(ModelData::schema);
        DatasetSpec datasetSpec = dataset.spec(datasetName, registries, fitted.fileOptions());
        LoadedData loaded = dataset.load(datasetSpec, seed, registries, terms, "the model in " + folder);
        DatasetOptions.tell(loaded, spec.commandLine().getErr());
        DataSplits data = loaded.splits();
        require(
                model.features() == data.features() && model.dataKind() == data.kind(),
                "the model in %s is of %s data with %d features, but '%s' is %s with %d; give the data set, with the --data"
                        + " options, it was fitted to",
                folder,
                model.dataKind(),
                model.features(),
                datasetSpec.label(),
                data.kind(),
                data.features());
        Optional<ImageShape> shape = data.test().imageShape();
        Path file = out != null ? out : folder.resolve(shape.isPresent() ? "completed.png" : "completed.npy");
        require(
                !ending(file).equals("png") || shape.isPresent(),
                "'%s' does not hold images, so its rows cannot be drawn; use .npy or .csv",
                datasetSpec.label());
        boolean[] observed = ObservedFeatures.parse(observe, data.schema(), shape);
        Dataset given = data.test().spread(rows);
        RandomStream random = RandomStream.ofSeed(seed).child("complete").child(DatasetOptions.streamName(datasetSpec));
        INDArray drawn = Completions.draw(sampler(model), given, observed, each, random);
        write(file, given, observed, drawn);
        int count = 0;
        for (boolean feature : observed) {
            count += feature ? 1 : 0;
        }
        spec.commandLine()
                .getOut()
                .println(given.size() + " test rows, " + each + " completions each, " + count + " of " + observed.length
                        + " features given: " + file);
        return 0;
    }

    private ConditionalSampler sampler(GenerativeModel model) {
        if (model instanceof ConditionalSampler sampler) {
            return sampler;
        }
        String name = model instanceof PersistentModel saved
                ? saved.state().model()
                : model.getClass().getSimpleName();
        throw new IllegalArgumentException("the model in " + folder + " has no exact conditional (" + name
                + " draws whole rows only); give a model that completes rows, such as a gaussian");
    }

    private void write(Path file, Dataset given, boolean[] observed, INDArray drawn) {
        switch (ending(file)) {
            case "npy" -> Npy.write(file, CsvRows.numbers(given.schema(), drawn));
            case "csv" -> RunFolder.writeWhole(file, CsvRows.text(given.schema(), drawn, null));
            default -> {
                ImageShape shape = given.imageShape().orElseThrow();
                byte[] picture = Rendering.png(
                        CompletionPanel.of(
                                "completions", "row, given, completions", given.toArray(), observed, drawn, shape),
                        PNG_SCALE);
                try {
                    Files.createDirectories(file.toAbsolutePath().getParent());
                    Files.write(file, picture);
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
