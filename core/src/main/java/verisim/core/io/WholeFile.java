package verisim.core.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files so that each is either as before or complete: to a neighbour first, then renamed. */
public final class WholeFile {
    private WholeFile() {}

    /** What fills the neighbour. */
    public interface Content {
        void writeTo(Path part) throws IOException;
    }

    /** Writes a text as UTF-8; folders that are missing are made. */
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes these bytes. */
    public static void write(Path file, byte[] bytes) {
        write(file, part -> Files.write(part, bytes));
    }

    /**
     * Writes what {@code content} puts into the file it is given.
     *
     * @throws UncheckedIOException if that fails; what was there before is there still
     */
    public static void write(Path file, Content content) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try {
                content.writeTo(part);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
