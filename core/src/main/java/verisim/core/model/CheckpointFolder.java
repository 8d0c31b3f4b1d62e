package verisim.core.model;

import static verisim.core.Checks.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checkpoints in a folder, one file for a training run and one for each of its parts. */
final class CheckpointFolder implements Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);

    private final Path folder;
    private final String name;
    private final String identity;
    private final Duration interval;
    private final Path file;
    private long last = System.nanoTime();

    CheckpointFolder(Path folder, String name, String identity, Duration interval) {
        require(!interval.isNegative(), "the interval of checkpoints must not be negative, but was %s", interval);
        this.folder = folder;
        this.name = name;
        this.identity = identity;
        this.interval = interval;
        this.file = folder.resolve(name.replaceAll("[^A-Za-z0-9._-]", "_") + ".checkpoint");
    }

    @Override
    public boolean enabled() {
        return true;
    }

    @Override
    public Optional<Checkpoint> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(CheckpointFile.read(file, ownIdentity()));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("training starts anew: {}", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void write(Checkpoint checkpoint) {
        try {
            Files.createDirectories(folder);
            CheckpointFile.write(file, ownIdentity(), checkpoint);
        } catch (IOException e) {
            LOG.warn("training goes on without a checkpoint: cannot write {}: {}", file, e.toString());
        }
        last = System.nanoTime();
    }

    @Override
    public boolean due() {
        return System.nanoTime() - last >= interval.toNanos();
    }

    @Override
    public Checkpoints child(String childName) {
        return new CheckpointFolder(folder, name + "." + childName, identity, interval);
    }

    /** Two names may make one file name; the whole name is in the file, so that they are told apart. */
    private String ownIdentity() {
        return name + "\n" + identity;
    }
}
