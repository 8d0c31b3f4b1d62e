package verisim.core.model;

import static verisim.core.Checks.require;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A {@link Checkpoint} on disk. Written to a neighbour, forced to the disk, then renamed, so that the file is always whole: the one
 * before or the new one. Little-endian:
 *
 * <pre>{@code
 * 8 bytes      the characters VERISIM and the version of the format, 1
 * 4 bytes      N
 * N bytes      JSON, UTF-8: identity, texts by name, lengths of FLOAT and of DOUBLE arrays by name
 * the arrays   in the order of the JSON, FLOAT first
 * 8 bytes      CRC-32 of all before
 * }</pre>
 */
final class CheckpointFile {
    private static final byte[] MAGIC = "VERISIM\u0001".getBytes(StandardCharsets.US_ASCII);
    private static final int FIXED = MAGIC.length + Integer.BYTES + Long.BYTES;
    private static final int BLOCK = 1 << 16;
    private static final JsonMapper JSON = new JsonMapper();

    private CheckpointFile() {}

    /** What the JSON holds. */
    private record Header(
            String identity, Map<String, String> texts, Map<String, Integer> floats, Map<String, Integer> doubles) {}

    static void write(Path file, String identity, Checkpoint checkpoint) throws IOException {
        Map<String, Integer> floats = new LinkedHashMap<>();
        Map<String, Integer> doubles = new LinkedHashMap<>();
        checkpoint.floats().forEach((name, values) -> floats.put(name, values.length));
        checkpoint.doubles().forEach((name, values) -> doubles.put(name, values.length));
        byte[] header = JSON.writeValueAsBytes(new Header(identity, checkpoint.texts(), floats, doubles));
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            Summed out = new Summed(channel);
            out.write(ByteBuffer.wrap(MAGIC));
            out.write(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(0, header.length));
            out.write(ByteBuffer.wrap(header));
            for (float[] values : checkpoint.floats().values()) {
                out.write(values);
            }
            for (double[] values : checkpoint.doubles().values()) {
                out.write(values);
            }
            ByteBuffer sum = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            out.write(sum.putLong(0, out.sum()));
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads a checkpoint.
     *
     * @throws IllegalArgumentException if the file is damaged or was written under another identity
     */
    static Checkpoint read(Path file, String identity) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            require(size >= FIXED, "%s is damaged: it has only %d bytes", file, size);
            Summed in = new Summed(channel);
            ByteBuffer start = ByteBuffer.allocate(MAGIC.length + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            in.read(start);
            byte[] magic = new byte[MAGIC.length];
            start.get(magic);
            require(java.util.Arrays.equals(magic, MAGIC), "%s is not a checkpoint this program can read", file);
            int length = start.getInt();
            require(length >= 0 && length <= size - FIXED, "%s is damaged: its header has length %d", file, length);
            Header header = header(file, in, length);
            long values = bytes(header.floats, Float.BYTES) + bytes(header.doubles, Double.BYTES);
            require(
                    values == size - FIXED - length,
                    "%s is damaged: it should have %d bytes, but has %d",
                    file,
                    FIXED + length + values,
                    size);
            Map<String, float[]> floats = new LinkedHashMap<>();
            for (Map.Entry<String, Integer> entry : header.floats.entrySet()) {
                floats.put(entry.getKey(), in.readFloats(entry.getValue()));
            }
            Map<String, double[]> doubles = new LinkedHashMap<>();
            for (Map.Entry<String, Integer> entry : header.doubles.entrySet()) {
                doubles.put(entry.getKey(), in.readDoubles(entry.getValue()));
            }
            long expected = in.sum();
            ByteBuffer sum = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            in.read(sum);
            require(sum.getLong() == expected, "%s is damaged: its checksum does not fit", file);
            require(
                    header.identity.equals(identity),
                    "%s belongs to a run of other data, settings or program versions",
                    file);
            return new Checkpoint(floats, doubles, header.texts);
        }
    }

    private static Header header(Path file, Summed in, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        in.read(bytes);
        Header header;
        try {
            header = JSON.readValue(bytes.array(), Header.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is damaged: its header is not as it was written", e);
        }
        boolean whole = header != null
                && header.identity != null
                && header.texts != null
                && header.floats != null
                && header.doubles != null;
        require(whole, "%s is damaged: its header is not whole", file);
        return header;
    }

    private static long bytes(Map<String, Integer> lengths, int width) {
        long sum = 0;
        for (int length : lengths.values()) {
            require(length >= 0, "a checkpoint is damaged: an array has length %d", length);
            sum += (long) length * width;
        }
        return sum;
    }

    /** A channel with the checksum of all that went through it. */
    private static final class Summed {
        private final FileChannel channel;
        private final CRC32 crc = new CRC32();
        private final ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);

        Summed(FileChannel channel) {
            this.channel = channel;
        }

        long sum() {
            return crc.getValue();
        }

        void write(ByteBuffer bytes) throws IOException {
            crc.update(bytes.duplicate());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        void write(float[] values) throws IOException {
            int perBlock = BLOCK / Float.BYTES;
            for (int from = 0; from < values.length; from += perBlock) {
                int n = Math.min(perBlock, values.length - from);
                block.clear().limit(n * Float.BYTES);
                block.asFloatBuffer().put(values, from, n);
                write(block);
            }
        }

        void write(double[] values) throws IOException {
            int perBlock = BLOCK / Double.BYTES;
            for (int from = 0; from < values.length; from += perBlock) {
                int n = Math.min(perBlock, values.length - from);
                block.clear().limit(n * Double.BYTES);
                block.asDoubleBuffer().put(values, from, n);
                write(block);
            }
        }

        /** Fills what remains of {@code bytes} and turns it to be read. */
        void read(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new EOFException("the file ended while it was being read");
                }
            }
            bytes.flip();
            crc.update(bytes.duplicate());
        }

        float[] readFloats(int length) throws IOException {
            float[] values = new float[length];
            int perBlock = BLOCK / Float.BYTES;
            for (int from = 0; from < length; from += perBlock) {
                int n = Math.min(perBlock, length - from);
                block.clear().limit(n * Float.BYTES);
                read(block);
                block.asFloatBuffer().get(values, from, n);
            }
            return values;
        }

        double[] readDoubles(int length) throws IOException {
            double[] values = new double[length];
            int perBlock = BLOCK / Double.BYTES;
            for (int from = 0; from < length; from += perBlock) {
                int n = Math.min(perBlock, length - from);
                block.clear().limit(n * Double.BYTES);
                read(block);
                block.asDoubleBuffer().get(values, from, n);
            }
            return values;
        }
    }
}
