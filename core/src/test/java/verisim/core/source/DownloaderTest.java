package verisim.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static verisim.core.source.LoopbackServer.broken;
import static verisim.core.source.LoopbackServer.bytes;
import static verisim.core.source.LoopbackServer.status;
import static verisim.core.source.LoopbackServer.whole;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloaderTest {
    private static final byte[] CONTENT = bytes(300_000, 1);
    private static final String TAG = "\"v1\"";

    @TempDir
    Path folder;

    private final Downloader downloader = new Downloader(4, Duration.ofMillis(5), Duration.ofSeconds(10));
    private final List<Long> seen = new ArrayList<>();

    private Path target() {
        return folder.resolve("sub").resolve("a.data");
    }

    private void fetch(LoopbackServer server, byte[] want, long bytes) {
        fetch(downloader, server, want, bytes);
    }

    private void fetch(Downloader by, LoopbackServer server, byte[] want, long bytes) {
        by.fetch(
                server.address("a.data"),
                target(),
                bytes,
                file -> Arrays.equals(Files.readAllBytes(file), want)
                        ? Optional.empty()
                        : Optional.of("SHA-256 differs"),
                (file, done, total) -> {
                    assertThat(file).isEqualTo("a.data");
                    seen.add(done);
                });
    }

    private void assertComplete() throws Exception {
        assertThat(target()).hasBinaryContent(CONTENT);
        try (var files = Files.list(target().getParent())) {
            assertThat(files).containsExactly(target());
        }
    }

    @Test
    void aFileIsFetchedWithProgress() throws Exception {
        try (LoopbackServer server = new LoopbackServer(whole(CONTENT, TAG, true))) {
            fetch(server, CONTENT, CONTENT.length);
        }
        assertComplete();
        assertThat(seen).isSorted().startsWith(0L).endsWith((long) CONTENT.length);
    }

    @Test
    void theLengthNeedNotBeKnown() throws Exception {
        try (LoopbackServer server = new LoopbackServer(whole(CONTENT, null, true))) {
            fetch(server, CONTENT, -1);
        }
        assertComplete();
    }

    @Test
    void aBrokenConnectionIsContinuedWhereItBroke() throws Exception {
        try (LoopbackServer server = new LoopbackServer(broken(CONTENT, 131_072, TAG), whole(CONTENT, TAG, true))) {
            fetch(server, CONTENT, CONTENT.length);
            assertThat(server.ranges()).hasSize(2).startsWith("-");
            assertThat(server.ranges().get(1)).matches("bytes=[1-9]\\d*-");
        }
        assertComplete();
    }

    @Test
    void whatAnEarlierRunLeftIsContinued() throws Exception {
        Files.createDirectories(target().getParent());
        Files.write(folder.resolve("sub/a.data.part"), Arrays.copyOf(CONTENT, 1000));
        try (LoopbackServer server = new LoopbackServer(whole(CONTENT, null, true))) {
            fetch(server, CONTENT, CONTENT.length);
            assertThat(server.ranges()).containsExactly("bytes=1000-");
        }
        assertComplete();
    }

    @Test
    void aFileThatChangedOnTheServerIsFetchedFromItsBeginning() throws Exception {
        byte[] old = bytes(CONTENT.length, 2);
        try (LoopbackServer server = new LoopbackServer(broken(old, 131_072, "\"v0\""), whole(CONTENT, TAG, true))) {
            fetch(server, CONTENT, CONTENT.length);
        }
        assertComplete();
    }

    @Test
    void wrongLeftoversOfUnknownOriginAreDroppedAfterOneTry() throws Exception {
        Files.createDirectories(target().getParent());
        Files.write(folder.resolve("sub/a.data.part"), bytes(1000, 3));
        try (LoopbackServer server = new LoopbackServer(whole(CONTENT, null, true))) {
            fetch(server, CONTENT, CONTENT.length);
            assertThat(server.ranges()).containsExactly("bytes=1000-", "-");
        }
        assertComplete();
    }

    @Test
    void aServerThatIgnoresRangesIsTakenFromTheBeginning() throws Exception {
        try (LoopbackServer server = new LoopbackServer(broken(CONTENT, 131_072, TAG), whole(CONTENT, TAG, false))) {
            fetch(server, CONTENT, CONTENT.length);
        }
        assertComplete();
    }

    @Test
    void aWrongRangeIsNotBelieved() throws Exception {
        LoopbackServer.Answer lying = exchange -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes 7-299999/300000");
            exchange.sendResponseHeaders(206, CONTENT.length - 7);
            exchange.getResponseBody().write(CONTENT, 7, CONTENT.length - 7);
        };
        try (LoopbackServer server =
                new LoopbackServer(broken(CONTENT, 131_072, TAG), lying, whole(CONTENT, TAG, true))) {
            fetch(server, CONTENT, CONTENT.length);
            assertThat(server.ranges()).hasSize(3);
        }
        assertComplete();
    }

    @Test
    void aTooShortFileUnderATrueLengthIsNotAccepted() {
        byte[] shorter = Arrays.copyOf(CONTENT, 1000);
        try (LoopbackServer server = new LoopbackServer(whole(shorter, null, true))) {
            assertThatThrownBy(() -> fetch(server, CONTENT, CONTENT.length))
                    .isInstanceOf(DataUnavailableException.class)
                    .hasMessageContaining("a.data cannot be fetched")
                    .hasMessageMatching(
                            "(?s).*(only the first 1000 bytes|1000 bytes came), but the file should have 300000");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(target()).doesNotExist();
    }

    @Test
    void aTooLongFileIsDeletedAndNotAccepted() throws Exception {
        try (LoopbackServer server = new LoopbackServer(whole(bytes(400_000, 1), null, true))) {
            assertThatThrownBy(() -> fetch(server, CONTENT, CONTENT.length))
                    .isInstanceOf(DataUnavailableException.class)
                    .hasMessageContaining("should have only 300000");
        }
        assertThat(target().getParent()).isEmptyDirectory();
    }

    @Test
    void wrongBytesAreDeletedAndNotFetchedAgain() throws Exception {
        try (LoopbackServer server = new LoopbackServer(whole(bytes(CONTENT.length, 9), TAG, true))) {
            assertThatThrownBy(() -> fetch(server, CONTENT, CONTENT.length))
                    .isInstanceOf(DataUnavailableException.class)
                    .hasMessageContaining("SHA-256 differs; the bytes were deleted");
            assertThat(server.ranges()).hasSize(1);
        }
        assertThat(target().getParent()).isEmptyDirectory();
    }

    @Test
    void anExistingFileStaysIfTheNewOneIsWrong() throws Exception {
        Files.createDirectories(target().getParent());
        Files.write(target(), CONTENT);
        try (LoopbackServer server = new LoopbackServer(whole(bytes(CONTENT.length, 9), TAG, true))) {
            assertThatThrownBy(() -> fetch(server, CONTENT, CONTENT.length))
                    .isInstanceOf(DataUnavailableException.class);
        }
        assertThat(target()).hasBinaryContent(CONTENT);
    }

    @Test
    void aMissingPageIsNotAskedForTwice() throws Exception {
        try (LoopbackServer server = new LoopbackServer(status(404))) {
            assertThatThrownBy(() -> fetch(server, CONTENT, CONTENT.length))
                    .isInstanceOf(DataUnavailableException.class)
                    .hasMessageContaining("status 404");
            assertThat(server.ranges()).hasSize(1);
        }
        assertThat(target().getParent()).isEmptyDirectory();
    }

    @Test
    void aServerInTroubleIsAskedAgain() throws Exception {
        try (LoopbackServer server = new LoopbackServer(status(500), status(503), whole(CONTENT, TAG, true))) {
            fetch(server, CONTENT, CONTENT.length);
            assertThat(server.ranges()).hasSize(3);
        }
        assertComplete();
    }

    @Test
    void aServerThatStaysInTroubleIsGivenUp() throws Exception {
        try (LoopbackServer server = new LoopbackServer(status(500))) {
            assertThatThrownBy(() -> fetch(server, CONTENT, CONTENT.length))
                    .isInstanceOf(DataUnavailableException.class)
                    .hasMessageContaining("status 500");
            assertThat(server.ranges()).hasSize(4);
        }
        assertThat(target().getParent()).isEmptyDirectory();
    }

    @Test
    void redirectsAreFollowed() throws Exception {
        LoopbackServer.Answer redirect = exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
        };
        try (LoopbackServer server = new LoopbackServer(redirect, whole(CONTENT, TAG, true))) {
            fetch(server, CONTENT, CONTENT.length);
        }
        assertComplete();
    }

    @Test
    void aSilentConnectionIsLeftAndContinued() throws Exception {
        Downloader impatient = new Downloader(3, Duration.ofMillis(5), Duration.ofMillis(500));
        try (LoopbackServer server = new LoopbackServer(whole(CONTENT, null, true))) {
            server.scriptFirst(server.silentAfter(CONTENT, 131_072));
            fetch(impatient, server, CONTENT, CONTENT.length);
            assertThat(server.ranges()).hasSize(2);
            assertThat(server.ranges().get(1)).startsWith("bytes=");
        }
        assertComplete();
    }

    @Test
    void nobodyListeningIsExplained() throws Exception {
        java.net.URI address;
        try (LoopbackServer server = new LoopbackServer(status(200))) {
            address = server.address("a.data");
        }
        assertThatThrownBy(() -> downloader.fetch(address, target(), 5, f -> Optional.empty(), (f, d, t) -> {}))
                .isInstanceOf(DataUnavailableException.class)
                .hasMessageContaining(address + " cannot be fetched");
        assertThat(target().getParent()).isEmptyDirectory();
    }
}
