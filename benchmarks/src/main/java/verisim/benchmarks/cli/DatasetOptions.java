package verisim.benchmarks.cli;

import static verisim.core.Checks.require;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import verisim.benchmarks.run.DataLoading;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.Streams;
import verisim.benchmarks.suite.Suite.DatasetSpec;
import verisim.benchmarks.suite.UserFile;
import verisim.core.data.DataSplits;
import verisim.core.data.Recoding;
import verisim.core.data.Schema;
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
                    "an option of the data set, such as train=5000; for a file: kind, label, columns, drop, header, skip, decimal,"
                            + " missing, unseen; of its split train, validation, test (fractions, or validation and test as"
                            + " files), splitSeed, stratified, group, order, folds, fold")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "where data files are kept (default: $$VERISIM_DATA, then the cache folder)")
    private Path dataDir;

    /** Returns the data set called {@code dataset}, or in the file of that name, with its options resolved. */
    DatasetSpec spec(String dataset, Registries registries) {
        return spec(dataset, registries, Map.of());
    }

    /**
     * The same for a model that was fitted to a file with these keys: what is not said of another file is as it was with that one, its
     * columns, labels and, for the same file, its split.
     */
    DatasetSpec spec(String dataset, Registries registries, Map<String, Object> fitted) {
        if (!registries.datasets().contains(dataset) && Files.exists(Path.of(dataset))) {
            DatasetSpec own = UserFile.spec(dataset, options);
            Map<String, Object> all = new LinkedHashMap<>(own.options());
            boolean same = isSame(dataset, fitted.get("file"));
            fitted.forEach((key, value) -> {
                if (UserFile.MEANING.containsKey(key) || (same && key.equals("split") && all.containsKey("file"))) {
                    all.putIfAbsent(key, value);
                }
            });
            return new DatasetSpec(own.label(), own.source(), all);
        }
        DatasetProvider provider = registries.datasets().get(dataset);
        return new DatasetSpec(
                dataset,
                dataset,
                Options.resolve(dataset, provider.options(), options).asMap());
    }

    private static boolean isSame(String file, Object other) {
        try {
            return other != null && Files.isSameFile(Path.of(file), Path.of(String.valueOf(other)));
        } catch (IOException e) {
            return false;
        }
    }

    /** Loads it. The stream that draws it depends on the seed and the name only: fit and evaluate see the same rows. */
    LoadedData load(DatasetSpec spec, long seed, Registries registries) {
        return DataLoading.load(
                spec,
                DataLoading.dataFolder(dataDir),
                RandomStream.ofSeed(seed).child("data").child(streamName(spec)),
                registries);
    }

    /**
     * Loads it in the terms of a model: its columns by name, its levels, classes and origins.
     *
     * @param owner of the terms, for messages
     */
    LoadedData load(DatasetSpec spec, long seed, Registries registries, Optional<Schema> terms, String owner) {
        if (terms.isEmpty()) {
            return load(spec, seed, registries);
        }
        if (spec.source().equals(DatasetSpec.FILE)) {
            return UserFile.dataset(spec.options()).load(spec.label(), terms);
        }
        LoadedData loaded = load(spec, seed, registries);
        DataSplits data = loaded.splits();
        if (data.schema().columns().equals(terms.get().columns())) {
            return loaded;
        }
        DataSplits recoded = new DataSplits(
                data.name(),
                Recoding.into(terms.get(), data.train(), owner),
                Recoding.into(terms.get(), data.validation(), owner),
                Recoding.into(terms.get(), data.test(), owner),
                data.protocol());
        return new LoadedData(recoded, loaded.truth(), loaded.notices());
    }

    /** Returns the name of the streams of a data set: for a file always the same, so that numbers do not depend on its name. */
    static String streamName(DatasetSpec spec) {
        return spec.source().equals(DatasetSpec.FILE) ? Streams.OWN_FILE : spec.label();
    }

    /** Loads a file whose rows are all to be scored; every part of the splits is the whole file. */
    LoadedData loadWhole(DatasetSpec spec, Optional<Schema> terms, Registries registries) {
        require(
                spec.source().equals(DatasetSpec.FILE) && spec.options().containsKey("file"),
                "--split none is for one file of rows; '%s' is a data set with its own parts",
                spec.label());
        return UserFile.dataset(spec.options()).loadWhole(spec.label(), terms);
    }

    /** Tells what was noticed while reading. */
    static void tell(LoadedData loaded, PrintWriter err) {
        loaded.notices().forEach(notice -> err.println("note: " + notice));
        err.flush();
    }
}
