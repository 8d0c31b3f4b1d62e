package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TractableDensity;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.random.RandomStream;
import verisim.core.testkit.BinaryDensityContract;
import verisim.core.testkit.DensityContract;
import verisim.core.testkit.ModelProviderContract;
import verisim.core.testkit.RealDensityContract;
import verisim.core.testkit.StatisticalAssertions;
import verisim.models.TestData;
import verisim.models.nn.Activation;

class NadeTest {
    private static final Dataset CHAIN = TestData.chain(Split.TRAIN, 1000, 10);
    private static final Dataset CHAIN_VALIDATION = TestData.chain(Split.VALIDATION, 300, 10);

    private static Nade fit(Dataset train, Dataset validation, Object... options) {
        Map<String, Object> map = new HashMap<>(Map.of("epochs", 5, "hidden", 30));
        for (int i = 0; i < options.length; i += 2) {
            map.put((String) options[i], options[i + 1]);
        }
        return (Nade) ModelRegistry.of(List.of(new NadeProvider()))
                .trainer("nade", map)
                .fit(train, validation, TrainingContext.of(RandomStream.ofSeed(1)));
    }

    private static Nade chain(Object... options) {
        return fit(CHAIN, CHAIN_VALIDATION, options);
    }

    private static Nade waves(int features, Object... options) {
        Dataset train = TestData.waves(Split.TRAIN, 1000, features);
        return fit(train, TestData.waves(Split.VALIDATION, 300, features), options);
    }

    @Nested
    class BinaryAsPlugIn extends ModelProviderContract {
        @Override
        protected ModelProvider provider() {
            return new NadeProvider();
        }

        @Override
        protected Map<String, ?> quickOptions() {
            return Map.of("hidden", 20, "epochs", 3, "order", "random", "weightDecay", 0.001);
        }

        @Override
        protected Dataset train() {
            return CHAIN;
        }

        @Override
        protected Dataset validation() {
            return CHAIN_VALIDATION;
        }
    }

    @Nested
    class RealAsPlugIn extends ModelProviderContract {
        @Override
        protected ModelProvider provider() {
            return new NadeProvider();
        }

        @Override
        protected Map<String, ?> quickOptions() {
            return Map.of("hidden", 20, "epochs", 3, "components", 3, "activation", "sigmoid");
        }

        @Override
        protected Dataset train() {
            return TestData.waves(Split.TRAIN, 400, 4);
        }

        @Override
        protected Dataset validation() {
            return TestData.waves(Split.VALIDATION, 100, 4);
        }
    }

    @Nested
    class BinaryAsDensity extends DensityContract {
        @Override
        protected TractableDensity model() {
            return chain("activation", "sigmoid", "order", "random");
        }
    }

    @Nested
    class RealAsDensity extends DensityContract {
        @Override
        protected TractableDensity model() {
            return waves(5, "components", 4, "order", "random");
        }
    }

    @Nested
    class SigmoidRandomOrder extends BinaryDensityContract {
        @Override
        protected TractableDensity model() {
            return chain("activation", "sigmoid", "order", "random", "learningRate", 0.02);
        }
    }

    @Nested
    class ReluNaturalOrder extends BinaryDensityContract {
        @Override
        protected TractableDensity model() {
            return chain("learningRate", 0.01);
        }
    }

    @Nested
    class OneRealFeature extends RealDensityContract {
        @Override
        protected TractableDensity model() {
            return waves(1, "components", 3, "learningRate", 0.02);
        }
    }

    @Nested
    class TwoRealFeatures extends RealDensityContract {
        @Override
        protected TractableDensity model() {
            return waves(2, "components", 4, "learningRate", 0.01, "order", "random");
        }
    }

    /** On weights far from 0, so that a leak would show; 20 features are two blocks. */
    @Test
    void changingAFeatureMovesNoConditionalUpToIt() {
        int d = 20;
        RandomStream random = RandomStream.ofSeed(3);
        NadeLayout layout = new NadeLayout(d, 7, 1, Activation.Function.SIGMOID, false);
        float[] parameters = new float[layout.parameterCount()];
        random.fillGaussian(parameters, 0, parameters.length);
        float[] x = new float[d];
        for (int i = 0; i < d; i++) {
            x[i] = random.nextInt(2);
        }
        double[] before = terms(layout, parameters, x);
        for (int j = 0; j < d; j++) {
            float[] changed = x.clone();
            changed[j] = 1 - x[j];
            double[] after = terms(layout, parameters, changed);
            for (int i = 0; i < d; i++) {
                if (i < j) {
                    assertThat(after[i]).as("term %d, feature %d", i, j).isEqualTo(before[i]);
                } else if (i == j) {
                    assertThat(Math.exp(after[i]) + Math.exp(before[i])).isCloseTo(1, within(1e-6));
                } else if (i == j + 1) {
                    assertThat(after[i]).isNotEqualTo(before[i]);
                }
            }
        }
    }

    /** The log-probability of each feature given those before it, in double. */
    private static double[] terms(NadeLayout layout, float[] parameters, float[] x) {
        TermKeeper keeper = new TermKeeper();
        NadeObjective.score(layout, keeper, parameters, x);
        return keeper.terms.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static final class TermKeeper implements Conditionals {
        private final List<Double> terms = new ArrayList<>();
        private final Conditionals bernoulli = new BernoulliConditionals();

        @Override
        public int perFeature() {
            return 1;
        }

        @Override
        public double logLikelihood(float[] x, int xFrom, float[] outputs, int outputsFrom, int features) {
            for (int i = 0; i < features; i++) {
                terms.add(bernoulli.logLikelihood(x, xFrom + i, outputs, outputsFrom + i, 1));
            }
            return 0;
        }

        @Override
        public double gradient(float[] x, float[] outputs, float[] gradient, int rows, int features) {
            throw new UnsupportedOperationException("scores only");
        }

        @Override
        public void sample(float[] outputs, int stride, float[] x, int from, int rows, RandomStream random) {
            throw new UnsupportedOperationException("scores only");
        }

        @Override
        public void initializeBiases(float[] x, int features, float[] biases, int from) {
            throw new UnsupportedOperationException("scores only");
        }
    }

    /** The chain's entropy is known: H(0.6) + 9 H(0.8) = 0.6730 + 9 * 0.5004 = 5.1767 nats. */
    @Test
    void trainingComesCloseToTheEntropyOfTheData() {
        Dataset train = TestData.chain(Split.TRAIN, 20_000, 10);
        Dataset test = TestData.chain(Split.TEST, 20_000, 10);
        double entropy = 0.6730116670 + 9 * 0.5004024235;
        for (String activation : List.of("sigmoid", "relu")) {
            Nade model = fit(
                    train,
                    CHAIN_VALIDATION,
                    "hidden",
                    20,
                    "epochs",
                    15,
                    "learningRate",
                    0.01,
                    "activation",
                    activation);
            double[] logP = Arrays2d.toDoubles(model.logProbability(test.toArray()));
            double mean = java.util.Arrays.stream(logP).average().orElseThrow();
            // Standard deviation of log p is about 1.7: 4.9 standard errors of 20,000 rows are 0.06.
            assertThat(mean).as(activation).isBetween(-entropy - 0.06, -entropy + 0.06);
        }
    }

    /** Given the first three features of a random order, the completions follow p(x) over p(those three), by enumeration. */
    @Test
    void completionsFollowTheExactConditional() {
        Nade model = chain("order", "random", "learningRate", 0.02);
        int d = 10;
        boolean[] observed = new boolean[d];
        for (int i = 0; i < 3; i++) {
            observed[model.order().get(i)] = true;
        }
        float[] given = new float[d];
        given[model.order().get(1)] = 1;
        float[] states = Arrays2d.toFloats(BinaryDensityContract.allStates(d));
        double[] logP = Arrays2d.toDoubles(model.logProbability(BinaryDensityContract.allStates(d)));
        int[] cell = new int[1 << d];
        double[] expected = new double[1 << (d - 3)];
        int cells = 0;
        for (int s = 0; s < 1 << d; s++) {
            cell[s] = -1;
            boolean fits = true;
            for (int j = 0; j < d; j++) {
                fits &= !observed[j] || states[s * d + j] == given[j];
            }
            if (fits) {
                cell[s] = cells;
                expected[cells++] = logP[s];
            }
        }
        double total = LogMath.logSumExp(expected);
        java.util.Arrays.setAll(expected, i -> Math.exp(expected[i] - total));
        int n = 50_000;
        float[] x = new float[n * d];
        for (int r = 0; r < n; r++) {
            for (int j = 0; j < d; j++) {
                x[r * d + j] = observed[j] ? given[j] : Float.NaN;
            }
        }
        float[] out = Arrays2d.toFloats(model.complete(Arrays2d.matrix(x, n, d), observed, RandomStream.ofSeed(8)));
        long[] counts = new long[cells];
        for (int r = 0; r < n; r++) {
            int state = 0;
            for (int j = 0; j < d; j++) {
                state |= (out[r * d + j] > 0.5f ? 1 : 0) << j;
            }
            assertThat(cell[state]).as("observed values are kept").isNotNegative();
            counts[cell[state]]++;
        }
        StatisticalAssertions.chiSquareFits(counts, expected);
    }

    @Test
    void realValuesThatAreGivenAreKept() {
        Nade model = waves(3, "components", 3);
        INDArray x = Arrays2d.matrix(new float[] {-2.1f, 0, 0, 3.9f, 0, 0}, 2, 3);
        float[] out = Arrays2d.toFloats(model.complete(x, new boolean[] {true, false, false}, RandomStream.ofSeed(1)));
        assertThat(out[0]).isEqualTo(-2.1f);
        assertThat(out[3]).isEqualTo(3.9f);
        // The second feature is 10 + 3 sin(x_0) with deviation 1.
        assertThat(out[1]).isBetween(1f, 14f);
    }

    @Test
    void whatCannotBeCompletedIsExplained() {
        Nade model = chain();
        boolean[] observed = new boolean[10];
        assertThat(model.cannotComplete(observed)).isEmpty();
        observed[2] = true;
        assertThat(model.cannotComplete(observed).orElseThrow())
                .contains("feature 3 is observed, but feature 1 before it is not")
                .contains("[1, 2, 3, 4, 5, 6, 7, 8, ...]")
                .contains("eonade");
        assertThatThrownBy(() -> model.complete(CHAIN.toArray(), observed, RandomStream.ofSeed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("feature 1 before it is not");
        assertThatThrownBy(() -> model.cannotComplete(new boolean[9])).hasMessageContaining("10 values");
        java.util.Arrays.fill(observed, true);
        assertThat(model.cannotComplete(observed)).isEmpty();
        assertThat(Arrays2d.toFloats(model.complete(CHAIN.toArray(), observed, RandomStream.ofSeed(1))))
                .isEqualTo(CHAIN.toFloats());
    }

    @Test
    void aBreakdownIsExplained() {
        assertThatThrownBy(() -> waves(3, "learningRate", 1e30))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("in epoch 1, step");
    }

    @Test
    void anOrderThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Nade.checkedOrder(new int[] {0, 2, 2}, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("each of 3 features once, but was [0, 2, 2]");
    }
}
