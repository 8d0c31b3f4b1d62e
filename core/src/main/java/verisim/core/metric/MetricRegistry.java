package verisim.core.metric;

import static verisim.core.Checks.require;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import verisim.core.model.GenerativeModel;
import verisim.core.option.Names;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.core.result.Outcome;
import verisim.core.source.LoadedData;

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
     * Measures a model: draws 2,000 samples from {@code random.child("sample")} and gives the metric the rest of the stream's
     * tree.
     *
     * @param name of the metric
     * @param options of the metric; those left out have their defaults
     */
    public Outcome measure(
            String name, Map<String, ?> options, GenerativeModel model, LoadedData data, RandomStream random) {
        Subject subject = new Subject(
                Optional.of(model),
                model.sample(SAMPLES, random.child("sample")),
                data.splits(),
                data.truth(),
                random.child("measure").child(name),
                new SharedWork(random.child("shared")));
        return metric(name, options).measure(subject).outcome();
    }
}
