package verisim.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.data.DataKind;
import verisim.core.io.Checksums;
import verisim.core.random.RandomStream;

class SavedModelTest {
    @TempDir
    Path folder;

    private record Saved(ModelState state) implements PersistentModel {
        @Override
        public DataKind dataKind() {
            return DataKind.REAL;
        }

        @Override
        public int features() {
            return 1;
        }

        @Override
        public INDArray sample(int n, RandomStream random) {
            return Nd4j.zeros(DataType.FLOAT, n, 1);
        }
    }

    private static ModelState state(Map<String, Object> settings, Map<String, INDArray> arrays) {
        return new ModelState("some-model", settings, arrays);
    }

    private static Map<String, INDArray> someArrays() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put(
                "weights",
                Nd4j.createFromArray(new float[] {1, -2, 3.5f, 4, 5, 6}).reshape('c', 2L, 3L));
        arrays.put("variance", Nd4j.createFromArray(0.1, Double.MIN_VALUE, -1e300));
        arrays.put("scale", Nd4j.scalar(2.5f));
        return arrays;
    }

    @Test
    void settingsAndArraysComeBackBitByBit() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("hidden", List.of(500, 200));
        settings.put("activation", "relu");
        settings.put("ridge", 0.1);
        settings.put("seed", 1L << 60);
        settings.put("direct", true);
        Map<String, INDArray> arrays = someArrays();
        arrays.put(
                "transposed",
                Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}}).transpose());
        Path target = folder.resolve("m");
        SavedModel.write(new Saved(state(settings, arrays)), target);

        ModelState read = SavedModel.readState(target);
        assertThat(read.model()).isEqualTo("some-model");
        assertThat(read.settings()).isEqualTo(settings);
        assertThat(read.integers("hidden")).containsExactly(500, 200);
        assertThat(read.arrays().keySet()).containsExactlyElementsOf(arrays.keySet());
        assertThat(read.array("weights").dataType()).isEqualTo(DataType.FLOAT);
        assertThat(read.array("weights").toFloatMatrix()[1]).containsExactly(4, 5, 6);
        assertThat(read.array("variance").toDoubleVector()).containsExactly(0.1, Double.MIN_VALUE, -1e300);
        assertThat(read.array("scale").rank()).isZero();
        assertThat(read.array("scale").getFloat(0)).isEqualTo(2.5f);
        assertThat(read.array("transposed").toFloatMatrix()).isDeepEqualTo(new float[][] {{1, 4}, {2, 5}, {3, 6}});
    }

    /** The bytes laid out by hand after the format's description, not by our writer. */
    @Test
    void theBytesFollowTheSafetensorsFormat() throws IOException {
        Path file = folder.resolve("a.safetensors");
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("a", Nd4j.createFromArray(1f, 2f));
        arrays.put("b", Nd4j.createFromArray(new double[] {3}));
        Safetensors.write(file, arrays);
        String header = "{\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}";
        int padded = (header.length() + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 16).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded).put(header.getBytes(StandardCharsets.UTF_8));
        while (expected.position() < 8 + padded) {
            expected.put((byte) ' ');
        }
        expected.putDouble(3).putFloat(1).putFloat(2);
        assertThat(Files.readAllBytes(file)).containsExactly(expected.array());
    }

    @Test
    void aFileOfAnotherWriterWithMetadataIsRead() throws IOException {
        Path file = folder.resolve("a.safetensors");
        write(
                file,
                "{\"__metadata__\":{\"by\":\"hand\"},\"w\":{\"shape\":[2,1],\"dtype\":\"F32\",\"data_offsets\":[0,8]}}",
                8);
        assertThat(Safetensors.read(file).get("w").shape()).containsExactly(2, 1);
    }

    @Test
    void aMillionValuesCrossBlocksUnharmed() throws IOException {
        float[] values = new float[1_000_003];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path file = folder.resolve("a.safetensors");
        Safetensors.write(file, Map.of("w", Nd4j.createFromArray(values)));
        assertThat(verisim.core.math.Arrays2d.toFloats(Safetensors.read(file).get("w")))
                .isEqualTo(values);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"w\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]}} | has dtype F16; only F32 and F64",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,16]}} | takes 8 bytes as F32",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}} | is cut short",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4 bytes follow the last array",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | begins at byte 4",
                "{\"v\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | the array before ends at 8",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | must have data_offsets [begin, end]",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}} | must hold integers from 0",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,8]}} | must hold integers from 0",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}} | is too large",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,8],\"data_offsets\":[0,8]}} | is too large",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}} | holds no values",
                "{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}} | has no list 'shape'",
                "{\"w\":7} | must be described by an object",
                "{\"w\": | is not valid JSON",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | is not valid JSON",
                "[1] | does not begin with {"
            })
    void aDamagedFileIsExplained(String header, String message) throws IOException {
        Path file = folder.resolve("a.safetensors");
        write(file, header, 8);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aClaimedLengthIsNotBelieved() throws IOException {
        for (long claimed : new long[] {-1, 1, 100_000_001, Long.MAX_VALUE}) {
            Path file = folder.resolve("claim" + claimed);
            Files.write(
                    file,
                    ByteBuffer.allocate(24)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(claimed)
                            .array());
            assertThatThrownBy(() -> Safetensors.read(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("claims a header of " + Long.toUnsignedString(claimed));
        }
        Path longer = folder.resolve("longer");
        Files.write(
                longer,
                ByteBuffer.allocate(24)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(17)
                        .array());
        assertThatThrownBy(() -> Safetensors.read(longer)).hasMessageContaining("is cut short");
        Path tiny = folder.resolve("tiny");
        Files.write(tiny, new byte[5]);
        assertThatThrownBy(() -> Safetensors.read(tiny)).hasMessageContaining("it has 5 bytes");
    }

    @Test
    void anyTruncationIsNoticed() throws IOException {
        Path target = folder.resolve("m");
        SavedModel.write(new Saved(state(Map.of(), someArrays())), target);
        Path file = target.resolve("arrays.safetensors");
        byte[] whole = Files.readAllBytes(file);
        for (int n = 0; n < whole.length; n++) {
            Files.write(file, java.util.Arrays.copyOf(whole, n));
            assertThatThrownBy(() -> SavedModel.readState(target)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aFlippedBitOfAnyFileIsNamed() throws IOException {
        Path target = folder.resolve("m");
        SavedModel.write(new Saved(state(Map.of("k", 1), someArrays())), target);
        for (String name : List.of("arrays.safetensors", "manifest.json", "SHA256SUMS")) {
            Path file = target.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int bit = 0; bit < whole.length * 8; bit += 3) {
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(file, flipped);
                assertThatThrownBy(() -> SavedModel.readState(target))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(target.toString());
            }
            Files.delete(file);
            assertThatThrownBy(() -> SavedModel.readState(target)).hasMessageContaining(name);
            Files.write(file, whole);
        }
        assertThat(SavedModel.readState(target).integer("k")).isEqualTo(1);
    }

    @Test
    void aModelOfAnEarlierVersionHasNoChecksums() throws IOException {
        Path target = folder.resolve("m");
        SavedModel.write(new Saved(state(Map.of("k", 1), someArrays())), target);
        Path manifest = target.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("  \"checksums\".*\n", ""));
        Files.delete(target.resolve("SHA256SUMS"));
        assertThat(SavedModel.readState(target).integer("k")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\" : 1 | \"version\" : 2 | written in version 2 of the format; this program reads up to version 1",
                "\"version\" : 1 | \"version\" : \"x\" | 'version' must be an integer",
                "verisim-model | other | 'format' must be 'verisim-model', but is 'other'",
                "\"some-model\" | 5 | 'model' must be the name",
                "\"weights\" | \"weight\" | array 'weight' is not in arrays.safetensors",
                "\"F64\" | \"F32\" | the manifest says",
                "{ | [ | is not valid JSON"
            })
    void aDamagedManifestIsExplained(String find, String replace, String message) throws IOException {
        Path target = folder.resolve("m");
        SavedModel.write(new Saved(state(Map.of(), someArrays())), target);
        Path file = target.resolve("manifest.json");
        String text = Files.readString(file);
        assertThat(text).contains(find);
        Files.writeString(file, text.replace(find, replace));
        Checksums.seal(target); // not changed by accident
        assertThatThrownBy(() -> SavedModel.readState(target))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThatThrownBy(() -> SavedModel.readState(folder.resolve("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it has no manifest.json");
        Path target = folder.resolve("m");
        SavedModel.write(new Saved(state(Map.of(), someArrays())), target);
        assertThatThrownBy(() -> SavedModel.read(target, ModelRegistry.of(List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("some-model");
        Files.delete(target.resolve("arrays.safetensors"));
        assertThatThrownBy(() -> SavedModel.readState(target))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("arrays.safetensors is missing");
    }

    @Test
    void aSavedModelIsReplacedButNothingElseIs() throws IOException {
        Path target = folder.resolve("m");
        SavedModel.write(new Saved(state(Map.of("k", 1), someArrays())), target);
        SavedModel.write(new Saved(state(Map.of("k", 2), Map.of())), target);
        assertThat(SavedModel.readState(target).integer("k")).isEqualTo(2);
        assertThat(SavedModel.readState(target).arrays()).isEmpty();

        Path other = Files.createDirectories(folder.resolve("notes"));
        Files.writeString(other.resolve("notes.txt"), "keep me");
        assertThatThrownBy(() -> SavedModel.write(new Saved(state(Map.of(), Map.of())), other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a saved model");
        assertThat(other.resolve("notes.txt")).hasContent("keep me");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(target, other);
        }
    }

    @Test
    void aFailedWriteLeavesTheOldModel() throws IOException {
        Path target = folder.resolve("m");
        SavedModel.write(new Saved(state(Map.of("k", 1), someArrays())), target);
        Saved integers = new Saved(state(Map.of(), Map.of("w", Nd4j.createFromArray(1, 2))));
        assertThatThrownBy(() -> SavedModel.write(integers, target))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("array 'w' is INT");
        Saved notPlain = new Saved(state(Map.of("bad", Double.NaN), Map.of()));
        assertThatThrownBy(() -> SavedModel.write(notPlain, target))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("setting 'bad' must be");
        assertThat(SavedModel.readState(target).integer("k")).isEqualTo(1);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(target);
        }
    }

    private static void write(Path file, String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(json.length).put(json).array());
    }
}
