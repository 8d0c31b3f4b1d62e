package verisim.models.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.random.RandomStream;
import verisim.models.TestData;

class ChowLiuTest {
    private static ChowLiu fit(Dataset train, double smoothing) {
        Dataset validation =
                Dataset.of("v", Split.VALIDATION, DataKind.BINARY, new float[train.features()], train.features());
        return (ChowLiu) DiscreteModels.fit("chow-liu", train, validation, Map.of("smoothing", smoothing));
    }

    @Test
    void aChainIsFound() {
        ChowLiu model = fit(TestData.chain(Split.TRAIN, 2000, 12), 1);
        for (int d = 0; d < 12; d++) {
            assertThat(model.parent(d)).isEqualTo(d - 1);
        }
    }

    /** Three rows, by hand: c_11 = 1, c_10 = 1, c_00 = 1. */
    @Test
    void parametersComeFromTheSmoothedPairTable() {
        ChowLiu model = fit(Dataset.of("t", Split.TRAIN, DataKind.BINARY, new float[] {1, 1, 1, 0, 0, 0}, 2), 0.5);
        assertThat(model.probability(0, 0)).isCloseTo((2 + 1) / 5.0, within(1e-15));
        assertThat(model.probability(1, 1)).isCloseTo(1.5 / 3, within(1e-15));
        assertThat(model.probability(1, 0)).isCloseTo(0.5 / 2, within(1e-15));
    }

    /** All 125 trees of five features by their Pruefer sequences: none has a larger likelihood. */
    @Test
    void noTreeFitsTheTrainingRowsBetter() {
        RandomStream random = RandomStream.ofSeed(9);
        int n = 60;
        float[] x = new float[n * 5];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextDouble() < (i % 5 >= 2 && x[i - 2] == 1 ? 0.7 : 0.4) ? 1 : 0;
        }
        Dataset train = Dataset.of("t", Split.TRAIN, DataKind.BINARY, x, 5);
        double best = DiscreteModels.meanLogLikelihood(fit(train, 0), train);
        double most = Double.NEGATIVE_INFINITY;
        for (int code = 0; code < 125; code++) {
            most = Math.max(most, likelihood(x, n, new int[] {code % 5, code / 5 % 5, code / 25}));
        }
        assertThat(best).isCloseTo(most, within(1e-12));
    }

    /** Maximum likelihood of the tree with this Pruefer sequence: sum over edges of pair entropies less those of inner ends. */
    private static double likelihood(float[] x, int n, int[] code) {
        int[] degree = {1, 1, 1, 1, 1};
        for (int c : code) {
            degree[c]++;
        }
        double sum = 0;
        int[] left = degree.clone();
        for (int step = 0; step < 4; step++) {
            int leaf = 0;
            while (left[leaf] != 1) {
                leaf++;
            }
            int to = leaf + 1;
            if (step < 3) {
                to = code[step];
            } else {
                while (left[to] != 1) {
                    to++;
                }
            }
            left[leaf]--;
            left[to]--;
            sum += negativeEntropy(x, n, leaf, to);
        }
        for (int d = 0; d < 5; d++) {
            sum -= (degree[d] - 1) * negativeEntropy(x, n, d, d);
        }
        return sum;
    }

    private static double negativeEntropy(float[] x, int n, int i, int j) {
        double[] counts = new double[4];
        for (int r = 0; r < n; r++) {
            counts[(int) (2 * x[5 * r + i] + x[5 * r + j])]++;
        }
        double sum = 0;
        for (double c : counts) {
            sum += c == 0 ? 0 : c / n * Math.log(c / n);
        }
        return sum;
    }

    /** Without smoothing a pair that was never seen has probability 0, and nothing is NaN. */
    @Test
    void unseenPairsAreImpossibleWithoutSmoothing() {
        ChowLiu model =
                fit(Dataset.of("t", Split.TRAIN, DataKind.BINARY, new float[] {1, 1, 0, 0, 0, 1, 1, 0, 1}, 3), 0);
        double[] logP = Arrays2d.toDoubles(model.logProbability(Arrays2d.matrix(DiscreteModels.allRows(3, 2), 8, 3)));
        double sum = 0;
        for (double v : logP) {
            assertThat(v).isNotNaN();
            sum += Math.exp(v);
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(logP).contains(Double.NEGATIVE_INFINITY);
    }

    @Test
    void aTreeOutOfOrderIsRefused() {
        assertThatThrownBy(() -> new ChowLiu(new int[] {0, 1}, new int[] {-1, 1}, new double[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("feature 1");
    }
}
