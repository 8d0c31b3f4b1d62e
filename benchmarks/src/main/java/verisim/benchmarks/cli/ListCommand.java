package verisim.benchmarks.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.SuiteReader;
import verisim.core.metric.MetricProvider;
import verisim.core.model.ModelProvider;
import verisim.core.result.ResultJson;
import verisim.core.source.DatasetProvider;

/** {@code verisim list models|datasets|metrics|suites}. */
@Command(name = "list", description = "Lists what there is.", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    /** What can be listed. */
    enum What {
        MODELS,
        DATASETS,
        METRICS,
        SUITES;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}")
    private What what;

    @Option(names = "--json", description = "as JSON, for programs")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Map<String, Object>> rows = rows();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(ResultJson.write(rows));
            out.flush();
            return 0;
        }
        TextTable.print(out, rows);
        return 0;
    }

    private List<Map<String, Object>> rows() {
        Registries registries = Registries.load();
        List<Map<String, Object>> rows = new ArrayList<>();
        switch (what) {
            case MODELS -> {
                for (ModelProvider model : registries.models().all()) {
                    rows.add(row(
                            "name", model.name(),
                            "family", model.family(),
                            "data", kinds(model),
                            "description", model.description()));
                }
            }
            case METRICS -> {
                for (MetricProvider metric : registries.metrics().all()) {
                    rows.add(row(
                            "name", metric.name(),
                            "unit", metric.unit(),
                            "better", metric.direction().label(),
                            "description", metric.description()));
                }
            }
            case DATASETS -> {
                for (DatasetProvider dataset : registries.datasets().all()) {
                    rows.add(row(
                            "name", dataset.name(),
                            "data", dataset.info().kind().name(),
                            "features",
                                    dataset.info().features() == 0
                                            ? "option"
                                            : dataset.info().features(),
                            "rows", dataset.info().sizes(),
                            "from", dataset.info().builtIn() ? "built in" : "download",
                            "description", dataset.info().description()));
                }
            }
            case SUITES -> {
                for (String suite : SuiteReader.BUNDLED) {
                    String text = SuiteReader.bundledText(suite);
                    rows.add(row(
                            "name",
                            suite,
                            "description",
                            text.lines().findFirst().orElse("").replaceFirst("^#\\s*", "")));
                }
            }
        }
        return rows;
    }

    private static String kinds(ModelProvider model) {
        return String.join(
                ", ", model.accepts().stream().map(Enum::name).sorted().toList());
    }

    private static Map<String, Object> row(Object... pairs) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            row.put((String) pairs[i], pairs[i + 1]);
        }
        return row;
    }
}
