package verisim.benchmarks.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the ledger's files are: the bundled ones, or a folder. */
public final class LedgerFolder {
    /** Name of the file of figures. */
    static final String FIGURES = "published.yaml";

    private final Optional<Path> folder;

    private LedgerFolder(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Returns the ledger that comes with the program. */
    public static LedgerFolder bundled() {
        return new LedgerFolder(Optional.empty());
    }

    /** Returns the ledger in a folder: {@code published.yaml} and {@code runs/SUITE}. */
    public static LedgerFolder of(Path folder) {
        return new LedgerFolder(Optional.of(folder));
    }

    String figures() {
        return text(FIGURES)
                .orElseThrow(() -> new IllegalArgumentException(folder.map(f -> f
                                + " is not the folder of a ledger: it has no " + FIGURES
                                + "; give one such as benchmarks/ledger")
                        .orElse("the program's own " + FIGURES + " is missing from its jar")));
    }

    /** Returns the recorded run of a suite, if there is one. */
    Optional<RecordedRun> run(String suite) {
        String at = "runs/" + suite + "/";
        return text(at + RecordedRun.RESULTS)
                .map(results -> RecordedRun.read(
                        at, results, text(at + RecordedRun.ENVIRONMENT), text(at + RecordedRun.SUITE)));
    }

    private Optional<String> text(String name) {
        try {
            if (folder.isPresent()) {
                return Optional.of(Files.readString(folder.get().resolve(name)));
            }
            try (InputStream in = LedgerFolder.class.getResourceAsStream("/ledger/" + name)) {
                return in == null
                        ? Optional.empty()
                        : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " of the ledger: " + e.getMessage(), e);
        }
    }
}
