package verisim.benchmarks.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verisim.benchmarks.suite.Suite.DatasetSpec;
import verisim.benchmarks.suite.Suite.ModelSpec;
import verisim.core.io.Sha256;
import verisim.core.model.ModelProvider;
import verisim.core.option.Names;
import verisim.core.result.CellId;
import verisim.core.result.DatasetRecord;
import verisim.core.result.ResultJson;

/**
 * What a suite comes to, once its data sets are loaded: the cells to run, and the pairs of model and data set that do not fit.
 *
 * @param cells in the order they are run: replicate by replicate, so that an interrupted run has something of everything
 * @param skipped one line for each pair that does not fit, with the reason
 */
public record Plan(List<PlannedCell> cells, List<String> skipped) {
    /**
     * Changes whenever the same settings give other numbers whatever the model, so that old cells and checkpoints are not taken for new
     * ones. A model has a version of its own for what it alone changes: {@link ModelProvider#numbersVersion}.
     */
    private static final int NUMBERS_VERSION = 7;

    /**
     * Changes whenever the same settings give other measurements of the same models: old cells are then measured again, but not
     * trained again.
     */
    private static final int MEASURES_VERSION = 1;

    /**
     * A cell and its content key: a hash over all that decides its numbers.
     *
     * @param key equal keys, equal numbers
     */
    public record PlannedCell(CellId id, String key) {}

    /**
     * Plans a suite.
     *
     * @param records the suite's data sets by label, as prepared
     * @throws IllegalArgumentException if a model fits none of the data sets
     */
    public static Plan of(Suite suite, Map<String, DatasetRecord> records, Registries registries) {
        List<PlannedCell> cells = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (ModelSpec model : suite.models()) {
            ModelProvider provider = registries.models().get(model.provider());
            boolean fitsOne = false;
            String mismatch = "";
            for (DatasetSpec dataset : suite.datasets()) {
                DatasetRecord record = records.get(dataset.label());
                if (record == null || !model.appliesTo(dataset.label())) {
                    continue;
                }
                if (provider.accepts().contains(record.kind())) {
                    fitsOne = true;
                } else {
                    mismatch = mismatch(model.label(), provider, record, registries);
                    skipped.add(mismatch);
                }
            }
            if (!fitsOne && !mismatch.isEmpty()) {
                throw new IllegalArgumentException(mismatch);
            }
        }
        for (int replicate = 1; replicate <= suite.replicates(); replicate++) {
            for (DatasetSpec dataset : suite.datasets()) {
                DatasetRecord record = records.get(dataset.label());
                for (ModelSpec model : suite.models()) {
                    ModelProvider provider = registries.models().get(model.provider());
                    if (record != null
                            && model.appliesTo(dataset.label())
                            && provider.accepts().contains(record.kind())) {
                        CellId id = new CellId(dataset.label(), model.label(), replicate);
                        cells.add(new PlannedCell(id, key(suite, dataset, record, model, provider, id)));
                    }
                }
            }
        }
        return new Plan(List.copyOf(cells), List.copyOf(skipped));
    }

    /** Returns the message for a model that does not take a data set's kind. */
    public static String mismatch(String label, ModelProvider provider, DatasetRecord record, Registries registries) {
        List<String> fitting = registries.models().all().stream()
                .filter(p -> p.accepts().contains(record.kind()))
                .map(ModelProvider::name)
                .toList();
        return label + " needs "
                + String.join(
                        " or ",
                        provider.accepts().stream().map(Enum::name).sorted().toList())
                + " data, but '" + record.name() + "' is " + record.kind() + "; choose one of: "
                + (fitting.isEmpty() ? "(no model takes such data)" : String.join(", ", fitting));
    }

    /** Returns the version of the numbers that a model's training gives. */
    public static String numbersVersion(ModelProvider provider) {
        return NUMBERS_VERSION + "." + provider.numbersVersion();
    }

    private static String key(
            Suite suite,
            DatasetSpec dataset,
            DatasetRecord record,
            ModelSpec model,
            ModelProvider provider,
            CellId id) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("numbers", numbersVersion(provider));
        all.put(
                "stream",
                Streams.cell(suite, id.dataset(), id.model(), id.replicate()).path());
        all.put("dataset", dataset);
        all.put("hashes", new java.util.TreeMap<>(record.hashes()));
        all.put("provider", model.provider());
        all.put("options", model.options());
        all.put("samples", suite.samples());
        all.put("measures", MEASURES_VERSION);
        all.put("metrics", suite.metrics());
        all.put("limits", suite.limits());
        return Sha256.of(ResultJson.write(all));
    }

    /** Returns a message for a data set that the suite does not have. */
    static String unknownDataset(Suite suite, String label) {
        return Names.unknown(
                "data set in suite " + suite.name(),
                label,
                suite.datasets().stream().map(DatasetSpec::label).toList());
    }

    /** Returns the data set called {@code label} in the suite. */
    public static DatasetSpec dataset(Suite suite, String label) {
        return suite.datasets().stream()
                .filter(d -> d.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(unknownDataset(suite, label)));
    }

    /** Returns the model called {@code label} in the suite. */
    public static ModelSpec model(Suite suite, String label) {
        return suite.models().stream()
                .filter(m -> m.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Names.unknown(
                        "model in suite " + suite.name(),
                        label,
                        suite.models().stream().map(ModelSpec::label).toList())));
    }
}
