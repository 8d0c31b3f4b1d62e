package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.model.TrainingListener;
import verisim.core.random.RandomStream;

class BoltzmannTrainersTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(23);

    /** Bars and stripes of 3 x 3 pixels: 14 distinct pictures, the empty and the full one twice as likely (MacKay, 2003). */
    static Dataset bars(Split split, int n) {
        RandomStream random = RANDOM.child("bars").child(split.label());
        float[] rows = new float[n * 9];
        for (int r = 0; r < n; r++) {
            boolean vertical = random.nextInt(2) == 1;
            int lines = random.nextInt(8);
            for (int i = 0; i < 9; i++) {
                rows[r * 9 + i] = (lines >> (vertical ? i % 3 : i / 3) & 1) == 1 ? 1f : 0f;
            }
        }
        return Dataset.of("bars", split, DataKind.BINARY, rows, 9);
    }

    private static GenerativeModel fit(String name, Map<String, ?> options, TrainingListener listener) {
        return ModelRegistry.load()
                .trainer(name, options)
                .fit(
                        bars(Split.TRAIN, 1000),
                        bars(Split.VALIDATION, 500),
                        TrainingContext.of(RANDOM.child("fit")).withListener(listener));
    }

    private static double meanLogLikelihood(Rbm rbm, Dataset data) {
        double sum = 0;
        for (double value : rbm.unnormalized(data.toFloats(), data.size())) {
            sum += value;
        }
        return sum / data.size() - rbm.logPartitionByEnumeration();
    }

    @Test
    void bothAlgorithmsLearnBarsAndStripesUpToTheirEntropy() {
        // entropy: 12 pictures of 1/16, 2 of 1/8: 2.5993 nats; independent pixels: 9 log 2 = 6.24
        double entropy = 12.0 / 16 * Math.log(16) + 2.0 / 8 * Math.log(8);
        for (Map<String, ?> options : List.of(
                Map.of("hidden", 16, "epochs", 300, "patience", 300, "batchSize", 50, "learningRate", 0.2),
                Map.of(
                        "hidden",
                        16,
                        "epochs",
                        300,
                        "patience",
                        300,
                        "batchSize",
                        50,
                        "algorithm",
                        "cd",
                        "gibbsSteps",
                        3,
                        "learningRate",
                        0.2))) {
            Rbm rbm = (Rbm) fit("rbm", options, progress -> {});
            double test = meanLogLikelihood(rbm, bars(Split.TEST, 2000));
            assertThat(test).as("%s", options).isBetween(-entropy - 0.6, -entropy + 0.1);
        }
    }

    @Test
    void theListenerHearsTheScoreThatTheBestEpochWasChosenBy() {
        List<TrainingListener.Progress> heard = new ArrayList<>();
        Rbm rbm = (Rbm) fit("rbm", Map.of("hidden", 8, "epochs", 12, "patience", 3), heard::add);
        double best = heard.stream()
                .mapToDouble(p -> p.values().get("validation-log-likelihood"))
                .max()
                .orElseThrow();
        assertThat(meanLogLikelihood(rbm, bars(Split.VALIDATION, 500)))
                .isCloseTo(best, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(heard.get(0).step()).isEqualTo(10);
        assertThat(heard.get(0).epochs()).isEqualTo(12);
        assertThat(heard.get(0).values().keySet())
                .containsExactly(
                        "train-log-likelihood",
                        "validation-log-likelihood",
                        "validation-pseudo-likelihood",
                        "validation-reconstruction-error",
                        "free-energy-gap");
        heard.clear();
        fit("rbm", Map.of("hidden", 8, "epochs", 1, "algorithm", "tempering", "temperatures", 4), heard::add);
        assertThat(heard.get(0).values()).containsKeys("swap-rate-least", "swap-rate-mean");
        assertThat(heard.get(0).values().get("swap-rate-least")).isBetween(0.3, 1.0);
    }

    @Test
    void sameStreamGivesSameModelAndAStopRequestEndsAfterTheEpoch() {
        Map<String, ?> options = Map.of("hidden", 5, "epochs", 3);
        Rbm first = (Rbm) fit("rbm", options, progress -> {});
        Rbm second = (Rbm) fit("rbm", options, progress -> {});
        assertThat(first.parameters().values())
                .containsExactly(second.parameters().values());
        int[] epochs = new int[1];
        ModelRegistry.load()
                .trainer("rbm", options)
                .fit(
                        bars(Split.TRAIN, 100),
                        bars(Split.VALIDATION, 100),
                        new TrainingContext(RANDOM, progress -> epochs[0]++, () -> true));
        assertThat(epochs[0]).isEqualTo(1);
    }

    /** 40 units: too many for a cheap enumeration, few enough to know what the estimates should be. */
    private static List<TrainingListener.Progress> fitNoise(Map<String, ?> options) {
        List<TrainingListener.Progress> heard = new ArrayList<>();
        float[] rows = new float[30 * 40];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = RANDOM.child(i).nextInt(2);
        }
        Dataset train = Dataset.of("noise", Split.TRAIN, DataKind.BINARY, rows, 40);
        Dataset validation = Dataset.of("noise", Split.VALIDATION, DataKind.BINARY, rows, 40);
        ModelRegistry.load()
                .trainer("rbm", options)
                .fit(train, validation, TrainingContext.of(RANDOM).withListener(heard::add));
        return heard;
    }

    @Test
    void manyUnitsAreScoredByAnnealingUnderItsName() {
        List<TrainingListener.Progress> heard =
                fitNoise(Map.of("hidden", 35, "epochs", 7, "aisEvery", 3, "learningRate", 1e-6, "weightScale", 0));
        assertThat(heard.stream()
                        .map(p ->
                                p.values().get("validation-log-likelihood-ais").isNaN()))
                .containsExactly(true, true, false, true, true, false, false);
        Map<String, Double> last = heard.get(6).values();
        // no weights: independent units, whose log-likelihood is the pseudo-likelihood, and annealing has nothing to do
        assertThat(last.get("validation-log-likelihood-ais"))
                .isCloseTo(last.get("validation-pseudo-likelihood"), org.assertj.core.api.Assertions.within(1e-2))
                .isEqualTo(last.get("train-log-likelihood-ais"));
        assertThat(last.get("free-energy-gap")).isZero();
    }

    @Test
    void withoutAnnealingThePseudoLikelihoodIsTheScore() {
        List<TrainingListener.Progress> heard = fitNoise(Map.of("hidden", 35, "epochs", 2, "aisEvery", 0));
        assertThat(heard.get(1).values().keySet())
                .containsExactly(
                        "train-pseudo-likelihood",
                        "validation-pseudo-likelihood",
                        "validation-reconstruction-error",
                        "free-energy-gap");
        assertThat(heard.get(1).values().get("validation-pseudo-likelihood")).isBetween(-40.0, -15.0);
        // 40 bits, each guessed with probability near 1/2
        assertThat(heard.get(1).values().get("validation-reconstruction-error")).isBetween(8.0, 12.0);
    }

    @Test
    void trainingThatBreaksDownSaysWhere() {
        assertThatThrownBy(() -> fit(
                        "rbm",
                        Map.of("hidden", 5, "learningRate", 1e6, "weightDecay", 1) /* |1 - 1e6|^n overflows */,
                        progress -> {}))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("epoch")
                .hasMessageContaining("lower learningRate");
    }

    @Test
    void aDbnLearnsAndReportsItsLayers() {
        List<TrainingListener.Progress> heard = new ArrayList<>();
        Map<String, ?> options =
                Map.of("hidden", List.of(16, 16), "epochs", 300, "patience", 300, "learningRate", 0.2, "batchSize", 50);
        Dbn dbn = (Dbn) fit("dbn", options, heard::add);
        assertThat(heard).hasSize(600);
        assertThat(heard.get(599).epoch()).isEqualTo(600);
        assertThat(heard.get(599).step()).isEqualTo(600 * 20);
        assertThat(heard.get(300).values().get("validation-score-layer-1")).isNaN();
        assertThat(heard.get(300).values().get("validation-score-layer-2")).isFinite();
        // samples must look like bars and stripes far more often than independent pixels do (14 / 512)
        float[] rows = Arrays2d.toFloats(dbn.sample(2000, RANDOM.child("sample")));
        long[] seen = TinyRbm.counts(bars(Split.TRAIN, 1000).toFloats(), 1000, 9);
        long[] counts = TinyRbm.counts(rows, 2000, 9);
        long valid = 0;
        for (int s = 0; s < counts.length; s++) {
            valid += seen[s] > 0 ? counts[s] : 0;
        }
        assertThat(valid / 2000.0).isGreaterThan(0.3);
    }

    @Test
    void explainsBadOptionsAndData() {
        assertThatThrownBy(() -> fit("dbn", Map.of("hidden", List.of(5)), progress -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least two layers");
        assertThatThrownBy(() -> fit("rbm", Map.of("hiden", 5), progress -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hidden");
        Dataset real = Dataset.of("real", Split.TRAIN, DataKind.REAL, new float[] {0.5f, 2f}, 1);
        Dataset other = Dataset.of("real", Split.VALIDATION, DataKind.REAL, new float[] {0.5f, 2f}, 1);
        assertThatThrownBy(() ->
                        ModelRegistry.load().trainer("rbm", Map.of()).fit(real, other, TrainingContext.of(RANDOM)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rbm needs BINARY data");
    }
}
