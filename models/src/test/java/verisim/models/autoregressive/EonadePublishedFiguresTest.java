package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;
import verisim.models.RealData;

/** Test log-likelihood on nltcs: no normalised model can pass -5.4080, minus the entropy of the test rows; circuits reach about -6.00. */
@Tag("slow")
class EonadePublishedFiguresTest {
    @Test
    void theTestLikelihoodOfNltcsIsInTheKnownRangeAndMixingOrdersDoesNotHurt() {
        Eonade model = (Eonade) ModelRegistry.of(List.of(new EonadeProvider()))
                .trainer("eonade", Map.of("hidden", List.of(100, 100), "epochs", 20, "schedule", "linear"))
                .fit(
                        RealData.binary("debd/nltcs", Split.TRAIN),
                        RealData.binary("debd/nltcs", Split.VALIDATION),
                        TrainingContext.of(RandomStream.ofSeed(1)));
        INDArray test = RealData.binary("debd/nltcs", Split.TEST).toArray();
        double mixture = mean(model.logProbability(test));
        assertThat(mixture).isBetween(-6.10, -5.4080);
        assertThat(mixture).isGreaterThan(mean(model.logProbabilityByOrder(test)));
    }

    private static double mean(INDArray x) {
        return Arrays.stream(Arrays2d.toDoubles(x)).average().orElseThrow();
    }
}
