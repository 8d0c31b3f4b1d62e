package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TractableDensity;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;
import verisim.core.testkit.BinaryDensityContract;
import verisim.core.testkit.GradientCheck;
import verisim.core.testkit.StatisticalAssertions;
import verisim.models.TestData;
import verisim.models.nn.Activation.Function;

class EonadeStepsTest {
    private static final int D = 7;
    private static final EonadeSteps STEPS = EonadeSteps.of(List.of(1, 2, 4), D);
    private static final EonadeShape SHAPE = new EonadeShape(D, List.of(9, 6), Function.TANH, 0);
    private static final int[][] ORDERS = EonadeReference.randomOrders(3, D, 11);

    private static Eonade model() {
        return new Eonade(SHAPE, STEPS, ORDERS, EonadeReference.randomParameters(SHAPE, 12));
    }

    /** Normalised, sampled from what it says, saved and loaded, the same for any batch. */
    @Nested
    class AsDensity extends BinaryDensityContract {
        @Override
        protected TractableDensity model() {
            return EonadeStepsTest.model();
        }
    }

    @Nested
    class OneLayer extends BinaryDensityContract {
        @Override
        protected TractableDensity model() {
            EonadeShape shape = new EonadeShape(D, List.of(9), Function.RELU, 0.01);
            return new Eonade(shape, STEPS, ORDERS, EonadeReference.randomParameters(shape, 12));
        }
    }

    /** Against whole passes through the network, one for each step and state. */
    @Test
    void scoresAreProductsOverSteps() {
        EonadeReference reference =
                new EonadeReference(SHAPE, GradientCheck.widen(EonadeReference.randomParameters(SHAPE, 12)));
        double[] byOrder = Arrays2d.toDoubles(model().logProbabilityByOrder(BinaryDensityContract.allStates(D)));
        for (int k = 0; k < ORDERS.length; k++) {
            for (int s = 0; s < 1 << D; s++) {
                double[] x = state(s);
                boolean[] seen = new boolean[D];
                double expected = 0;
                for (int at = 0; at < D; at = STEPS.end(at)) {
                    double[] logits = reference.logits(x, seen);
                    for (int i = at; i < STEPS.end(at); i++) {
                        int feature = ORDERS[k][i];
                        expected += EonadeReference.logBernoulli(x[feature], logits[feature], 0);
                    }
                    for (int i = at; i < STEPS.end(at); i++) {
                        seen[ORDERS[k][i]] = true;
                    }
                }
                assertThat(byOrder[k * (1 << D) + s]).isCloseTo(expected, within(1e-5 * Math.max(1, -expected)));
            }
        }
    }

    /** The steps of the places that the missing features take once the observed ones are in front. */
    @Test
    void completionDrawsStepByStep() {
        boolean[] observed = new boolean[D];
        observed[2] = true;
        observed[5] = true;
        double[] row = {0, 0, 1, 0, 0, 1, 0};
        EonadeReference reference =
                new EonadeReference(SHAPE, GradientCheck.widen(EonadeReference.randomParameters(SHAPE, 12)));
        double[] conditional = new double[1 << D];
        for (int[] order : ORDERS) {
            int[] moved = EonadeMixture.observedFirst(order, observed);
            for (int s = 0; s < conditional.length; s++) {
                double[] x = state(s);
                if (x[2] != row[2] || x[5] != row[5]) {
                    continue;
                }
                boolean[] seen = observed.clone();
                double logP = 0;
                for (int at = 2; at < D; at = STEPS.end(at)) {
                    double[] logits = reference.logits(x, seen);
                    for (int i = at; i < STEPS.end(at); i++) {
                        logP += EonadeReference.logBernoulli(x[moved[i]], logits[moved[i]], 0);
                    }
                    for (int i = at; i < STEPS.end(at); i++) {
                        seen[moved[i]] = true;
                    }
                }
                conditional[s] += Math.exp(logP) / ORDERS.length;
            }
        }
        assertThat(Arrays.stream(conditional).sum()).isCloseTo(1, within(1e-12));
        int n = 40_000;
        float[] x = new float[n * D];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) row[i % D];
        }
        float[] completed =
                Arrays2d.toFloats(model().complete(Arrays2d.matrix(x, n, D), observed, RandomStream.ofSeed(3)));
        long[] counts = new long[1 << D];
        for (int r = 0; r < n; r++) {
            int state = 0;
            for (int i = 0; i < D; i++) {
                state |= (int) completed[r * D + i] << i;
            }
            counts[state]++;
        }
        StatisticalAssertions.chiSquareFits(counts, conditional);
    }

    @Test
    void theSplitOfLeastLossIsFoundAmongAll() {
        double[] losses = {1, 0.6, 0.55, 0.3, 0.29, 0.28, 0.1};
        for (int steps = 1; steps <= losses.length; steps++) {
            double least = Double.POSITIVE_INFINITY;
            for (List<Integer> sizes : splits(losses.length, steps)) {
                least = Math.min(least, cost(losses, sizes));
            }
            List<Integer> found = EonadeSteps.leastLoss(losses, steps).sizes();
            assertThat(found).hasSize(steps);
            assertThat(cost(losses, found)).isCloseTo(least, within(1e-12));
        }
        assertThat(EonadeSteps.leastLoss(losses, 4).sizes()).containsExactly(1, 2, 3, 1);
        assertThat(EonadeSteps.leastLoss(losses, 4).cost(losses)).isCloseTo(0.05 + 0.03, within(1e-12));
        assertThat(EonadeSteps.oneByOne(losses.length).cost(losses)).isZero();
    }

    @Test
    void lossesArePooledToASequenceThatDoesNotRise() {
        assertThat(EonadeSteps.notIncreasing(new double[] {5, 3, 4, 4.5, 1, 2, 0}))
                .containsExactly(5, 11.5 / 3, 11.5 / 3, 11.5 / 3, 1.5, 1.5, 0);
    }

    /** Against the mean over all rows and all sets of seen features, by whole passes through the network. */
    @Test
    void lossesAreThoseOfAFeatureUnderRandomOrders() {
        float[] parameters = EonadeReference.randomParameters(SHAPE, 12);
        EonadeReference reference = new EonadeReference(SHAPE, GradientCheck.widen(parameters));
        float[] rows = Arrays2d.toFloats(model().sample(20_000, RandomStream.ofSeed(4)));
        double[] exact = new double[D];
        double[] sets = new double[D];
        for (int set = 0; set < (1 << D) - 1; set++) {
            int t = Integer.bitCount(set);
            sets[t]++;
            for (int r = 0; r < 200; r++) {
                double[] x = new double[D];
                boolean[] seen = new boolean[D];
                for (int i = 0; i < D; i++) {
                    x[i] = rows[r * D + i];
                    seen[i] = (set >> i & 1) == 1;
                }
                double[] logits = reference.logits(x, seen);
                for (int i = 0; i < D; i++) {
                    exact[t] -= seen[i] ? 0 : EonadeReference.logBernoulli(x[i], logits[i], 0) / (D - t) / 200;
                }
            }
        }
        for (int t = 0; t < D; t++) {
            exact[t] /= sets[t];
        }
        double[] falling = EonadeSteps.notIncreasing(exact);
        double[] estimated =
                EonadeLosses.estimate(SHAPE, parameters, Arrays.copyOf(rows, 200 * D), RandomStream.ofSeed(5));
        assertThat(EonadeLosses.grid(D)).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(EonadeLosses.grid(784))
                .startsWith(0, 1)
                .endsWith(783)
                .isSorted()
                .doesNotHaveDuplicates();
        for (int t = 0; t < D; t++) {
            assertThat(estimated[t]).isCloseTo(falling[t], within(0.06));
        }
    }

    @Test
    void stepsThatAreNotASplitAreRefused() {
        assertThatThrownBy(() -> EonadeSteps.of(List.of(3, 3), D))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must add up to 7 features")
                .hasMessageContaining("[3, 3]");
        assertThatThrownBy(() -> EonadeSteps.of(List.of(7, 0), D)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EonadeSteps.of(List.of(4, 4), D)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A chain of eight features: half of the steps keep more than half of what the dependence is worth, one step keeps none of it. */
    @Test
    void aFitKeepsMostOfItsLikelihoodInHalfTheSteps() {
        int d = 8;
        INDArray test = TestData.chain(Split.TEST, 4000, d).toArray();
        double whole = mean(fit(d, 0).logProbability(test));
        double half = mean(fit(d, 4).logProbability(test));
        double one = mean(fit(d, 1).logProbability(test));
        assertThat(fit(d, 4).state().integers("steps")).hasSize(4);
        assertThat(fit(d, 20).state().integers("steps")).hasSize(d);
        assertThat(one).isLessThan(half - 0.2);
        assertThat(half).isBetween(one + 0.5 * (whole - one), whole);
    }

    private static Eonade fit(int d, int steps) {
        return (Eonade) ModelRegistry.of(List.of(new EonadeProvider()))
                .trainer("eonade", Map.of("hidden", List.of(30), "epochs", 5, "learningRate", 0.005, "steps", steps))
                .fit(
                        TestData.chain(Split.TRAIN, 10_000, d),
                        TestData.chain(Split.VALIDATION, 1000, d),
                        TrainingContext.of(RandomStream.ofSeed(1)));
    }

    private static double mean(INDArray logP) {
        return Arrays.stream(Arrays2d.toDoubles(logP)).average().orElseThrow();
    }

    private static double cost(double[] losses, List<Integer> sizes) {
        double sum = 0;
        int at = 0;
        for (int size : sizes) {
            sum += size * losses[at];
            at += size;
        }
        return sum;
    }

    private static List<List<Integer>> splits(int features, int steps) {
        if (steps == 1) {
            return List.of(List.of(features));
        }
        List<List<Integer>> out = new ArrayList<>();
        for (int first = 1; first <= features - steps + 1; first++) {
            for (List<Integer> rest : splits(features - first, steps - 1)) {
                List<Integer> sizes = new ArrayList<>(List.of(first));
                sizes.addAll(rest);
                out.add(sizes);
            }
        }
        return out;
    }

    private static double[] state(int s) {
        double[] x = new double[D];
        for (int i = 0; i < D; i++) {
            x[i] = s >> i & 1;
        }
        return x;
    }
}
