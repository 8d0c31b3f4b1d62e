package verisim.benchmarks.suite;

import verisim.core.metric.MetricRegistry;
import verisim.core.model.ModelRegistry;
import verisim.core.source.DatasetRegistry;

/** The names a suite can use: models, metrics and data sets on the class path. */
public record Registries(ModelRegistry models, MetricRegistry metrics, DatasetRegistry datasets) {
    /** Returns what is on the class path of this program. */
    public static Registries load() {
        return new Registries(ModelRegistry.load(), MetricRegistry.load(), DatasetRegistry.load());
    }
}
