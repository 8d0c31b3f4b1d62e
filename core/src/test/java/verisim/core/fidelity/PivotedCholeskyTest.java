package verisim.core.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.random.RandomStream;

class PivotedCholeskyTest {
    /** Q diag(values) Q' for an orthogonal Q, the same for one seed: a product of reflections. */
    private static double[] rotated(double[] values, long seed) {
        int d = values.length;
        double[] a = new double[d * d];
        for (int i = 0; i < d; i++) {
            a[i * d + i] = values[i];
        }
        RandomStream random = RandomStream.ofSeed(seed);
        for (int r = 0; r < 3; r++) {
            double[] v = new double[d];
            double norm = 0;
            for (int i = 0; i < d; i++) {
                v[i] = random.nextGaussian();
                norm += v[i] * v[i];
            }
            reflect(a, d, v, norm, false);
            reflect(a, d, v, norm, true);
        }
        return a;
    }

    /** Multiplies by {@code I - 2 v v' / v'v} from the left, or from the right. */
    private static void reflect(double[] a, int d, double[] v, double norm, boolean right) {
        for (int j = 0; j < d; j++) {
            double dot = 0;
            for (int i = 0; i < d; i++) {
                dot += v[i] * a[right ? j * d + i : i * d + j];
            }
            for (int i = 0; i < d; i++) {
                a[right ? j * d + i : i * d + j] -= 2 * dot / norm * v[i];
            }
        }
    }

    private static double[] values(int d, int rank, double power) {
        double[] out = new double[d];
        for (int i = 0; i < rank; i++) {
            out[i] = Math.pow(1 + i, power);
        }
        return out;
    }

    /** Wide matrices too: some kernels of LAPACK's eigenvectors are wrong from some 90 columns on. */
    @ParameterizedTest
    @CsvSource({"1, 1", "5, 5", "40, 13", "150, 150", "300, 120"})
    void theFactorGivesTheMatrixAndItsRank(int d, int rank) {
        double[] a = rotated(values(d, rank, -0.5), 3);
        PivotedCholesky factor = PivotedCholesky.of(a, d);
        assertThat(factor.rank()).isEqualTo(rank);
        double[] f = factor.values();
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double sum = 0;
                for (int k = 0; k < rank; k++) {
                    sum += f[k * d + i] * f[k * d + j];
                }
                assertThat(sum).isCloseTo(a[i * d + j], within(1e-12));
            }
        }
    }

    /** Matrices with the same eigenvectors: the trace is {@code sum sqrt(a_i b_i)}. */
    @ParameterizedTest
    @CsvSource({"5, 5", "40, 13", "150, 150", "300, 120"})
    void theTraceOfTheRootIsThatOfTheEigenvalues(int d, int rank) {
        double[] first = values(d, rank, -0.5);
        double[] second = values(d, d, -1);
        double expected = 0;
        for (int i = 0; i < d; i++) {
            expected += Math.sqrt(first[i] * second[i]);
        }
        double[] a = rotated(first, 4);
        double[] b = rotated(second, 4);
        assertThat(PivotedCholesky.of(a, d).traceOfRootOfProduct(b)).isCloseTo(expected, within(1e-9));
        assertThat(PivotedCholesky.of(b, d).traceOfRootOfProduct(a)).isCloseTo(expected, within(2e-5));
    }

    @Test
    void theZeroMatrixHasRankZero() {
        PivotedCholesky factor = PivotedCholesky.of(new double[9], 3);
        assertThat(factor.rank()).isZero();
        assertThat(factor.traceOfRootOfProduct(rotated(new double[] {1, 2, 3}, 1)))
                .isZero();
    }

    @Test
    void valuesThatAreNotFiniteAreExplained() {
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> PivotedCholesky.of(new double[] {1, 0, 0, wrong}, 2))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessageContaining("not finite");
        }
    }

    /** Rounding that leaves a diagonal below 0 by more than the first tolerance is rounding still; a negative matrix is none. */
    @Test
    void roundingBelowZeroIsNoNegativeMatrix() {
        int d = 30;
        double[] a = rotated(values(d, 11, -0.5), 4);
        for (int i = 0; i < d; i++) {
            a[i * d + i] -= 2e-13;
        }
        PivotedCholesky factor = PivotedCholesky.of(a, d);
        assertThat(factor.rank()).isEqualTo(11);
        double[] negative = rotated(values(d, 11, -0.5), 4);
        for (int i = 0; i < d; i++) {
            negative[i * d + i] -= 1e-6;
        }
        assertThatThrownBy(() -> PivotedCholesky.of(negative, d)).isInstanceOf(RuntimeException.class);
    }
}
