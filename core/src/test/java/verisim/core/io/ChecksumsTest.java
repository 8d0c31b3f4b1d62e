package verisim.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void seal() throws Exception {
        Files.createDirectories(folder.resolve("scores"));
        Files.createDirectories(folder.resolve("model"));
        Files.writeString(folder.resolve("a.txt"), "abc");
        Files.writeString(folder.resolve("scores/b.npy"), "b");
        Files.writeString(folder.resolve("model/arrays"), "x");
        Files.writeString(folder.resolve("log.txt"), "not read back");
        Files.writeString(folder.resolve("old.json.damaged"), "set aside");
        Checksums.seal(folder.resolve("model"));
        Checksums.seal(folder, "result.json", "{}\n");
    }

    @Test
    void theListIsThatOfTheStandardTool() throws Exception {
        // FIPS 180-2, appendix B.1: the digest of "abc".
        assertThat(Files.readString(folder.resolve("SHA256SUMS")))
                .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.txt\n");
        assertThat(Checksums.required(folder).names())
                .containsExactly("a.txt", "model/SHA256SUMS", "result.json", "scores/b.npy");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/sha256sum")));
        Process tool = new ProcessBuilder("/usr/bin/sha256sum", "--strict", "-c", "SHA256SUMS")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(tool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(tool.waitFor()).as(said).isZero();
    }

    @Test
    void whatIsDamagedIsNamed() throws Exception {
        Checksums.required(folder).checkAll();
        Files.writeString(folder.resolve("model/arrays"), "y");
        assertThatThrownBy(() -> Checksums.required(folder).checkAll())
                .isInstanceOf(DamagedFileException.class)
                .hasMessage(folder.resolve("model/arrays") + " is damaged: its SHA-256 is not that of SHA256SUMS");
        Files.delete(folder.resolve("a.txt"));
        assertThatThrownBy(() -> Checksums.required(folder).check("a.txt"))
                .hasMessageContaining("a.txt is missing, but SHA256SUMS lists it");
        assertThatThrownBy(() -> Checksums.required(folder).check("new.txt")).hasMessageContaining("is not listed");
        Path sums = folder.resolve("SHA256SUMS");
        byte[] whole = Files.readAllBytes(sums);
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 1;
            Files.write(sums, flipped);
            assertThatThrownBy(() -> Checksums.of(folder)).hasMessageContaining("SHA256SUMS is damaged");
            Files.write(sums, java.util.Arrays.copyOf(whole, i));
            assertThatThrownBy(() -> Checksums.of(folder)).hasMessageContaining("SHA256SUMS is damaged");
        }
        Files.delete(sums);
        assertThat(Checksums.of(folder)).isEmpty();
        assertThatThrownBy(() -> Checksums.required(folder)).hasMessageContaining("SHA256SUMS is missing");
    }

    /** The three steps of writing a file, each as a kill would leave it. */
    @Test
    void aKillLeavesNothingThatLooksDamaged() throws Exception {
        String before = Files.readString(folder.resolve("a.txt"));
        Checksums.write(folder, "a.txt", "new");
        Checksums.required(folder).check("a.txt");
        assertThat(Files.readString(folder.resolve("SHA256SUMS"))).containsOnlyOnce("  a.txt\n");
        // Between the first step and the second, and between the second and the third, both digests are listed.
        String lines = Sha256.of("new") + "  a.txt\n" + Sha256.of(before) + "  a.txt\n";
        Files.writeString(
                folder.resolve("SHA256SUMS"), lines + "# SHA-256 of the lines above: " + Sha256.of(lines) + "\n");
        Checksums.required(folder).checkAll();
        Files.writeString(folder.resolve("a.txt"), before);
        Checksums.required(folder).checkAll();
    }

    @Test
    void whatIsGoneIsForgottenAndTheRestKeepsItsDigest() throws Exception {
        Files.delete(folder.resolve("result.json"));
        Files.writeString(folder.resolve("a.txt"), "changed behind its back");
        Checksums.forgetMissing(folder);
        assertThat(Checksums.required(folder).names()).doesNotContain("result.json");
        assertThatThrownBy(() -> Checksums.required(folder).check("a.txt")).hasMessageContaining("is damaged");
    }
}
