package verisim.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"plain.mat", "compressed.mat"})
    void everyNumericClassThatScipyWritesIsRead(String name) throws Exception {
        Path gz = Fixtures.gzip(Files.readAllBytes(Fixtures.file(name)), folder.resolve(name + ".gz"));
        for (Path file : new Path[] {Fixtures.file(name), gz}) {
            Map<String, NumericArray> got;
            try (InputStream in = FileInput.open(file)) {
                got = MatFile.read(in, name).numbers();
            }
            assertThat(got)
                    .containsOnlyKeys("doubles", "singles", "bytes", "shorts", "words", "longs", "flags", "cube");
            assertThat(got.get("doubles").toFloats()).containsExactly(1.5f, -2, 3, 4, 5.25f, 6);
            assertThat(got.get("singles").toFloats()).containsExactly(1.5f, -2, 3, 4, 5.25f, 6);
            assertThat(got.get("bytes").toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(got.get("shorts").toFloats()).containsExactly(-3, -2, -1, 0, 1, 2);
            assertThat(got.get("words").toFloats()).containsExactly(0, 1e5f, 2e5f, 3e5f, 4e5f, 5e5f);
            assertThat(got.get("longs").toFloats()).containsExactly(-2, -1, 0, 1, 2, 3);
            assertThat(got.get("flags").toFloats()).containsExactly(0, 1, 0, 1, 0, 1);
            assertThat(got.get("cube").shape()).containsExactly(2, 3, 4);
            float[] want = new float[24];
            for (int i = 0; i < 24; i++) {
                want[i] = i;
            }
            assertThat(got.get("cube").toFloats()).containsExactly(want);
        }
    }

    @Test
    void labelsStandInAnArrayOfTheirOwn() {
        DataFile file = DataFile.read(Fixtures.file("labelled.mat"));
        assertThat(file.toFloats()).containsExactly(1.5f, -2, 3, 4, 5.25f, 6);
        assertThat(file.rows()).isEqualTo(2);
        assertThat(file.classes()).containsExactly("3", "4");
        assertThat(file.labels().orElseThrow()).containsExactly(0, 1);
    }

    /** Written by hand after the format's description: big endian, a double class stored as bytes in a small element. */
    @Test
    void bigEndianFilesAndSmallElementsAreRead() throws Exception {
        ByteBuffer matrix = ByteBuffer.allocate(64);
        matrix.putInt(6).putInt(8).putInt(6).putInt(0);
        matrix.putInt(5).putInt(8).putInt(3).putInt(1);
        matrix.putInt(1 << 16 | 1).put((byte) 'x').put(new byte[3]);
        matrix.putInt(3 << 16 | 2).put(new byte[] {7, 8, (byte) 200, 0});
        int length = matrix.position();
        ByteBuffer file = ByteBuffer.allocate(128 + 8 + length);
        file.put("MATLAB 5.0 MAT-file, by hand".getBytes(StandardCharsets.US_ASCII));
        file.position(124).putShort((short) 0x0100).put((byte) 'M').put((byte) 'I');
        file.putInt(14).putInt(length).put(matrix.array(), 0, length);
        Path path = Files.write(folder.resolve("hand.mat"), file.array());
        DataFile read = DataFile.read(path);
        assertThat(read.rows()).isEqualTo(3);
        assertThat(read.toFloats()).containsExactly(7, 8, 200);
    }

    @ParameterizedTest
    @CsvSource({
        "cell.mat,cell array",
        "struct.mat,struct",
        "complex.mat,complex",
        "version4.mat,not a MATLAB level 5 file",
        "plain.mat,one of them named x"
    })
    void whatCannotBeReadIsExplained(String name, String said) {
        assertThatThrownBy(() -> DataFile.read(Fixtures.file(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(said);
    }

    @Test
    void hdf5FilesAreNamedAsSuch() throws Exception {
        Path new73 =
                Files.writeString(folder.resolve("a.mat"), "MATLAB 7.3 MAT-file, Platform: GLNXA64" + " ".repeat(600));
        assertThatThrownBy(() -> DataFile.read(new73))
                .hasMessageContaining("HDF5")
                .hasMessageContaining("-v7");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 60, 129, 140, 180, 250})
    void truncatedFilesAreExplained(int keep) throws Exception {
        byte[] whole = Files.readAllBytes(Fixtures.file("labelled.mat"));
        Path cut = Files.write(folder.resolve("cut.mat"), Arrays.copyOf(whole, keep));
        assertThatThrownBy(() -> DataFile.read(cut))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cut.mat")
                .hasMessageMatching("(?s).*(cut off|too early|ends too early|cannot be read|holds no).*");
    }
}
