package verisim.benchmarks.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import verisim.benchmarks.run.DataLoading;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.Suite.DatasetSpec;
import verisim.benchmarks.suite.UserFile;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.core.source.DatasetProvider;
import verisim.core.source.LoadedData;

/** The options of a command that takes a data set: a catalogue name or a file. */
final class DatasetOptions {
    @Option(
            names = "--data",
            paramLabel = "KEY=VALUE",
            description =
                    "an option of the data set, such as train=5000; for a file: kind, label, train, validation, test")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "where data files are kept (default: $$VERISIM_DATA, then the cache folder)")
    private Path dataDir;

    /** Returns the data set called {@code dataset}, or in the file of that name, with its options resolved. */
    DatasetSpec spec(String dataset, Registries registries) {
        if (!registries.datasets().contains(dataset) && Files.exists(Path.of(dataset))) {
            return UserFile.spec(dataset, options);
        }
        DatasetProvider provider = registries.datasets().get(dataset);
        return new DatasetSpec(
                dataset,
                dataset,
                Options.resolve(dataset, provider.options(), options).asMap());
    }

    /** Loads it. The stream that draws or splits it depends on the seed and the name only: fit and evaluate see the same rows. */
    LoadedData load(DatasetSpec spec, long seed, Registries registries) {
        return DataLoading.load(
                spec,
                DataLoading.dataFolder(dataDir),
                RandomStream.ofSeed(seed).child("data").child(spec.label()),
                registries);
    }
}
