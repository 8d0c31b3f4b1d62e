package verisim.core.data;

import static verisim.core.Checks.require;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads NumPy's {@code .npz} files: zip archives of npy files, stored or deflated. */
public final class Npz {
    private Npz() {}

    /**
     * Reads all arrays by name (without {@code .npy}), in the order of the file.
     *
     * @throws IllegalArgumentException if the file is missing, damaged, or holds something else than plain numbers
     */
    public static Map<String, INDArray> read(Path file) {
        Map<String, INDArray> out = new LinkedHashMap<>();
        readNumbers(file).forEach((name, numbers) -> out.put(name, numbers.toArray()));
        return out;
    }

    private static Map<String, NumericArray> readNumbers(Path file) {
        ArrayFile.Contents contents = contents(file);
        contents.others().forEach((key, what) -> {
            throw new IllegalArgumentException(
                    file + " [" + key + "] holds " + what + "; save plain numeric arrays only");
        });
        return contents.numbers();
    }

    /** Returns the numeric arrays, and what the others are. */
    static ArrayFile.Contents contents(Path file) {
        Map<String, NumericArray> out = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        Path unpacked = null;
        try {
            unpacked = FileInput.isGzip(file) ? unpack(file) : null;
            try (ZipFile zip = new ZipFile((unpacked == null ? file : unpacked).toFile())) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    String name = entry.getName();
                    if (name.endsWith(".npy")) {
                        String key = name.substring(0, name.length() - ".npy".length());
                        CheckedInputStream bytes = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
                        try (InputStream in = new BufferedInputStream(bytes)) {
                            NumericArray array = Npy.readOnly(in, file + " [" + key + "]");
                            // ZipFile itself compares no checksums.
                            require(
                                    bytes.getChecksum().getValue() == entry.getCrc(),
                                    "%s [%s] is damaged: its CRC-32 is not that of the archive; fetch or write it again",
                                    file,
                                    key);
                            out.put(key, array);
                        } catch (Npy.NoNumbersException e) {
                            others.put(key, e.what());
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw FileInput.unreadable(file.toString(), e);
        } finally {
            if (unpacked != null) {
                unpacked.toFile().delete();
            }
        }
        require(
                !out.isEmpty() || !others.isEmpty(),
                "%s is not an npz file: it is a zip archive without npy files",
                file);
        return new ArrayFile.Contents(out, others);
    }

    private static Path unpack(Path file) throws IOException {
        Path copy = Files.createTempFile("verisim", ".npz");
        try (InputStream in = FileInput.open(file)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return copy;
        } catch (IOException e) {
            Files.delete(copy);
            throw e;
        }
    }
}
