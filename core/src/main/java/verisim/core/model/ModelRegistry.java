package verisim.core.model;

import static verisim.core.Checks.require;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import verisim.core.option.Names;
import verisim.core.option.Options;

/** All model providers on the class path, sorted by name. */
public final class ModelRegistry {
    private final Map<String, ModelProvider> providers = new TreeMap<>();

    private ModelRegistry(Iterable<ModelProvider> found) {
        for (ModelProvider provider : found) {
            require(
                    provider.name().matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"),
                    "%s: a model's name is lower case words with hyphens, but was '%s'",
                    provider.getClass().getName(),
                    provider.name());
            ModelProvider other = providers.put(provider.name(), provider);
            require(
                    other == null,
                    "two models are named '%s': %s and %s; take one from the class path",
                    provider.name(),
                    provider.getClass().getName(),
                    other == null ? "" : other.getClass().getName());
        }
    }

    /** Finds the providers that {@code loader} sees. */
    public static ModelRegistry load(ClassLoader loader) {
        return new ModelRegistry(ServiceLoader.load(ModelProvider.class, loader));
    }

    /** Finds the providers on the class path of this class. */
    public static ModelRegistry load() {
        return load(ModelRegistry.class.getClassLoader());
    }

    /** Returns a registry of just these providers. */
    public static ModelRegistry of(Collection<ModelProvider> providers) {
        return new ModelRegistry(providers);
    }

    /** Returns all providers by name. */
    public Collection<ModelProvider> all() {
        return Collections.unmodifiableCollection(providers.values());
    }

    /**
     * Returns the provider called {@code name}.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public ModelProvider get(String name) {
        ModelProvider provider = providers.get(name);
        if (provider == null) {
            throw new IllegalArgumentException(Names.unknown("model", name, providers.keySet()));
        }
        return provider;
    }

    /** Returns a trainer of the model called {@code name} with these options, defaults filled in. */
    public Trainer<?> trainer(String name, Map<String, ?> options) {
        ModelProvider provider = get(name);
        return provider.trainer(Options.resolve(name, provider.options(), options));
    }
}
