package verisim.core.source;

import static verisim.core.Checks.require;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import verisim.core.option.Names;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;

/** All data sets on the class path, sorted by name. */
public final class DatasetRegistry {
    private final Map<String, DatasetProvider> providers = new TreeMap<>();

    private DatasetRegistry(Iterable<DatasetProviders> found) {
        for (DatasetProviders group : found) {
            for (DatasetProvider provider : group.providers()) {
                DatasetProvider other = providers.put(provider.name(), provider);
                require(other == null, "two data sets are named '%s'; take one from the class path", provider.name());
            }
        }
    }

    /** Finds the providers that {@code loader} sees. */
    public static DatasetRegistry load(ClassLoader loader) {
        return new DatasetRegistry(ServiceLoader.load(DatasetProviders.class, loader));
    }

    /** Finds the providers on the class path of this class. */
    public static DatasetRegistry load() {
        return load(DatasetRegistry.class.getClassLoader());
    }

    public Collection<DatasetProvider> all() {
        return Collections.unmodifiableCollection(providers.values());
    }

    public boolean contains(String name) {
        return providers.containsKey(name);
    }

    /**
     * Returns the provider called {@code name}.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public DatasetProvider get(String name) {
        DatasetProvider provider = providers.get(name);
        if (provider == null) {
            throw new IllegalArgumentException(Names.unknown("data set", name, providers.keySet()));
        }
        return provider;
    }

    /**
     * Loads or draws the data set called {@code name}; files are kept in {@link DataFolder#standard()}.
     *
     * @param options those left out have their defaults
     */
    public LoadedData load(String name, Map<String, ?> options, RandomStream random) {
        DatasetProvider provider = get(name);
        Options resolved = Options.resolve(name, provider.options(), options);
        return provider.load(new DatasetRequest(resolved, DataFolder.standard(), random));
    }
}
