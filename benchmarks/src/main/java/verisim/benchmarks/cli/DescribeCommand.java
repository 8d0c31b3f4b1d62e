package verisim.benchmarks.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.SuiteReader;
import verisim.core.metric.MetricProvider;
import verisim.core.model.ModelProvider;
import verisim.core.option.Names;
import verisim.core.option.Option;
import verisim.core.source.DatasetProvider;

/** {@code verisim describe NAME}: all there is to know of a model, metric, data set or suite. */
@Command(
        name = "describe",
        description = "Describes a model, metric, data set or suite: options with defaults, ranges and meaning, paper.",
        mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "a name that 'verisim list' shows")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Registries registries = Registries.load();
        PrintWriter out = spec.commandLine().getOut();
        List<String> known = new ArrayList<>(SuiteReader.BUNDLED);
        boolean found = false;
        for (ModelProvider model : registries.models().all()) {
            known.add(model.name());
            if (model.name().equals(name)) {
                out.println(name + ": model, family " + model.family());
                out.println(model.description());
                out.println("data: "
                        + String.join(
                                ", ",
                                model.accepts().stream()
                                        .map(Enum::name)
                                        .sorted()
                                        .toList()));
                out.println("paper: " + model.paper());
                options(out, model.options());
                found = true;
            }
        }
        for (MetricProvider metric : registries.metrics().all()) {
            known.add(metric.name());
            if (metric.name().equals(name)) {
                out.println(name + ": metric, unit " + metric.unit() + ", better: "
                        + metric.direction().label());
                out.println(metric.description());
                out.println("caution: " + metric.caution());
                out.println("paper: " + metric.paper());
                options(out, metric.options());
                found = true;
            }
        }
        for (DatasetProvider dataset : registries.datasets().all()) {
            known.add(dataset.name());
            if (dataset.name().equals(name)) {
                var info = dataset.info();
                out.println(name + ": data set, " + info.kind() + ", rows " + info.sizes());
                out.println(info.description());
                out.println("licence: " + info.licence());
                out.println("cite: " + info.citation());
                info.address().ifPresent(address -> out.println("from: " + address));
                options(out, dataset.options());
                found = true;
            }
        }
        if (SuiteReader.BUNDLED.contains(name)) {
            out.print(SuiteReader.bundledText(name));
            out.flush();
            found = true;
        }
        if (!found) {
            throw new IllegalArgumentException(Names.unknown("model, metric, data set or suite", name, known));
        }
        return 0;
    }

    private static void options(PrintWriter out, List<Option> options) {
        if (options.isEmpty()) {
            return;
        }
        out.println();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Option option : options) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("option", option.name());
            row.put("default", option.defaultValue());
            row.put("allowed", option.range());
            row.put("meaning", option.meaning());
            rows.add(row);
        }
        TextTable.print(out, rows);
    }
}
