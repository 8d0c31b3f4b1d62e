package verisim.core.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fetches files over HTTP. Bytes go into {@code NAME.part} beside the target; the target's name appears only when all bytes
 * are there and verified. What a broken connection left is continued by a range request; wrong bytes are deleted.
 */
public final class Downloader {
    /** Is told how far a download has come; called about once every 64 KiB, from the thread that fetches. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Tells the state of one file.
         *
         * @param done bytes on disk so far, those of an earlier attempt included
         * @param total bytes in all, or -1 if nobody knows
         */
        void update(String file, long done, long total);
    }

    /** Checks the complete bytes before they get their final name. */
    @FunctionalInterface
    public interface Verifier {
        /** Returns what is wrong with {@code file}, or nothing if it is as it should be. */
        Optional<String> problem(Path file) throws IOException;
    }

    private static final int ATTEMPTS = 5;
    private static final int BLOCK = 1 << 16;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final int attempts;
    private final Duration pause;
    private final Duration patience;
    private final HttpClient client;

    /** Tries up to five times with pauses of 1, 2, 4 and 8 seconds and gives up on a connection silent for a minute. */
    public Downloader() {
        this(ATTEMPTS, Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /**
     * Makes a downloader.
     *
     * @param attempts requests in all for one address
     * @param pause wait before the second request; doubled each time
     * @param patience how long a connection may be silent
     */
    Downloader(int attempts, Duration pause, Duration patience) {
        this.attempts = attempts;
        this.pause = pause;
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /**
     * Fetches {@code address} into {@code target}, which is replaced if it exists.
     *
     * @param bytes the expected length, or -1 if it is not known beforehand
     * @throws DataUnavailableException if the bytes cannot be had or are not the expected ones; no file is left under the
     *     target's name, and a {@code .part} file only if going on with it makes sense
     */
    public void fetch(URI address, Path target, long bytes, Verifier verifier, Progress progress) {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Path tag = target.resolveSibling(target.getFileName() + ".part.etag");
        Duration wait = pause;
        String trouble = "";
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            for (int attempt = 1; attempt <= attempts; attempt++) {
                if (attempt > 1) {
                    Thread.sleep(wait.toMillis());
                    wait = wait.multipliedBy(2);
                }
                boolean continued = Files.exists(part);
                try {
                    trouble = transfer(address, part, tag, bytes, progress);
                } catch (IOException e) {
                    trouble = e.getMessage() == null ? e.toString() : e.getMessage();
                }
                if (!trouble.isEmpty()) {
                    continue;
                }
                Optional<String> problem = verifier.problem(part);
                if (problem.isEmpty()) {
                    Files.deleteIfExists(tag);
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    return;
                }
                Files.deleteIfExists(part);
                Files.deleteIfExists(tag);
                trouble = problem.get() + "; the bytes were deleted";
                if (!continued) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            trouble = "the download was interrupted";
        } catch (IOException e) {
            throw new DataUnavailableException("cannot write " + target + ": " + e.getMessage(), e);
        }
        throw new DataUnavailableException(address + " cannot be fetched: " + trouble);
    }

    /** Makes one request and returns what went wrong, or an empty text if {@code part} is complete. */
    private String transfer(URI address, Path part, Path tag, long bytes, Progress progress)
            throws IOException, InterruptedException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        if (bytes >= 0 && have > bytes) {
            Files.delete(part);
            have = 0;
        }
        if (bytes >= 0 && have == bytes && have > 0) {
            return "";
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(patience).header("User-Agent", "verisim");
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
            if (Files.exists(tag)) {
                request.header("If-Range", Files.readString(tag));
            }
        }
        HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            int status = response.statusCode();
            boolean goesOn = status == PARTIAL && startOf(response) == have;
            if (status == RANGE_NOT_SATISFIABLE || (status == PARTIAL && !goesOn)) {
                Files.deleteIfExists(part);
                return status == PARTIAL
                        ? "the server sent another part of the file than was asked for"
                        : "the server has only the first " + have + " bytes"
                                + (bytes >= 0 ? ", but the file should have " + bytes : "");
            }
            if (status != OK && status != PARTIAL) {
                if (status < 500 && status != 408 && status != 429) {
                    throw new DataUnavailableException(
                            address + " cannot be fetched: the server answered with status " + status);
                }
                return "the server answered with status " + status;
            }
            long from = goesOn ? have : 0;
            long announced =
                    response.headers().firstValueAsLong("Content-Length").orElse(-1);
            long total = bytes >= 0 ? bytes : announced < 0 ? -1 : from + announced;
            Optional<String> newTag = response.headers().firstValue("ETag").filter(t -> !t.startsWith("W/"));
            if (newTag.isPresent()) {
                Files.writeString(tag, newTag.get());
            } else if (!goesOn) {
                Files.deleteIfExists(tag);
            }
            String name = part.getFileName().toString().replaceFirst("\\.part$", "");
            long done = copy(body, part, from, total, name, progress);
            if (total >= 0 && done != total) {
                if (done > total) {
                    Files.delete(part);
                }
                return String.format(
                        Locale.ROOT,
                        "%d bytes came, but the file should have %s%d",
                        done,
                        done > total ? "only " : "",
                        total);
            }
            return "";
        }
    }

    /** Returns the offset in {@code Content-Range: bytes 100-199/200}, or -1. */
    private static long startOf(HttpResponse<?> response) {
        String range = response.headers().firstValue("Content-Range").orElse("");
        return range.matches("bytes \\d{1,18}-.*") ? Long.parseLong(range.substring(6, range.indexOf('-'))) : -1;
    }

    /** Appends to the first {@code from} bytes of {@code part}; stops when there is more than {@code total}. */
    private long copy(InputStream body, Path part, long from, long total, String name, Progress progress)
            throws IOException {
        AtomicLong lastByte = new AtomicLong(System.nanoTime());
        AtomicBoolean over = new AtomicBoolean();
        Thread watch = new Thread(() -> closeWhenSilent(body, lastByte, over), "download-watch");
        watch.setDaemon(true);
        watch.start();
        long done = from;
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(from);
            out.position(from);
            byte[] block = new byte[BLOCK];
            progress.update(name, done, total);
            for (int n = body.read(block); n >= 0; n = body.read(block)) {
                lastByte.set(System.nanoTime());
                java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(block, 0, n);
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                done += n;
                progress.update(name, done, total);
                if (total >= 0 && done > total) {
                    break;
                }
            }
            return done;
        } finally {
            over.set(true);
            watch.interrupt();
        }
    }

    private void closeWhenSilent(InputStream body, AtomicLong lastByte, AtomicBoolean over) {
        try {
            while (!over.get()) {
                long left = patience.toNanos() - (System.nanoTime() - lastByte.get());
                if (left <= 0) {
                    body.close();
                    return;
                }
                Thread.sleep(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The reader of the stream sees the same error and reports it.
            over.set(true);
        }
    }
}
