package verisim.benchmarks.cli;

import static verisim.core.Checks.require;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import verisim.benchmarks.run.Measuring;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.Suite.DatasetSpec;
import verisim.benchmarks.suite.Suite.MetricSpec;
import verisim.benchmarks.suite.UserFile;
import verisim.core.data.ColumnChoice;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Schema;
import verisim.core.data.Split;
import verisim.core.io.Checksums;
import verisim.core.metric.Findings;
import verisim.core.metric.MetricProvider;
import verisim.core.metric.SharedWork;
import verisim.core.metric.Subject;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelData;
import verisim.core.option.Names;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;
import verisim.core.result.ResultJson;
import verisim.core.result.RunFolder;
import verisim.core.source.FileDataset;
import verisim.core.source.LoadedData;

/** {@code verisim evaluate DIR|SAMPLES DATASET}: measures a fitted model, or a file of samples made by any tool. */
@Command(
        name = "evaluate",
        description = "Measures a fitted model on a data set, or a plain file of samples made by any other tool.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "DIR|SAMPLES",
            description = "folder that 'verisim fit' wrote, the cell of a run, or a file of samples (.npy, .csv, …)")
    private Path subject;

    @Parameters(
            index = "1",
            paramLabel = "DATASET",
            description = "a name that 'verisim list datasets' shows, or a file")
    private String datasetName;

    @Mixin
    private DatasetOptions dataset;

    @Option(names = "--metric", paramLabel = "M", description = "may be repeated (default: all that apply)")
    private List<String> metrics = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "an option of the metrics, such as chains=1000; each takes those it has")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "samples drawn from a model (default: ${DEFAULT-VALUE})")
    private int n = 2_000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "seed of data, samples and estimators (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--split",
            paramLabel = "none",
            description = "none: every row of the file is scored as a test row, by the metrics that need no other rows")
    private String split = "";

    @Option(
            names = "--scores",
            paramLabel = "FILE",
            description = "writes each metric's value of each test row to this csv, beside the row's number in its file"
                    + " (default: DIR/scores.csv with --split none)")
    private Path scores;

    @Option(
            names = "--header",
            paramLabel = "true|false",
            description = "whether the first line of a file of samples holds names, where the file does not tell")
    private Boolean header;

    @Option(names = "--json", description = "as JSON, for programs")
    private boolean json;

    /** Metrics that look at nothing but the model and the rows they score. */
    private static final List<String> OF_ROWS_ALONE = List.of(
            "log-likelihood", "bits-per-dimension", "joint-log-likelihood", "accuracy", "elbo", "pseudo-likelihood");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        require(n >= 2, "--samples must be at least 2, but was %d", n);
        require(
                Files.exists(subject),
                "%s does not exist; give a folder that 'verisim fit' wrote, or a file of samples",
                subject);
        require(split.isEmpty() || split.equals("none"), "--split must be none, or left out; but was '%s'", split);
        Registries registries = Registries.load();
        boolean isModel = Files.isDirectory(subject);
        require(!isModel || FittedModel.isIn(subject), "%s holds no fitted model", subject);
        require(isModel || split.isEmpty(), "--split none is for the scores of a model; a file of samples has none");
        FittedModel fitted = new FittedModel(subject);
        Optional<ModelData> known = isModel ? fitted.data() : Optional.empty();
        Optional<Schema> terms = known.map(ModelData::schema);
        DatasetSpec datasetSpec = dataset.spec(datasetName, registries, isModel ? fitted.fileOptions() : Map.of());
        LoadedData data = split.isEmpty()
                ? dataset.load(datasetSpec, seed, registries, terms, "the model in " + subject)
                : dataset.loadWhole(datasetSpec, terms, registries);
        DatasetOptions.tell(data, spec.commandLine().getErr());
        RandomStream random = RandomStream.ofSeed(seed).child("evaluate").child(DatasetOptions.streamName(datasetSpec));
        Optional<GenerativeModel> model = Optional.empty();
        INDArray samples;
        List<String> warnings = new ArrayList<>();
        Findings findings = Findings.NONE;
        if (isModel) {
            model = Optional.of(fitted.load(registries));
            checkFits(model.get().features(), data.splits());
            require(
                    model.get().dataKind() == data.splits().kind(),
                    "the model in %s gives %s data, but '%s' is %s; give the data set, with the --data options, it was fitted to",
                    subject,
                    model.get().dataKind(),
                    datasetSpec.label(),
                    data.splits().kind());
            known.flatMap(k -> k.rows().warning(data.splits().test())).ifPresent(warnings::add);
            GenerativeModel.Samples drawn = model.get().sampleWithWarnings(n, random.child("sample"));
            samples = drawn.rows();
            findings = Findings.of(
                    model.get(),
                    drawn,
                    n,
                    data.splits(),
                    data.truth(),
                    fitted.trainingWarnings(),
                    random.child("contract"));
        } else {
            samples = samplesOf(data.splits(), datasetSpec);
        }
        for (String warning : warnings) {
            spec.commandLine().getErr().println("WARNING: " + warning);
        }
        List<Measurement> results = new ArrayList<>();
        Map<String, double[]> rows = new LinkedHashMap<>();
        SharedWork shared = new SharedWork(random.child("shared"));
        for (MetricSpec metric : chosen(registries)) {
            Subject measured = new Subject(
                    model,
                    samples,
                    data.splits(),
                    data.truth(),
                    random.child("measure").child(metric.label()),
                    shared,
                    findings);
            Measuring.Scored scored = Measuring.measure(metric, measured, registries.metrics());
            results.add(scored.measurement().withWarnings(warnings));
            scored.rows().ifPresent(values -> rows.put(metric.label(), values));
        }
        print(results);
        Path file = scores != null ? scores : split.isEmpty() ? null : subject.resolve("scores.csv");
        if (file != null) {
            writeScores(file, data.splits().test(), rows);
        }
        return results.stream().anyMatch(m -> m.outcome() instanceof Outcome.Failed) ? Main.SOME_FAILED : 0;
    }

    private void writeScores(Path file, Dataset test, Map<String, double[]> rows) {
        require(
                !rows.isEmpty(),
                "none of the metrics gives a value for each row, so there are no scores to write to %s; log-likelihood"
                        + " does, for a model with a density",
                file);
        StringBuilder out = new StringBuilder("row");
        rows.keySet().forEach(name -> out.append(',').append(name));
        out.append('\n');
        for (int r = 0; r < test.size(); r++) {
            out.append(test.source().isPresent() ? test.source().get().rows()[r] : r + 1);
            for (double[] values : rows.values()) {
                out.append(',').append(values[r]);
            }
            out.append('\n');
        }
        RunFolder.writeWhole(file, out.toString());
        spec.commandLine().getErr().println("scores of " + test.size() + " rows: " + file);
        spec.commandLine().getErr().flush();
    }

    private List<MetricSpec> chosen(Registries registries) {
        List<MetricProvider> providers = new ArrayList<>(
                metrics.isEmpty()
                        ? registries.metrics().all()
                        : metrics.stream().map(registries.metrics()::get).toList());
        if (!split.isEmpty()) {
            for (MetricProvider provider : List.copyOf(providers)) {
                if (!OF_ROWS_ALONE.contains(provider.name())) {
                    require(
                            metrics.isEmpty(),
                            "%s needs training or validation rows beside the test rows; with --split none there are: %s",
                            provider.name(),
                            String.join(", ", OF_ROWS_ALONE));
                    providers.remove(provider);
                }
            }
        }
        Set<String> known = new TreeSet<>();
        List<MetricSpec> out = new ArrayList<>();
        for (MetricProvider provider : providers) {
            Map<String, String> own = new LinkedHashMap<>();
            for (verisim.core.option.Option option : provider.options()) {
                known.add(option.name());
                if (options.containsKey(option.name())) {
                    own.put(option.name(), options.get(option.name()));
                }
            }
            out.add(new MetricSpec(
                    provider.name(),
                    provider.name(),
                    Options.resolve(provider.name(), provider.options(), own).asMap()));
        }
        for (String key : options.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(Names.unknown("option of the metrics", key, known));
            }
        }
        return out;
    }

    private INDArray samplesOf(DataSplits data, DatasetSpec datasetSpec) {
        Map<String, Object> options = datasetSpec.source().equals(DatasetSpec.FILE) ? datasetSpec.options() : Map.of();
        Map<String, Object> of = new LinkedHashMap<>();
        for (String key : List.of("decimal", "missing")) {
            if (options.containsKey(key)) {
                of.put(key, options.get(key));
            }
        }
        // The samples of a cell have a checksum beside them.
        Path name = subject.toAbsolutePath().normalize().getFileName();
        Checksums.of(subject.toAbsolutePath().normalize().getParent())
                .filter(sums -> sums.names().contains(name.toString()))
                .ifPresent(sums -> sums.check(name.toString()));
        Dataset read = FileDataset.readAll(
                subject,
                UserFile.reading(of).withHeader(Optional.ofNullable(header)),
                ColumnChoice.ALL,
                data.schema(),
                subject.getFileName().toString(),
                Split.TEST);
        require(read.size() >= 2, "%s holds %d sample; at least 2 are needed", subject, read.size());
        return read.toArray();
    }

    private void checkFits(int features, DataSplits data) {
        require(
                features == data.features(),
                "%s has %d values an example, but data set '%s' has %d",
                subject,
                features,
                data.name(),
                data.features());
    }

    private void print(List<Measurement> results) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(ResultJson.write(results));
            out.flush();
            return;
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Measurement result : results) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("metric", result.metric());
            String value;
            String note;
            if (result.outcome() instanceof Outcome.Measured m) {
                value = m.kind().mark() + " " + number(m.value(), m.standardError());
                note = "standard error "
                        + (Double.isNaN(m.standardError())
                                ? "not known"
                                : String.format(Locale.ROOT, "%.2g", m.standardError()))
                        + ", n " + m.n();
            } else if (result.outcome() instanceof Outcome.Bracket b) {
                value = "[" + number(b.low(), 1e-3) + ", " + number(b.high(), 1e-3) + "]";
                note = "bracket, n " + b.n();
            } else if (result.outcome() instanceof Outcome.NotDefined notDefined) {
                value = "not defined";
                note = notDefined.reason();
            } else {
                Outcome.Failed failed = (Outcome.Failed) result.outcome();
                value = "failed";
                note = failed.phase().equals("contract") ? "contract broken: " + failed.error() : failed.error();
            }
            row.put("value", result.warnings().isEmpty() ? value : value + " !");
            row.put("unit", result.unit());
            row.put(
                    "note",
                    result.warnings().isEmpty() ? note : note + "; ! " + String.join("; ! ", result.warnings()));
            rows.add(row);
        }
        TextTable.print(out, rows);
        Map<String, List<String>> warned = new LinkedHashMap<>();
        for (Measurement result : results) {
            result.warnings()
                    .forEach(w ->
                            warned.computeIfAbsent(w, k -> new ArrayList<>()).add(result.metric()));
        }
        warned.forEach((warning, names) -> out.println("! " + String.join(", ", names) + ": " + warning));
        out.flush();
    }

    /** Returns {@code value} with two digits of its error, at least three significant digits where the error is not known. */
    static String number(double value, double error) {
        if (!(error > 0)) {
            return String.format(Locale.ROOT, "%.6g", value);
        }
        int decimals = (int) Math.max(0, Math.min(12, 1 - Math.floor(Math.log10(error))));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
