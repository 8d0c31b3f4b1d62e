package verisim.core.model;

import static verisim.core.Checks.require;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.io.OrderedMaps;

/**
 * A model as data: the name of its provider, settings, arrays.
 *
 * @param model the provider's name
 * @param settings text, numbers, booleans and lists of them
 * @param arrays FLOAT or DOUBLE arrays by name
 */
public record ModelState(String model, Map<String, Object> settings, Map<String, INDArray> arrays) {
    private static final String WARNINGS = "warnings";

    public ModelState {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(OrderedMaps.of(settings)));
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(OrderedMaps.of(arrays)));
    }

    /** Returns the array called {@code name}. */
    public INDArray array(String name) {
        INDArray array = arrays.get(name);
        require(array != null, "saved model '%s' has no array '%s', only %s", model, name, arrays.keySet());
        return array;
    }

    /** Returns an integer setting. */
    public int integer(String name) {
        return (int) number(name);
    }

    /** Returns a number setting. */
    public double number(String name) {
        Object value = settings.get(name);
        require(
                value instanceof Number,
                "saved model '%s': setting '%s' must be a number, but is %s",
                model,
                name,
                value);
        return ((Number) value).doubleValue();
    }

    /** Returns a text setting. */
    public String text(String name) {
        Object value = settings.get(name);
        require(value instanceof String, "saved model '%s': setting '%s' must be text, but is %s", model, name, value);
        return (String) value;
    }

    /** Returns a setting that is a list of integers. */
    public List<Integer> integers(String name) {
        Object value = settings.get(name);
        require(
                value instanceof List<?>,
                "saved model '%s': setting '%s' must be a list, but is %s",
                model,
                name,
                value);
        return ((List<?>) value).stream().map(v -> ((Number) v).intValue()).toList();
    }

    /** Returns the warnings that were saved with the model, see {@link GenerativeModel#warnings}; none if it has none. */
    public List<String> warnings() {
        return settings.get(WARNINGS) instanceof List<?> texts
                ? texts.stream().map(Object::toString).toList()
                : List.of();
    }

    /** Returns the same state with these warnings, which leave no trace if there are none. */
    public ModelState withWarnings(List<String> warnings) {
        if (warnings.isEmpty()) {
            return this;
        }
        Map<String, Object> all = new LinkedHashMap<>(settings);
        all.put(WARNINGS, List.copyOf(warnings));
        return new ModelState(model, all, arrays);
    }
}
