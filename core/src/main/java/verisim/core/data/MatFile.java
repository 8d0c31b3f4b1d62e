package verisim.core.data;

import static verisim.core.Checks.require;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.InflaterInputStream;

/**
 * Reads the full numeric and logical arrays of a MATLAB level 5 file (versions 5 to 7.2), compressed or not.
 *
 * @see <a href="https://www.mathworks.com/help/pdf_doc/matlab/matfile_format.pdf">MAT-File Format</a>
 */
final class MatFile {
    private static final int HEADER = 128;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;
    private static final int COMPLEX = 0x800;
    private static final int FIRST_NUMERIC_CLASS = 6;
    private static final int LAST_NUMERIC_CLASS = 15;

    private MatFile() {}

    static ArrayFile.Contents read(InputStream in, String name) throws IOException {
        byte[] bytes = in.readAllBytes();
        String start = new String(bytes, 0, Math.min(bytes.length, 116), StandardCharsets.ISO_8859_1);
        require(
                !start.startsWith("MATLAB 7.3") && !start.startsWith("\u0089HDF"),
                "%s is a MATLAB 7.3 (HDF5) file; save it in MATLAB with save(..., '-v7') or in Python with"
                        + " scipy.io.savemat",
                name);
        require(
                start.startsWith("MATLAB 5.0") && bytes.length >= HEADER,
                "%s is not a MATLAB level 5 file or is cut off within its header; save it in MATLAB with save(..., '-v7')",
                name);
        ByteOrder order = bytes[126] == 'I' && bytes[127] == 'M' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        Map<String, NumericArray> out = new LinkedHashMap<>();
        Map<String, String> refused = new LinkedHashMap<>();
        ByteBuffer file = ByteBuffer.wrap(bytes).order(order).position(HEADER);
        try {
            while (file.hasRemaining()) {
                ByteBuffer element = element(file);
                int type = element.getInt();
                if (type == COMPRESSED) {
                    ByteBuffer inner = inflate(element.slice().order(order)).order(order);
                    element = element(inner);
                    type = element.getInt();
                }
                if (type == MATRIX) {
                    readMatrix(element.slice().order(order), out, refused, name);
                }
            }
        } catch (BufferUnderflowException e) {
            throw (EOFException) new EOFException().initCause(e);
        }
        require(
                !out.isEmpty(),
                "%s holds no numeric array%s; save one matrix of numbers",
                name,
                refused.isEmpty()
                        ? ""
                        : ", only "
                                + refused.entrySet().stream()
                                        .map(e -> "'" + e.getKey() + "', which is " + e.getValue())
                                        .collect(Collectors.joining(", ")));
        return new ArrayFile.Contents(out, refused);
    }

    /**
     * Returns the next element as type and data, and moves behind it. The tag is type and length, or in the short form both
     * in one word with the data in the next.
     *
     * @return a buffer at its beginning: 4 bytes of type, then the data
     */
    private static ByteBuffer element(ByteBuffer in) {
        int word = in.getInt();
        int length = word >>> 16;
        boolean small = length != 0;
        if (!small) {
            length = in.getInt();
        }
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] data = new byte[4 + length];
        ByteBuffer out = ByteBuffer.wrap(data).order(in.order());
        out.putInt(small ? word & 0xffff : word);
        in.get(data, 4, length);
        int used = small ? 4 : word == COMPRESSED ? 0 : 8;
        int padding = used == 0 ? 0 : (used - length % used) % used;
        in.position(Math.min(in.limit(), in.position() + padding));
        return out.rewind();
    }

    private static ByteBuffer inflate(ByteBuffer data) throws IOException {
        byte[] packed = new byte[data.remaining()];
        data.get(packed);
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return ByteBuffer.wrap(in.readAllBytes());
        }
    }

    private static void readMatrix(
            ByteBuffer in, Map<String, NumericArray> out, Map<String, String> refused, String fileName)
            throws IOException {
        ByteBuffer flagElement = element(in);
        flagElement.getInt();
        int flags = flagElement.getInt();
        ByteBuffer dimensions = element(in);
        dimensions.getInt();
        int[] shape = new int[dimensions.remaining() / 4];
        long count = 1;
        for (int k = 0; k < shape.length; k++) {
            shape[k] = dimensions.getInt();
            count *= shape[k];
            require(
                    shape[k] >= 0 && count < Integer.MAX_VALUE - 8,
                    "%s holds an array of shape %s, which is too large or damaged",
                    fileName,
                    Arrays.toString(shape));
        }
        ByteBuffer nameElement = element(in);
        nameElement.getInt();
        String name = StandardCharsets.ISO_8859_1.decode(nameElement).toString();
        int kind = flags & 0xff;
        if (kind < FIRST_NUMERIC_CLASS || kind > LAST_NUMERIC_CLASS || (flags & COMPLEX) != 0) {
            refused.put(name, (flags & COMPLEX) != 0 ? "complex" : describe(kind));
            return;
        }
        ByteBuffer real = element(in);
        NumberType type = type(real.getInt(), fileName);
        byte[] data = new byte[real.remaining()];
        real.get(data);
        NumericArray flat = NumberReader.read(new ByteArrayInputStream(data), type, in.order(), (int) count);
        out.put(name, NumericArray.ofColumnMajor(shape, flat.floats(), flat.doubles()));
    }

    private static NumberType type(int code, String name) {
        return switch (code) {
            case 1 -> NumberType.INT8;
            case 2 -> NumberType.UINT8;
            case 3 -> NumberType.INT16;
            case 4 -> NumberType.UINT16;
            case 5 -> NumberType.INT32;
            case 6 -> NumberType.UINT32;
            case 7 -> NumberType.FLOAT32;
            case 9 -> NumberType.FLOAT64;
            case 12 -> NumberType.INT64;
            case 13 -> NumberType.UINT64;
            default ->
                throw new IllegalArgumentException(name + " is damaged: it holds numbers of unknown type " + code);
        };
    }

    private static String describe(int kind) {
        return switch (kind) {
            case 1 -> "a cell array";
            case 2 -> "a struct";
            case 3 -> "an object";
            case 4 -> "text";
            case 5 -> "a sparse matrix";
            default -> "no plain array (class " + kind + ")";
        };
    }
}
