package verisim.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import verisim.core.data.DataKind;
import verisim.core.metric.MetricRegistry;
import verisim.core.metric.SharedWork;
import verisim.core.metric.Subject;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TrainingContext;
import verisim.core.option.Option;
import verisim.core.random.RandomStream;
import verisim.core.result.Outcome;
import verisim.core.source.FileDataset;
import verisim.core.source.LoadedData;

/** A file of times since 1970 gives what the same file of times since its first row gives: every model of REAL data, every metric. */
class ShiftedFilesTest {
    private static final List<String> METRICS = List.of(
            "log-likelihood",
            "mmd",
            "energy-distance",
            "sliced-wasserstein",
            "frechet-distance",
            "precision",
            "recall",
            "density",
            "coverage",
            "c2st",
            "parzen");

    @TempDir
    Path folder;

    private LoadedData times(double offset) throws Exception {
        RandomStream random = RandomStream.ofSeed(3).child("times");
        StringBuilder text = new StringBuilder("t,d,y\n");
        for (int i = 0; i < 300; i++) {
            double t = 3600 * random.nextDouble();
            double d = -30 * Math.log1p(-random.nextDouble()) + t / 100;
            text.append(String.format(
                    Locale.ROOT, "%.3f,%.4f,%s%n", offset + t, offset / 1000 + d, t < 1800 ? "early" : "late"));
        }
        Path file = Files.writeString(folder.resolve("times" + offset + ".csv"), text);
        return FileDataset.of(file).withLabel("y").load("times");
    }

    static Stream<Arguments> models() {
        List<Arguments> out = new ArrayList<>();
        for (ModelProvider provider : ModelRegistry.load().all()) {
            if (provider.accepts().contains(DataKind.REAL)) {
                for (double offset : new double[] {1e4, 1.7e9}) {
                    out.add(Arguments.of(provider.name(), offset));
                }
            }
        }
        return out.stream();
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("models")
    void everyModelAndMetricIsTheSameFarFromZero(String name, double offset) throws Exception {
        Map<String, Double> near = measured(name, times(0));
        Map<String, Double> far = measured(name, times(offset));
        assertThat(far.keySet()).isEqualTo(near.keySet());
        assertThat(near.size()).isGreaterThanOrEqualTo(METRICS.size() - 1);
        near.forEach((metric, value) ->
                assertThat(far.get(metric)).as(metric).isCloseTo(value, within(1e-6 * Math.max(1, Math.abs(value)))));
    }

    private static Map<String, Double> measured(String name, LoadedData data) {
        ModelProvider provider = ModelRegistry.load().get(name);
        Map<String, Object> options = new HashMap<>();
        for (Option option : provider.options()) {
            if (option.name().equals("epochs") || option.name().equals("steps")) {
                options.put(option.name(), 3);
            }
        }
        RandomStream random = RandomStream.ofSeed(9).child(name);
        GenerativeModel model = ModelRegistry.load()
                .trainer(name, options)
                .fit(data.splits().train(), data.splits().validation(), TrainingContext.of(random.child("fit")));
        Subject subject = new Subject(
                Optional.of(model),
                model.sample(200, random.child("sample")),
                data.splits(),
                Optional.empty(),
                random.child("measure"),
                new SharedWork(random.child("shared")));
        Map<String, Double> out = new HashMap<>();
        for (String metric : METRICS) {
            Outcome outcome = MetricRegistry.load()
                    .metric(metric, Map.of())
                    .measure(subject)
                    .outcome();
            if (outcome instanceof Outcome.Measured m) {
                out.put(metric, m.value());
            } else if (outcome instanceof Outcome.Bracket b) {
                out.put(metric, b.low());
            } else {
                assertThat(outcome).as(metric).isInstanceOf(Outcome.NotDefined.class);
            }
        }
        return out;
    }
}
