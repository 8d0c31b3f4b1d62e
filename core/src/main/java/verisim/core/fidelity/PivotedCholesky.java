package verisim.core.fidelity;

/**
 * A factor of a positive semidefinite matrix, {@code A = F' F} with F of [rank, d], by Cholesky's method with complete pivoting. It ends
 * where no more than rounding is left of the diagonal, so A may be singular; what is left out is at most {@code d 2^-52 max A_ii} in any
 * entry.
 *
 * <p>Stands in for the symmetric square root where only traces are wanted. It is written out here because LAPACK's eigenvectors are not to
 * be had: with the kernels for AVX-512 that the OpenBLAS of ND4J takes on many Intel processors (0.3.19, core SkylakeX), those of more
 * than about 64 columns are wrong, without any error code, while products and eigenvalues alone are right.
 *
 * <p>Higham (1990), Analysis of the Cholesky decomposition of a semi-definite matrix, in Reliable Numerical Computation.
 *
 * @param values F, row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PivotedCholesky(double[] values, int rank, int d) {
    private static final double EPSILON = 0x1p-52;

    /** Factors {@code a} [d, d], of which nothing but rounding may be negative. */
    static PivotedCholesky of(double[] a, int d) {
        double[] left = new double[d];
        double largest = 0;
        for (int i = 0; i < d; i++) {
            left[i] = a[i * d + i];
            largest = Math.max(largest, left[i]);
        }
        double[] f = new double[d * d];
        double[] row = new double[d];
        int k = 0;
        for (; k < d; k++) {
            int pivot = indexOfMost(left);
            if (!(left[pivot] > d * EPSILON * largest)) {
                break;
            }
            System.arraycopy(a, pivot * d, row, 0, d);
            for (int t = 0; t < k; t++) {
                subtract(f, t * d, f[t * d + pivot], row);
            }
            double scale = 1 / Math.sqrt(left[pivot]);
            for (int i = 0; i < d; i++) {
                row[i] *= scale;
                left[i] -= row[i] * row[i];
            }
            left[pivot] = 0;
            System.arraycopy(row, 0, f, k * d, d);
        }
        return new PivotedCholesky(java.util.Arrays.copyOf(f, k * d), k, d);
    }

    private static int indexOfMost(double[] values) {
        int most = 0;
        for (int i = 1; i < values.length; i++) {
            most = values[i] > values[most] ? i : most;
        }
        return most;
    }

    private static void subtract(double[] f, int from, double times, double[] row) {
        for (int i = 0; i < row.length; i++) {
            row[i] -= times * f[from + i];
        }
    }

    /**
     * Returns {@code tr (A^(1/2) B A^(1/2))^(1/2)} for the factored A and a positive semidefinite {@code b} [d, d]: the sum of the roots
     * of the eigenvalues of {@code F B F'}, which are those of {@code A B} but for zeros. One below 0 is rounding and counts as 0.
     */
    double traceOfRootOfProduct(double[] b) {
        if (rank == 0) {
            return 0;
        }
        double[] half = SymmetricMatrices.product(values, b, rank, d, d, false);
        double[] inner = SymmetricMatrices.product(half, values, rank, rank, d, true);
        double sum = 0;
        for (double v : SymmetricMatrices.eigenvalues(inner, rank)) {
            sum += Math.sqrt(Math.max(v, 0));
        }
        return sum;
    }
}
