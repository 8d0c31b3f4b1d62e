package verisim.benchmarks.suite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verisim.benchmarks.suite.Suite.DatasetSpec;
import verisim.benchmarks.suite.Suite.Limits;
import verisim.benchmarks.suite.Suite.MetricSpec;
import verisim.benchmarks.suite.Suite.ModelSpec;
import verisim.core.option.Names;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.source.FileDataset;

/** Reads suites from YAML, bundled or the user's own, and checks every name, type and value before anything runs. */
public final class SuiteReader {
    /** Names of the suites that come with the program. */
    public static final List<String> BUNDLED = List.of(
            "quickstart",
            "first-real",
            "rbm-partition",
            "rbm-16",
            "rbm-16-published",
            "boltzmann-mnist",
            "deep-boltzmann-mnist",
            "bars-and-stripes",
            "debd",
            "nade-sets",
            "binarized-mnist",
            "continuous");

    private static final List<String> KEYS =
            List.of("suite", "seed", "replicates", "samples", "datasets", "models", "metrics", "limits");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern TIME = Pattern.compile("(\\d+)\\s*(s|m|h)");
    private static final Pattern MEMORY = Pattern.compile("\\d+[mgMG]");
    private static final int DEFAULT_SAMPLES = 2_000;

    private final Registries registries;

    public SuiteReader(Registries registries) {
        this.registries = registries;
    }

    /**
     * Reads a bundled suite by name or a YAML file by path.
     *
     * @param overrides changes as {@code --set} takes them: {@code replicates=1}, {@code limits.time=5m}, {@code made.epochs=3}
     * @throws SuiteException if there is none or it is wrong
     */
    public Suite read(String nameOrPath, Map<String, String> overrides) {
        if (BUNDLED.contains(nameOrPath)) {
            return parse(nameOrPath + ".yaml", bundledText(nameOrPath), overrides);
        }
        Path path = Path.of(nameOrPath);
        try {
            return parse(nameOrPath, Files.readString(path), overrides);
        } catch (NoSuchFileException e) {
            throw new SuiteException(Names.unknown("suite", nameOrPath, BUNDLED)
                    + ", or the path of a YAML file (this one does not exist)");
        } catch (IOException e) {
            throw new SuiteException("suite file " + nameOrPath + " cannot be read: " + e.getMessage());
        }
    }

    /** Returns the YAML of a bundled suite. */
    public static String bundledText(String name) {
        try (InputStream in = SuiteReader.class.getResourceAsStream("/suites/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("the program's own suite '" + name + "' is missing from its jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Parses and checks the text of a suite file. */
    public Suite parse(String file, String text, Map<String, String> overrides) {
        YamlNode root = YamlNode.parse(file, text);
        Map<String, YamlNode> map = new LinkedHashMap<>(root.map("a suite", KEYS));
        Map<String, Map<String, String>> optionOverrides = new LinkedHashMap<>();
        overrides.forEach((key, value) -> override(map, optionOverrides, key, value));

        for (String key : List.of("suite", "datasets", "models")) {
            if (!map.containsKey(key)) {
                throw root.error("a suite needs the key '" + key + "'");
            }
        }
        String name = label(map.get("suite"), "suite");
        List<DatasetSpec> datasets = new ArrayList<>();
        for (YamlNode node : nonEmpty(map.get("datasets"), "datasets")) {
            datasets.add(dataset(node));
        }
        unique(map.get("datasets"), datasets.stream().map(DatasetSpec::label).toList(), "data set");
        Set<String> used = new LinkedHashSet<>();
        List<ModelSpec> models = new ArrayList<>();
        for (YamlNode node : nonEmpty(map.get("models"), "models")) {
            models.add(model(node, datasets, optionOverrides, used));
        }
        unique(map.get("models"), models.stream().map(ModelSpec::label).toList(), "model");
        optionOverrides.keySet().forEach(label -> {
            if (!used.contains(label)) {
                throw new SuiteException("--set " + label + ".…: "
                        + Names.unknown(
                                "model in suite " + name,
                                label,
                                models.stream().map(ModelSpec::label).toList()));
            }
        });
        List<MetricSpec> metrics = metrics(map.get("metrics"));
        return new Suite(
                name,
                map.containsKey("seed") ? map.get("seed").longInteger("seed") : 1,
                map.containsKey("replicates") ? map.get("replicates").integer("replicates", 1) : 1,
                map.containsKey("samples") ? map.get("samples").integer("samples", 2) : DEFAULT_SAMPLES,
                datasets,
                models,
                metrics,
                limits(map.get("limits")));
    }

    private static void override(
            Map<String, YamlNode> map, Map<String, Map<String, String>> options, String key, String value) {
        YamlNode parsed = YamlNode.parse("--set " + key + "=" + value, value.isBlank() ? "\"\"" : value);
        int dot = key.indexOf('.');
        if (dot < 0) {
            if (!List.of("seed", "replicates", "samples", "suite").contains(key)) {
                throw new SuiteException(
                        "--set " + key
                                + ": expected seed, replicates, samples, limits.time, limits.memory, limits.threads or MODEL.OPTION");
            }
            map.put(key, parsed);
        } else if (key.startsWith("limits.")) {
            YamlNode limits = map.getOrDefault("limits", parsed.with(Map.of()));
            Map<String, YamlNode> changed = new LinkedHashMap<>(limits.map("limits"));
            changed.put(key.substring(dot + 1), parsed);
            map.put("limits", limits.with(changed));
        } else {
            options.computeIfAbsent(key.substring(0, dot), k -> new LinkedHashMap<>())
                    .put(key.substring(dot + 1), value);
        }
    }

    private DatasetSpec dataset(YamlNode node) {
        Map<String, YamlNode> map = entry(node, "a data set");
        if (map.containsKey(DatasetSpec.FILE) || isSplitFiles(map)) {
            Map<String, Object> options = plain(map, Set.of("as"));
            FileDataset file;
            try {
                file = UserFile.dataset(options);
            } catch (IllegalArgumentException e) {
                throw node.error(e.getMessage());
            }
            String label = map.containsKey("as") ? label(map.get("as"), "as") : file.defaultName();
            return new DatasetSpec(label, DatasetSpec.FILE, options);
        }
        String source = required(node, map, "name").text("name");
        var provider = find(node, source, registries.datasets()::get);
        return new DatasetSpec(
                map.containsKey("as") ? label(map.get("as"), "as") : source,
                source,
                resolve(node, source, provider.options(), plain(map, Set.of("name", "as"))));
    }

    private static boolean isSplitFiles(Map<String, YamlNode> map) {
        return !map.containsKey("name") && map.containsKey("train");
    }

    private ModelSpec model(
            YamlNode node, List<DatasetSpec> datasets, Map<String, Map<String, String>> overrides, Set<String> used) {
        Map<String, YamlNode> map = entry(node, "a model");
        String name = required(node, map, "name").text("name");
        var provider = find(node, name, registries.models()::get);
        String label = map.containsKey("as") ? label(map.get("as"), "as") : name;
        List<String> only = new ArrayList<>();
        if (map.containsKey("only")) {
            List<String> known = datasets.stream().map(DatasetSpec::label).toList();
            for (YamlNode item : map.get("only").list("only")) {
                String dataset = item.text("only");
                if (!known.contains(dataset)) {
                    throw item.error(Names.unknown("data set in this suite", dataset, known));
                }
                only.add(dataset);
            }
        }
        Map<String, Object> given = plain(map, Set.of("name", "as", "only"));
        if (overrides.containsKey(label)) {
            given.putAll(overrides.get(label));
            used.add(label);
        }
        return new ModelSpec(label, name, resolve(node, name, provider.options(), given), only);
    }

    private List<MetricSpec> metrics(YamlNode node) {
        List<MetricSpec> out = new ArrayList<>();
        if (node == null) {
            registries
                    .metrics()
                    .all()
                    .forEach(provider -> out.add(new MetricSpec(
                            provider.name(),
                            provider.name(),
                            Options.resolve(provider.name(), provider.options(), Map.of())
                                    .asMap())));
            return out;
        }
        for (YamlNode item : nonEmpty(node, "metrics")) {
            Map<String, YamlNode> map = entry(item, "a metric");
            String name = required(item, map, "name").text("name");
            var provider = find(item, name, registries.metrics()::get);
            out.add(new MetricSpec(
                    map.containsKey("as") ? label(map.get("as"), "as") : name,
                    name,
                    resolve(item, name, provider.options(), plain(map, Set.of("name", "as")))));
        }
        unique(node, out.stream().map(MetricSpec::label).toList(), "metric");
        return out;
    }

    private static Limits limits(YamlNode node) {
        if (node == null) {
            return Limits.DEFAULT;
        }
        Map<String, YamlNode> map = node.map("limits", List.of("time", "memory", "threads"));
        Duration time = Limits.DEFAULT.time();
        String memory = Limits.DEFAULT.memory();
        if (map.containsKey("time")) {
            String text = map.get("time").text("time");
            Matcher matcher = TIME.matcher(text);
            if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
                throw map.get("time").error("time must be a duration such as 90s, 20m or 2h, but is '" + text + "'");
            }
            long n = Long.parseLong(matcher.group(1));
            time = switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(n);
                case "m" -> Duration.ofMinutes(n);
                default -> Duration.ofHours(n);
            };
        }
        if (map.containsKey("memory")) {
            memory = map.get("memory").text("memory");
            if (!MEMORY.matcher(memory).matches()) {
                throw map.get("memory").error("memory must be a size such as 512m or 4g, but is '" + memory + "'");
            }
        }
        int threads = map.containsKey("threads") ? map.get("threads").integer("threads", 1) : Limits.DEFAULT.threads();
        return new Limits(time, memory, threads);
    }

    /** Returns an entry of a list as a map: a plain word stands for {@code {name: word}}. */
    private static Map<String, YamlNode> entry(YamlNode node, String what) {
        return node.isMap() ? node.map(what) : Map.of("name", node.with(node.text(what)));
    }

    private static YamlNode required(YamlNode node, Map<String, YamlNode> map, String key) {
        YamlNode value = map.get(key);
        if (value == null) {
            throw node.error("the key '" + key + "' is missing; there are " + map.keySet());
        }
        return value;
    }

    private static <T> T find(YamlNode node, String name, Function<String, T> registry) {
        try {
            return registry.apply(name);
        } catch (IllegalArgumentException e) {
            throw node.error(e.getMessage());
        }
    }

    private static Map<String, Object> resolve(
            YamlNode node, String owner, List<Option> known, Map<String, Object> given) {
        try {
            return Options.resolve(owner, known, given).asMap();
        } catch (IllegalArgumentException e) {
            throw node.error(e.getMessage());
        }
    }

    private static Map<String, Object> plain(Map<String, YamlNode> map, Set<String> without) {
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach((key, node) -> {
            if (!without.contains(key)) {
                if (node.value() == null) {
                    throw node.error("the key '" + key + "' has no value");
                }
                out.put(key, node.plain());
            }
        });
        return out;
    }

    private static List<YamlNode> nonEmpty(YamlNode node, String what) {
        List<YamlNode> list = node.list(what);
        if (list.isEmpty()) {
            throw node.error(what + " must name at least one");
        }
        return list;
    }

    private static String label(YamlNode node, String what) {
        String text = node.text(what);
        if (!LABEL.matcher(text).matches()) {
            throw node.error(
                    what + " becomes a folder name, so it must be letters, digits, dots, hyphens and underscores, "
                            + "but is '" + text + "'");
        }
        return text;
    }

    private static void unique(YamlNode node, List<String> labels, String what) {
        Set<String> seen = new LinkedHashSet<>();
        for (String label : labels) {
            if (!seen.add(label)) {
                throw node.error(
                        "two entries are called '" + label + "'; give one " + what + " another name with 'as'");
            }
        }
    }
}
