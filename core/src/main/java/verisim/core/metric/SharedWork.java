package verisim.core.metric;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import verisim.core.random.RandomStream;

/**
 * What several metrics of one subject need, computed by the first that asks for it: log Z of an energy model, draws of an encoder. It
 * saves their cost, and bounds that stand side by side have one log Z in common, so that their difference is not that of two estimates.
 *
 * <p>Each piece of work has a stream of its own, which depends on its key and not on who asked first: a metric gives the same number
 * whichever others are measured. Confined to one thread.
 */
public final class SharedWork {
    private final RandomStream random;
    private final Map<String, Object> done = new HashMap<>();

    /** @param random from which each piece of work has a child named by its key */
    public SharedWork(RandomStream random) {
        this.random = random;
    }

    /**
     * Returns the work called {@code key}. What throws is not kept.
     *
     * @param key names all that decides the result
     * @throws ClassCastException if the key stands for a result of another type
     */
    public <T> T get(String key, Class<T> type, Function<RandomStream, T> work) {
        Object known = done.get(key);
        if (known == null) {
            known = work.apply(random.child(key));
            done.put(key, known);
        }
        return type.cast(known);
    }
}
