package verisim.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.math.Arrays2d;

class NpyTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4"})
    void everyNumericTypeOfNumpyIsRead(String type) {
        INDArray x = Npy.read(Fixtures.file("type-" + type + ".npy"));
        assertThat(x.dataType()).isEqualTo(DataType.FLOAT);
        assertThat(x.shape()).containsExactly(2, 3);
        assertThat(Arrays2d.toFloats(x)).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void booleansAreZeroAndOneAndDoublesStayDouble() {
        assertThat(Arrays2d.toFloats(Npy.read(Fixtures.file("type-b1.npy")))).containsExactly(0, 1, 1, 1, 1, 1);
        INDArray x = Npy.read(Fixtures.file("type-f8.npy"));
        assertThat(x.dataType()).isEqualTo(DataType.DOUBLE);
        assertThat(Arrays2d.toDoubles(x)).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void fortranOrderIsBroughtIntoRowMajorOrder() {
        INDArray x = Npy.read(Fixtures.file("fortran-f4.npy"));
        assertThat(x.shape()).containsExactly(2, 3, 4);
        float[] want = new float[24];
        for (int i = 0; i < 24; i++) {
            want[i] = i;
        }
        assertThat(Arrays2d.toFloats(x)).containsExactly(want);
        assertThat(x.getDouble(1, 2, 3)).isEqualTo(23);
        assertThat(x.getDouble(1, 0, 2)).isEqualTo(14);
        assertThat(Arrays2d.toDoubles(Npy.read(Fixtures.file("fortran-f8-big.npy"))))
                .containsExactly(0 / 3.0, 1 / 3.0, 2 / 3.0, 3 / 3.0, 4 / 3.0, 5 / 3.0);
    }

    @Test
    void halfPrecisionIsExpanded() {
        // The nearest binary16 to 1/3 is 1365 * 2^-12; 6e-8 is the smallest subnormal, 2^-24.
        assertThat(Arrays2d.toFloats(Npy.read(Fixtures.file("half.npy"))))
                .containsExactly(1365f / 4096, -65504f, 0x1p-24f, Float.POSITIVE_INFINITY, 0f);
    }

    @Test
    void integersThatAFloatCannotHoldBecomeDoubles() {
        INDArray x = Npy.read(Fixtures.file("i8-wide.npy"));
        assertThat(x.dataType()).isEqualTo(DataType.DOUBLE);
        assertThat(Arrays2d.toDoubles(x)).containsExactly(1, 16777217, -1099511627777.0);
        assertThat(Arrays2d.toDoubles(Npy.read(Fixtures.file("u8-high.npy")))).containsExactly(0x1p64, 0x1p63);
    }

    @Test
    void scalarsVectorsAndEmptyArraysKeepTheirShape() {
        INDArray scalar = Npy.read(Fixtures.file("scalar.npy"));
        assertThat(scalar.rank()).isZero();
        assertThat(scalar.getDouble()).isEqualTo(2.5);
        INDArray vector = Npy.read(Fixtures.file("vector.npy"));
        assertThat(vector.shape()).containsExactly(2);
        assertThat(Arrays2d.toFloats(vector)).containsExactly(1.5f, -2.25f);
        assertThat(Npy.read(Fixtures.file("empty.npy")).shape()).containsExactly(0, 3);
        assertThat(Arrays2d.toFloats(Npy.read(Fixtures.file("vector.npy.gz")))).containsExactly(1.5f, -2.25f);
    }

    @ParameterizedTest
    @CsvSource({"objects,Python objects", "strings,strings", "complex,complex numbers", "records,several fields"})
    void whatIsNotNumbersIsRefused(String file, String said) {
        assertThatThrownBy(() -> Npy.read(Fixtures.file(file + ".npy")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file + ".npy")
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource({"0,not an npy file", "5,not an npy file", "30,within its header", "130,cut off", "151,cut off"})
    void aTruncatedFileIsExplained(int keep, String said) throws Exception {
        byte[] whole = Files.readAllBytes(Fixtures.file("type-f4.npy"));
        Path cut = Files.write(folder.resolve("cut.npy"), java.util.Arrays.copyOf(whole, keep));
        assertThatThrownBy(() -> Npy.read(cut))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cut.npy")
                .hasMessageContaining(said);
    }

    @Test
    void aHugeShapeInADamagedHeaderDoesNotExhaustMemory() {
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000,), }";
        byte[] bytes =
                ("\u0093NUMPY\u0001\0" + (char) header.length() + "\0" + header).getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Npy.read(new ByteArrayInputStream(bytes), "damaged"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("damaged cannot be read: it is cut off");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Npy.read(folder.resolve("none.npy")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.npy cannot be read: there is no such file");
    }

    @Test
    void whatIsWrittenComesBack() throws Exception {
        INDArray base = Nd4j.createFromArray(new double[] {1, 2, 3, 4, 5, 6}).reshape('c', new long[] {2, 3});
        for (INDArray x : new INDArray[] {
            base,
            base.castTo(DataType.FLOAT),
            base.castTo(DataType.INT32),
            base.transpose(),
            base.castTo(DataType.INT32).transpose(),
            base.dup('f'),
            base.getColumn(1),
            base.reshape('c', new long[] {1, 2, 3}),
            Nd4j.scalar(7.5)
        }) {
            Path file = folder.resolve("x.npy");
            Npy.write(file, x);
            INDArray y = Npy.read(file);
            assertThat(y.shape()).isEqualTo(x.shape());
            assertThat(Arrays2d.toDoubles(y)).isEqualTo(Arrays2d.toDoubles(x));
            assertThat(y.dataType()).isEqualTo(x.dataType() == DataType.INT32 ? DataType.FLOAT : x.dataType());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactly("x.npy");
        }
    }

    @ParameterizedTest
    @CsvSource({"type-i4.npy,INT", "type-f8.npy,DOUBLE", "vector.npy,FLOAT"})
    void whatIsWrittenEqualsTheFileOfNumpyByteForByte(String fixture, DataType type) throws Exception {
        INDArray x = type == DataType.FLOAT
                ? Nd4j.createFromArray(1.5f, -2.25f)
                : Nd4j.createFromArray(new double[] {0, 1, 2, 3, 4, 5})
                        .reshape('c', new long[] {2, 3})
                        .castTo(type);
        Path file = folder.resolve("x.npy");
        Npy.write(file, x);
        assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(Fixtures.file(fixture)));
    }

    @Test
    void otherTypesAreNotWrittenAndLeaveNoFile() {
        assertThatThrownBy(() -> Npy.write(folder.resolve("b.npy"), Nd4j.createFromArray(true, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FLOAT, DOUBLE or INT");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void archivesOfArraysAreRead(String name) throws Exception {
        Path gz = Fixtures.gzip(Files.readAllBytes(Fixtures.file(name)), folder.resolve(name + ".gz"));
        for (Path file : new Path[] {Fixtures.file(name), gz}) {
            Map<String, INDArray> arrays = Npz.read(file);
            assertThat(arrays).containsOnlyKeys("x", "y");
            double scale = name.startsWith("stored") ? 1 : 3;
            assertThat(Arrays2d.toDoubles(arrays.get("x")))
                    .containsExactly(0, 1 / scale, 2 / scale, 3 / scale, 4 / scale, 5 / scale);
            assertThat(Arrays2d.toDoubles(arrays.get("y"))).containsExactly(7, 8);
        }
    }

    @Test
    void aTruncatedArchiveIsExplained() throws Exception {
        byte[] whole = Files.readAllBytes(Fixtures.file("deflated.npz"));
        Path cut = Files.write(folder.resolve("cut.npz"), java.util.Arrays.copyOf(whole, whole.length - 40));
        assertThatThrownBy(() -> Npz.read(cut))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cut.npz cannot be read");
    }
}
