package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelRegistry;
import verisim.core.model.ModelState;
import verisim.core.model.TractableDensity;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;
import verisim.core.testkit.BinaryDensityContract;
import verisim.core.testkit.DensityContract;
import verisim.core.testkit.GradientCheck;
import verisim.core.testkit.ModelProviderContract;
import verisim.core.testkit.StatisticalAssertions;
import verisim.models.TestData;
import verisim.models.nn.Activation.Function;

class EonadeTest {
    private static final int D = 6;

    private static Eonade random(int features, int orders, Function activation, Integer... hidden) {
        return floored(features, orders, activation, 0, hidden);
    }

    private static Eonade floored(int features, int orders, Function activation, double floor, Integer... hidden) {
        EonadeShape shape = new EonadeShape(features, List.of(hidden), activation, floor);
        return new Eonade(
                shape,
                EonadeSteps.oneByOne(features),
                EonadeReference.randomOrders(orders, features, 11),
                EonadeReference.randomParameters(shape, 12));
    }

    private static EonadeReference reference(int features, Function activation, Integer... hidden) {
        EonadeShape shape = new EonadeShape(features, List.of(hidden), activation, 0);
        return new EonadeReference(shape, GradientCheck.widen(EonadeReference.randomParameters(shape, 12)));
    }

    @Nested
    class AsPlugIn extends ModelProviderContract {
        @Override
        protected ModelProvider provider() {
            return new EonadeProvider();
        }

        @Override
        protected Map<String, ?> quickOptions() {
            return Map.of("hidden", List.of(20, 15), "epochs", 3, "orders", 3);
        }

        @Override
        protected Dataset train() {
            return TestData.chain(Split.TRAIN, 800, 8);
        }

        @Override
        protected Dataset validation() {
            return TestData.chain(Split.VALIDATION, 200, 8);
        }
    }

    @Nested
    class OneLayer extends BinaryDensityContract {
        @Override
        protected TractableDensity model() {
            return random(7, 4, Function.SIGMOID, 9);
        }
    }

    @Nested
    class ThreeLayers extends BinaryDensityContract {
        @Override
        protected TractableDensity model() {
            return random(D, 3, Function.RELU, 12, 9, 8);
        }
    }

    /** Half of each conditional is a fair coin. */
    @Nested
    class WithProbabilityFloor extends BinaryDensityContract {
        @Override
        protected TractableDensity model() {
            return floored(D, 3, Function.TANH, 0.5, 12, 9);
        }
    }

    @Nested
    class AsDensity extends DensityContract {
        @Override
        protected TractableDensity model() {
            return random(30, 2, Function.TANH, 25, 20);
        }
    }

    /** Each order's density is normalised, and is that of whole forward passes; more rows than fit into a block. */
    @ParameterizedTest
    @CsvSource({"RELU", "TANH", "SIGMOID"})
    void incrementalScoresAreThoseOfWholeForwardPasses(Function activation) {
        int d = 9;
        Eonade model = random(d, 3, activation, 14, 11);
        EonadeReference reference = reference(d, activation, 14, 11);
        INDArray states = BinaryDensityContract.allStates(d);
        int n = 1 << d;
        double[] byOrder = Arrays2d.toDoubles(model.logProbabilityByOrder(states));
        double[] mixture = Arrays2d.toDoubles(model.logProbability(states));
        int[][] orders = EonadeReference.randomOrders(3, d, 11);
        for (int k = 0; k < 3; k++) {
            assertThat(Math.exp(LogMath.logSumExp(byOrder, k * n, n))).isCloseTo(1, within(1e-6));
            for (int s = 0; s < n; s++) {
                double expected = reference.logProbability(state(s, d), orders[k], 0);
                assertThat(byOrder[k * n + s]).isCloseTo(expected, within(1e-5 * Math.max(1, -expected)));
            }
        }
        for (int s = 0; s < n; s++) {
            double[] terms = {byOrder[s], byOrder[n + s], byOrder[2 * n + s]};
            assertThat(mixture[s]).isCloseTo(LogMath.logMeanExp(terms), within(1e-12));
        }
    }

    /** A network that is sure of every feature, of which a row has the wrong value everywhere. */
    @Test
    void theFloorBoundsWhatASurpriseCosts() {
        float[] unsure = new float[new EonadeShape(D, List.of(3), Function.TANH, 0).parameterCount()];
        float[] sure = unsure.clone();
        java.util.Arrays.fill(sure, sure.length - D, sure.length, 80f);
        INDArray zeros = Arrays2d.matrix(new float[D], 1, D);
        int[][] orders = EonadeReference.randomOrders(2, D, 3);
        assertThat(new Eonade(new EonadeShape(D, List.of(3), Function.TANH, 0), EonadeSteps.oneByOne(D), orders, sure)
                        .logProbability(zeros)
                        .getDouble(0))
                .isCloseTo(-80.0 * D, within(1e-9));
        assertThat(new Eonade(
                                new EonadeShape(D, List.of(3), Function.TANH, 1e-5),
                                EonadeSteps.oneByOne(D),
                                orders,
                                sure)
                        .logProbability(zeros)
                        .getDouble(0))
                .isCloseTo(D * Math.log(0.5e-5), within(1e-6));
        assertThat(new Eonade(
                                new EonadeShape(D, List.of(3), Function.TANH, 1e-5),
                                EonadeSteps.oneByOne(D),
                                orders,
                                unsure)
                        .logProbability(zeros)
                        .getDouble(0))
                .isCloseTo(D * Math.log(0.5), within(1e-9));
    }

    /** The mistake that the mixture is not: averaging the logits a feature has under several orders. */
    @Test
    void averagedLogitsWouldNotBeADensity() {
        Eonade model = random(D, 2, Function.TANH, 12);
        EonadeReference reference = reference(D, Function.TANH, 12);
        int[][] orders = EonadeReference.randomOrders(2, D, 11);
        double averaged = 0;
        for (int s = 0; s < 1 << D; s++) {
            double[] x = state(s, D);
            double[] logits = new double[D];
            for (int[] order : orders) {
                boolean[] seen = new boolean[D];
                for (int feature : order) {
                    logits[feature] += reference.logits(x, seen)[feature] / 2;
                    seen[feature] = true;
                }
            }
            double logP = 0;
            for (int i = 0; i < D; i++) {
                logP += EonadeReference.logBernoulli(x[i], logits[i], 0);
            }
            averaged += Math.exp(logP);
        }
        double[] mixture = Arrays2d.toDoubles(model.logProbability(BinaryDensityContract.allStates(D)));
        assertThat(Math.exp(LogMath.logSumExp(mixture))).isCloseTo(1, within(1e-6));
        assertThat(Math.abs(averaged - 1)).isGreaterThan(0.01);
    }

    /** KL(truth, model) by enumeration: 16 states of a Markov chain, learned from 20,000 rows. */
    @Test
    void itLearnsAKnownDistribution() {
        int d = 5;
        Eonade model = (Eonade) ModelRegistry.of(List.of(new EonadeProvider()))
                .trainer(
                        "eonade",
                        Map.of("hidden", List.of(40), "epochs", 12, "learningRate", 0.005, "schedule", "linear"))
                .fit(
                        TestData.chain(Split.TRAIN, 20_000, d),
                        TestData.chain(Split.VALIDATION, 2000, d),
                        TrainingContext.of(RandomStream.ofSeed(1)));
        double[] logQ = Arrays2d.toDoubles(model.logProbability(BinaryDensityContract.allStates(d)));
        double kl = 0;
        double independent = 0;
        for (int s = 0; s < logQ.length; s++) {
            double[] x = state(s, d);
            double logP = Math.log(x[0] > 0 ? 0.6 : 0.4);
            for (int i = 1; i < d; i++) {
                logP += Math.log(x[i] == x[i - 1] ? 0.8 : 0.2);
            }
            kl += Math.exp(logP) * (logP - logQ[s]);
            independent += Math.exp(logP) * (logP - d * Math.log(0.5));
        }
        assertThat(kl).isBetween(0.0, 0.003);
        assertThat(independent).isGreaterThan(0.7);
    }

    @Nested
    class Completion {
        private static final int N = 40_000;

        /** Observed features at the first, middle and last places of the orders, whichever these are. */
        @ParameterizedTest
        @CsvSource({"0b010010", "0b100000", "0b111101", "0b000000"})
        void drawsFromTheConditionalOfTheOrdersWithObservedFeaturesFirst(String bits) {
            boolean[] observed = flags(Integer.parseInt(bits.substring(2), 2));
            Eonade model = random(D, 3, Function.TANH, 12, 8);
            EonadeReference reference = reference(D, Function.TANH, 12, 8);
            double[] row = {1, 0, 1, 1, 0, 1};
            double[] conditional = new double[1 << D];
            for (int[] order : EonadeReference.randomOrders(3, D, 11)) {
                int[] moved = EonadeMixture.observedFirst(order, observed);
                for (int s = 0; s < conditional.length; s++) {
                    double[] x = state(s, D);
                    if (agree(x, row, observed)) {
                        conditional[s] += Math.exp(reference.logProbability(x, moved, count(observed))) / 3;
                    }
                }
            }
            assertThat(Arrays.stream(conditional).sum()).isCloseTo(1, within(1e-12));
            StatisticalAssertions.chiSquareFits(counts(model, row, observed), conditional);
        }

        /** One order, its first features observed: the conditional of the model's own density. */
        @Test
        void isTheModelsOwnConditionalWhereTheOrderBeginsWithTheObservedFeatures() {
            Eonade model = random(D, 1, Function.RELU, 12);
            boolean[] observed = new boolean[D];
            for (int i = 0; i < 3; i++) {
                observed[model.orders().get(0).get(i)] = true;
            }
            double[] row = {1, 0, 1, 1, 0, 1};
            double[] logP = Arrays2d.toDoubles(model.logProbability(BinaryDensityContract.allStates(D)));
            double[] conditional = new double[logP.length];
            for (int s = 0; s < logP.length; s++) {
                conditional[s] = agree(state(s, D), row, observed) ? Math.exp(logP[s]) : 0;
            }
            double total = Arrays.stream(conditional).sum();
            StatisticalAssertions.chiSquareFits(
                    counts(model, row, observed),
                    Arrays.stream(conditional).map(p -> p / total).toArray());
        }

        /** Missing values may be anything, NaN too. */
        private static long[] counts(Eonade model, double[] row, boolean[] observed) {
            float[] x = new float[N * D];
            for (int i = 0; i < x.length; i++) {
                x[i] = observed[i % D] ? (float) row[i % D] : Float.NaN;
            }
            float[] completed =
                    Arrays2d.toFloats(model.complete(Arrays2d.matrix(x, N, D), observed, RandomStream.ofSeed(4)));
            long[] counts = new long[1 << D];
            for (int r = 0; r < N; r++) {
                int state = 0;
                for (int i = 0; i < D; i++) {
                    state |= (completed[r * D + i] > 0 ? 1 : 0) << i;
                }
                counts[state]++;
            }
            return counts;
        }

        @Test
        void rowsThatAreCompleteStayAsTheyAreAndTheSameStreamGivesTheSame() {
            Eonade model = random(D, 3, Function.TANH, 12, 8);
            INDArray x = model.sample(50, RandomStream.ofSeed(1));
            float[] values = Arrays2d.toFloats(x);
            assertThat(Arrays2d.toFloats(model.complete(x, flags(0b111111), RandomStream.ofSeed(2))))
                    .isEqualTo(values);
            float[] first = Arrays2d.toFloats(model.complete(x, flags(0b000101), RandomStream.ofSeed(2)));
            assertThat(Arrays2d.toFloats(model.complete(x, flags(0b000101), RandomStream.ofSeed(2))))
                    .isEqualTo(first);
            for (int i = 0; i < first.length; i++) {
                assertThat(i % D == 0 || i % D == 2 ? first[i] : values[i]).isEqualTo(values[i]);
            }
            assertThat(model.cannotComplete(new boolean[D])).isEmpty();
        }

        @Test
        void aWrongNumberOfFlagsIsExplained() {
            Eonade model = random(D, 3, Function.TANH, 12, 8);
            assertThatThrownBy(() -> model.cannotComplete(new boolean[D + 1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("6 values")
                    .hasMessageContaining("7");
        }

        private static boolean[] flags(int bits) {
            boolean[] out = new boolean[D];
            for (int i = 0; i < D; i++) {
                out[i] = (bits >> i & 1) == 1;
            }
            return out;
        }

        private static int count(boolean[] observed) {
            int n = 0;
            for (boolean o : observed) {
                n += o ? 1 : 0;
            }
            return n;
        }

        private static boolean agree(double[] x, double[] row, boolean[] observed) {
            for (int i = 0; i < x.length; i++) {
                if (observed[i] && x[i] != row[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    @Test
    void badInputIsExplained() {
        Eonade model = random(D, 2, Function.RELU, 5);
        for (float wrong : new float[] {0.5f, 2f, -1f, Float.NaN}) {
            INDArray x = Arrays2d.matrix(new float[] {0, 1, 1, 0, 1, 1, 0, 0, wrong, 0, 0, 0}, 2, D);
            assertThatThrownBy(() -> model.logProbability(x))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("row 2, column 3 holds " + wrong);
        }
        assertThatThrownBy(() ->
                        ModelRegistry.of(List.of(new EonadeProvider())).trainer("eonade", Map.of("hidden", List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one layer");
        assertThatThrownBy(() -> ModelRegistry.of(List.of(new EonadeProvider()))
                        .trainer("eonade", Map.of("probabilityFloor", 1e-8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be 0, for none, or from 1.0E-6");
    }

    @Test
    void damagedSavedModelsAreExplained() {
        ModelState state = random(3, 1, Function.RELU, 5).state();
        Map<String, Object> settings = new java.util.HashMap<>(state.settings());
        settings.put("orders", List.of(0, 2, 2));
        assertThatThrownBy(() -> Eonade.of(new ModelState("eonade", settings, state.arrays())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("order 1 must hold each feature from 0 to 2 once, but is [0, 2, 2]");
        settings.put("orders", List.of(0, 2));
        assertThatThrownBy(() -> Eonade.of(new ModelState("eonade", settings, state.arrays())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whole orders of 3 features");
        settings.put("orders", List.of(0, 2, 1));
        settings.put("hidden", List.of(4));
        assertThatThrownBy(() -> Eonade.of(new ModelState("eonade", settings, state.arrays())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'hidden-1-weights' must have shape [6, 4], but has [6, 5]");
    }

    /** More orders are the first ones and further ones, so K can be raised without training again. */
    @Test
    void ordersComeFromTheSeedAndFewerAreTheFirstOfMore() {
        Eonade few = fit(2);
        Eonade more = fit(5);
        assertThat(more.orders().subList(0, 2)).isEqualTo(few.orders());
        assertThat(more.orders()).doesNotHaveDuplicates();
    }

    private static Eonade fit(int orders) {
        return (Eonade) ModelRegistry.of(List.of(new EonadeProvider()))
                .trainer("eonade", Map.of("hidden", List.of(5), "epochs", 1, "orders", orders))
                .fit(
                        TestData.chain(Split.TRAIN, 100, 12),
                        TestData.chain(Split.VALIDATION, 50, 12),
                        TrainingContext.of(RandomStream.ofSeed(1)));
    }

    private static double[] state(int s, int d) {
        double[] x = new double[d];
        for (int i = 0; i < d; i++) {
            x[i] = s >> i & 1;
        }
        return x;
    }
}
