package verisim.benchmarks.suite;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A benchmark as data, every default filled in.
 *
 * @param name lower case words with hyphens
 * @param seed root of all random streams
 * @param replicates how often each model is fitted to each data set, with streams of its own
 * @param samples samples drawn once from each fitted model, shared by all metrics
 * @param metrics in the order of the report; empty is never stored: left out in the file means all
 */
public record Suite(
        String name,
        long seed,
        int replicates,
        int samples,
        List<DatasetSpec> datasets,
        List<ModelSpec> models,
        List<MetricSpec> metrics,
        Limits limits) {
    public Suite {
        datasets = List.copyOf(datasets);
        models = List.copyOf(models);
        metrics = List.copyOf(metrics);
    }

    /**
     * One data set of a suite.
     *
     * @param label its name in tables and folders
     * @param source catalogue name; {@code file} for a file of the user's own
     * @param options resolved options of the source
     */
    public record DatasetSpec(String label, String source, Map<String, Object> options) {
        /** The source of data sets that are files of the user's own. */
        public static final String FILE = "file";
    }

    /**
     * One model of a suite.
     *
     * @param label its name in tables and folders
     * @param provider the model's name
     * @param options resolved options
     * @param only labels of the data sets it is fitted to; empty means all that it accepts
     */
    public record ModelSpec(String label, String provider, Map<String, Object> options, List<String> only) {
        public ModelSpec {
            only = List.copyOf(only);
        }

        /** Returns whether the suite asks for this model on this data set. */
        public boolean appliesTo(String dataset) {
            return only.isEmpty() || only.contains(dataset);
        }
    }

    /** One metric of a suite, called {@code label} in tables. */
    public record MetricSpec(String label, String provider, Map<String, Object> options) {}

    /**
     * What one cell may use.
     *
     * @param time training stops here and returns its best model; twice this, the whole cell is ended
     * @param memory heap of the worker, as java's -Xmx takes it; native arrays come on top
     * @param threads threads of matrix products; results depend on it, so it does not follow {@code --jobs}
     */
    public record Limits(Duration time, String memory, int threads) {
        public static final Limits DEFAULT = new Limits(Duration.ofMinutes(30), "2g", 1);
    }

    /** Returns the suite as it would stand in a file, with every default written out. */
    public Map<String, Object> toMap() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("suite", name);
        out.put("seed", seed);
        out.put("replicates", replicates);
        out.put("samples", samples);
        out.put("datasets", datasets.stream().map(Suite::datasetMap).toList());
        out.put("models", models.stream().map(Suite::modelMap).toList());
        out.put(
                "metrics",
                metrics.stream()
                        .map(m -> named(m.provider(), m.label(), m.options()))
                        .toList());
        Map<String, Object> limitMap = new LinkedHashMap<>();
        limitMap.put("time", limits.time().toSeconds() + "s");
        limitMap.put("memory", limits.memory());
        limitMap.put("threads", limits.threads());
        out.put("limits", limitMap);
        return out;
    }

    private static Map<String, Object> datasetMap(DatasetSpec spec) {
        if (spec.source().equals(DatasetSpec.FILE)) {
            Map<String, Object> out = new LinkedHashMap<>(spec.options());
            out.put("as", spec.label());
            return out;
        }
        return named(spec.source(), spec.label(), spec.options());
    }

    private static Map<String, Object> modelMap(ModelSpec spec) {
        Map<String, Object> out = named(spec.provider(), spec.label(), spec.options());
        if (!spec.only().isEmpty()) {
            out.put("only", spec.only());
        }
        return out;
    }

    private static Map<String, Object> named(String name, String label, Map<String, Object> options) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", name);
        if (!label.equals(name)) {
            out.put("as", label);
        }
        out.putAll(options);
        return out;
    }
}
