package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.metric.MetricContext;
import verisim.core.metric.MetricRegistry;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;

/** Published data; the files lie under the folder that VERISIM_DATA names. */
@Tag("slow")
class RealDataTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(1);

    private record Context(Optional<GenerativeModel> model, DataSplits data, RandomStream random)
            implements MetricContext {
        @Override
        public INDArray samples() {
            throw new AssertionError("no samples are needed");
        }

        @Override
        public Optional<GenerativeModel> truth() {
            return Optional.empty();
        }
    }

    private static DataSplits read(String name, String pattern, String separator) throws IOException {
        String folder = System.getenv("VERISIM_DATA");
        Assumptions.assumeTrue(folder != null, "VERISIM_DATA is not set");
        Map<Split, Dataset> sets = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            Path file = Path.of(folder)
                    .resolve(String.format(Locale.ROOT, pattern, split == Split.VALIDATION ? "valid" : split.label()));
            Assumptions.assumeTrue(Files.exists(file), () -> "there is no " + file.getFileName());
            float[] values = new float[1 << 16];
            int n = 0;
            int columns = 0;
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    String[] cells = line.strip().split(separator, -1);
                    columns = cells.length;
                    if (n + columns > values.length) {
                        values = Arrays.copyOf(values, 2 * values.length + columns);
                    }
                    for (String cell : cells) {
                        values[n++] = cell.equals("1") ? 1f : 0f;
                    }
                }
            }
            sets.put(split, Dataset.of(name, split, DataKind.BINARY, Arrays.copyOf(values, n), columns));
        }
        return new DataSplits(name, sets.get(Split.TRAIN), sets.get(Split.VALIDATION), sets.get(Split.TEST), Map.of());
    }

    private static GenerativeModel fit(String name, Map<String, ?> options, DataSplits data) {
        return ModelRegistry.load()
                .trainer(name, options)
                .fit(data.train(), data.validation(), TrainingContext.of(RANDOM.child(name)));
    }

    private static Outcome.Measured measure(
            String metric, Map<String, ?> options, GenerativeModel model, DataSplits data) {
        var context = new Context(Optional.of(model), data, RANDOM.child(metric));
        return (Outcome.Measured)
                MetricRegistry.load().metric(metric, options).measure(context).outcome();
    }

    /** The bound nobody passes: the test rows' own empirical entropy, 5.4080 nats. */
    private static final double NLTCS_CEILING = -5.4080;

    private static final double NLTCS_INDEPENDENT = -9.2336;

    @Test
    void anRbmOnNltcsLiesBetweenIndependenceAndTheCeiling(TestReporter reporter) throws IOException {
        DataSplits data = read("nltcs", "debd/nltcs/nltcs.%s.data.gz", ",");
        long start = System.nanoTime();
        Rbm rbm = (Rbm) fit("rbm", Map.of(), data);
        double seconds = (System.nanoTime() - start) / 1e9;
        Outcome.Measured value = measure("log-likelihood", Map.of(), rbm, data);
        reporter.publishEntry("nltcs rbm", value + ", fit in " + seconds + " s");
        assertThat(value.kind()).isEqualTo(Kind.EXACT);
        assertThat(value.value()).isBetween(-6.2, NLTCS_CEILING);
        assertThat(value.value()).isGreaterThan(NLTCS_INDEPENDENT);
    }

    @Test
    void aDbnOnNltcsHasALowerBoundBelowTheCeiling(TestReporter reporter) throws IOException {
        DataSplits data = read("nltcs", "debd/nltcs/nltcs.%s.data.gz", ",");
        long start = System.nanoTime();
        Dbn dbn = (Dbn) fit("dbn", Map.of("hidden", java.util.List.of(50, 20)), data);
        double seconds = (System.nanoTime() - start) / 1e9;
        Outcome.Measured value = measure("log-likelihood", Map.of(), dbn, data);
        reporter.publishEntry("nltcs dbn", value + ", fit in " + seconds + " s");
        assertThat(value.kind()).isEqualTo(Kind.LOWER_BOUND);
        assertThat(value.value()).isBetween(NLTCS_INDEPENDENT, NLTCS_CEILING);
    }

    /** Issue 2, show 4. Published for such a machine: exact test log-likelihood -149.05, log Z 190.95 (PyDeep, RBM_MNIST_small). */
    @Test
    void annealingMeetsEnumerationOnBinarizedMnist(TestReporter reporter) throws IOException {
        DataSplits data = read("binarized-mnist", "binarized_mnist/binarized_mnist_%s.amat.gz", " ");
        Map<String, ?> options =
                Map.of("hidden", 16, "learningRate", 0.01, "schedule", "constant", "epochs", 50, "patience", 50);
        long start = System.nanoTime();
        Rbm rbm = (Rbm) fit("rbm", options, data);
        double seconds = (System.nanoTime() - start) / 1e9;
        start = System.nanoTime();
        Outcome.Measured exact = measure("log-partition", Map.of(), rbm, data);
        double enumeration = (System.nanoTime() - start) / 1e9;
        start = System.nanoTime();
        Outcome.Measured ais = measure("log-partition", Map.of("estimator", "ais", "temperatures", 10000), rbm, data);
        double annealing = (System.nanoTime() - start) / 1e9;
        Outcome.Measured test = measure("log-likelihood", Map.of(), rbm, data);
        reporter.publishEntry(Map.of(
                "fit seconds",
                Double.toString(seconds),
                "exact log Z",
                exact + " in " + enumeration + " s",
                "AIS log Z",
                ais + " in " + annealing + " s",
                "test log-likelihood",
                test.toString()));
        assertThat(exact.kind()).isEqualTo(Kind.EXACT);
        assertThat(ais.kind()).isEqualTo(Kind.ESTIMATE);
        assertThat(Math.abs(ais.value() - exact.value()) / ais.standardError()).isLessThan(3);
        assertThat(test.value()).isBetween(-165.0, -135.0);
    }
}
