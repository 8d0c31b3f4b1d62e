package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation.Function;

/** The structure of MADE's masks: what may depend on what. */
class MadeMaskTest {
    /** Random depth, widths, order, outputs, and degrees: spread, drawn as in the paper, or any numbers from 0 to D. */
    private static MadeMask random(RandomStream random) {
        int d = 1 + random.nextInt(12);
        List<Integer> hidden = new ArrayList<>();
        for (int l = random.nextInt(4); l > 0; l--) {
            hidden.add(1 + random.nextInt(20));
        }
        boolean direct = random.nextInt(2) == 0;
        MadeLayout layout = new MadeLayout(d, 1 + random.nextInt(3), hidden, Function.RELU, direct);
        int[] order = random.permutation(d);
        return switch (random.nextInt(3)) {
            case 0 -> MadeMask.spread(layout, order);
            case 1 -> MadeMask.drawn(layout, order, random);
            default ->
                new MadeMask(
                        layout,
                        order,
                        hidden.stream()
                                .map(h -> IntStream.range(0, h)
                                        .map(k -> random.nextInt(d + 1))
                                        .toArray())
                                .toArray(int[][]::new));
        };
    }

    /**
     * A network with masks in place of weights counts paths: there must be none from a feature to the outputs of one that is not
     * after it.
     */
    private static void requireStrictlyTriangular(MadeMask mask, float[] zeroOrOne) {
        MadeLayout layout = mask.layout();
        long[][] paths = paths(layout, zeroOrOne);
        for (int i = 0; i < layout.features(); i++) {
            for (int o = 0; o < layout.outputs(); o++) {
                boolean before = mask.degreeOfFeature(i) < mask.degreeOfFeature(o / layout.perFeature());
                if (!before) {
                    assertThat(paths[i][o]).as("feature %d to output %d", i, o).isZero();
                }
            }
        }
    }

    @Test
    void theProductOfTheMasksIsStrictlyTriangularForEverySeed() {
        for (int seed = 0; seed < 1000; seed++) {
            MadeMask mask = random(RandomStream.ofSeed(seed));
            requireStrictlyTriangular(mask, mask.toArray(mask.layout().parameterCount()));
        }
    }

    /** Not by cutting everything off: where units suffice, every feature reaches every one after it. */
    @Test
    void everyFeatureReachesAllAfterItWhereUnitsSuffice() {
        for (int seed = 0; seed < 100; seed++) {
            RandomStream random = RandomStream.ofSeed(seed);
            int d = 2 + random.nextInt(8);
            List<Integer> hidden = seed % 2 == 0 ? List.of() : List.of(d - 1 + random.nextInt(9), d + 3);
            MadeLayout layout = new MadeLayout(d, 2, hidden, Function.RELU, hidden.isEmpty());
            MadeMask mask = MadeMask.spread(layout, random.permutation(d));
            long[][] paths = paths(layout, mask.toArray(layout.parameterCount()));
            for (int i = 0; i < d; i++) {
                for (int o = 0; o < 2 * d; o++) {
                    if (mask.degreeOfFeature(i) < mask.degreeOfFeature(o / 2)) {
                        assertThat(paths[i][o]).as("seed %d", seed).isPositive();
                    }
                }
            }
        }
    }

    /**
     * Every masked entry that lies on a path from an input to an output closes it: set to 1, the check must see it. An entry
     * between units that nothing reaches, or that reach nothing, cannot leak and is passed over.
     */
    @Test
    void aSingleWrongEntryIsCaught() {
        int planted = 0;
        for (int seed = 0; seed < 100; seed++) {
            RandomStream random = RandomStream.ofSeed(seed);
            int d = 2 + random.nextInt(5);
            MadeLayout layout = new MadeLayout(
                    d, 1, List.of(d - 1 + random.nextInt(5), d - 1 + random.nextInt(5)), Function.RELU, true);
            MadeMask mask = MadeMask.spread(layout, random.permutation(d));
            float[] wrong = mask.toArray(layout.parameterCount());
            int entry = random.nextInt(wrong.length);
            if (wrong[entry] == 1f) {
                continue;
            }
            wrong[entry] = 1f;
            planted++;
            assertThatThrownBy(() -> requireStrictlyTriangular(mask, wrong))
                    .as("seed %d, entry %d", seed, entry)
                    .isInstanceOf(AssertionError.class);
        }
        assertThat(planted).isGreaterThan(20);
    }

    @Test
    void drawnDegreesLieBetweenTheSmallestBelowAndTheNumberOfFeaturesLessOne() {
        MadeLayout layout = new MadeLayout(20, 1, List.of(6, 300, 300), Function.RELU, false);
        MadeMask mask = MadeMask.drawn(layout, IntStream.range(0, 20).toArray(), RandomStream.ofSeed(5));
        int smallest = 1;
        for (int l = 0; l < 3; l++) {
            int[] degrees = new int[layout.width(l)];
            for (int k = 0; k < degrees.length; k++) {
                degrees[k] = mask.degreeOfUnit(l, k);
            }
            IntStream stream = IntStream.of(degrees);
            int low = smallest;
            assertThat(stream.allMatch(g -> g >= low && g <= 19)).isTrue();
            assertThat(l == 0 || IntStream.of(degrees).distinct().count() == 20 - low)
                    .as("300 units take every degree from %d", low)
                    .isTrue();
            smallest = IntStream.of(degrees).min().orElseThrow();
        }
        assertThat(smallest).as("six units did not draw the degree 1").isGreaterThan(1);
    }

    /** Masks are applied by degrees; here entry by entry as the paper has them. */
    @Test
    void masksAreThoseOfThePaper() {
        MadeMask mask = MadeMask.drawn(
                new MadeLayout(5, 2, List.of(7, 6), Function.RELU, true, 3),
                new int[] {3, 1, 4, 0, 2},
                RandomStream.ofSeed(1));
        MadeLayout layout = mask.layout();
        float[] values = new float[layout.end() + 2];
        RandomStream.ofSeed(2).fillGaussian(values, 0, values.length);
        float[] out = new float[values.length];
        mask.apply(values, out);
        Consumer<int[]> check = at -> assertThat(out[at[0]]).isEqualTo(at[1] == 1 ? values[at[0]] : 0f);
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 7; j++) {
                boolean sees = mask.degreeOfUnit(0, j) >= mask.degreeOfFeature(i);
                check.accept(new int[] {layout.weights(0) + i * 7 + j, sees ? 1 : 0});
            }
            for (int o = 0; o < 10; o++) {
                boolean sees = mask.degreeOfFeature(o / 2) > mask.degreeOfFeature(i);
                check.accept(new int[] {layout.directWeights() + i * 10 + o, sees ? 1 : 0});
            }
        }
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 6; j++) {
                boolean sees = mask.degreeOfUnit(1, j) >= mask.degreeOfUnit(0, i);
                check.accept(new int[] {layout.weights(1) + i * 6 + j, sees ? 1 : 0});
            }
        }
        for (int i = 0; i < 6; i++) {
            for (int o = 0; o < 10; o++) {
                boolean sees = mask.degreeOfFeature(o / 2) > mask.degreeOfUnit(1, i);
                check.accept(new int[] {layout.weights(2) + i * 10 + o, sees ? 1 : 0});
            }
        }
        for (int j = 0; j < 10; j++) {
            check.accept(new int[] {layout.biases(2) + j, 1});
        }
        assertThat(out)
                .as("what lies outside of the layout")
                .startsWith(0f, 0f, 0f)
                .endsWith(0f, 0f);
    }

    /** On weights far from 0, so that a leak would show; features to the order's g-th move outputs of later ones alone. */
    @Test
    void changingAFeatureMovesNoConditionalUpToIt() {
        for (int seed = 0; seed < 20; seed++) {
            RandomStream random = RandomStream.ofSeed(seed);
            int d = 9;
            MadeLayout layout = new MadeLayout(d, 2, List.of(40, 30), Function.TANH, seed % 2 == 0);
            MadeMask mask = seed % 4 < 2
                    ? MadeMask.spread(layout, random.permutation(d))
                    : MadeMask.drawn(layout, random.permutation(d), random);
            float[] parameters = new float[layout.parameterCount()];
            random.fillGaussian(parameters, 0, parameters.length);
            mask.apply(parameters, parameters);
            MadeNetwork network = new MadeNetwork(layout, 1);
            float[] x = new float[d];
            random.fillGaussian(x, 0, d);
            float[] before = network.forward(parameters, x, 1).clone();
            for (int g = 1; g <= d; g++) {
                int feature = mask.featureOfDegree(g);
                float[] changed = x.clone();
                changed[feature] += 1;
                float[] after = network.forward(parameters, changed, 1);
                boolean moved = false;
                for (int o = 0; o < layout.outputs(); o++) {
                    if (mask.degreeOfFeature(o / 2) <= g) {
                        assertThat(after[o])
                                .as("seed %d, feature %d", seed, feature)
                                .isEqualTo(before[o]);
                    } else {
                        moved |= after[o] != before[o];
                    }
                }
                if (layout.direct()) { // otherwise drawn degrees may leave a feature without units
                    assertThat(moved)
                            .as("seed %d, feature %d moves something", seed, feature)
                            .isEqualTo(g < d);
                }
            }
        }
    }

    @Test
    void anOrderThatIsNoneIsExplained() {
        MadeLayout layout = new MadeLayout(3, 1, List.of(), Function.RELU, true);
        assertThatThrownBy(() -> MadeMask.spread(layout, new int[] {0, 2, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("every feature once, but was [0, 2, 2]");
        assertThatThrownBy(() -> MadeMask.spread(layout, new int[] {0, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 features, but names 2");
    }

    @Test
    void aNetworkTooLargeForOneArrayIsExplained() {
        assertThatThrownBy(() -> new MadeLayout(784, 256, List.of(20_000), Function.RELU, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fewer hidden units or no directConnections");
    }

    private static long[][] paths(MadeLayout layout, float[] mask) {
        int d = layout.features();
        int layers = layout.layers();
        long[][] current = new long[d][d];
        for (int i = 0; i < d; i++) {
            current[i][i] = 1;
        }
        for (int l = 0; l <= layers && layers > 0; l++) {
            int below = layout.unitsBelow(l);
            int width = layout.width(l);
            long[][] next = new long[d][width];
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < width; j++) {
                    for (int k = 0; k < below; k++) {
                        next[i][j] += current[i][k] * (long) mask[layout.weights(l) + k * width + j];
                    }
                }
            }
            current = next;
        }
        long[][] out = layers > 0 ? current : new long[d][layout.outputs()];
        for (int i = 0; i < d && layout.direct(); i++) {
            for (int o = 0; o < layout.outputs(); o++) {
                out[i][o] += (long) mask[layout.directWeights() + i * layout.outputs() + o];
            }
        }
        return out;
    }
}
