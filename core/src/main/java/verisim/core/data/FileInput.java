package verisim.core.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens files, unpacks gzip by its first two bytes rather than by the name, and turns read errors into messages. */
final class FileInput {
    private static final int BUFFER = 1 << 16;

    private FileInput() {}

    /** Returns the content of {@code file}, unpacked if it is gzip. */
    static InputStream open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a folder");
        }
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            raw.mark(2);
            boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            return gzip ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw;
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** Returns whether {@code file} begins as a gzip file does. */
    static boolean isGzip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(2);
            return start.length == 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
        }
    }

    /** Returns what to throw when reading the file called {@code name} ended in {@code e}. */
    static IllegalArgumentException unreadable(String name, IOException e) {
        String why;
        if (e instanceof NoSuchFileException) {
            why = "there is no such file";
        } else if (e instanceof EOFException) {
            why = "it ends too early, so it is cut off; fetch or write it again";
        } else if (e instanceof ZipException) {
            why = "its compressed content is damaged (" + e.getMessage() + "); fetch or write it again";
        } else {
            why = e.getMessage() == null ? e.toString() : e.getMessage();
        }
        return new IllegalArgumentException(name + " cannot be read: " + why, e);
    }
}
