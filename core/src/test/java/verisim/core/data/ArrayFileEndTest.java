package verisim.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** What stands at the end of files with arrays: checksums, and what should not be there. */
class ArrayFileEndTest {
    @TempDir
    private Path folder;

    private byte[] array;

    @BeforeEach
    void write() throws IOException {
        Path plain = folder.resolve("x.npy");
        Npy.write(plain, Nd4j.createFromArray(1f, 2f, 3f));
        array = Files.readAllBytes(plain);
    }

    private Path file(String name, byte[]... parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.write(part);
        }
        return Files.write(folder.resolve(name), out.toByteArray());
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void aSecondArrayIsNamed() throws IOException {
        assertThatThrownBy(() -> Npy.read(file("two.npy", array, array)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two.npy goes on for " + array.length + " bytes")
                .hasMessageContaining("a second array follows");
        assertThatThrownBy(() -> Npy.read(file("more.npy", array, new byte[] {0})))
                .hasMessageContaining("goes on for 1 bytes after the [3] values");
        assertThatThrownBy(() -> Npy.read(file("two.npy.gz", gzip(array), gzip(array))))
                .hasMessageContaining("a second array follows");
    }

    @Test
    void theTrailerOfGzipCounts() throws IOException {
        byte[] packed = gzip(array);
        assertThat(Npy.read(file("x.npy.gz", packed)).length()).isEqualTo(3);
        for (int i = packed.length - 8; i < packed.length; i++) {
            byte[] flipped = packed.clone();
            flipped[i] ^= 1;
            assertThatThrownBy(() -> Npy.read(file("x.npy.gz", flipped)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("x.npy.gz");
        }
    }

    @Test
    void theCrcOfAnEntryCounts() throws IOException {
        for (int method : new int[] {ZipEntry.STORED, ZipEntry.DEFLATED}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                ZipEntry entry = new ZipEntry("x.npy");
                entry.setMethod(method);
                CRC32 crc = new CRC32();
                crc.update(array);
                entry.setCrc(crc.getValue());
                entry.setSize(array.length);
                zip.putNextEntry(entry);
                zip.write(array);
            }
            byte[] whole = out.toByteArray();
            Path file = file("x.npz", whole);
            assertThat(Npz.read(file).get("x").toFloatVector()).containsExactly(1f, 2f, 3f);
            // The CRC of the central directory: 16 bytes into it.
            int directory = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
            byte[] flipped = whole.clone();
            flipped[directory + 16] ^= 1;
            assertThatThrownBy(() -> Npz.read(file("x.npz", flipped)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("x.npz");
            if (method == ZipEntry.STORED) {
                byte[] value = whole.clone();
                value[new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002") - 1] ^= 1;
                assertThatThrownBy(() -> Npz.read(file("x.npz", value)))
                        .hasMessageContaining("x.npz [x] is damaged: its CRC-32");
            }
        }
    }
}
