package verisim.core.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.random.RandomStream;

class BlasTest {
    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true", "true,true"})
    void productEqualsTheTripleLoop(boolean ta, boolean tb) {
        int m = 7;
        int n = 5;
        int k = 9;
        RandomStream random = RandomStream.ofSeed(1);
        float[] a = new float[3 + m * k];
        float[] b = new float[2 + k * n];
        float[] c = new float[4 + m * n];
        random.fillGaussian(a, 0, a.length);
        random.fillGaussian(b, 0, b.length);
        random.fillGaussian(c, 0, c.length);
        float[] got = c.clone();
        Blas.gemm(ta, tb, m, n, k, 2f, a, 3, b, 2, 0.5f, got, 4);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int l = 0; l < k; l++) {
                    sum += (double) a[3 + (ta ? l * m + i : i * k + l)] * b[2 + (tb ? j * k + l : l * n + j)];
                }
                assertThat((double) got[4 + i * n + j]).isCloseTo(2 * sum + 0.5 * c[4 + i * n + j], within(1e-5));
            }
        }
        assertThat(got[3]).isEqualTo(c[3]);
        float[] plain = new float[4 + m * n];
        Blas.gemm(ta, tb, m, n, k, 1f, a, 3, b, 2, 0f, plain, 4);
        NativeFloats nativeB = new NativeFloats(k * n);
        nativeB.put(0, b, 2, k * n);
        float[] withNative = new float[4 + m * n];
        Blas.gemm(ta, tb, m, n, k, a, 3, nativeB, withNative, 4);
        assertThat(withNative).isEqualTo(plain);
    }

    @Test
    void aNanInTheTargetIsNotReadWhenBetaIsZero() {
        float[] c = {Float.NaN};
        Blas.gemm(false, false, 1, 1, 1, new float[] {2}, new float[] {3}, c);
        assertThat(c[0]).isEqualTo(6f);
    }
}
