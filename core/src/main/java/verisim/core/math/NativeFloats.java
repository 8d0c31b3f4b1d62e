package verisim.core.math;

import static verisim.core.Checks.require;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Float values outside the Java heap: an operand of matrix products that need not be copied for each of them, as {@link Blas}
 * does. Rows move in and out while the processor's nearest cache still holds them. Zero at first.
 */
public final class NativeFloats {
    private final FloatPointer pointer;
    private final FloatBuffer buffer;

    public NativeFloats(int size) {
        require(size >= 1, "size must be at least 1, but was %d", size);
        Blas.load();
        pointer = new FloatPointer(size);
        buffer = pointer.asBuffer();
        org.bytedeco.javacpp.Pointer.memset(pointer, 0, 4L * size);
    }

    /** Copies {@code values[from .. from + n)} to {@code [at .. at + n)}. */
    public void put(int at, float[] values, int from, int n) {
        buffer.put(at, values, from, n);
    }

    /** Copies {@code [at .. at + n)} to {@code values[from .. from + n)}. */
    public void get(int at, float[] values, int from, int n) {
        buffer.get(at, values, from, n);
    }

    /**
     * Computes {@code C = op(A) op(B)}, all row-major without gaps.
     *
     * @param transposeA whether {@code op(A)} is the transpose of A; likewise B
     * @param m rows of op(A) and C
     * @param n columns of op(B) and C
     * @param k columns of op(A), rows of op(B)
     * @param aFrom where A starts; likewise B and C
     */
    public static void gemm(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            NativeFloats a,
            int aFrom,
            NativeFloats b,
            int bFrom,
            NativeFloats c,
            int cFrom) {
        a.check(aFrom, m, k, "A");
        b.check(bFrom, k, n, "B");
        c.check(cFrom, m, n, "C");
        Blas.gemm(transposeA, transposeB, m, n, k, 1f, a.at(aFrom), b.at(bFrom), 0f, c.at(cFrom));
    }

    /** Returns where the values from {@code from} on are. */
    FloatPointer at(int from) {
        return from == 0 ? pointer : pointer.getPointer(from);
    }

    void check(int from, int rows, int columns, String name) {
        long end = from + (long) rows * columns;
        require(
                from >= 0 && rows >= 0 && columns >= 0 && end <= buffer.capacity(),
                "%s takes values %d to %d, but there are %d",
                name,
                from,
                end,
                buffer.capacity());
    }
}
