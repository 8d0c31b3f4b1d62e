package verisim.benchmarks.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import verisim.core.io.Checksums;
import verisim.core.io.FileTree;
import verisim.core.io.Sha256;
import verisim.core.model.ModelProvider;
import verisim.core.result.Provenance;
import verisim.core.result.ResultJson;

/**
 * The model that a cell has trained, with {@code trained.json} beside it: other metrics, another number of samples or another memory
 * limit need no new training, and a cell that was killed while it was measured goes on from here. It is taken only for the same
 * data, options, seed, threads, library versions and version of numbers; and only if its training would have ended within the
 * time limit.
 *
 * @param identity SHA-256 of all that decides the model
 * @param commit of the sources it was trained by
 * @param seconds time of training
 */
public record TrainedModel(String identity, String commit, double seconds) {
    private static final String FILE = "trained.json";
    static final String MODEL = "model";

    /** Returns whether a trained model was kept in {@code cell}, of whatever settings. */
    static boolean existsIn(Path cell) {
        return Files.isRegularFile(cell.resolve(FILE));
    }

    /** Returns whether {@code file} of {@code cell} belongs to the trained model; the log of its training does not. */
    static boolean isPart(Path cell, Path file) {
        return file.equals(cell.resolve(FILE)) || file.startsWith(cell.resolve(MODEL));
    }

    /** Notes that the model saved in {@code cell} is trained to its end. */
    public static void record(Path cell, Provenance provenance, ModelProvider provider, double seconds) {
        TrainedModel trained = new TrainedModel(
                identity(provenance, provider), provenance.versions().getOrDefault("commit", "unknown"), seconds);
        Checksums.seal(cell, FILE, ResultJson.write(trained));
    }

    /** Returns the model kept in {@code cell}, if training with these settings would give the same. */
    public static Optional<TrainedModel> find(
            Path cell, Provenance provenance, ModelProvider provider, Duration limit) {
        if (!existsIn(cell) || !Files.isDirectory(cell.resolve(MODEL))) {
            return Optional.empty();
        }
        try {
            Checksums sums = Checksums.required(cell);
            TrainedModel trained = ResultJson.read(sums.check(FILE), TrainedModel.class);
            for (String name : sums.names()) {
                if (isPart(cell, cell.resolve(name))) {
                    sums.check(name);
                }
            }
            Checksums.checkIfKnown(cell.resolve(MODEL));
            boolean same = trained.identity().equals(identity(provenance, provider))
                    && trained.seconds() <= limit.toNanos() * 1e-9;
            return same ? Optional.of(trained) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // damaged, or of an older format
        }
    }

    /** Removes the model kept in {@code cell}, if there is one. The log of its training stays until another is written. */
    public static void delete(Path cell) {
        // What they list of a cell that is not finished is this; its log will be written anew.
        FileTree.delete(cell.resolve(Checksums.FILE));
        FileTree.delete(cell.resolve(FILE));
        FileTree.delete(cell.resolve(MODEL));
    }

    private static String identity(Provenance provenance, ModelProvider provider) {
        return Sha256.of(CheckpointPlace.identity(provenance, provenance.options(), provider));
    }
}
