package verisim.core.metric;

import static verisim.core.Checks.require;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import verisim.core.option.Names;
import verisim.core.option.Options;

/** All metric providers on the class path, sorted by name. */
public final class MetricRegistry {
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
}
