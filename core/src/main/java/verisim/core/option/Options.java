package verisim.core.option;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checked values for a list of {@link Option}s, every default filled in. Made by {@link #resolve}. */
public final class Options {
    private final Map<String, Object> values;

    private Options(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Returns {@code given} with defaults filled in, in the order of {@code known}.
     *
     * @param owner who has these options, for the message: {@code "rbm"}
     * @throws IllegalArgumentException if a key is unknown (the message names the nearest known one) or a value does not fit
     */
    public static Options resolve(String owner, List<Option> known, Map<String, ?> given) {
        List<String> names = known.stream().map(Option::name).toList();
        for (String key : given.keySet()) {
            if (!names.contains(key)) {
                throw new IllegalArgumentException(Names.unknown("option of " + owner, key, names));
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Option option : known) {
            Object value = given.get(option.name());
            try {
                values.put(option.name(), value == null ? option.defaultValue() : option.convert(value));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(owner + ": " + e.getMessage(), e);
            }
        }
        return new Options(values);
    }

    public int integer(String name) {
        return (Integer) value(name);
    }

    public double number(String name) {
        return ((Number) value(name)).doubleValue();
    }

    public boolean bool(String name) {
        return (Boolean) value(name);
    }

    /** Returns the value of an option of type CHOICE or TEXT. */
    public String text(String name) {
        return (String) value(name);
    }

    public List<Integer> integers(String name) {
        List<Integer> out = new ArrayList<>();
        for (Object item : (List<?>) value(name)) {
            out.add((Integer) item);
        }
        return out;
    }

    /** Returns all names and values, in declared order: what result files and reports show. */
    public Map<String, Object> asMap() {
        return Collections.unmodifiableMap(values);
    }

    private Object value(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("no option '" + name + "' was declared; declared are " + values.keySet());
        }
        return value;
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
