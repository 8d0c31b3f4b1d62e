package verisim.benchmarks.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verisim.benchmarks.suite.Plan;
import verisim.core.io.FileTree;
import verisim.core.model.Checkpoints;
import verisim.core.model.ModelProvider;
import verisim.core.option.Option;
import verisim.core.result.Provenance;
import verisim.core.result.ResultJson;

/**
 * The folder {@code checkpoint/} beside a model in training. A checkpoint of other data, options, seed, threads or library versions
 * is refused, as is one of a Verisim with other numbers ({@link Plan#numbersVersion}; the commit alone does not matter). The time
 * limit does not count, so that training which a limit ended goes on under a higher one; nor do options that training does not
 * depend on, so that what was trained is there when one of them changes.
 */
public record CheckpointPlace(Path folder) {
    /** Overrides the time between checkpoints, for tests. */
    public static final String INTERVAL_PROPERTY = "verisim.checkpointSeconds";

    private static final int INTERVAL_SECONDS = 60;

    /** Returns the place of a model that is trained in {@code parent}. */
    public static CheckpointPlace in(Path parent) {
        return new CheckpointPlace(parent.resolve("checkpoint"));
    }

    /** Returns whether anything was kept here. */
    public boolean exists() {
        return Files.isDirectory(folder);
    }

    /**
     * Returns the place for a training run of this provenance.
     */
    public Checkpoints open(Provenance provenance, ModelProvider provider) {
        return Checkpoints.in(
                folder,
                identity(provenance, provider),
                Duration.ofSeconds(Integer.getInteger(INTERVAL_PROPERTY, INTERVAL_SECONDS)));
    }

    /** Returns all that decides the numbers of training, as text. */
    private static String identity(Provenance provenance, ModelProvider provider) {
        Map<String, Object> trained = new LinkedHashMap<>(provenance.options());
        provider.options().stream()
                .filter(Option::afterTraining)
                .map(Option::name)
                .forEach(trained::remove);
        return identity(provenance, trained, provider);
    }

    /** Returns all that decides the numbers of a model with these of its options, as text. */
    static String identity(Provenance provenance, Map<String, Object> options, ModelProvider provider) {
        Map<String, String> versions = new LinkedHashMap<>(provenance.versions());
        versions.keySet().removeAll(List.of("commit", "verisim"));
        versions.put("numbers", Plan.numbersVersion(provider));
        return ResultJson.write(new Provenance(
                provenance.provider(),
                options,
                provenance.datasetOptions(),
                provenance.dataHashes(),
                provenance.seedPath(),
                provenance.threads(),
                versions));
    }

    /** Removes the folder, if there is one. */
    public void delete() {
        FileTree.delete(folder);
    }
}
