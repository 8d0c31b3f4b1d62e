package verisim.models;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;

/** Binary sets of the literature for tests, from the folder that VERISIM_DATA names; without it such tests are skipped. */
public final class RealData {
    private RealData() {}

    /**
     * Reads one split of comma-separated 0 and 1.
     *
     * @param folder below VERISIM_DATA: {@code debd/nltcs} or {@code nade_uci/mushrooms}
     */
    public static Dataset binary(String folder, Split split) {
        String root = System.getenv("VERISIM_DATA");
        Assumptions.assumeTrue(
                root != null && !root.isBlank(), "VERISIM_DATA is not set; it names the folder of data sets");
        String name = folder.substring(folder.indexOf('/') + 1);
        String part = split == Split.VALIDATION ? "valid" : split.label();
        Path file = Path.of(root, folder, name + "." + part + ".data.gz");
        Assumptions.assumeTrue(Files.exists(file), "VERISIM_DATA has no " + folder);
        float[] values = new float[1 << 20];
        int n = 0;
        int columns = 0;
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                columns = (line.length() + 1) / 2;
                for (int i = 0; i < line.length(); i += 2) {
                    if (n == values.length) {
                        values = java.util.Arrays.copyOf(values, 2 * n);
                    }
                    values[n++] = line.charAt(i) - '0';
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Dataset.of(name, split, DataKind.BINARY, java.util.Arrays.copyOf(values, n), columns);
    }
}
