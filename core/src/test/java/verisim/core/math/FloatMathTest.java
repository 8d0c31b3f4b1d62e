package verisim.core.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FloatMathTest {
    @Test
    void sigmoidAndTanhAgreeWithDoubleEverywhere() {
        float[] x = new float[400_001];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 200_000) * 2e-4f;
        }
        float[] s = new float[x.length];
        float[] t = new float[x.length];
        FloatMath.sigmoid(x, s, 0, x.length);
        FloatMath.tanh(x, t, 0, x.length);
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            worst = Math.max(worst, Math.abs(s[i] - LogMath.sigmoid(x[i])));
            worst = Math.max(worst, 0.5 * Math.abs(t[i] - Math.tanh(x[i])));
            assertThat(s[i]).isBetween(0f, 1f);
        }
        assertThat(worst).isLessThan(2.5e-7);
    }

    @Test
    void nanIsNotHidden() {
        float[] x = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        float[] out = new float[3];
        FloatMath.sigmoid(x, out, 0, 3);
        assertThat(out[0]).isNaN();
        assertThat(out[1]).isEqualTo(1f);
        assertThat(out[2]).isBetween(0f, 1e-7f);
    }

    @Test
    void flushedKeepsWhatCountsAndNoSubnormalNumbers() {
        for (float sign : new float[] {-1f, 1f}) {
            for (float x = Float.MIN_VALUE; x < 1e30f; x *= 3.7f) {
                float flushed = FloatMath.flushed(sign * x);
                if (x > 1e-17f) {
                    assertThat(flushed).isEqualTo(sign * x);
                } else if (x < 3e-33f) {
                    assertThat(flushed).isZero();
                } else {
                    assertThat((double) flushed).isCloseTo(sign * x, within(1e-32));
                }
                assertThat(flushed == 0f || Math.abs(flushed) >= Float.MIN_NORMAL)
                        .isTrue();
            }
        }
        assertThat(FloatMath.flushed(Float.NaN)).isNaN();
        assertThat(FloatMath.flushed(Float.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void addsABiasToTheRowsNamed() {
        float[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        FloatMath.addBias(x, 1, 1, 3, new float[] {0, 10, 20, 30, 0}, 1);
        assertThat(x).containsExactly(1, 2, 3, 14, 25, 36, 7, 8, 9);
        FloatMath.addBias(x, 2, 3, new float[] {1, 1, 1}, 0);
        assertThat(x).containsExactly(2, 3, 4, 15, 26, 37, 7, 8, 9);
    }

    @Test
    void subtractsAnOffsetFromTheFirstRowsOnly() {
        float[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        FloatMath.subtractOffset(x, 2, new float[] {1, 10, 100});
        assertThat(x).containsExactly(0, -8, -97, 3, -5, -94, 7, 8, 9);
    }

    @Test
    void columnSumsAreWrittenWhereAskedAndTakeWeights() {
        float[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        float[] out = {-1, -1, -1, -1, -1};
        FloatMath.columnSums(x, 2, 3, out, 1);
        assertThat(out).containsExactly(-1, 5, 7, 9, -1);
        FloatMath.columnSums(x, new float[] {2, 0, -1}, 3, out, 1);
        assertThat(out).containsExactly(-1, -5, -4, -3, -1);
    }

    @Test
    void bernoulliLikelihoodEqualsItsDefinition() {
        int n = 2_500;
        float[] x = new float[n];
        float[] a = new float[n];
        float[] s = new float[n];
        double expected = 0;
        for (int i = 0; i < n; i++) {
            a[i] = (float) (12 * Math.sin(i));
            x[i] = i % 3 == 0 ? 1f : 0f;
            expected += LogMath.logSigmoid(x[i] == 1f ? a[i] : -a[i]);
        }
        FloatMath.sigmoid(a, s, 0, n);
        assertThat(Bernoulli.logLikelihood(x, 0, a, 0, n))
                .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-8));
        assertThat(Bernoulli.trainingLogLikelihood(x, 0, a, s, 0, n))
                .isCloseTo(expected, org.assertj.core.data.Offset.offset(3e-4));
    }

    @Test
    void extremeLogitsStayFinite() {
        float[] x = {1f, 0f};
        float[] a = {-800f, 800f};
        assertThat(Bernoulli.logLikelihood(x, 0, a, 0, 2)).isEqualTo(-1600.0);
    }
}
