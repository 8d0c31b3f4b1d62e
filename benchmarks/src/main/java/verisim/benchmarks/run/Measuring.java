package verisim.benchmarks.run;

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
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;

/** Takes one measurement; whatever happens, something is recorded. */
public final class Measuring {
    private static final Logger LOG = LoggerFactory.getLogger(Measuring.class);

    /** The role of a cell's file that says that a limit ended training. */
    public static final String STOPPED_FILE = "stopped-by-time-limit";

    /** What is then known against every number of the model. */
    public static final String STOPPED_WARNING = "training was stopped by the time limit";

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
            result = metrics.measure(spec.provider(), spec.options(), context);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("metric {} failed", spec.label(), e);
            result = Metric.Result.of(new Outcome.Failed("measure", Failures.describe(e)));
        }
        result.warnings().forEach(w -> LOG.warn("{}: {}", spec.label(), w));
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
                result.warnings(),
                provider.target().isPresent() ? Optional.of(provider.target().getAsDouble()) : Optional.empty(),
                provider.range());
        return new Scored(measurement, result.rows());
    }
}
