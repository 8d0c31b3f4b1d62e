package verisim.core.model;

import static verisim.core.Checks.require;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import verisim.core.math.Arrays2d;

/**
 * Reads and writes arrays in the safetensors format, version-free and plain data:
 *
 * <pre>{@code
 * 8 bytes      N, unsigned, little-endian
 * N bytes      JSON object, UTF-8: name -> {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}
 * the rest     values, little-endian, row-major; offsets count from here; no gap, no overlap
 * }</pre>
 *
 * <p>Only F32 and F64 are known here. Every length that a file claims is checked against the size of the file before anything
 * of that length is allocated.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
final class Safetensors {
    private static final long MAX_HEADER = 100_000_000;
    private static final int ALIGNMENT = 8;
    private static final int BLOCK = 1 << 16;
    private static final String METADATA = "__metadata__";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Safetensors() {}

    /** One array as the header describes it. */
    private record Entry(String name, DataType type, List<Long> shape, long begin, long end) {}

    /** Writes {@code arrays} to a new file; the doubles come first, so that every array is aligned. */
    static void write(Path file, Map<String, INDArray> arrays) throws IOException {
        List<Map.Entry<String, INDArray>> ordered = new ArrayList<>(arrays.entrySet());
        ordered.sort(Comparator.comparing(e -> e.getValue().dataType() == DataType.DOUBLE ? 0 : 1));
        Map<String, Object> header = new LinkedHashMap<>();
        long at = 0;
        for (Map.Entry<String, INDArray> entry : ordered) {
            INDArray array = entry.getValue();
            DataType type = array.dataType();
            require(
                    type == DataType.FLOAT || type == DataType.DOUBLE,
                    "array '%s' is %s; only FLOAT and DOUBLE arrays can be saved",
                    entry.getKey(),
                    type);
            require(!entry.getKey().equals(METADATA), "an array cannot be called %s", METADATA);
            require(!array.isEmpty() && array.length() > 0, "array '%s' holds no values; leave it out", entry.getKey());
            long end = at + array.length() * type.width();
            Map<String, Object> description = new LinkedHashMap<>();
            description.put("dtype", type == DataType.FLOAT ? "F32" : "F64");
            description.put("shape", array.shape());
            description.put("data_offsets", new long[] {at, end});
            header.put(entry.getKey(), description);
            at = end;
        }
        byte[] json = JSON.writeValueAsBytes(header);
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] block = Arrays.copyOf(json, padded);
        Arrays.fill(block, json.length, padded, (byte) ' ');
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeFully(channel, length.putLong(padded).flip());
            writeFully(channel, ByteBuffer.wrap(block));
            for (Map.Entry<String, INDArray> entry : ordered) {
                writeValues(channel, entry.getValue());
            }
            channel.force(true);
        }
    }

    /**
     * Reads all arrays of a file.
     *
     * @throws IllegalArgumentException if the file does not follow the format; the message says where
     */
    static Map<String, INDArray> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            require(
                    size >= Long.BYTES,
                    "%s is not a safetensors file: it has %d bytes, at least 8 are needed",
                    file,
                    size);
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            readFully(channel, length);
            long headerSize = length.getLong(0);
            require(
                    headerSize >= 2 && headerSize <= MAX_HEADER,
                    "%s is not a safetensors file: it claims a header of %s bytes, allowed are 2 to %d",
                    file,
                    Long.toUnsignedString(headerSize),
                    MAX_HEADER);
            long dataSize = size - Long.BYTES - headerSize;
            require(
                    dataSize >= 0,
                    "%s is cut short: it claims a header of %d bytes, but has %d bytes in all",
                    file,
                    headerSize,
                    size);
            ByteBuffer header = ByteBuffer.allocate((int) headerSize);
            readFully(channel, header);
            List<Entry> entries = parse(file, header.array());
            checkOffsets(file, entries, dataSize);
            Map<String, INDArray> arrays = new LinkedHashMap<>();
            for (Entry entry : entries) {
                arrays.put(entry.name(), readValues(channel, Long.BYTES + headerSize, entry));
            }
            return arrays;
        }
    }

    private static List<Entry> parse(Path file, byte[] header) {
        require(header[0] == '{', "%s is not a safetensors file: its header does not begin with {", file);
        Map<String, Object> fields;
        try {
            String text = new String(header, StandardCharsets.UTF_8);
            fields = JSON.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    file + " is damaged: its header is not valid JSON: " + e.getOriginalMessage(), e);
        }
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            if (!field.getKey().equals(METADATA)) {
                entries.add(entry(file, field.getKey(), field.getValue()));
            }
        }
        return entries;
    }

    private static Entry entry(Path file, String name, Object value) {
        require(value instanceof Map<?, ?>, "%s: array '%s' must be described by an object", file, name);
        Map<?, ?> description = (Map<?, ?>) value;
        Object dtype = description.get("dtype");
        require(
                "F32".equals(dtype) || "F64".equals(dtype),
                "%s: array '%s' has dtype %s; only F32 and F64 can be read",
                file,
                name,
                dtype);
        DataType type = "F32".equals(dtype) ? DataType.FLOAT : DataType.DOUBLE;
        long[] shape = integers(file, name, "shape", description.get("shape"));
        long[] offsets = integers(file, name, "data_offsets", description.get("data_offsets"));
        require(
                offsets.length == 2 && offsets[0] <= offsets[1],
                "%s: array '%s' must have data_offsets [begin, end], but has %s",
                file,
                name,
                Arrays.toString(offsets));
        long count = 1;
        for (long extent : shape) {
            require(extent >= 1, "%s: array '%s' of shape %s holds no values", file, name, Arrays.toString(shape));
            require(
                    extent <= Integer.MAX_VALUE && count * extent <= Integer.MAX_VALUE,
                    "%s: array '%s' of shape %s is too large; the most is %d values",
                    file,
                    name,
                    Arrays.toString(shape),
                    Integer.MAX_VALUE);
            count *= extent;
        }
        require(
                offsets[1] - offsets[0] == count * type.width(),
                "%s: array '%s' of shape %s takes %d bytes as %s, but its data_offsets %s span %d",
                file,
                name,
                Arrays.toString(shape),
                count * type.width(),
                dtype,
                Arrays.toString(offsets),
                offsets[1] - offsets[0]);
        return new Entry(name, type, Arrays.stream(shape).boxed().toList(), offsets[0], offsets[1]);
    }

    private static long[] integers(Path file, String name, String what, Object value) {
        require(value instanceof List<?>, "%s: array '%s' has no list '%s'", file, name, what);
        List<?> items = (List<?>) value;
        long[] out = new long[items.size()];
        for (int i = 0; i < out.length; i++) {
            Object item = items.get(i);
            boolean integral = item instanceof Integer || item instanceof Long;
            require(
                    integral && ((Number) item).longValue() >= 0,
                    "%s: array '%s': '%s' must hold integers from 0, but holds %s",
                    file,
                    name,
                    what,
                    item);
            out[i] = ((Number) item).longValue();
        }
        return out;
    }

    /** The arrays must fill the data from its first to its last byte, one after the other. */
    private static void checkOffsets(Path file, List<Entry> entries, long dataSize) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::begin));
        long at = 0;
        for (Entry entry : sorted) {
            require(
                    entry.begin() == at,
                    "%s is damaged: array '%s' begins at byte %d of the data, but the array before ends at %d",
                    file,
                    entry.name(),
                    entry.begin(),
                    at);
            at = entry.end();
            require(
                    at <= dataSize,
                    "%s is cut short: array '%s' ends at byte %d of the data, but there are %d",
                    file,
                    entry.name(),
                    at,
                    dataSize);
        }
        require(at == dataSize, "%s is damaged: %d bytes follow the last array", file, dataSize - at);
    }

    private static void writeValues(FileChannel channel, INDArray array) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        if (array.dataType() == DataType.FLOAT) {
            for (float v : Arrays2d.toFloats(array)) {
                if (block.remaining() < Float.BYTES) {
                    writeFully(channel, block.flip());
                    block.clear();
                }
                block.putFloat(v);
            }
        } else {
            for (double v : Arrays2d.toDoubles(array)) {
                if (block.remaining() < Double.BYTES) {
                    writeFully(channel, block.flip());
                    block.clear();
                }
                block.putDouble(v);
            }
        }
        writeFully(channel, block.flip());
    }

    private static INDArray readValues(FileChannel channel, long dataStart, Entry entry) throws IOException {
        channel.position(dataStart + entry.begin());
        ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        int width = entry.type().width();
        int count = (int) ((entry.end() - entry.begin()) / width);
        float[] floats = new float[entry.type() == DataType.FLOAT ? count : 0];
        double[] doubles = new double[entry.type() == DataType.DOUBLE ? count : 0];
        int perBlock = BLOCK / width;
        for (int from = 0; from < count; from += perBlock) {
            int n = Math.min(perBlock, count - from);
            block.clear().limit(n * width);
            readFully(channel, block);
            block.flip();
            if (floats.length > 0) {
                block.asFloatBuffer().get(floats, from, n);
            } else {
                block.asDoubleBuffer().get(doubles, from, n);
            }
        }
        boolean single = floats.length > 0;
        if (entry.shape().isEmpty()) {
            return single ? Nd4j.scalar(floats[0]) : Nd4j.scalar(doubles[0]);
        }
        INDArray flat = single ? Nd4j.createFromArray(floats) : Nd4j.createFromArray(doubles);
        return flat.reshape(
                'c', entry.shape().stream().mapToLong(Long::longValue).toArray());
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void readFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the file ended while it was being read");
            }
        }
    }
}
