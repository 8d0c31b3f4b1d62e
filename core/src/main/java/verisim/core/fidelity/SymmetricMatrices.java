package verisim.core.fidelity;

import static verisim.core.Checks.require;

import org.bytedeco.openblas.global.openblas;
import verisim.core.math.Blas;

/** Double-precision algebra of symmetric [d, d] matrices, by the LAPACK that ND4J brings. */
final class SymmetricMatrices {
    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;
    private static final int TRANSPOSE = 112;

    static {
        Blas.gemm(false, false, 1, 1, 1, new float[1], new float[1], new float[1]); // loads the libraries, sets threads
    }

    private SymmetricMatrices() {}

    /** Returns the eigenvalues of {@code a} [d, d] in ascending order; {@code a} is overwritten. */
    static double[] eigenvalues(double[] a, int d) {
        double[] values = new double[d];
        int info = openblas.LAPACKE_dsyevd(ROW_MAJOR, (byte) 'N', (byte) 'U', d, a, d, values);
        if (info != 0) {
            throw new ArithmeticException("the eigenvalues of a " + d + " x " + d
                    + " matrix were not found (dsyevd info " + info + "); look for values that are not finite");
        }
        return values;
    }

    /** Returns A B of A [m, k] and B [k, n], or A B' of B [n, k] if {@code transposeB}. */
    static double[] product(double[] a, double[] b, int m, int n, int k, boolean transposeB) {
        double[] c = new double[m * n];
        openblas.cblas_dgemm(
                ROW_MAJOR,
                NO_TRANSPOSE,
                transposeB ? TRANSPOSE : NO_TRANSPOSE,
                m,
                n,
                k,
                1,
                a,
                k,
                b,
                transposeB ? k : n,
                0,
                c,
                n);
        return c;
    }

    /** Returns X' X of {@code x} [n, d] from row {@code from}. */
    static double[] scatter(double[] x, int from, int n, int d) {
        require(n >= 1, "n must be at least 1, but was %d", n);
        double[] rows = from == 0 && x.length == n * d ? x : java.util.Arrays.copyOfRange(x, from * d, (from + n) * d);
        double[] c = new double[d * d];
        openblas.cblas_dgemm(ROW_MAJOR, TRANSPOSE, NO_TRANSPOSE, d, d, n, 1, rows, d, rows, d, 0, c, d);
        return c;
    }

    static double trace(double[] a, int d) {
        double sum = 0;
        for (int i = 0; i < d; i++) {
            sum += a[i * d + i];
        }
        return sum;
    }
}
