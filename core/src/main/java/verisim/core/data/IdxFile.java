package verisim.core.data;

import static verisim.core.Checks.require;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads idx files, the format of MNIST: two zero bytes, a type, the number of dimensions, their lengths as big-endian 32-bit
 * integers, then the values in row-major order, big endian.
 */
final class IdxFile {
    private IdxFile() {}

    static boolean begins(byte[] start) {
        return start.length >= 4 && start[0] == 0 && start[1] == 0 && type(start[2]) != null && start[3] >= 1;
    }

    static NumericArray read(InputStream in, String name) throws IOException {
        byte[] start = in.readNBytes(4);
        require(begins(start), "%s is not an idx file", name);
        NumberType type = type(start[2]);
        byte[] lengths = in.readNBytes(4 * start[3]);
        require(lengths.length == 4 * start[3], "%s is cut off within its header; fetch it again", name);
        ByteBuffer buffer = ByteBuffer.wrap(lengths);
        int[] shape = new int[start[3]];
        long count = 1;
        for (int k = 0; k < shape.length; k++) {
            shape[k] = buffer.getInt();
            require(shape[k] >= 0, "%s is damaged: dimension %d would have length %d", name, k + 1, shape[k]);
            count *= shape[k];
            require(count < Integer.MAX_VALUE - 8, "%s announces more than 2^31 - 9 values", name);
        }
        NumericArray flat;
        try {
            flat = NumberReader.read(in, type, ByteOrder.BIG_ENDIAN, (int) count);
        } catch (EOFException e) {
            throw new IllegalArgumentException(
                    name + " cannot be read: it is cut off; its header announces " + count
                            + " values, but the file ends before; fetch it again",
                    e);
        }
        require(in.read() < 0, "%s is damaged: it goes on after the %d values its header announces", name, count);
        return new NumericArray(shape, flat.floats(), flat.doubles());
    }

    private static NumberType type(byte code) {
        return switch (code) {
            case 0x08 -> NumberType.UINT8;
            case 0x09 -> NumberType.INT8;
            case 0x0b -> NumberType.INT16;
            case 0x0c -> NumberType.INT32;
            case 0x0d -> NumberType.FLOAT32;
            case 0x0e -> NumberType.FLOAT64;
            default -> null;
        };
    }
}
