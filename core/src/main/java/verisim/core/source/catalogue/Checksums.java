package verisim.core.source.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import verisim.core.data.DataFile;

/** SHA-256 of files; what was found right is remembered in memory until the length or time of change is another. */
final class Checksums {
    private static final Set<String> RIGHT = ConcurrentHashMap.newKeySet();

    private Checksums() {}

    /** Length and SHA-256 of some bytes. */
    record Content(long bytes, String sha256) {}

    /** Reads {@code file}, unpacked if it is gzip. */
    static Content content(Path file) throws IOException {
        try (InputStream in = DataFile.open(file)) {
            return digest(in);
        }
    }

    /** Reads {@code file} as it is. */
    static Content raw(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return digest(in);
        }
    }

    /** Returns whether {@code file} was found before to have this content and has not changed since. */
    static boolean knownAs(String sha256, Path file) throws IOException {
        return RIGHT.contains(state(file) + sha256);
    }

    /** Remembers that {@code file} has this content. */
    static void remember(String sha256, Path file) throws IOException {
        RIGHT.add(state(file) + sha256);
    }

    private static String state(Path file) throws IOException {
        return file.toRealPath() + " " + Files.size(file) + " "
                + Files.getLastModifiedTime(file).toMillis() + " ";
    }

    private static Content digest(InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[1 << 16];
            long bytes = 0;
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                digest.update(block, 0, n);
                bytes += n;
            }
            return new Content(bytes, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one does not", e);
        }
    }
}
