package verisim.core.fidelity;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RectangularCholeskyDecomposition;

/**
 * A factor of a positive semidefinite matrix, {@code A = F' F} with F of [rank, d], by Cholesky's method with complete pivoting. It ends
 * where no more than rounding is left of the diagonal, so A may be singular; what is left out is at most {@code d 2^-52 max A_ii} in any
 * entry.
 *
 * <p>Stands in for the symmetric square root where only traces are wanted, since LAPACK's eigenvectors cannot be trusted: with the kernels
 * for AVX-512 of ND4J's OpenBLAS (0.3.19, core SkylakeX), seen on a Xeon of family 6, model 207, dsyevd gave wrong ones of 90 columns, not
 * of 64, without any error code. Products and eigenvalues alone were right.
 *
 * @param values F, row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PivotedCholesky(double[] values, int rank, int d) {
    private static final double EPSILON = 0x1p-52;
    /** So much larger than expected rounding may be. */
    private static final double MOST = 1e4;

    /**
     * Factors {@code a} [d, d], of which nothing but rounding may be negative.
     *
     * @throws ArithmeticException if its diagonal is not finite
     */
    static PivotedCholesky of(double[] a, int d) {
        double[][] rows = new double[d][];
        double largest = 0;
        for (int i = 0; i < d; i++) {
            rows[i] = java.util.Arrays.copyOfRange(a, i * d, (i + 1) * d);
            largest = Math.max(largest, rows[i][i]);
        }
        if (!Double.isFinite(largest)) {
            throw new ArithmeticException("a " + d + " x " + d + " matrix has " + largest
                    + " on its diagonal; look for values that are not finite");
        }
        if (largest == 0) {
            return new PivotedCholesky(new double[0], 0, d);
        }
        double[][] factor = factor(new Array2DRowRealMatrix(rows, false), d * EPSILON * largest);
        double[] values = new double[factor.length * d];
        for (int k = 0; k < factor.length; k++) {
            System.arraycopy(factor[k], 0, values, k * d, d);
        }
        return new PivotedCholesky(values, factor.length, d);
    }

    /**
     * Ends where no more than {@code rounding} is left of the diagonal. Where rounding has left less than its negative, which the
     * library refuses, as with 0/1 columns that sum to 1, it was larger: up to some 1e-10 of the largest entry it is taken as such.
     */
    private static double[][] factor(RealMatrix a, double rounding) {
        for (double most = rounding; ; most *= 16) {
            try {
                return new RectangularCholeskyDecomposition(a, most)
                        .getRootMatrix()
                        .transpose()
                        .getData();
            } catch (NonPositiveDefiniteMatrixException e) {
                if (most > MOST * rounding) {
                    throw e;
                }
            }
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
