package verisim.benchmarks.run;

import static verisim.core.Checks.require;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.Suite;
import verisim.benchmarks.suite.Suite.DatasetSpec;
import verisim.benchmarks.suite.UserFile;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.core.source.DataFolder;
import verisim.core.source.DatasetProvider;
import verisim.core.source.DatasetRequest;
import verisim.core.source.LoadedData;

/** Loads the data set a suite or a command names: from the catalogue or from a file of the user's own. */
public final class DataLoading {
    private DataLoading() {}

    /**
     * Loads a data set.
     *
     * @param random the stream for drawing or splitting it
     */
    public static LoadedData load(DatasetSpec spec, Path dataFolder, RandomStream random, Registries registries) {
        if (spec.source().equals(DatasetSpec.FILE)) {
            return UserFile.load(spec.label(), spec.options());
        }
        DatasetProvider provider = registries.datasets().get(spec.source());
        Options options = Options.resolve(spec.source(), provider.options(), spec.options());
        return provider.load(new DatasetRequest(options, dataFolder, random));
    }

    /** Returns the names of the files that a data set is read from; its own name where they are not the user's. */
    static List<String> files(DatasetSpec spec) {
        return spec.source().equals(DatasetSpec.FILE)
                ? UserFile.dataset(spec.options()).files().values().stream()
                        .map(file -> String.valueOf(file.getFileName()))
                        .toList()
                : List.of("the data of " + spec.label());
    }

    /** Returns where data files are kept: {@code given}, else {@code $VERISIM_DATA}, else the user's cache folder. */
    public static Path dataFolder(Path given) {
        if (given == null) {
            return DataFolder.standard();
        }
        require(
                Files.isDirectory(given),
                "--data-dir %s does not exist; give a folder that does, or leave the option out to use the cache folder",
                given);
        return given;
    }

    static Suite.DatasetSpec spec(Suite suite, String label) {
        return verisim.benchmarks.suite.Plan.dataset(suite, label);
    }
}
