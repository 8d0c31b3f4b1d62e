package verisim.benchmarks.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Pattern;
import verisim.benchmarks.ledger.PublishedFigure.Ours;
import verisim.benchmarks.suite.YamlNode;
import verisim.core.option.Names;
import verisim.core.result.Direction;
import verisim.core.result.Kind;

/** Reads {@code published.yaml}; each message names file and line. */
final class FigureReader {
    private static final List<String> KEYS = List.of(
            "id",
            "value",
            "unit",
            "kind",
            "better",
            "metric",
            "dataset",
            "protocol",
            "model",
            "source",
            "where",
            "sure",
            "tolerance",
            "target",
            "ours");
    private static final List<String> OURS_KEYS = List.of("suite", "dataset", "model", "models", "select", "metric");
    private static final List<String> NEEDED =
            List.of("id", "value", "dataset", "model", "source", "sure", "tolerance");
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]*");

    private FigureReader() {}

    /**
     * Returns the figures in the order of the file.
     *
     * @throws verisim.benchmarks.suite.SuiteException if the text is not such a file
     */
    static List<PublishedFigure> read(String file, String text) {
        Map<String, YamlNode> root = YamlNode.parse(file, text).map("the ledger", List.of("sources", "figures"));
        YamlNode list = root.get("figures");
        if (list == null) {
            throw YamlNode.parse(file, text).error("the ledger needs the key 'figures'");
        }
        Map<String, String> sources = new LinkedHashMap<>();
        if (root.containsKey("sources")) {
            root.get("sources").map("sources").forEach((key, node) -> sources.put(key, node.text("a source")));
        }
        Map<String, Integer> lines = new LinkedHashMap<>();
        List<PublishedFigure> figures = new ArrayList<>();
        for (YamlNode node : list.list("figures")) {
            PublishedFigure figure = figure(node, sources);
            Integer before = lines.putIfAbsent(figure.id(), node.line());
            if (before != null) {
                throw node.error("the id '" + figure.id() + "' is that of line " + before + " too; give another");
            }
            figures.add(figure);
        }
        return List.copyOf(figures);
    }

    private static PublishedFigure figure(YamlNode node, Map<String, String> sources) {
        Map<String, YamlNode> map = node.map("a figure", KEYS);
        for (String key : NEEDED) {
            if (!map.containsKey(key)) {
                throw node.error("a figure needs the key '" + key + "'; there are " + map.keySet());
            }
        }
        String id = map.get("id").text("id");
        if (!ID.matcher(id).matches()) {
            throw map.get("id").error("id must be lower case letters, digits, dots and hyphens, but is '" + id + "'");
        }
        String source = map.get("source").text("source");
        if (!sources.containsKey(source)) {
            throw map.get("source").error(Names.unknown("source", source, sources.keySet()));
        }
        double tolerance = map.get("tolerance").number("tolerance");
        if (!(tolerance > 0)) {
            throw map.get("tolerance").error("tolerance must be greater than 0, but is " + tolerance);
        }
        String metric = text(map, "metric", "log-likelihood");
        String where = text(map, "where", "");
        return new PublishedFigure(
                id,
                node.file() + ", line " + node.line(),
                map.get("value").number("value"),
                text(map, "unit", "nats/example"),
                choice(map, "kind", Kind.EXACT, Kind.values(), Kind::label),
                choice(map, "better", Direction.HIGHER, Direction.values(), Direction::label),
                metric,
                map.get("dataset").text("dataset"),
                text(map, "protocol", ""),
                map.get("model").text("model"),
                sources.get(source) + (where.isEmpty() ? "" : ", " + where),
                choice(map, "sure", null, Evidence.values(), Evidence::label),
                tolerance,
                map.containsKey("target")
                        ? OptionalDouble.of(map.get("target").number("target"))
                        : OptionalDouble.empty(),
                map.containsKey("ours") ? Optional.of(ours(map.get("ours"), metric)) : Optional.empty());
    }

    private static Ours ours(YamlNode node, String metric) {
        Map<String, YamlNode> map = node.map("ours", OURS_KEYS);
        for (String key : List.of("suite", "dataset")) {
            if (!map.containsKey(key)) {
                throw node.error("ours needs the key '" + key + "'; there are " + map.keySet());
            }
        }
        if (map.containsKey("model") == map.containsKey("models")) {
            throw node.error("ours needs either 'model', one label, or 'models', a list of labels to choose from");
        }
        List<String> models = map.containsKey("model")
                ? List.of(map.get("model").text("model"))
                : map.get("models").list("models").stream()
                        .map(item -> item.text("models"))
                        .toList();
        if (models.isEmpty()) {
            throw map.get("models").error("models must name at least one");
        }
        if (map.containsKey("select") && !map.get("select").text("select").equals("validation")) {
            throw map.get("select").error("select must be 'validation': nothing is chosen on test rows");
        }
        if (models.size() > 1 && !map.containsKey("select")) {
            throw node.error("with several models, say how one is chosen: select: validation");
        }
        return new Ours(
                map.get("suite").text("suite"),
                map.get("dataset").text("dataset"),
                models,
                text(map, "metric", metric));
    }

    private static String text(Map<String, YamlNode> map, String key, String otherwise) {
        return map.containsKey(key) ? map.get(key).text(key) : otherwise;
    }

    private static <T> T choice(
            Map<String, YamlNode> map, String key, T otherwise, T[] values, Function<T, String> label) {
        if (!map.containsKey(key)) {
            return otherwise;
        }
        String text = map.get(key).text(key);
        return Arrays.stream(values)
                .filter(value -> label.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> map.get(key)
                        .error(Names.unknown(
                                key, text, Arrays.stream(values).map(label).toList())));
    }
}
