package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Levels;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.math.Bernoulli;
import verisim.core.math.LogMath;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TractableDensity;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;
import verisim.core.testkit.BinaryDensityContract;
import verisim.core.testkit.DensityContract;
import verisim.core.testkit.ModelProviderContract;
import verisim.core.testkit.StatisticalAssertions;
import verisim.core.testkit.UnlikeColumns;
import verisim.models.TestData;
import verisim.models.nn.Activation.Function;
import verisim.models.nn.FeatureScaling;

/** MADE of several sets of masks, its samples and completions, and MADE of direct connections alone. */
class MadeMixtureTest {
    private static final int D = 6;
    private static final Levels LEVELS = Levels.of(2, 5, 3, 2, 4, 3);
    private static final Dataset CHAIN = TestData.chain(Split.TRAIN, 800, 8);
    private static final Dataset CHAIN_VALIDATION = TestData.chain(Split.VALIDATION, 200, 8);

    private static Made fit(ModelProvider provider, Dataset train, Dataset validation, Object... options) {
        Map<String, Object> map = new HashMap<>(Map.of("epochs", 4));
        for (int i = 0; i < options.length; i += 2) {
            map.put((String) options[i], options[i + 1]);
        }
        return (Made) ModelRegistry.of(List.of(provider))
                .trainer(provider.name(), map)
                .fit(train, validation, TrainingContext.of(RandomStream.ofSeed(1)));
    }

    /** A model of random weights, as far from independence as they come. */
    private static Made random(DataKind kind, int masks, boolean sameOrder, long seed) {
        MadeConditionals family = family(kind, 2);
        MadeLayout layout = new MadeLayout(family.conditionals().widths(D), List.of(15, 12), Function.TANH, true, 0);
        return new Made(
                "made", family, masks(layout, masks, sameOrder, seed), weights(layout, kind, seed), scaling(kind, D));
    }

    private static MadeConditionals family(DataKind kind, int components) {
        return new MadeConditionals(
                kind, kind == DataKind.CATEGORICAL ? Optional.of(LEVELS) : Optional.empty(), components, 0.01);
    }

    private static FeatureScaling scaling(DataKind kind, int d) {
        if (kind != DataKind.CATEGORICAL) {
            return FeatureScaling.none(d);
        }
        INDArray half = Arrays2d.vector(new double[] {0.5, 2, 1, 0.5, 1.5, 1});
        return FeatureScaling.of(half, half);
    }

    private static List<MadeMask> masks(MadeLayout layout, int count, boolean sameOrder, long seed) {
        RandomStream random = RandomStream.ofSeed(seed);
        int[] order = random.permutation(D);
        List<MadeMask> out = new ArrayList<>();
        for (int m = 0; m < count; m++) {
            int[] own = sameOrder || m == 0 ? order : random.permutation(D);
            out.add(MadeMask.drawn(layout, own, random));
        }
        return out;
    }

    /** Smaller ones for REAL data, whose values grow from feature to feature otherwise. */
    private static float[] weights(MadeLayout layout, DataKind kind, long seed) {
        float[] out = new float[layout.parameterCount()];
        RandomStream.ofSeed(seed).child("weights").fillGaussian(out, 0, out.length);
        for (int i = 0; i < out.length; i++) {
            out[i] *= kind == DataKind.REAL ? 0.15f : 1f;
        }
        return out;
    }

    @Nested
    class OrderAgnosticAsPlugIn extends ModelProviderContract {
        @Override
        protected ModelProvider provider() {
            return new MadeProvider();
        }

        @Override
        protected Map<String, ?> quickOptions() {
            return Map.of(
                    "hidden", List.of(20, 15), "epochs", 3, "order", "random", "masks", 3, "connectivity", "agnostic");
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
    class OrderAgnostic extends BinaryDensityContract {
        @Override
        protected TractableDensity model() {
            return fit(
                    new MadeProvider(),
                    CHAIN,
                    CHAIN_VALIDATION,
                    "hidden",
                    List.of(30),
                    "order",
                    "random",
                    "masks",
                    5,
                    "dropout",
                    0.1);
        }
    }

    @Nested
    class ConnectivityAgnosticAsDensity extends DensityContract {
        @Override
        protected TractableDensity model() {
            return random(DataKind.REAL, 3, true, 5);
        }
    }

    @Nested
    class Fvsbn extends ModelProviderContract {
        @Override
        protected ModelProvider provider() {
            return new FvsbnProvider();
        }

        @Override
        protected Map<String, ?> quickOptions() {
            return Map.of("epochs", 3, "learningRate", 0.05);
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
    class FvsbnOfTwoOrders extends BinaryDensityContract {
        @Override
        protected TractableDensity model() {
            return fit(
                    new FvsbnProvider(), CHAIN, CHAIN_VALIDATION, "learningRate", 0.05, "order", "random", "masks", 2);
        }
    }

    /** A chain is what logistic regressions represent exactly: H(0.6) + 7 H(0.8) = 0.6730 + 7 * 0.5004 = 4.1758 nats. */
    @Test
    void fvsbnLearnsAChain() {
        Made model = fit(
                new FvsbnProvider(),
                TestData.chain(Split.TRAIN, 20_000, 8),
                CHAIN_VALIDATION,
                "learningRate",
                0.02,
                "epochs",
                10);
        INDArray x = TestData.chain(Split.TEST, 20_000, 8).toArray();
        double mean = java.util.Arrays.stream(Arrays2d.toDoubles(model.logProbability(x)))
                .average()
                .orElseThrow();
        double entropy = 0.6730116670 + 7 * 0.5004024235;
        // Standard deviation of log p is about 1.5: 4.9 standard errors of 20,000 rows are 0.05.
        assertThat(mean).isBetween(-entropy - 0.06, -entropy + 0.05);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void theMixtureOfDensitiesSumsToOne(int masks) {
        Made model = random(DataKind.BINARY, masks, false, 3);
        double[] logP = Arrays2d.toDoubles(model.logProbability(BinaryDensityContract.allStates(D)));
        assertThat(LogMath.logSumExp(logP)).isCloseTo(0, within(1e-6));
    }

    /** The planted mistake: one distribution from the mean of the networks' logits. Under two orders it is none. */
    @Test
    void averagedLogitsDoNotSumToOne() {
        MadeLayout layout = new MadeLayout(D, 1, List.of(15, 12), Function.TANH, true);
        float[] states = Arrays2d.toFloats(BinaryDensityContract.allStates(D));
        int n = states.length / D;
        double worst = 0;
        for (int seed = 0; seed < 5; seed++) {
            float[] weights = weights(layout, DataKind.BINARY, seed);
            float[] mean = new float[states.length];
            for (MadeMask mask : masks(layout, 2, false, seed)) {
                float[] masked = new float[weights.length];
                mask.apply(weights, masked);
                float[] logits = new MadeNetwork(layout, n).forward(masked, states, n);
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += logits[i] / 2;
                }
            }
            double[] logP = new double[n];
            for (int r = 0; r < n; r++) {
                logP[r] = Bernoulli.logLikelihood(states, r * D, mean, r * D, D);
            }
            double gap = Math.abs(LogMath.logSumExp(logP));
            // A thousand times what the test of the mixture allows.
            assertThat(gap).as("seed %d", seed).isGreaterThan(1e-3);
            worst = Math.max(worst, gap);
        }
        assertThat(worst).isGreaterThan(0.02);
    }

    /** Columns of 2, 5, 3, 2, 4 and 3 levels: all 720 states. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void probabilitiesOfAllCategoricalStatesSumToOne(int masks) {
        Made model = random(DataKind.CATEGORICAL, masks, false, 4);
        double[] logP = Arrays2d.toDoubles(model.logProbability(UnlikeColumns.states(LEVELS)));
        assertThat(LogMath.logSumExp(logP)).isCloseTo(0, within(1e-5));
        long[] counts = new long[logP.length];
        float[] x = Arrays2d.toFloats(model.sample(30_000, RandomStream.ofSeed(8)));
        for (int r = 0; r < 30_000; r++) {
            counts[state(x, r, LEVELS)]++;
        }
        StatisticalAssertions.chiSquareFits(
                counts, java.util.Arrays.stream(logP).map(Math::exp).toArray());
    }

    private static int state(float[] x, int row, Levels levels) {
        int state = 0;
        for (int d = D - 1; d >= 0; d--) {
            state = state * levels.count(d) + (int) x[row * D + d];
        }
        return state;
    }

    /** Feature after feature through the whole network, on the same random numbers as the incremental sampler. */
    @ParameterizedTest
    @EnumSource(DataKind.class)
    void incrementalSamplingIsAncestralSampling(DataKind kind) {
        for (int seed = 0; seed < 20; seed++) {
            Conditionals conditionals = family(kind, 3).conditionals();
            boolean direct = seed % 2 == 0;
            List<Integer> hidden = List.of(11, 9, 13).subList(0, seed % 4);
            MadeLayout layout = new MadeLayout(conditionals.widths(D), hidden, Function.TANH, direct, 0);
            MadeMask mask = masks(layout, 1, true, seed).get(0);
            float[] parameters = weights(layout, kind, seed);
            mask.apply(parameters, parameters);
            int n = 150;
            float[] fast = new float[n * D];
            new MadeSampler(mask, conditionals, parameters).draw(fast, n, 0, RandomStream.ofSeed(seed));

            float[] slow = new float[n * D];
            RandomStream random = RandomStream.ofSeed(seed);
            MadeNetwork network = new MadeNetwork(layout, n);
            for (int from = 0; from < n; from += 128) {
                int count = Math.min(128, n - from);
                float[] block = new float[count * D];
                for (int g = 1; g <= D; g++) {
                    int feature = mask.featureOfDegree(g);
                    float[] all = network.forward(parameters, block, count);
                    float[] outputs = new float[count * layout.perFeature()];
                    for (int r = 0; r < count; r++) {
                        int first = layout.outputFrom(feature);
                        for (int k = 0; k < layout.outputFrom(feature + 1) - first; k++) {
                            outputs[k * count + r] = all[r * layout.outputs() + first + k];
                        }
                    }
                    float[] drawn = new float[count];
                    conditionals.of(feature).sample(outputs, count, drawn, 0, count, random);
                    for (int r = 0; r < count; r++) {
                        block[r * D + feature] = drawn[r];
                    }
                }
                System.arraycopy(block, 0, slow, from * D, block.length);
            }
            for (int i = 0; i < fast.length; i++) {
                assertThat(fast[i]).as("seed %d, value %d", seed, i).isCloseTo(slow[i], within(2e-3f));
            }
        }
    }

    /** Completions against the exact conditional, listed: p(state) over the sum of the states with the same observed part. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void completionsFollowTheExactConditional(int masks) {
        for (DataKind kind : List.of(DataKind.BINARY, DataKind.CATEGORICAL)) {
            Levels levels = kind == DataKind.BINARY ? Levels.same(D, 2) : LEVELS;
            Made model = random(kind, masks, true, 6);
            List<Integer> order = model.orders().get(0);
            boolean[] observed = new boolean[D];
            observed[order.get(0)] = true;
            observed[order.get(1)] = true;
            float[] given = {1, 1, 1, 1, 1, 1};
            for (int d = 0; d < D; d++) {
                given[d] = observed[d] ? given[d] : Float.NaN;
            }
            float[] states = Arrays2d.toFloats(UnlikeColumns.states(levels));
            double[] logP = Arrays2d.toDoubles(model.logProbability(UnlikeColumns.states(levels)));
            double[] conditional = new double[logP.length];
            double total = 0;
            for (int s = 0; s < logP.length; s++) {
                boolean fits = states[s * D + order.get(0)] == 1 && states[s * D + order.get(1)] == 1;
                conditional[s] = fits ? Math.exp(logP[s]) : 0;
                total += conditional[s];
            }
            int n = 30_000;
            float[] rows = new float[n * D];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = given[i % D];
            }
            INDArray x = Arrays2d.matrix(rows, n, D);
            float[] completed = Arrays2d.toFloats(model.complete(x, observed, RandomStream.ofSeed(9)));
            long[] counts = new long[conditional.length];
            for (int r = 0; r < n; r++) {
                counts[state(completed, r, levels)]++;
            }
            double sum = total;
            StatisticalAssertions.chiSquareFits(
                    counts,
                    java.util.Arrays.stream(conditional).map(p -> p / sum).toArray());
            assertThat(Arrays2d.toFloats(model.complete(x, observed, RandomStream.ofSeed(9))))
                    .isEqualTo(completed);
        }
    }

    @Test
    void rowsThatAreCompleteStayAsTheyAre() {
        Made model = random(DataKind.REAL, 2, false, 7);
        INDArray x = model.sample(40, RandomStream.ofSeed(1));
        boolean[] all = {true, true, true, true, true, true};
        assertThat(Arrays2d.toFloats(model.complete(x, all, RandomStream.ofSeed(2))))
                .isEqualTo(Arrays2d.toFloats(x));
        assertThat(model.cannotComplete(new boolean[D])).isEmpty();
        assertThat(model.complete(x, new boolean[D], RandomStream.ofSeed(2)).shape())
                .containsExactly(40, D);
    }

    @Test
    void whatCannotBeCompletedIsExplained() {
        Made single = random(DataKind.BINARY, 1, true, 6);
        boolean[] last = new boolean[D];
        last[single.orders().get(0).get(D - 1)] = true;
        assertThat(single.cannotComplete(last))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("must be the first 1 of the order "
                                + OrderText.of(single.orders().get(0)))
                        .contains("eonade can complete any set"));
        assertThatThrownBy(() -> single.complete(BinaryDensityContract.allStates(D), last, RandomStream.ofSeed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("made cannot complete");
        Made several = random(DataKind.BINARY, 5, false, 6);
        boolean[] firstOfFirst = new boolean[D];
        firstOfFirst[several.orders().get(0).get(0)] = true;
        assertThat(several.cannotComplete(firstOfFirst))
                .hasValueSatisfying(reason -> assertThat(reason).contains("each of the 5 orders"));
        assertThat(random(DataKind.REAL, 1, true, 6).cannotComplete(last))
                .as("eonade does not take REAL data")
                .hasValueSatisfying(reason -> assertThat(reason).endsWith("gaussian-mixture can complete any set"));
        assertThatThrownBy(() -> single.cannotComplete(new boolean[D + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("each of 6 features, but has 7");
    }

    @Test
    void categoriesUnknownToTheModelAreExplained() {
        Made model = random(DataKind.CATEGORICAL, 1, true, 6);
        for (float wrong : new float[] {3, -1, 0.5f, Float.NaN}) {
            INDArray x = Arrays2d.matrix(new float[] {0, 1, 2, 0, 1, wrong}, 1, D);
            assertThatThrownBy(() -> model.logProbability(x))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("levels 0 to 2")
                    .hasMessageContaining("row 1, column 6");
        }
    }

    @Test
    void masksThatWouldAllBeTheSameAreRefused() {
        assertThatThrownBy(() -> fit(new MadeProvider(), CHAIN, CHAIN_VALIDATION, "masks", 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 masks would all be the same")
                .hasMessageContaining("set order to random or connectivity to agnostic");
        assertThatThrownBy(() -> fit(
                        new MadeProvider(),
                        CHAIN,
                        CHAIN_VALIDATION,
                        "masks",
                        2,
                        "order",
                        "random",
                        "evaluationMasks",
                        3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("evaluationMasks must be at most masks, 2, but was 3");
    }

    @Test
    void aModelKeepsAsManyMasksAsItIsAskedTo() {
        Made model = fit(
                new MadeProvider(),
                CHAIN,
                CHAIN_VALIDATION,
                "hidden",
                List.of(5),
                "epochs",
                1,
                "masks",
                4,
                "order",
                "random",
                "evaluationMasks",
                2);
        assertThat(model.orders()).hasSize(2).doesNotHaveDuplicates();
    }
}
