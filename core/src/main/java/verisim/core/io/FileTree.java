package verisim.core.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A folder with all that is in it. */
public final class FileTree {
    private FileTree() {}

    /** Removes {@code folder} and all in it, if it is there. */
    public static void delete(Path folder) {
        delete(folder, path -> false);
    }

    /** Removes {@code folder} and all in it, but for what is kept and the folders that hold it. */
    public static void delete(Path folder, Predicate<Path> kept) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                String[] inside = path.toFile().list();
                if (!kept.test(path) && (inside == null || inside.length == 0)) {
                    Files.delete(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Renames a file or folder so that nothing reads it, and what is made anew can take its place: {@code result.json.damaged}. */
    public static void setAside(Path file) {
        if (!Files.exists(file)) {
            return;
        }
        Path aside = file.resolveSibling(file.getFileName() + Checksums.DAMAGED);
        for (int i = 2; Files.exists(aside); i++) {
            aside = file.resolveSibling(file.getFileName() + "-" + i + Checksums.DAMAGED);
        }
        try {
            Files.move(file, aside);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set " + file + " aside: " + e.getMessage(), e);
        }
    }
}
