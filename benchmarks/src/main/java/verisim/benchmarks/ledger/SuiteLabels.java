package verisim.benchmarks.ledger;

import java.util.List;
import java.util.Map;
import verisim.benchmarks.suite.YamlNode;

/** The names that stand in a suite file, read without asking whether such models and data sets exist. */
record SuiteLabels(List<String> datasets, List<String> models) {
    static SuiteLabels of(String file, String text) {
        Map<String, YamlNode> root = YamlNode.parse(file, text).map("a suite");
        return new SuiteLabels(labels(root, "datasets"), labels(root, "models"));
    }

    private static List<String> labels(Map<String, YamlNode> root, String key) {
        return root.containsKey(key)
                ? root.get(key).list(key).stream().map(SuiteLabels::label).toList()
                : List.of();
    }

    private static String label(YamlNode node) {
        if (!node.isMap()) {
            return node.text("an entry");
        }
        Map<String, YamlNode> map = node.map("an entry");
        YamlNode name = map.getOrDefault("as", map.getOrDefault("name", map.get("file")));
        return name == null ? "" : name.text("a name");
    }
}
