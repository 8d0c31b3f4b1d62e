package verisim.core.option;

import static verisim.core.Checks.require;

import java.util.List;
import java.util.Locale;

/**
 * One typed option of a model, metric or data set: what it is called, what it may be, what it is if nobody says, and what it
 * means. Feeds validation of suites, {@code describe}, and the report.
 *
 * @param name camelCase words, as in {@code learningRate}
 * @param defaultValue an Integer, Double, Boolean, String or List of Integer, as {@code type} says
 * @param minimum smallest allowed number, or minus infinity
 * @param maximum largest allowed number, or infinity
 * @param choices allowed words if the type is CHOICE, else empty
 * @param meaning one sentence for help and report
 * @param afterTraining whether a model is trained in the same way whatever its value, as with the settings of a sampler
 */
public record Option(
        String name,
        Type type,
        Object defaultValue,
        double minimum,
        boolean minimumExcluded,
        double maximum,
        List<String> choices,
        String meaning,
        boolean afterTraining) {

    /** What kind of value an option takes. */
    public enum Type {
        INTEGER,
        NUMBER,
        BOOLEAN,
        CHOICE,
        INTEGERS,
        TEXT;

        /** Returns the word a user reads. */
        public String label() {
            return this == INTEGERS ? "list of integers" : name().toLowerCase(Locale.ROOT);
        }
    }

    public Option {
        choices = List.copyOf(choices);
    }

    /** An option that training may depend on. */
    public Option(
            String name,
            Type type,
            Object defaultValue,
            double minimum,
            boolean minimumExcluded,
            double maximum,
            List<String> choices,
            String meaning) {
        this(name, type, defaultValue, minimum, minimumExcluded, maximum, choices, meaning, false);
    }

    /** Returns this option as one that training does not depend on: a change of it does not cost the training again. */
    public Option notOfTraining() {
        return new Option(name, type, defaultValue, minimum, minimumExcluded, maximum, choices, meaning, true);
    }

    public static Option integer(String name, int defaultValue, int minimum, String meaning) {
        return new Option(name, Type.INTEGER, defaultValue, minimum, false, Integer.MAX_VALUE, List.of(), meaning);
    }

    /** A list of integers such as the widths of hidden layers; a single number in a suite counts as a list of one. */
    public static Option integers(String name, List<Integer> defaultValue, int minimum, String meaning) {
        return new Option(
                name, Type.INTEGERS, List.copyOf(defaultValue), minimum, false, Integer.MAX_VALUE, List.of(), meaning);
    }

    /** A real number greater than 0. */
    public static Option positive(String name, double defaultValue, String meaning) {
        return new Option(name, Type.NUMBER, defaultValue, 0, true, Double.POSITIVE_INFINITY, List.of(), meaning);
    }

    /** A real number from {@code minimum} to {@code maximum}, both allowed. */
    public static Option number(String name, double defaultValue, double minimum, double maximum, String meaning) {
        return new Option(name, Type.NUMBER, defaultValue, minimum, false, maximum, List.of(), meaning);
    }

    public static Option bool(String name, boolean defaultValue, String meaning) {
        return new Option(name, Type.BOOLEAN, defaultValue, 0, false, 0, List.of(), meaning);
    }

    /** One of {@code choices}; the first is the default. */
    public static Option choice(String name, List<String> choices, String meaning) {
        return new Option(name, Type.CHOICE, choices.get(0), 0, false, 0, choices, meaning);
    }

    /** Free text, such as a file name. */
    public static Option text(String name, String defaultValue, String meaning) {
        return new Option(name, Type.TEXT, defaultValue, 0, false, 0, List.of(), meaning);
    }

    /** Returns the allowed values in words, such as {@code "at least 1"} or {@code "full, diagonal"}. */
    public String range() {
        return switch (type) {
            case BOOLEAN -> "true or false";
            case CHOICE -> String.join(", ", choices);
            case TEXT -> "text";
            case INTEGER, NUMBER, INTEGERS -> {
                boolean integral = type != Type.NUMBER;
                String low = Double.isInfinite(minimum)
                        ? ""
                        : minimumExcluded
                                ? "greater than " + show(minimum, integral)
                                : "at least " + show(minimum, integral);
                boolean open = Double.isInfinite(maximum) || maximum == Integer.MAX_VALUE;
                String high = open ? "" : (low.isEmpty() ? "" : ", ") + "at most " + show(maximum, integral);
                yield (type == Type.INTEGERS ? "each " : "") + (low + high).strip();
            }
        };
    }

    /**
     * Returns {@code value} in the type of this option: a number or text as it comes from YAML, JSON or a command line.
     *
     * @throws IllegalArgumentException if it is of another type or out of range; the message says what was expected
     */
    public Object convert(Object value) {
        return switch (type) {
            case INTEGER -> checkRange(toInteger(value), value);
            case NUMBER -> checkRange(toNumber(value), value);
            case BOOLEAN -> {
                String text = String.valueOf(value);
                require(
                        text.equals("true") || text.equals("false"),
                        "%s must be true or false, but was %s",
                        name,
                        shown(value));
                yield Boolean.valueOf(text);
            }
            case CHOICE -> {
                String text = String.valueOf(value);
                require(choices.contains(text), "%s must be one of: %s; but was %s", name, range(), shown(value));
                yield text;
            }
            case TEXT -> String.valueOf(value);
            case INTEGERS -> {
                List<?> items = value instanceof List<?> list
                        ? list
                        : value instanceof String text ? splitList(text) : List.of(value);
                yield items.stream()
                        .map(item -> (Integer) checkRange(toInteger(item), item))
                        .toList();
            }
        };
    }

    private static List<String> splitList(String text) {
        String inner = text.strip();
        if (inner.startsWith("[") && inner.endsWith("]")) {
            inner = inner.substring(1, inner.length() - 1);
        }
        return inner.isBlank() ? List.of() : List.of(inner.strip().split("\\s*,\\s*", -1));
    }

    private Number toInteger(Object value) {
        double number = toNumber(value).doubleValue();
        require(
                number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE,
                "%s must be an integer, but was %s",
                name,
                shown(value));
        return (int) number;
    }

    private Number toNumber(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return Double.valueOf(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be "
                    + (type == Type.NUMBER ? "a number" : type == Type.INTEGER ? "an integer" : "a " + type.label())
                    + ", but was " + shown(value));
        }
    }

    private Number checkRange(Number number, Object shown) {
        double v = number.doubleValue();
        boolean inside = Double.isFinite(v) && (minimumExcluded ? v > minimum : v >= minimum) && v <= maximum;
        require(inside, "%s must be %s, but was %s", name, range(), shown(shown));
        return number;
    }

    private static String shown(Object value) {
        return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
    }

    private static String show(double v, boolean integral) {
        return integral
                ? Integer.toString((int) v)
                : v == Math.rint(v) && Math.abs(v) < 1e9 ? Long.toString((long) v) : Double.toString(v);
    }
}
