/** Safe scalar functions, vectorised kernels over float arrays, and matrix products. Read {@link verisim.core.math.Blas} first. */
package verisim.core.math;
