package verisim.core.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verisim.core.random.RandomStream;
import verisim.core.statistics.MeanEstimate;

class SlicedWassersteinTest {
    /** {0, 1} against {0, 1, 5}: thirds and halves cut (0, 1) at 1/3, 1/2, 2/3; gaps 0, 1, 0, 4 on lengths 1/3, 1/6, 1/6, 1/3. */
    @Test
    void distanceOnTheLineForUnequalSizes() {
        double[] a = {0, 1};
        double[] b = {0, 1, 5};
        assertThat(SlicedWasserstein.distance(a, 2, b, 3, 1)).isCloseTo(1.0 / 6 + 4.0 / 3, within(1e-12));
        assertThat(SlicedWasserstein.distance(a, 2, b, 3, 2)).isCloseTo(1.0 / 6 + 16.0 / 3, within(1e-12));
        assertThat(SlicedWasserstein.distance(b, 3, a, 2, 3)).isCloseTo(1.0 / 6 + 64.0 / 3, within(1e-12));
    }

    /** A set moved by v: every projection moves by u.v, and E (u.v)^2 = |v|^2 / d. */
    @Test
    void aShiftCostsItsMeanSquareProjection() {
        RandomStream random = RandomStream.ofSeed(1);
        int n = 300;
        int d = 5;
        float[] x = new float[n * d];
        random.fillGaussian(x, 0, x.length);
        float[] y = x.clone();
        for (int i = 0; i < n; i++) {
            y[i * d] += 10;
        }
        SlicedWasserstein got = SlicedWasserstein.of(x, n, y, n, d, 2, 2000, random);
        assertThat(got.value()).isCloseTo(Math.sqrt(100.0 / d), within(4.9 * got.standardError()));
        assertThat(SlicedWasserstein.of(x, n, x.clone(), n, d, 2, 20, random).value())
                .isZero();
    }

    /** N(0,1) against N(1, 2^2) on the line: W_2^2 = 1 + (2 - 1)^2. Stated errors against the scatter of 80 runs. */
    @Test
    void standardErrorIsThatOfRepetitions() {
        RandomStream random = RandomStream.ofSeed(2);
        int runs = 80;
        int n = 400;
        double[] values = new double[runs];
        double errors = 0;
        for (int r = 0; r < runs; r++) {
            float[] x = new float[n];
            float[] y = new float[n];
            random.fillGaussian(x, 0, n);
            random.fillGaussian(y, 0, n);
            for (int i = 0; i < n; i++) {
                y[i] = 1 + 2 * y[i];
            }
            SlicedWasserstein w = SlicedWasserstein.of(x, n, y, n, 1, 2, 2, random);
            values[r] = w.value();
            errors += w.standardError() * w.standardError() / runs;
        }
        MeanEstimate mean = MeanEstimate.of(values);
        assertThat(mean.mean()).isCloseTo(Math.sqrt(2), within(4.9 * mean.standardError() + 0.02));
        assertThat(Math.sqrt(errors) / mean.standardDeviation()).isBetween(0.7, 1.4);
    }
}
