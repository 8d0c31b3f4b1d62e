package verisim.core.source.catalogue;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import verisim.core.source.DataUnavailableException;
import verisim.core.source.Downloader;

/**
 * The files of the catalogue in one folder: what is there, what is missing, fetching and checking.
 *
 * <p>A file counts as present under its name or its name with {@code .gz}. Downloads are done by one process at a time; a
 * lock file in the folder sees to that.
 */
public final class DataStore {
    /** What is known of a file. */
    public enum State {
        /** There is no such file. */
        MISSING,
        /** There is a file; its content has not been looked at. */
        PRESENT,
        /** The content has the SHA-256 of the catalogue. */
        VERIFIED,
        /** The content is another one. */
        DAMAGED
    }

    /**
     * A file of a data set and its state.
     *
     * @param found where it lies; empty if it is missing
     * @param detail what is wrong; empty if nothing is
     */
    public record FileStatus(CatalogueFile file, State state, Optional<Path> found, String detail) {}

    private static final Object ONE_AT_A_TIME = new Object();

    private final Path folder;
    private final Downloader downloader;
    private final boolean offline;

    /** Opens a folder, which need not exist yet. Fetches nothing if {@link #offlineByDefault()}. */
    public DataStore(Path folder) {
        this(folder, new Downloader(), offlineByDefault());
    }

    DataStore(Path folder, Downloader downloader, boolean offline) {
        this.folder = folder;
        this.downloader = downloader;
        this.offline = offline;
    }

    /** Returns whether the system property {@code verisim.offline} or the variable {@code VERISIM_OFFLINE} is true. */
    public static boolean offlineByDefault() {
        String variable = System.getenv("VERISIM_OFFLINE");
        return Boolean.getBoolean("verisim.offline") || "true".equals(variable) || "1".equals(variable);
    }

    /** Returns what is there of a data set, without reading the files: MISSING or PRESENT for each. */
    public List<FileStatus> status(String name) {
        List<FileStatus> out = new ArrayList<>();
        for (CatalogueFile file : Catalogue.entry(name).files()) {
            Optional<Path> found = find(file);
            out.add(new FileStatus(file, found.isPresent() ? State.PRESENT : State.MISSING, found, ""));
        }
        return out;
    }

    /** Reads all files of a data set that are there and compares their content with the catalogue. */
    public List<FileStatus> verify(String name) {
        List<FileStatus> out = new ArrayList<>();
        for (FileStatus status : status(name)) {
            if (status.found().isEmpty()) {
                out.add(status);
                continue;
            }
            Optional<String> problem = problem(status.file(), status.found().get());
            out.add(new FileStatus(
                    status.file(),
                    problem.isEmpty() ? State.VERIFIED : State.DAMAGED,
                    status.found(),
                    problem.orElse("")));
        }
        return out;
    }

    /**
     * Fetches those files of a data set that are missing or damaged.
     *
     * @return the files that were fetched; empty if all were there already
     * @throws DataUnavailableException if one cannot be had
     */
    public List<CatalogueFile> get(String name, Downloader.Progress progress) {
        return get(Catalogue.entry(name), progress);
    }

    List<CatalogueFile> get(CatalogueEntry entry, Downloader.Progress progress) {
        List<CatalogueFile> fetched = new ArrayList<>();
        for (CatalogueFile file : entry.files()) {
            Optional<Path> found = find(file);
            if (found.isEmpty() || problem(file, found.get()).isPresent()) {
                fetch(entry, file, progress);
                fetched.add(file);
            }
        }
        return fetched;
    }

    /**
     * Returns where a file lies, after checking its content; fetches it if it is missing, unless offline.
     *
     * @throws DataUnavailableException if it is missing and cannot be had, or if its content is not the expected one
     */
    Path locate(CatalogueEntry entry, CatalogueFile file) {
        Optional<Path> found = find(file);
        if (found.isEmpty()) {
            if (offline) {
                throw new DataUnavailableException(missing(entry, file) + " and downloads are switched off"
                        + " (verisim.offline); run 'verisim data get " + entry.name()
                        + "' with a connection, or set VERISIM_DATA to a folder that has it");
            }
            fetch(entry, file, (name, done, total) -> {});
            found = find(file);
        }
        Path path = found.orElseThrow();
        try {
            if (!Checksums.knownAs(file.sha256(), path)) {
                Optional<String> problem = problem(file, path);
                if (problem.isPresent()) {
                    throw new DataUnavailableException(path + " is not the file of the catalogue: " + problem.get()
                            + "; run 'verisim data get " + entry.name() + "' to fetch it again");
                }
                Checksums.remember(file.sha256(), path);
            }
            return path;
        } catch (IOException e) {
            throw new DataUnavailableException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Optional<Path> find(CatalogueFile file) {
        for (String suffix : new String[] {".gz", ""}) {
            Path path = folder.resolve(file.path() + suffix);
            if (Files.isRegularFile(path)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    /** Returns what is wrong with the content of {@code path}, naming both lengths or hashes. */
    private static Optional<String> problem(CatalogueFile file, Path path) {
        try {
            Checksums.Content content = Checksums.content(path);
            if (content.bytes() != file.bytes()) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "its content has %d bytes and SHA-256 %s, but should have %d bytes and SHA-256 %s",
                        content.bytes(),
                        content.sha256(),
                        file.bytes(),
                        file.sha256()));
            }
            return content.sha256().equals(file.sha256())
                    ? Optional.empty()
                    : Optional.of("its content has SHA-256 " + content.sha256() + ", but should have " + file.sha256());
        } catch (IOException e) {
            return Optional.of(
                    "it cannot be read to its end (" + e.getMessage() + "), but should have SHA-256 " + file.sha256());
        }
    }

    private String missing(CatalogueEntry entry, CatalogueFile file) {
        return "'" + entry.name() + "' needs " + folder.resolve(file.path())
                + " (or the same with .gz), which is missing";
    }

    private void fetch(CatalogueEntry entry, CatalogueFile file, Downloader.Progress progress) {
        if (file.addresses().isEmpty()) {
            throw new DataUnavailableException(missing(entry, file) + " and cannot be downloaded as it is; see "
                    + entry.address() + " and put it there by hand");
        }
        synchronized (ONE_AT_A_TIME) {
            try {
                Files.createDirectories(folder);
                try (FileChannel lockFile = FileChannel.open(
                                folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = lockFile.lock()) {
                    Optional<Path> found = find(file);
                    if (!lock.isValid()
                            || found.isEmpty()
                            || problem(file, found.get()).isPresent()) {
                        fetchFromAny(entry, file, progress);
                    }
                }
            } catch (IOException e) {
                throw new DataUnavailableException(
                        missing(entry, file) + " and cannot be written: " + e.getMessage()
                                + "; set VERISIM_DATA or --data-dir to a folder that can be",
                        e);
            }
        }
    }

    private void fetchFromAny(CatalogueEntry entry, CatalogueFile file, Downloader.Progress progress)
            throws IOException {
        DataUnavailableException first = null;
        for (URI address : file.addresses()) {
            boolean gzip = address.getPath().endsWith(".gz");
            Path target = folder.resolve(file.path() + (gzip ? ".gz" : ""));
            try {
                downloader.fetch(address, target, gzip ? -1 : file.bytes(), path -> check(file, gzip, path), progress);
                if (!gzip) {
                    // A damaged gz file would be found first.
                    Files.deleteIfExists(folder.resolve(file.path() + ".gz"));
                }
                return;
            } catch (DataUnavailableException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        throw new DataUnavailableException(
                missing(entry, file) + "; " + (first == null ? "" : first.getMessage())
                        + "; when it can be reached, run 'verisim data get " + entry.name() + "'",
                first);
    }

    private static Optional<String> check(CatalogueFile file, boolean gzip, Path path) throws IOException {
        if (gzip && file.downloadSha256().isPresent()) {
            String got = Checksums.raw(path).sha256();
            String want = file.downloadSha256().get();
            if (!got.equals(want)) {
                return Optional.of("the bytes have SHA-256 " + got + ", but should have " + want);
            }
        }
        return problem(file, path);
    }
}
