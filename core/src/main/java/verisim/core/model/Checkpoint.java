package verisim.core.model;

import static verisim.core.Checks.require;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import verisim.core.io.OrderedMaps;

/**
 * All that a training run needs to go on after its process ended, as plain data. Holds the arrays it is given, not copies: whoever
 * makes a checkpoint hands in arrays that change no more.
 *
 * @param floats FLOAT arrays by name, such as parameters and the state of an optimiser
 * @param doubles DOUBLE arrays by name; a single number is an array of one. Any value is kept, NaN and infinities too
 * @param texts texts by name
 */
public record Checkpoint(Map<String, float[]> floats, Map<String, double[]> doubles, Map<String, String> texts) {
    public Checkpoint {
        floats = Collections.unmodifiableMap(new LinkedHashMap<>(OrderedMaps.of(floats)));
        doubles = Collections.unmodifiableMap(new LinkedHashMap<>(OrderedMaps.of(doubles)));
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(OrderedMaps.of(texts)));
    }

    /** Returns the FLOAT array called {@code name}. */
    public float[] floats(String name) {
        return existing(floats, name);
    }

    /** Returns the DOUBLE array called {@code name}. */
    public double[] doubles(String name) {
        return existing(doubles, name);
    }

    /** Returns the number called {@code name}, an array of one. */
    public double number(String name) {
        double[] values = doubles(name);
        require(values.length == 1, "'%s' in the checkpoint must be one number, but is %d", name, values.length);
        return values[0];
    }

    /** Returns the text called {@code name}. */
    public String text(String name) {
        return existing(texts, name);
    }

    private static <T> T existing(Map<String, T> values, String name) {
        T value = values.get(name);
        require(value != null, "the checkpoint has no '%s', only %s", name, values.keySet());
        return value;
    }
}
