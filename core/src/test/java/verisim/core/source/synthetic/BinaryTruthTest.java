package verisim.core.source.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/** Discrete truths: probabilities of all states, samples by chi-square, ceilings. */
class BinaryTruthTest {
    @Test
    void probabilitiesSumToOneAndSamplesFollowThem() {
        check(Shapes.productBernoulli(8, 1), 2);
        check(Shapes.rbm(8, 4, 1.5, 1), 2);
        check(Shapes.hmm("hmm-data", 8, 3, 2, 0.85, 1), 2);
        check(Shapes.hmm("hmm-categorical-data", 5, 3, 3, 0.85, 1), 3);
        check(Shapes.barsAndStripes(3), 2);
    }

    @Test
    void rbmProbabilitiesEqualTheSumOverHiddenUnits() {
        double[][] w = {{0.5, -1}, {2, 0.3}, {-0.7, 1.1}};
        double[] b = {0.2, -0.4, 0.1};
        double[] c = {-0.3, 0.6};
        double[] weights = new double[8];
        double z = 0;
        for (int s = 0; s < 8; s++) {
            for (int h = 0; h < 4; h++) {
                double energy = 0;
                for (int i = 0; i < 3; i++) {
                    energy -= (s >> i & 1) * b[i];
                    for (int j = 0; j < 2; j++) {
                        energy -= (s >> i & 1) * w[i][j] * (h >> j & 1);
                    }
                }
                energy -= (h & 1) * c[0] + (h >> 1 & 1) * c[1];
                weights[s] += Math.exp(-energy);
            }
            z += weights[s];
        }
        double[] logP = EnumeratedBinary.ofRbm(w, b, c).logProbabilities();
        for (int s = 0; s < 8; s++) {
            assertThat(logP[s]).isCloseTo(Math.log(weights[s] / z), within(1e-12));
        }
    }

    @Test
    void hmmLikelihoodEqualsTheSumOverStateSequences() {
        double[] initial = {0.6, 0.4};
        double[][] transition = {{0.7, 0.3}, {0.2, 0.8}};
        double[][] emission = {{0.5, 0.2, 0.3}, {0.1, 0.1, 0.8}};
        HiddenMarkovTruth hmm = new HiddenMarkovTruth(4, initial, transition, emission);
        int[] x = {0, 2, 2, 1};
        double sum = 0;
        for (int path = 0; path < 16; path++) {
            double p = initial[path & 1];
            for (int t = 0; t < 4; t++) {
                p *= emission[path >> t & 1][x[t]];
                p *= t < 3 ? transition[path >> t & 1][path >> (t + 1) & 1] : 1;
            }
            sum += p;
        }
        double logP = hmm.logProbability(Arrays2d.matrix(new float[] {0, 2, 2, 1}, 1, 4))
                .getDouble(0);
        assertThat(logP).isCloseTo(Math.log(sum), within(1e-12));
        // 5,000 steps: the unscaled sum would underflow.
        HiddenMarkovTruth longOne = new HiddenMarkovTruth(5000, initial, transition, emission);
        assertThat(longOne.logProbability(longOne.sample(1, RandomStream.ofSeed(1)))
                        .getDouble(0))
                .isBetween(-5000 * Math.log(3.0), -2000.0);
    }

    @Test
    void entropiesAgreeWithEnumeration() {
        ProductBernoulliTruth product = Shapes.productBernoulli(10, 3);
        assertThat(product.entropy()).isCloseTo(entropy(product, 10), within(1e-10));
        EnumeratedBinary rbm = Shapes.rbm(10, 5, 1.5, 3);
        assertThat(rbm.entropy()).isCloseTo(entropy(rbm, 10), within(1e-10));
        assertThat(new ProductBernoulliTruth(new double[] {0, 1, 0.5}).entropy())
                .isCloseTo(Math.log(2), within(1e-12));
    }

    @Test
    void barsAndStripesHaveThePublishedCeilings() {
        // published-results, section 8: rows, distinct rows, summed ceiling
        double[][] table = {{2, 8, 6, -13.8629}, {3, 16, 14, -41.5888}, {4, 32, 30, -108.1310}, {5, 64, 62, -263.3959}};
        for (double[] line : table) {
            ListedBinary truth = Shapes.barsAndStripes((int) line[0]);
            assertThat((double) truth.listSize()).isEqualTo(line[1]);
            assertThat((double) truth.supportSize()).isEqualTo(line[2]);
            assertThat(-truth.entropy() * line[1]).isCloseTo(line[3], within(1e-4));
            float[] rows = truth.list((int) line[1]).values();
            INDArray logP = truth.logProbability(Arrays2d.matrix(rows, truth.listSize(), truth.features()));
            assertThat(logP.sumNumber().doubleValue()).isCloseTo(line[3], within(1e-4));
        }
        // Every image is bars or stripes.
        float[] images = Arrays2d.toFloats(Shapes.barsAndStripes(4).support());
        for (int i = 0; i < 30; i++) {
            boolean bars = true;
            boolean stripes = true;
            for (int p = 0; p < 16; p++) {
                bars &= images[16 * i + p] == images[16 * i + p % 4];
                stripes &= images[16 * i + p] == images[16 * i + p / 4 * 4];
            }
            assertThat(bars || stripes).isTrue();
        }
    }

    @Test
    void labelledShifterHasItsCeilingAndShifts() {
        ListedBinary truth = Shapes.labelledShifter();
        assertThat(truth.listSize()).isEqualTo(768);
        assertThat(truth.supportSize()).isEqualTo(768);
        assertThat(truth.entropy()).isCloseTo(6.6438, within(1e-4));
        assertThat(truth.entropy() * 768).isCloseTo(5102.43, within(0.01));
        SyntheticTruth.Rows rows = truth.draw(500, RandomStream.ofSeed(1));
        for (int r = 0; r < 500; r++) {
            int shift = rows.labels()[r] - 1; // -1 left, 0 none, 1 right
            for (int k = 0; k < 3; k++) {
                assertThat(rows.values()[19 * r + 8 + k]).isEqualTo(k == shift + 1 ? 1f : 0f);
            }
            for (int i = 0; i < 8; i++) {
                assertThat(rows.values()[19 * r + 11 + (i + shift + 8) % 8]).isEqualTo(rows.values()[19 * r + i]);
            }
        }
    }

    @Test
    void impossibleAndUnfitRows() {
        ListedBinary truth = Shapes.barsAndStripes(2);
        assertThat(truth.logProbability(Arrays2d.matrix(new float[] {1, 0, 0, 1}, 1, 4))
                        .getDouble(0))
                .isEqualTo(Double.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> truth.logProbability(Arrays2d.matrix(new float[] {1, 0, 0.5f, 1}, 1, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column 3");
        assertThatThrownBy(() -> truth.logProbability(Arrays2d.matrix(new float[5], 1, 5)))
                .hasMessageContaining("[n, 4]");
        assertThatThrownBy(() -> new EnumeratedBinary(new double[7])).hasMessageContaining("2^D");
        assertThatThrownBy(() -> new ListedBinary(new float[0][])).hasMessage("rows must not be empty");
        assertThatThrownBy(() -> new HiddenMarkovTruth(3, new double[1], new double[1][1], new double[0][]))
                .hasMessage("emission must not be empty");
    }

    /** Sums over all states, then a chi-square test of 50,000 samples. */
    private static void check(SyntheticTruth truth, int symbols) {
        int d = truth.features();
        int states = (int) Math.round(Math.pow(symbols, d));
        double[] logP = truth.logProbability(states(d, symbols)).toDoubleVector();
        assertThat(LogMath.logSumExp(logP)).isCloseTo(0, within(1e-10));
        int n = 50_000;
        float[] x = Arrays2d.toFloats(truth.sample(n, RandomStream.ofSeed(7).child("fit")));
        long[] counts = new long[states];
        for (int i = 0; i < n; i++) {
            int s = 0;
            for (int j = d - 1; j >= 0; j--) {
                s = s * symbols + (int) x[i * d + j];
            }
            counts[s]++;
        }
        double[] expected = new double[states + 1];
        long[] observed = new long[states + 1];
        int cells = 1; // cell 0 pools the rare states
        for (int s = 0; s < states; s++) {
            double e = n * Math.exp(logP[s]);
            int cell = e >= 8 ? cells++ : 0;
            expected[cell] += e;
            observed[cell] += counts[s];
        }
        int from = expected[0] > 1 ? 0 : 1;
        assertThat(observed[0] > 0 && expected[0] == 0).isFalse();
        double p = ChiSquareTest.withDefaults()
                .test(
                        java.util.Arrays.copyOfRange(expected, from, cells),
                        java.util.Arrays.copyOfRange(observed, from, cells))
                .getPValue();
        assertThat(p).isGreaterThan(1e-3);
    }

    private static double entropy(SyntheticTruth truth, int d) {
        double sum = 0;
        for (double l : truth.logProbability(states(d, 2)).toDoubleVector()) {
            sum -= Math.exp(l) * l;
        }
        return sum;
    }

    private static INDArray states(int d, int symbols) {
        int n = (int) Math.round(Math.pow(symbols, d));
        float[] x = new float[n * d];
        for (int s = 0; s < n; s++) {
            int rest = s;
            for (int j = 0; j < d; j++) {
                x[s * d + j] = rest % symbols;
                rest /= symbols;
            }
        }
        return Arrays2d.matrix(x, n, d);
    }
}
