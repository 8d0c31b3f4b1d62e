package verisim.core.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads a run of binary numbers into a float array or, if a value needs it, a double array. */
final class NumberReader {
    private static final int BLOCK = 1 << 16;
    private static final int FIRST_ALLOCATION = 1 << 20;

    private NumberReader() {}

    /**
     * Reads {@code count} numbers. FLOAT64 gives doubles, 32- and 64-bit integers give doubles if one is not exact as a
     * float, everything else gives floats. Memory grows with what has really been read, so that a false count in a damaged
     * file ends in an {@link EOFException}.
     *
     * @return the values with the shape [count]
     */
    static NumericArray read(InputStream in, NumberType type, ByteOrder order, int count) throws IOException {
        boolean wide = type == NumberType.FLOAT64;
        float[] floats = wide ? null : new float[Math.min(count, FIRST_ALLOCATION)];
        double[] doubles = wide ? new double[Math.min(count, FIRST_ALLOCATION)] : null;
        byte[] bytes = new byte[BLOCK];
        ByteBuffer block = ByteBuffer.wrap(bytes).order(order);
        for (int from = 0; from < count; ) {
            int n = Math.min(count - from, BLOCK / type.bytes());
            if (in.readNBytes(bytes, 0, n * type.bytes()) < n * type.bytes()) {
                throw new EOFException();
            }
            block.clear();
            int needed = from + n;
            if (floats != null) {
                floats = grown(floats, needed, count);
                int done = fill(block, type, floats, from, n);
                if (done < n) {
                    doubles = new double[floats.length];
                    for (int i = 0; i < from + done; i++) {
                        doubles[i] = floats[i];
                    }
                    floats = null;
                    block.position(done * type.bytes());
                    fill(block, type, doubles, from + done, n - done);
                }
            } else {
                doubles = doubles.length < needed ? Arrays.copyOf(doubles, capacity(doubles.length, count)) : doubles;
                fill(block, type, doubles, from, n);
            }
            from = needed;
        }
        return new NumericArray(new int[] {count}, floats, doubles);
    }

    private static float[] grown(float[] values, int needed, int count) {
        return values.length < needed ? Arrays.copyOf(values, capacity(values.length, count)) : values;
    }

    private static int capacity(int now, int count) {
        return (int) Math.min(count, 2L * now);
    }

    /** Fills {@code out[from .. from + n)} and returns how many values were exact before the first that was not. */
    private static int fill(ByteBuffer in, NumberType type, float[] out, int from, int n) {
        if (type == NumberType.UINT8) {
            for (int i = 0; i < n; i++) {
                out[from + i] = in.get(i) & 0xff;
            }
            return n;
        }
        if (type == NumberType.FLOAT32) {
            in.asFloatBuffer().get(out, from, n);
            return n;
        }
        for (int i = 0; i < n; i++) {
            double v = type.next(in);
            out[from + i] = (float) v;
            if (!type.fitsFloat() && out[from + i] != v) {
                return i;
            }
        }
        return n;
    }

    private static void fill(ByteBuffer in, NumberType type, double[] out, int from, int n) {
        for (int i = from; i < from + n; i++) {
            out[i] = type.next(in);
        }
    }
}
