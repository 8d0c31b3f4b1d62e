package verisim.core.math;

import static verisim.core.Checks.require;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Single-precision matrix products on row-major Java arrays, by the OpenBLAS that ND4J brings.
 *
 * <p>Operands are copied to native memory that each thread keeps for its next call: a block copy costs about a tenth of the
 * product itself at the sizes our networks have, while fused Java loops over {@code float[]} are several times as fast as
 * array operations dispatched one by one.
 */
public final class Blas {
    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;
    private static final int TRANSPOSE = 112;

    private static volatile int threads;

    private static final ThreadLocal<Scratch[]> SCRATCH =
            ThreadLocal.withInitial(() -> new Scratch[] {new Scratch(), new Scratch(), new Scratch()});

    static {
        Nd4j.create(1).close(); // loads the native libraries
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
        setThreads(Integer.getInteger("verisim.threads", Runtime.getRuntime().availableProcessors()));
    }

    private Blas() {}

    /**
     * Sets the number of threads of the one pool that matrix products use. The last bits of a product depend on it, so it is
     * part of what a result file records.
     */
    public static void setThreads(int threads) {
        require(threads >= 1, "threads must be at least 1, but was %d", threads);
        Blas.threads = threads;
        useThreads(threads);
    }

    /** Returns what {@link #setThreads} set: the processors of the machine unless {@code -Dverisim.threads} says otherwise. */
    public static int threads() {
        return threads;
    }

    /** Lets products use so many threads for now; what {@link #threads()} says stays. */
    static void useThreads(int threads) {
        openblas_nolapack.blas_set_num_threads(threads);
    }

    /** Loads the native libraries, which happens before anything else of this class. */
    static void load() {}

    /**
     * Computes {@code C = alpha op(A) op(B) + beta C}, all row-major.
     *
     * @param transposeA whether {@code op(A)} is the transpose of A; likewise B
     * @param m rows of op(A) and C
     * @param n columns of op(B) and C
     * @param k columns of op(A), rows of op(B)
     * @param a A as stored: [m, k], or [k, m] if transposed, from {@code aFrom}, rows without gaps
     * @param b B as stored: [k, n], or [n, k] if transposed, from {@code bFrom}
     * @param c C: [m, n] from {@code cFrom}; not read if beta is 0
     */
    public static void gemm(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            float alpha,
            float[] a,
            int aFrom,
            float[] b,
            int bFrom,
            float beta,
            float[] c,
            int cFrom) {
        Scratch[] scratch = SCRATCH.get();
        Scratch pa = scratch[0].load(a, aFrom, Math.multiplyExact(m, k));
        Scratch pb = scratch[1].load(b, bFrom, Math.multiplyExact(k, n));
        int size = Math.multiplyExact(m, n);
        Scratch pc = beta == 0 ? scratch[2].reserve(size) : scratch[2].load(c, cFrom, size);
        gemm(transposeA, transposeB, m, n, k, alpha, pa.pointer, pb.pointer, beta, pc.pointer);
        pc.buffer.get(0, c, cFrom, size);
    }

    /** Computes {@code C = op(A) op(B)} for a B of whole {@code [k, n]}, or {@code [n, k]} if transposed; see the long form. */
    public static void gemm(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            float[] a,
            int aFrom,
            NativeFloats b,
            float[] c,
            int cFrom) {
        Scratch[] scratch = SCRATCH.get();
        Scratch pa = scratch[0].load(a, aFrom, Math.multiplyExact(m, k));
        int size = Math.multiplyExact(m, n);
        Scratch pc = scratch[2].reserve(size);
        b.check(0, k, n, "B");
        gemm(transposeA, transposeB, m, n, k, 1f, pa.pointer, b.at(0), 0f, pc.pointer);
        pc.buffer.get(0, c, cFrom, size);
    }

    /** Computes {@code C = op(A) op(B)} of whole arrays; see the long form. */
    public static void gemm(
            boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, float[] b, float[] c) {
        gemm(transposeA, transposeB, m, n, k, 1f, a, 0, b, 0, 0f, c, 0);
    }

    /** Computes {@code C = alpha op(A) op(B) + beta C} of blocks in native memory, rows without gaps. */
    static void gemm(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            float alpha,
            FloatPointer a,
            FloatPointer b,
            float beta,
            FloatPointer c) {
        openblas_nolapack.cblas_sgemm(
                ROW_MAJOR,
                transposeA ? TRANSPOSE : NO_TRANSPOSE,
                transposeB ? TRANSPOSE : NO_TRANSPOSE,
                m,
                n,
                k,
                alpha,
                a,
                transposeA ? m : k,
                b,
                transposeB ? k : n,
                beta,
                c,
                n);
    }

    /** A native block that grows as needed. */
    private static final class Scratch {
        private FloatPointer pointer = new FloatPointer(1024);
        private FloatBuffer buffer = pointer.asBuffer();

        Scratch reserve(int size) {
            if (buffer.capacity() < size) {
                pointer.close();
                pointer = new FloatPointer(Math.max(size, (long) buffer.capacity() * 2));
                buffer = pointer.asBuffer();
            }
            return this;
        }

        Scratch load(float[] values, int from, int size) {
            reserve(size);
            buffer.put(0, values, from, size);
            return this;
        }
    }
}
