package verisim.benchmarks.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verisim.benchmarks.suite.Suite.MetricSpec;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.metric.MetricProvider;
import verisim.core.metric.MetricRegistry;
import verisim.core.model.GenerativeModel;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;
import verisim.core.statistics.Degeneracy;

/** Takes one measurement; whatever happens, something is recorded. */
public final class Measuring {
    private static final Logger LOG = LoggerFactory.getLogger(Measuring.class);

    private Measuring() {}

    /**
     * A measurement and what it is the mean of.
     *
     * @param rows the value of each test row, where the metric gives them
     */
    public record Scored(Measurement measurement, Optional<double[]> rows) {}

    /** Measures; a metric that throws gives a {@link Outcome.Failed} and does not stop the others. */
    public static Scored measure(MetricSpec spec, MetricContext context, MetricRegistry metrics) {
        MetricProvider provider = metrics.get(spec.provider());
        long start = System.nanoTime();
        Metric.Result result;
        try {
            result = metrics.metric(spec.provider(), spec.options()).measure(context);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("metric {} failed", spec.label(), e);
            result = Metric.Result.of(new Outcome.Failed("measure", Failures.describe(e)));
        }
        Map<String, String> protocol = new TreeMap<>(result.protocol());
        context.data().protocol().forEach((k, v) -> protocol.put("data." + k, v));
        protocol.put("test", context.data().test().contentHash().substring(0, 16));
        Measurement measurement = new Measurement(
                spec.label(),
                provider.unit(),
                provider.direction(),
                result.outcome(),
                (System.nanoTime() - start) * 1e-9,
                protocol,
                warnings(result, provider, context),
                provider.target().isPresent() ? Optional.of(provider.target().getAsDouble()) : Optional.empty(),
                provider.range());
        return new Scored(measurement, result.rows());
    }

    /** Returns what the metric, the model and the data have against the number; nothing where there is none. */
    private static List<String> warnings(Metric.Result result, MetricProvider provider, MetricContext context) {
        boolean number = result.outcome() instanceof Outcome.Measured || result.outcome() instanceof Outcome.Bracket;
        return number
                ? result.withWarnings(
                                context.model().map(GenerativeModel::warnings).orElse(List.of()))
                        .withWarnings(isOfDensity(provider) ? dataWarnings(context) : List.of())
                        .warnings()
                : result.warnings();
    }

    /** Logarithms of densities of rows, which atoms of the data leave without bound. */
    private static boolean isOfDensity(MetricProvider provider) {
        return provider.unit().equals("nats/example") || provider.unit().equals("bits/dimension");
    }

    private static List<String> dataWarnings(MetricContext context) {
        return context.shared()
                .get(
                        "warnings-of-data",
                        DataWarnings.class,
                        random -> new DataWarnings(
                                Degeneracy.warnings(context.data().train())))
                .warnings();
    }

    private record DataWarnings(List<String> warnings) {}
}
