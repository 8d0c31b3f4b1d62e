package verisim.benchmarks.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import verisim.core.model.Checkpoints;
import verisim.core.result.Provenance;
import verisim.core.result.ResultJson;

/**
 * The folder {@code checkpoint/} beside a model in training. What decides a model's numbers is in its provenance: a checkpoint of
 * other data, options, seed, threads or program versions is refused. The time limit is not in it, so that training which a limit
 * ended goes on under a higher one.
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

    /** Returns the place for a training run of this provenance. */
    public Checkpoints open(Provenance provenance) {
        return Checkpoints.in(
                folder,
                ResultJson.write(provenance),
                Duration.ofSeconds(Integer.getInteger(INTERVAL_PROPERTY, INTERVAL_SECONDS)));
    }

    /** Removes the folder, if there is one. */
    public void delete() {
        if (!exists()) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder + ": " + e.getMessage(), e);
        }
    }
}
