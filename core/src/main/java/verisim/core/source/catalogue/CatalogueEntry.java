package verisim.core.source.catalogue;

import static verisim.core.Checks.require;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import verisim.core.data.DataKind;
import verisim.core.data.ImageShape;

/**
 * One data set of the catalogue.
 *
 * @param format how its files become splits: {@code splits} (three text files), {@code images} (idx files of MNIST),
 *     {@code digits} (grey levels 0 to 16, label last), {@code census}, or {@code table:LABEL:SKIP:COLUMNS:STEPS} (one text file
 *     split at random; the last two may be missing)
 * @param kind with default options
 * @param licence as its owners state it
 * @param address page that describes it
 */
public record CatalogueEntry(
        String name,
        String format,
        DataKind kind,
        int features,
        int train,
        int validation,
        int test,
        Optional<ImageShape> imageShape,
        String licence,
        String citation,
        String address,
        String description,
        List<CatalogueFile> files) {
    public CatalogueEntry {
        files = List.copyOf(files);
    }

    /** Returns the file with this role. */
    CatalogueFile file(String role) {
        return files.stream().filter(f -> f.role().equals(role)).findFirst().orElseThrow();
    }

    /** Reads all entries from the resources of this package, in the order of the file. */
    static List<CatalogueEntry> readAll() {
        List<String[]> fileLines = lines("files.tsv", 7);
        List<CatalogueEntry> out = new ArrayList<>();
        for (String[] f : lines("datasets.tsv", 13)) {
            int height = Integer.parseInt(f[7]);
            out.add(new CatalogueEntry(
                    f[0],
                    f[1],
                    DataKind.valueOf(f[2]),
                    Integer.parseInt(f[3]),
                    Integer.parseInt(f[4]),
                    Integer.parseInt(f[5]),
                    Integer.parseInt(f[6]),
                    height == 0 ? Optional.empty() : Optional.of(new ImageShape(height, Integer.parseInt(f[8]))),
                    f[9],
                    f[10],
                    f[11],
                    f[12],
                    fileLines.stream()
                            .filter(line -> line[0].equals(f[0]))
                            .map(CatalogueEntry::file)
                            .toList()));
        }
        return out;
    }

    private static CatalogueFile file(String[] f) {
        return new CatalogueFile(
                f[1],
                f[2],
                Long.parseLong(f[3]),
                f[4],
                f[5].equals("-") ? Optional.empty() : Optional.of(f[5]),
                f[6].equals("-")
                        ? List.of()
                        : Arrays.stream(f[6].split(" ", -1)).map(URI::create).toList());
    }

    private static List<String[]> lines(String resource, int columns) {
        List<String[]> out = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(CatalogueEntry.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.startsWith("#")) {
                    String[] fields = line.split("\t", -1);
                    require(fields.length == columns, "%s: expected %d columns in '%s'", resource, columns, line);
                    out.add(fields);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the catalogue: " + e.getMessage(), e);
        }
        return out;
    }
}
