package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TractableDensity;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;
import verisim.models.RealData;

/**
 * Test log-likelihoods on sets of the literature, with all options but {@code hidden} at their defaults.
 *
 * <p>nltcs: circuits reach about -6.00 to -6.02, and no normalised model can pass -5.4080, minus the entropy of the test rows.
 * mushrooms: NADE -9.81, MADE -9.68 (Germain et al., 2015, Table 4, 500 units); a NumPy MADE of ours -9.78 to -9.81.
 */
@Tag("slow")
class MadePublishedFiguresTest {
    @ParameterizedTest
    @CsvSource({"debd/nltcs, 200, -6.03, -5.4080", "nade_uci/mushrooms, 500, -9.95, -9.5"})
    void theTestLikelihoodIsInTheKnownRange(String folder, int hidden, double low, double high) {
        TractableDensity model = (TractableDensity) ModelRegistry.of(List.of(new MadeProvider()))
                .trainer("made", Map.of("hidden", List.of(hidden)))
                .fit(
                        RealData.binary(folder, Split.TRAIN),
                        RealData.binary(folder, Split.VALIDATION),
                        TrainingContext.of(RandomStream.ofSeed(1)));
        double[] logP = Arrays2d.toDoubles(
                model.logProbability(RealData.binary(folder, Split.TEST).toArray()));
        double mean = java.util.Arrays.stream(logP).average().orElseThrow();
        assertThat(mean).isBetween(low, high);
    }
}
