package verisim.core.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.random.RandomStream;

class DistancesTest {
    private static double[] all(float[] a, int n, float[] b, int m, int d) {
        double[] out = new double[n * m];
        Distances.squared(a, n, b, m, d, (i0, rows, j0, columns, v) -> {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    out[(i0 + i) * m + j0 + j] = v[i * columns + j];
                }
            }
        });
        return out;
    }

    private static double expected(float[] a, int i, float[] b, int j, int d) {
        double sum = 0;
        for (int k = 0; k < d; k++) {
            double c = (double) a[i * d + k] - b[j * d + k];
            sum += c * c;
        }
        return sum;
    }

    /** Several tiles; both ways of computing; two clusters a thousand times closer than they are apart, far from the origin. */
    @ParameterizedTest
    @CsvSource({"700, 2100, 3", "600, 2100, 40", "5, 3, 33"})
    void everyDistanceIsRightToFivePlacesEvenInTightClusters(int n, int m, int d) {
        RandomStream random = RandomStream.ofSeed(d);
        float[] a = new float[n * d];
        float[] b = new float[m * d];
        for (float[] x : new float[][] {a, b}) {
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) ((i / d % 2 == 0 ? 8 : 9) + 1e-3 * random.nextGaussian());
            }
        }
        double[] got = all(a, n, b, m, d);
        double worst = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                double want = expected(a, i, b, j, d);
                worst = Math.max(worst, Math.abs(got[i * m + j] - want) / want);
            }
        }
        assertThat(worst).isLessThan(3e-3);
    }

    /** Rounding the values 8 + 1e-3 z to float already costs 1e-3 of a squared difference; here nothing is lost before. */
    @Test
    void differencesOfExactValuesAreRightToFivePlaces() {
        RandomStream random = RandomStream.ofSeed(1);
        int d = 50;
        int n = 60;
        float[] a = new float[n * d];
        for (int i = 0; i < a.length; i++) {
            a[i] = 16 * (i / d % 3) + random.nextInt(1000) * 0x1p-10f;
        }
        double[] got = all(a, n, a, n, d);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double want = expected(a, i, a, j, d);
                assertThat(got[i * n + j]).isCloseTo(want, within(2e-5 * want));
            }
        }
    }

    @Test
    void binaryRowsGiveExactCounts() {
        RandomStream random = RandomStream.ofSeed(2);
        int d = 300;
        float[] a = new float[40 * d];
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextInt(2);
        }
        double[] got = all(a, 40, a, 40, d);
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 40; j++) {
                assertThat(got[i * 40 + j]).isEqualTo(expected(a, i, a, j, d));
            }
        }
    }

    /** Of one array with itself every pair on or above the diagonal comes exactly once. */
    @ParameterizedTest
    @CsvSource({"1", "40"})
    void oneArrayWithItselfGivesTheUpperTriangle(int d) {
        int n = 2300;
        float[] a = new float[n * d];
        RandomStream.ofSeed(3).fillGaussian(a, 0, a.length);
        byte[] seen = new byte[n * n];
        Distances.squared(a, n, a, n, d, (i0, rows, j0, columns, v) -> {
            for (int i = i0; i < i0 + rows; i++) {
                for (int j = j0; j < j0 + columns; j++) {
                    seen[i * n + j]++;
                }
            }
        });
        int wrong = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                wrong += seen[i * n + j] == 1 ? 0 : 1;
            }
        }
        assertThat(wrong).isZero();
    }
}
