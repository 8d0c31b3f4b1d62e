package verisim.core.source.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static verisim.core.source.LoopbackServer.status;
import static verisim.core.source.LoopbackServer.whole;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.core.source.DataUnavailableException;
import verisim.core.source.DatasetRequest;
import verisim.core.source.Downloader;
import verisim.core.source.LoopbackServer;

class DataStoreTest {
    private static final byte[] CONTENT = "0,1\n1,1\n0,0\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER = "1,1\n1,1\n0,0\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gz = new GZIPOutputStream(out)) {
            gz.write(bytes);
        }
        return out.toByteArray();
    }

    private static CatalogueEntry entry(Optional<String> downloadHash, URI... addresses) throws Exception {
        List<CatalogueFile> files = new ArrayList<>();
        for (String role : List.of("train", "validation", "test")) {
            files.add(new CatalogueFile(
                    role, "toy/toy." + role, CONTENT.length, sha256(CONTENT), downloadHash, List.of(addresses)));
        }
        return new CatalogueEntry(
                "toy",
                "splits",
                DataKind.BINARY,
                2,
                3,
                3,
                3,
                Optional.empty(),
                "none",
                "none",
                "https://example.org",
                "toy",
                files);
    }

    private DataStore store(boolean offline) {
        return new DataStore(folder, new Downloader(), offline);
    }

    private DataSplits load(CatalogueEntry entry, DataStore store) {
        CatalogueProvider provider = new CatalogueProvider(entry);
        Options options = Options.resolve("toy", provider.options(), Map.of("train", 2));
        return provider.load(new DatasetRequest(options, folder, RandomStream.ofSeed(1)), store)
                .splits();
    }

    @Test
    void missingFilesAreFetchedWhenASetIsLoaded() throws Exception {
        for (boolean gzip : new boolean[] {false, true}) {
            byte[] sent = gzip ? gzip(CONTENT) : CONTENT;
            try (LoopbackServer server = new LoopbackServer(whole(sent, null, true))) {
                CatalogueEntry entry = entry(
                        gzip ? Optional.of(sha256(sent)) : Optional.empty(), server.address(gzip ? "toy.gz" : "toy"));
                Path own = folder.resolve(gzip ? "g" : "p");
                DataSplits splits = load(entry, new DataStore(own, new Downloader(), false));
                assertThat(splits.train().toFloats()).containsExactly(0, 1, 1, 1);
                assertThat(splits.test().toFloats()).containsExactly(0, 1, 1, 1, 0, 0);
                assertThat(splits.protocol())
                        .containsEntry("train", "2 of 3 rows, evenly spaced")
                        .containsEntry("split", "official");
                assertThat(server.ranges()).hasSize(3);
                assertThat(own.resolve("toy/toy.test" + (gzip ? ".gz" : ""))).hasBinaryContent(sent);
                assertThat(new DataStore(own, new Downloader(), false).get(entry, (f, d, t) -> {}))
                        .isEmpty();
            }
        }
    }

    @Test
    void offlineAMissingFileIsExplained() throws Exception {
        CatalogueEntry entry = entry(Optional.empty(), URI.create("http://localhost:1/toy"));
        assertThatThrownBy(() -> load(entry, store(true)))
                .isInstanceOf(DataUnavailableException.class)
                .hasMessageContaining("toy.train")
                .hasMessageContaining("verisim data get toy");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void wrongBytesFromTheServerNameBothHashesAndLeaveNothing() throws Exception {
        for (byte[] sent : new byte[][] {OTHER, gzip(OTHER)}) {
            boolean gzip = sent != OTHER;
            try (LoopbackServer server = new LoopbackServer(whole(sent, null, true))) {
                String want = gzip ? sha256(gzip(CONTENT)) : sha256(CONTENT);
                CatalogueEntry entry =
                        entry(gzip ? Optional.of(want) : Optional.empty(), server.address(gzip ? "t.gz" : "t"));
                assertThatThrownBy(() -> load(entry, store(false)))
                        .isInstanceOf(DataUnavailableException.class)
                        .hasMessageContaining(sha256(sent))
                        .hasMessageContaining(want)
                        .hasMessageContaining("verisim data get toy");
                assertThat(folder.resolve("toy")).isEmptyDirectory();
            }
        }
    }

    @Test
    void theSecondAddressIsTriedIfTheFirstFails() throws Exception {
        try (LoopbackServer gone = new LoopbackServer(status(404));
                LoopbackServer good = new LoopbackServer(whole(CONTENT, null, true))) {
            CatalogueEntry entry = entry(Optional.empty(), gone.address("toy"), good.address("toy"));
            assertThat(store(false).get(entry, (f, d, t) -> {})).hasSize(3);
        }
    }

    @Test
    void aDamagedFileIsNotLoadedAndIsReplacedByGet() throws Exception {
        Files.createDirectories(folder.resolve("toy"));
        for (String role : List.of("train", "validation", "test")) {
            Files.write(folder.resolve("toy/toy." + role), CONTENT);
        }
        Path gz = folder.resolve("toy/toy.test.gz");
        Files.write(gz, gzip(OTHER));
        try (LoopbackServer server = new LoopbackServer(whole(CONTENT, null, true))) {
            CatalogueEntry entry = entry(Optional.empty(), server.address("toy"));
            assertThatThrownBy(() -> load(entry, store(false)))
                    .isInstanceOf(DataUnavailableException.class)
                    .hasMessageContaining("toy.test.gz is not the file of the catalogue")
                    .hasMessageContaining(sha256(OTHER))
                    .hasMessageContaining(sha256(CONTENT));
            assertThat(server.ranges()).isEmpty();
            assertThat(store(false).get(entry, (f, d, t) -> {}))
                    .extracting(CatalogueFile::role)
                    .containsExactly("test");
            assertThat(load(entry, store(true)).test().size()).isEqualTo(3);
        }
    }

    @Test
    void aFileThatChangesAfterItWasCheckedIsCheckedAgain() throws Exception {
        Files.createDirectories(folder.resolve("toy"));
        for (String role : List.of("train", "validation", "test")) {
            Files.write(folder.resolve("toy/toy." + role), CONTENT);
        }
        CatalogueEntry entry = entry(Optional.empty());
        load(entry, store(true));
        Path changed = Files.write(folder.resolve("toy/toy.train"), OTHER);
        Files.setLastModifiedTime(changed, FileTime.fromMillis(1_000_000_000_000L));
        assertThatThrownBy(() -> load(entry, store(true)))
                .isInstanceOf(DataUnavailableException.class)
                .hasMessageContaining("toy.train is not the file of the catalogue");
    }

    @Test
    void aFileWithoutAnAddressSaysSo() throws Exception {
        assertThatThrownBy(() -> load(entry(Optional.empty()), store(false)))
                .isInstanceOf(DataUnavailableException.class)
                .hasMessageContaining("cannot be downloaded as it is; see https://example.org");
    }

    @Test
    void statusAndVerifyTellWhatIsThere() throws Exception {
        DataStore store = store(true);
        assertThat(store.status("nltcs"))
                .extracting(DataStore.FileStatus::state)
                .containsOnly(DataStore.State.MISSING);
        Files.createDirectories(folder.resolve("debd/nltcs"));
        Files.write(folder.resolve("debd/nltcs/nltcs.valid.data"), OTHER);
        assertThat(store.status("nltcs"))
                .extracting(DataStore.FileStatus::state)
                .containsExactly(DataStore.State.MISSING, DataStore.State.PRESENT, DataStore.State.MISSING);
        List<DataStore.FileStatus> verified = store.verify("nltcs");
        assertThat(verified)
                .extracting(DataStore.FileStatus::state)
                .containsExactly(DataStore.State.MISSING, DataStore.State.DAMAGED, DataStore.State.MISSING);
        assertThat(verified.get(1).detail()).contains(sha256(OTHER)).contains("69024 bytes");
        assertThatThrownBy(() -> store.status("nltsc"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did you mean 'nltcs'?");
    }
}
