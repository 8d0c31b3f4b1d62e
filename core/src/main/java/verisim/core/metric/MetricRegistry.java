package verisim.core.metric;

import static verisim.core.Checks.require;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import verisim.core.model.ContractException;
import verisim.core.model.GenerativeModel;
import verisim.core.option.Names;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.core.result.Outcome;
import verisim.core.source.LoadedData;
import verisim.core.statistics.Degeneracy;

/** All metric providers on the class path, sorted by name. */
public final class MetricRegistry {
    private static final int SAMPLES = 2_000;

    private final Map<String, MetricProvider> providers = new TreeMap<>();

    private MetricRegistry(Iterable<MetricProvider> found) {
        for (MetricProvider provider : found) {
            MetricProvider other = providers.put(provider.name(), provider);
            require(other == null, "two metrics are named '%s'; take one from the class path", provider.name());
        }
    }

    /** Finds the providers that {@code loader} sees. */
    public static MetricRegistry load(ClassLoader loader) {
        return new MetricRegistry(ServiceLoader.load(MetricProvider.class, loader));
    }

    /** Finds the providers on the class path of this class. */
    public static MetricRegistry load() {
        return load(MetricRegistry.class.getClassLoader());
    }

    public Collection<MetricProvider> all() {
        return Collections.unmodifiableCollection(providers.values());
    }

    /**
     * Returns the provider called {@code name}.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public MetricProvider get(String name) {
        MetricProvider provider = providers.get(name);
        if (provider == null) {
            throw new IllegalArgumentException(Names.unknown("metric", name, providers.keySet()));
        }
        return provider;
    }

    /** Returns the metric called {@code name} with these options, defaults filled in. */
    public Metric metric(String name, Map<String, ?> options) {
        MetricProvider provider = get(name);
        return provider.metric(Options.resolve(name, provider.options(), options));
    }

    /**
     * Measures, unless what is known against the model forbids to believe the number: then the outcome is {@code Failed("contract", …)}. The
     * result bears the warnings of metric, model, sampler and training that concern it.
     *
     * @param options of the metric; those left out have their defaults
     */
    public Metric.Result measure(String name, Map<String, ?> options, MetricContext context) {
        MetricProvider provider = get(name);
        Metric metric = metric(name, options);
        Optional<String> broken = context.findings().broken(provider.uses());
        if (broken.isPresent()) {
            return Metric.Result.of(new Outcome.Failed("contract", broken.get()));
        }
        Metric.Result result;
        try {
            result = metric.measure(context);
        } catch (ContractException e) {
            return Metric.Result.of(new Outcome.Failed("contract", e.getMessage()));
        }
        boolean number = result.outcome() instanceof Outcome.Measured || result.outcome() instanceof Outcome.Bracket;
        return number
                ? result.withWarnings(
                                context.model().map(GenerativeModel::warnings).orElse(List.of()))
                        .withWarnings(context.findings().warnings(provider.uses()))
                        .withWarnings(isOfDensity(provider) ? dataWarnings(context) : List.of())
                : result;
    }

    /**
     * Measures a model: holds it to its contract, draws 2,000 samples from {@code random.child("sample")} and gives the metric the rest of
     * the stream's tree.
     *
     * @param name of the metric
     * @param options of the metric; those left out have their defaults
     */
    public Outcome measure(
            String name, Map<String, ?> options, GenerativeModel model, LoadedData data, RandomStream random) {
        GenerativeModel.Samples samples = model.sampleWithWarnings(SAMPLES, random.child("sample"));
        Subject subject = new Subject(
                Optional.of(model),
                samples.rows(),
                data.splits(),
                data.truth(),
                random.child("measure").child(name),
                new SharedWork(random.child("shared")),
                Findings.of(model, samples, SAMPLES, data.splits(), data.truth(), List.of(), random.child("contract")));
        return measure(name, options, subject).outcome();
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
