package verisim.benchmarks.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import verisim.core.option.Names;

/**
 * A value of a YAML file that knows its line. The value is a String, Long, Double, Boolean, null, a list of nodes or a map of
 * nodes; no tag makes an object of a class, so a suite file is data only.
 *
 * @param file for messages
 * @param line from 1
 */
public record YamlNode(String file, int line, Object value) {

    /**
     * Parses a file's text.
     *
     * @throws SuiteException if it is not YAML or has a key twice; the message names the line
     */
    public static YamlNode parse(String file, String text) {
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(file).build();
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                throw new SuiteException(file + " is empty; a suite needs at least: suite, datasets, models");
            }
            return of(file, root.get());
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(1);
            throw new SuiteException(file + ", line " + line + ": not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new SuiteException(file + ": not valid YAML: " + e.getMessage());
        }
    }

    private static YamlNode of(String file, Node node) {
        int line = node.getStartMark().map(m -> m.getLine() + 1).orElse(1);
        if (node instanceof MappingNode mapping) {
            Map<String, YamlNode> map = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                int keyLine = tuple.getKeyNode()
                        .getStartMark()
                        .map(m -> m.getLine() + 1)
                        .orElse(line);
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    throw new SuiteException(file + ", line " + keyLine + ": a key must be a word");
                }
                YamlNode value = of(file, tuple.getValueNode());
                // A value on the next line is reported at its key: that is where a reader looks.
                if (map.put(key.getValue(), new YamlNode(file, keyLine, value.value)) != null) {
                    throw new SuiteException(file + ", line " + keyLine + ": the key '" + key.getValue()
                            + "' stands twice in the same map; keep one");
                }
            }
            return new YamlNode(file, line, map);
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlNode> list = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                list.add(of(file, item));
            }
            return new YamlNode(file, line, list);
        }
        ScalarNode scalar = (ScalarNode) node;
        return new YamlNode(file, line, scalar(scalar));
    }

    private static Object scalar(ScalarNode node) {
        String text = node.getValue();
        if (node.getScalarStyle() != ScalarStyle.PLAIN) {
            return text;
        }
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(text);
        }
        try {
            if (tag.equals(Tag.INT)) {
                return Long.valueOf(text);
            }
            if (tag.equals(Tag.FLOAT)) {
                return Double.valueOf(text);
            }
        } catch (NumberFormatException e) {
            return text;
        }
        return text;
    }

    /** Returns a node at the same place with another value. */
    YamlNode with(Object newValue) {
        return new YamlNode(file, line, newValue);
    }

    public SuiteException error(String message) {
        return new SuiteException(file + ", line " + line + ": " + message);
    }

    public boolean isMap() {
        return value instanceof Map<?, ?>;
    }

    /** Returns the map; {@code what} says what was expected if it is none. */
    public Map<String, YamlNode> map(String what) {
        if (!(value instanceof Map<?, ?> map)) {
            throw error(what + " must be a map (key: value), but is " + describe());
        }
        Map<String, YamlNode> out = new LinkedHashMap<>();
        map.forEach((k, v) -> out.put((String) k, (YamlNode) v));
        return out;
    }

    /** Returns the map and refuses keys other than {@code known}. */
    public Map<String, YamlNode> map(String what, List<String> known) {
        Map<String, YamlNode> map = map(what);
        map.forEach((key, node) -> {
            if (!known.contains(key)) {
                throw node.error(Names.unknown("key in " + what, key, known));
            }
        });
        return map;
    }

    /** Returns the list; {@code what} says what was expected if it is none. */
    public List<YamlNode> list(String what) {
        if (!(value instanceof List<?> list)) {
            throw error(what + " must be a list, but is " + describe());
        }
        return list.stream().map(item -> (YamlNode) item).toList();
    }

    /** Returns a word or a number as text. */
    public String text(String what) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return String.valueOf(value);
        }
        throw error(what + " must be text, but is " + describe());
    }

    public int integer(String what, int minimum) {
        if (!(value instanceof Long number) || number < minimum || number > Integer.MAX_VALUE) {
            throw error(what + " must be an integer of at least " + minimum + ", but is " + describe());
        }
        return number.intValue();
    }

    /** Returns the number, integer or not. */
    public double number(String what) {
        if (!(value instanceof Number number)) {
            throw error(what + " must be a number, but is " + describe());
        }
        return number.doubleValue();
    }

    public long longInteger(String what) {
        if (!(value instanceof Long number)) {
            throw error(what + " must be an integer, but is " + describe());
        }
        return number;
    }

    /** Returns plain Java values: String, Long, Double, Boolean, List, Map. */
    public Object plain() {
        if (value instanceof List<?> list) {
            return list.stream().map(item -> ((YamlNode) item).plain()).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> out = new LinkedHashMap<>();
            map.forEach((k, v) -> out.put((String) k, ((YamlNode) v).plain()));
            return out;
        }
        return value;
    }

    private String describe() {
        if (value == null) {
            return "empty";
        }
        if (value instanceof List<?>) {
            return "a list";
        }
        if (value instanceof Map<?, ?>) {
            return "a map";
        }
        return value instanceof String ? "'" + value + "'" : String.valueOf(value);
    }
}
