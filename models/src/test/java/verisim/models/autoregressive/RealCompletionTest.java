package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.data.DataKind;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.ConditionalSampler;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TractableDensity;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;
import verisim.core.testkit.StatisticalAssertions;
import verisim.models.TestData;
import verisim.models.nn.Activation.Function;
import verisim.models.nn.FeatureScaling;

/** Completions of REAL rows against the conditional {@code p(x_0, x_1) / p(x_0)}, integrated cell by cell from the joint density. */
class RealCompletionTest {
    private static final int CELLS = 60;
    private static final int FINE = 40;

    @ParameterizedTest
    @ValueSource(strings = {"made", "nade"})
    void completionsFollowTheConditionalDensity(String name) {
        ModelProvider provider = name.equals("made") ? new MadeProvider() : new NadeProvider();
        Object hidden = name.equals("made") ? List.of(30) : (Object) 30;
        TractableDensity model = (TractableDensity) ModelRegistry.of(List.of(provider))
                .trainer(name, Map.of("hidden", hidden, "epochs", 10, "components", 4, "learningRate", 0.01))
                .fit(
                        TestData.waves(Split.TRAIN, 1000, 2),
                        TestData.waves(Split.VALIDATION, 300, 2),
                        TrainingContext.of(RandomStream.ofSeed(4)));
        for (float given : new float[] {-2.3f, 3.6f}) {
            requireConditional(model, given, -15, 35);
        }
    }

    /** Components that disagree about x_0, so that which of them completes a row depends on it. */
    @ParameterizedTest
    @CsvSource({"1, 0.8", "3, -1.5", "3, 0.8"})
    void aMixtureOfMasksIsWeightedByWhatIsObserved(int masks, float given) {
        MadeConditionals family = new MadeConditionals(DataKind.REAL, Optional.empty(), 2, 0.05);
        MadeLayout layout = new MadeLayout(2, family.conditionals().perFeature(), List.of(9, 8), Function.TANH, true);
        float[] parameters = new float[layout.parameterCount()];
        RandomStream.ofSeed(12).child("weights").fillGaussian(parameters, 0, parameters.length);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] *= 0.5f;
        }
        List<MadeMask> all = new ArrayList<>();
        for (int m = 0; m < masks; m++) {
            // With degrees 0 and 1 the units differ in what they see; those of degree 0 move both outputs.
            RandomStream random = RandomStream.ofSeed(m).child("degrees");
            int[][] degrees = {new int[9], new int[8]};
            for (int[] layer : degrees) {
                for (int k = 0; k < layer.length; k++) {
                    layer[k] = random.nextInt(2);
                }
            }
            all.add(new MadeMask(layout, new int[] {0, 1}, degrees));
        }
        Made model = new Made("made", family, all, parameters, FeatureScaling.none(2));
        requireConditional(model, given, -30, 30);
    }

    private static void requireConditional(TractableDensity model, float given, double low, double high) {
        double width = (high - low) / CELLS;
        float[] grid = new float[2 * CELLS * FINE];
        for (int i = 0; i < CELLS * FINE; i++) {
            grid[2 * i] = given;
            grid[2 * i + 1] = (float) (low + (i + 0.5) * width / FINE);
        }
        double[] logP = Arrays2d.toDoubles(model.logProbability(Arrays2d.matrix(grid, CELLS * FINE, 2)));
        double[] cells = new double[CELLS];
        double total = 0;
        for (int i = 0; i < logP.length; i++) {
            cells[i / FINE] += Math.exp(logP[i]);
            total += Math.exp(logP[i]);
        }
        for (int c = 0; c < CELLS; c++) {
            cells[c] /= total;
        }
        int n = 40_000;
        float[] x = new float[2 * n];
        for (int r = 0; r < n; r++) {
            x[2 * r] = given;
            x[2 * r + 1] = Float.NaN;
        }
        float[] out = Arrays2d.toFloats(((ConditionalSampler) model)
                .complete(Arrays2d.matrix(x, n, 2), new boolean[] {true, false}, RandomStream.ofSeed(6)));
        long[] counts = new long[CELLS];
        for (int r = 0; r < n; r++) {
            assertThat(out[2 * r]).isEqualTo(given);
            int cell = (int) Math.floor((out[2 * r + 1] - low) / width);
            assertThat(cell).as("a completion of %s", out[2 * r + 1]).isBetween(0, CELLS - 1);
            counts[cell]++;
        }
        StatisticalAssertions.chiSquareFits(counts, cells);
    }
}
