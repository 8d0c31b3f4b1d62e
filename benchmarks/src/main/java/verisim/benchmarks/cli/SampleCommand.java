package verisim.benchmarks.cli;

import static verisim.core.Checks.require;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import verisim.benchmarks.suite.Registries;
import verisim.core.data.CsvRows;
import verisim.core.data.ImageShape;
import verisim.core.data.Npy;
import verisim.core.data.Schema;
import verisim.core.model.GenerativeModel;
import verisim.core.model.JointDensity;
import verisim.core.random.RandomStream;
import verisim.core.result.RunFolder;

/** {@code verisim sample DIR -n N}: draws samples from a fitted model. */
@Command(name = "sample", description = "Draws samples from a fitted model.", mixinStandardHelpOptions = true)
final class SampleCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "folder that 'verisim fit' wrote, or the cell of a run")
    private Path folder;

    @Option(names = "-n", paramLabel = "N", description = "how many (default: ${DEFAULT-VALUE})")
    private int n = 1_000;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    ".npy, .csv (with names, levels and classes as in the file the model was fitted to) or .png (default:"
                            + " DIR/samples.npy)")
    private Path out;

    @Option(names = "--seed", paramLabel = "N", description = "same seed, same samples (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        require(n >= 1, "-n must be at least 1, but was %d", n);
        require(
                FittedModel.isIn(folder),
                "%s holds no fitted model; give a folder that 'verisim fit' wrote, or the cell of a run",
                folder);
        Path file = out != null ? out : folder.resolve("samples.npy");
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        require(
                name.endsWith(".npy") || name.endsWith(".csv") || name.endsWith(".png"),
                "--out must end in .npy, .csv or .png, but is %s",
                file);
        FittedModel fitted = new FittedModel(folder);
        GenerativeModel model = fitted.load(Registries.load());
        Schema schema = fitted.schema(model);
        RandomStream random = RandomStream.ofSeed(seed).child("sample");
        boolean labelled = model instanceof JointDensity && schema.labels().isPresent();
        INDArray samples;
        int[] labels = null;
        if (labelled) {
            JointDensity.LabelledRows drawn = ((JointDensity) model).sampleJoint(n, random);
            samples = drawn.x();
            labels = drawn.labels();
        } else {
            samples = model.sample(n, random);
        }
        if (name.endsWith(".npy")) {
            Npy.write(file, CsvRows.numbers(schema, samples));
        } else if (name.endsWith(".csv")) {
            RunFolder.writeWhole(file, CsvRows.text(schema, samples, labels));
        } else {
            ImageShape shape = fitted.imageShape()
                    .orElseThrow(() -> new IllegalArgumentException(
                            folder + " was not fitted to images, so its samples cannot be drawn; use .npy or .csv"));
            SamplePictures.write(samples, shape, file);
        }
        spec.commandLine().getOut().println(n + " samples of " + samples.size(1) + " values: " + file);
        return 0;
    }
}
