package verisim.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.random.RandomStream;

class DataFileTest {
    @TempDir
    Path folder;

    private Path text(String content) throws IOException {
        return Files.writeString(folder.resolve("my.csv"), content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,0.5\n-2,3e2\n",
                "1;0.5\r\n-2;3e2\r\n",
                "1\t0.5\n-2\t3e2",
                "1 0.5 \n  -2   3E+2\n",
                "a,b\n1,0.5\n-2,300\n",
                "\"a, or so\",\"the \"\"b\"\"\"\n\"1\",\"0.5\"\n-2,300",
                "\uFEFFa;b\r1;.5\r-2;+300.\r",
                "# made by hand\n\n1, 0.5\n\n-2 , 300.000\n\n"
            })
    void tablesInEveryUsualFormAreRead(String content) throws Exception {
        DataFile file = DataFile.read(text(content));
        assertThat(file.rows()).isEqualTo(2);
        assertThat(file.columns()).isEqualTo(2);
        assertThat(file.toFloats()).containsExactly(1f, 0.5f, -2f, 300f);
        assertThat(file.labels()).isEmpty();
        assertThat(file.name()).isEqualTo("my.csv");
        Path gz = Fixtures.gzip(content.getBytes(StandardCharsets.UTF_8), folder.resolve("my.csv.gz"));
        assertThat(DataFile.read(gz).toFloats()).containsExactly(1f, 0.5f, -2f, 300f);
    }

    @Test
    void namesOfColumnsAreKept() throws Exception {
        DataFile file = DataFile.read(text("\"a, or so\",\"the \"\"b\"\"\",c\n1,2,0\n3,4,1\n"), "c");
        assertThat(file.columnNames()).containsExactly("a, or so", "the \"b\"");
        assertThat(file.labels().orElseThrow()).containsExactly(0, 1);
        assertThat(file.select(1).columnNames()).containsExactly("the \"b\"");
        assertThat(file.select(1).toFloats()).containsExactly(2, 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "first|7,1,2/8,3,4|7 8",
                "last|1,2,7/3,4,8|7 8",
                "last|1,2,virginica/3,4,setosa|virginica setosa",
                "last|a,b,c/1,2,virginica/3,4,setosa|virginica setosa",
                "k|a,k,b/1,-7,2/3,+8,4|-7 +8",
                "k|k,b,c/7.0,1,2/8.0,3,4|7 8"
            })
    void labelsAreTakenFromTheirColumn(String label, String content, String want) throws Exception {
        DataFile file = DataFile.read(text(content.replace('/', '\n')), label);
        assertThat(file.toFloats()).containsExactly(1, 2, 3, 4);
        assertThat(file.labels().orElseThrow())
                .containsExactly(IntStream.range(0, 2)
                        .map(r -> file.classes().indexOf(want.split(" ", -1)[r]))
                        .toArray());
        assertThat(file.classes()).containsExactlyInAnyOrder(want.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2/3,x|line 2, column 2: expected a number, but found 'x'",
                "a,b/1,2//3,x4|line 4, column 2 (b): expected a number, but found 'x4'",
                "1,2/3|line 2: expected 2 columns as in the first line, but found 1",
                "1,2/3,4,5|line 2: expected 2 columns as in the first line, but found 3",
                "1,2/3,|line 2, column 2: expected a number, but found nothing; fill in or remove",
                "1,2/3,?|missing values",
                "1,2/3,NaN|expected a number, but found 'NaN'",
                "1,2/3,0x1p3|found '0x1p3'",
                "1,2/3,1e|found '1e'",
                "1,2/3,1.2.3|found '1.2.3'",
                "1,2/3,1e39|too large for a 32-bit float",
                "1,2,setosa/3,4,setosa|line 1, column 3: expected a number, but found 'setosa'; a header must have",
                "a,b|holds a header but no rows",
                "1,2/\"3,4|line 2: a quoted field begins here and does not end"
            })
    void whatCannotBeReadIsNamedWithItsPlace(String content, String said) throws Exception {
        Path file = text(content.replace('/', '\n'));
        assertThatThrownBy(() -> DataFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("my.csv")
                .hasMessageContaining(said);
    }

    @Test
    void aMissingLabelColumnIsNamed() throws Exception {
        Path file = text("a,b\n1,2\n");
        assertThatThrownBy(() -> DataFile.read(file, "c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no column named 'c'")
                .hasMessageContaining("a,b");
        assertThatThrownBy(() -> DataFile.read(text("")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds no rows");
    }

    @Test
    void rowsThatCrossTheReadBufferAreWhole() throws Exception {
        int rows = 7001;
        int columns = 13;
        RandomStream random = RandomStream.ofSeed(3);
        float[] want = new float[rows * columns];
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < want.length; i++) {
            want[i] = (float) random.nextGaussian();
            out.append(want[i]).append(i % columns == columns - 1 ? "\r\n" : ",");
        }
        assertThat(DataFile.read(text(out.toString())).toFloats()).isEqualTo(want);
    }

    @Test
    void decimalsAreRoundedLikeParseDouble() {
        RandomStream random = RandomStream.ofSeed(4);
        for (int i = 0; i < 3_000; i++) {
            double v = random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30);
            String[] forms = {
                Double.toString(v),
                String.format(Locale.ROOT, "%." + random.nextInt(25) + "f", v),
                String.format(Locale.ROOT, "%." + random.nextInt(25) + "e", v),
                Long.toString(random.nextLong())
            };
            for (String form : forms) {
                byte[] bytes = ("," + form + ",").getBytes(StandardCharsets.US_ASCII);
                assertThat(Decimal.parse(bytes, 1, bytes.length - 1)).as(form).isEqualTo(Double.parseDouble(form));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", ".", "+.", "e5", "1e", "1e+", "1-", "1,5", "--1", "1 2", "inf", "NaN", "1f", "1e5000000"
            })
    void whatIsNoDecimalIsNotANumber(String form) {
        byte[] bytes = form.getBytes(StandardCharsets.US_ASCII);
        assertThat(Decimal.parse(bytes, 0, bytes.length)).isNaN();
    }

    private static byte[] idx(int type, int[] shape, byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(4 + 4 * shape.length + data.length);
        out.put(new byte[] {0, 0, (byte) type, (byte) shape.length});
        for (int length : shape) {
            out.putInt(length);
        }
        return out.put(data).array();
    }

    @Test
    void idxFilesOfEveryTypeAreRead() throws Exception {
        byte[] images = idx(0x08, new int[] {2, 1, 2}, new byte[] {0, 127, (byte) 128, (byte) 255});
        Path plain = Files.write(folder.resolve("images-idx3-ubyte"), images);
        for (Path file : new Path[] {plain, Fixtures.gzip(images, folder.resolve("images.gz"))}) {
            DataFile read = DataFile.read(file);
            assertThat(read.rows()).isEqualTo(2);
            assertThat(read.toFloats()).containsExactly(0, 127, 128, 255);
            assertThat(read.imageShape()).contains(new ImageShape(1, 2));
        }
        byte[][] data = {
            {-1, 5},
            ByteBuffer.allocate(4).putShort((short) -1).putShort((short) 5).array(),
            ByteBuffer.allocate(8).putInt(-1).putInt(5).array(),
            ByteBuffer.allocate(8).putFloat(-1).putFloat(5).array(),
            ByteBuffer.allocate(16).putDouble(-1).putDouble(5).array()
        };
        int[] types = {0x09, 0x0b, 0x0c, 0x0d, 0x0e};
        for (int k = 0; k < types.length; k++) {
            Path file = Files.write(folder.resolve("t" + k), idx(types[k], new int[] {2}, data[k]));
            DataFile read = DataFile.read(file);
            assertThat(read.columns()).isEqualTo(1);
            assertThat(read.toFloats()).containsExactly(-1, 5);
        }
    }

    @Test
    void idxFilesThatEndTooEarlyOrTooLateAreExplained() throws Exception {
        Path cut = Files.write(folder.resolve("cut"), idx(0x08, new int[] {2, 2}, new byte[] {1, 2, 3}));
        assertThatThrownBy(() -> DataFile.read(cut))
                .hasMessageContaining("it is cut off")
                .hasMessageContaining("4 values");
        Path more = Files.write(folder.resolve("more"), idx(0x08, new int[] {2}, new byte[] {1, 2, 3}));
        assertThatThrownBy(() -> DataFile.read(more)).hasMessageContaining("goes on after the 2 values");
    }

    @Test
    void npyAndNpzFilesAreRead() {
        DataFile npy = DataFile.read(Fixtures.file("type-i4.npy"), "last");
        assertThat(npy.toFloats()).containsExactly(0, 1, 3, 4);
        assertThat(npy.classes()).containsExactly("2", "5");
        DataFile npz = DataFile.read(Fixtures.file("deflated.npz"));
        assertThat(npz.toFloats()).containsExactly(0f, 1 / 3f, 2 / 3f, 1f, 4 / 3f, 5 / 3f);
        assertThat(npz.classes()).containsExactly("7", "8");
        assertThat(DataFile.read(Fixtures.file("vector.npy.gz")).rows()).isEqualTo(2);
    }

    @Test
    void aTruncatedGzipFileIsExplained() throws Exception {
        byte[] content = "1,2,3\n".repeat(5000).getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Files.readAllBytes(Fixtures.gzip(content, folder.resolve("whole.gz")));
        for (int keep : new int[] {5, 20, whole.length - 9, whole.length - 4}) {
            Path cut = Files.write(folder.resolve("cut.data.gz"), Arrays.copyOf(whole, keep));
            assertThatThrownBy(() -> DataFile.read(cut))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cut.data.gz")
                    .hasMessageContaining("cut off");
        }
        byte[] damaged = whole.clone();
        damaged[whole.length - 6] ^= 0x55;
        Path bad = Files.write(folder.resolve("bad.data.gz"), damaged);
        assertThatThrownBy(() -> DataFile.read(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void aFolderIsNotAFile() {
        assertThatThrownBy(() -> DataFile.read(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it is a folder");
    }

    @Test
    void rowsBecomeADataSet() throws Exception {
        DataFile file = DataFile.read(text("0,1,5\n1,1,6\n"), "last");
        assertThat(file.isBinary()).isTrue();
        Dataset set = file.toDataset("mine", Split.TRAIN, DataKind.BINARY);
        assertThat(set.toFloats()).containsExactly(0, 1, 1, 1);
        assertThat(set.labels().orElseThrow()).containsExactly(0, 1);
        assertThat(set.schema().labels().orElseThrow().classes()).containsExactly("5", "6");
        assertThat(DataFile.read(text("0,1\n1,2\n")).isBinary()).isFalse();
    }
}
