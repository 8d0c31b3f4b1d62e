package verisim.core.data;

import static verisim.core.Checks.require;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.io.WholeFile;
import verisim.core.math.Arrays2d;

/**
 * Reads and writes NumPy's {@code .npy} files, format versions 1.0 to 3.0.
 *
 * <p>Reading takes every plain numeric type in either byte order and either C or Fortran order. float32 and float16 come back
 * as FLOAT, float64 as DOUBLE, booleans and integers as FLOAT if each is exact in a float and else as DOUBLE (64-bit
 * integers beyond 2^53 are rounded). ND4J's own reader is not used: with 1.0.0-M2.1 it reads Fortran order wrongly.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The npy format</a>
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 20;
    private static final int BLOCK = 1 << 16;
    private static final Pattern DESCR = Pattern.compile("['\"]descr['\"]\\s*:\\s*(['\"]([^'\"]*)['\"]|\\[)");
    private static final Pattern ORDER = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([^)]*)\\)");

    private Npy() {}

    /**
     * Reads an array, also from a gzipped file.
     *
     * @throws IllegalArgumentException if the file is missing, damaged, or holds something else than plain numbers
     */
    public static INDArray read(Path file) {
        return readNumbers(file).toArray();
    }

    /**
     * Reads an array from the bytes of an npy file; the stream is left open behind the last one.
     *
     * @param nameForMessages the file's name, for errors
     * @throws IllegalArgumentException if the bytes are not an npy file of plain numbers
     */
    public static INDArray read(InputStream in, String nameForMessages) {
        try {
            return readNumbers(in, nameForMessages).toArray();
        } catch (IOException e) {
            throw FileInput.unreadable(nameForMessages, e);
        }
    }

    /**
     * Writes {@code x} in C order, little endian: FLOAT as {@code <f4}, DOUBLE as {@code <f8}, INT as {@code <i4}. The file
     * is written whole beside its place and then renamed.
     *
     * @throws IllegalArgumentException if {@code x} has another type
     */
    public static void write(Path file, INDArray x) {
        WholeFile.write(file, part -> {
            try (WritableByteChannel out = Files.newByteChannel(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                write(out, x);
            }
        });
    }

    static NumericArray readNumbers(Path file) {
        try (InputStream in = FileInput.open(file)) {
            return readOnly(in, file.toString());
        } catch (IOException e) {
            throw FileInput.unreadable(file.toString(), e);
        }
    }

    /** Reads an array behind which nothing may follow; to see that, the stream is read to its end, where checksums are. */
    static NumericArray readOnly(InputStream in, String name) throws IOException {
        NumericArray out = readNumbers(in, name);
        byte[] more = in.readNBytes(MAGIC.length);
        boolean second = java.util.Arrays.equals(more, MAGIC);
        long bytes = more.length;
        for (byte[] block = new byte[BLOCK]; more.length > 0; ) {
            int n = in.read(block);
            if (n < 0) {
                break;
            }
            bytes += n;
        }
        require(
                bytes == 0,
                "%s goes on for %d bytes after the %s values its header announces%s; write it again with one array a file",
                name,
                bytes,
                java.util.Arrays.toString(out.shape()),
                second ? ": a second array follows" : "");
        return out;
    }

    static NumericArray readNumbers(InputStream in, String name) throws IOException {
        String header = readHeader(in, name);
        Matcher descr = find(DESCR, header, name);
        require(
                descr.group(2) != null,
                "%s holds records with several fields; save one plain numeric array a file (or a key of an npz)",
                name);
        String code = descr.group(2);
        boolean fortran = find(ORDER, header, name).group(1).equals("True");
        int[] shape = shape(find(SHAPE, header, name).group(1), name);
        NumberType type = type(code, name);
        ByteOrder order = code.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int count = count(shape, name);
        NumericArray flat;
        try {
            flat = NumberReader.read(in, type, order, count);
        } catch (EOFException e) {
            throw new IllegalArgumentException(
                    name + " cannot be read: it is cut off; its header announces " + count + " values of type " + code
                            + ", but the file ends before; fetch or write it again",
                    e);
        }
        return fortran
                ? NumericArray.ofColumnMajor(shape, flat.floats(), flat.doubles())
                : new NumericArray(shape, flat.floats(), flat.doubles());
    }

    private static String readHeader(InputStream in, String name) throws IOException {
        byte[] start = in.readNBytes(8);
        boolean known = start.length == 8;
        for (int i = 0; known && i < MAGIC.length; i++) {
            known = start[i] == MAGIC[i];
        }
        require(known, "%s is not an npy file: it does not begin with the bytes \\x93NUMPY", name);
        int version = start[6];
        require(version >= 1 && version <= 3, "%s has npy version %d; versions 1 to 3 can be read", name, version);
        byte[] lengthBytes = in.readNBytes(version == 1 ? 2 : 4);
        long length = 0;
        for (int i = lengthBytes.length - 1; i >= 0; i--) {
            length = length << 8 | (lengthBytes[i] & 0xff);
        }
        require(length <= LONGEST_HEADER, "%s is damaged: its header would be %d bytes long", name, length);
        byte[] text = in.readNBytes((int) length);
        require(text.length == length, "%s is cut off within its header", name);
        return new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static Matcher find(Pattern pattern, String header, String name) {
        Matcher matcher = pattern.matcher(header);
        require(matcher.find(), "%s is damaged: its npy header reads %s", name, header.strip());
        return matcher;
    }

    private static int[] shape(String text, String name) {
        String[] parts = text.strip().isEmpty() ? new String[0] : text.strip().split("\\s*,\\s*", 0);
        int[] shape = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                shape[i] = Integer.parseInt(parts[i].endsWith("L") ? parts[i].replace("L", "") : parts[i]);
            } catch (NumberFormatException e) {
                shape[i] = -1;
            }
            require(shape[i] >= 0, "%s has the shape (%s), which cannot be held in memory or is damaged", name, text);
        }
        return shape;
    }

    private static int count(int[] shape, String name) {
        long count = 1;
        for (int length : shape) {
            count *= length;
            require(
                    count < Integer.MAX_VALUE - 8,
                    "%s has the shape %s; at most 2^31 - 9 values can be read, so save fewer rows",
                    name,
                    java.util.Arrays.toString(shape));
        }
        return (int) count;
    }

    private static NumberType type(String code, String name) {
        String plain = code.isEmpty() || "<>|=".indexOf(code.charAt(0)) < 0 ? code : code.substring(1);
        return switch (plain) {
            case "b1", "?", "u1" -> NumberType.UINT8;
            case "i1" -> NumberType.INT8;
            case "i2" -> NumberType.INT16;
            case "u2" -> NumberType.UINT16;
            case "i4" -> NumberType.INT32;
            case "u4" -> NumberType.UINT32;
            case "i8" -> NumberType.INT64;
            case "u8" -> NumberType.UINT64;
            case "f2" -> NumberType.FLOAT16;
            case "f4" -> NumberType.FLOAT32;
            case "f8" -> NumberType.FLOAT64;
            default ->
                throw new NoNumbersException(
                        describe(plain),
                        name + " holds "
                                + describe(plain)
                                + " (NumPy type '" + code
                                + "'), but needs bool, integers or floats of at most 8 bytes; convert it in Python with"
                                + " numpy.save(file, x.astype(numpy.float32))");
        };
    }

    /** An array of something else than numbers. */
    static final class NoNumbersException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private final String what;

        NoNumbersException(String what, String message) {
            super(message);
            this.what = what;
        }

        /** Returns what it holds: {@code strings}. */
        String what() {
            return what;
        }
    }

    private static String describe(String plain) {
        return switch (plain.isEmpty() ? '?' : plain.charAt(0)) {
            case 'O' -> "Python objects";
            case 'S', 'U', 'a' -> "strings";
            case 'c' -> "complex numbers";
            case 'M', 'm' -> "dates";
            case 'V' -> "raw records";
            default -> "values of an unknown type";
        };
    }

    private static void write(WritableByteChannel out, INDArray x) throws IOException {
        String code = switch (x.dataType()) {
            case FLOAT -> "<f4";
            case DOUBLE -> "<f8";
            case INT -> "<i4";
            default ->
                throw new IllegalArgumentException(
                        "x must be FLOAT, DOUBLE or INT to be written as npy, but is " + x.dataType());
        };
        StringBuilder shape = new StringBuilder();
        for (long length : x.shape()) {
            shape.append(length).append(x.rank() == 1 ? "," : ", ");
        }
        if (x.rank() > 1) {
            shape.setLength(shape.length() - 2);
        }
        String header =
                String.format(Locale.ROOT, "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", code, shape);
        int start = MAGIC.length + 4;
        int padded = (start + header.length() + 1 + 63) / 64 * 64 - start;
        ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        block.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded);
        block.put(header.getBytes(StandardCharsets.ISO_8859_1));
        block.put(" ".repeat(padded - 1 - header.length()).getBytes(StandardCharsets.ISO_8859_1));
        block.put((byte) '\n');
        flush(block, out);
        if (x.dataType() == DataType.FLOAT) {
            for (float v : Arrays2d.toFloats(x)) {
                if (block.remaining() < Float.BYTES) {
                    flush(block, out);
                }
                block.putFloat(v);
            }
        } else if (x.dataType() == DataType.DOUBLE) {
            for (double v : Arrays2d.toDoubles(x)) {
                if (block.remaining() < Double.BYTES) {
                    flush(block, out);
                }
                block.putDouble(v);
            }
        } else {
            for (double v : Arrays2d.toDoubles(x)) {
                if (block.remaining() < Integer.BYTES) {
                    flush(block, out);
                }
                block.putInt((int) v);
            }
        }
        flush(block, out);
    }

    private static void flush(ByteBuffer block, WritableByteChannel out) throws IOException {
        block.flip();
        while (block.hasRemaining()) {
            out.write(block);
        }
        block.clear();
    }
}
