package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.data.Split;
import verisim.core.model.Checkpoints;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingListener;
import verisim.core.model.TrainingListener.Progress;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;

class RbmTrainingTest {
    @TempDir
    private Path folder;

    private static final class Log implements TrainingListener {
        final List<Progress> rows = new ArrayList<>();
        int resumed;

        @Override
        public void onProgress(Progress progress) {
            rows.add(progress);
        }

        @Override
        public void onResumed(List<Progress> earlier) {
            resumed = earlier.size();
            rows.addAll(earlier);
        }
    }

    private static RbmOptions options(Map<String, ?> given) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "epochs",
                6,
                "learningRate",
                0.1,
                "momentum",
                0.6,
                "momentumEpochs",
                2,
                "sparsityCost",
                0.01,
                "weightDecay",
                0.0001,
                "batchSize",
                30,
                "aisEvery",
                2));
        all.putAll(given);
        return RbmOptions.of(Options.resolve("rbm", RbmOptions.OPTIONS, all));
    }

    private Rbm fit(RbmOptions options, int seed, Log log, BooleanSupplier stop, boolean kept) {
        Checkpoints place = kept ? Checkpoints.in(folder, "test", Duration.ZERO) : Checkpoints.none();
        return new RbmTrainer(8, options)
                .fit(
                        BoltzmannTrainersTest.bars(Split.TRAIN, 100),
                        BoltzmannTrainersTest.bars(Split.VALIDATION, 50),
                        new TrainingContext(RandomStream.ofSeed(seed), log, stop, place));
    }

    /** Batches of 30, 30, 30 and 10: four steps an epoch. Stops at steps 4 (an epoch's end), 10 and 17 (within one). */
    @ParameterizedTest
    @ValueSource(strings = {"cd", "pcd", "fast-pcd", "tempering", "exact"})
    void anInterruptedRunEndsWithTheBitsOfOneThatWasNot(String algorithm) {
        for (String offsets : new String[] {"none", "enhanced"}) {
            RbmOptions options = options(Map.of("algorithm", algorithm, "offsets", offsets, "gibbsSteps", 2));
            Log wholeLog = new Log();
            Rbm whole = fit(options, 3, wholeLog, () -> false, false);
            int[] asked = new int[1];
            for (int stopAt : new int[] {4, 6, 7}) {
                asked[0] = 0;
                fit(options, 3, new Log(), () -> ++asked[0] >= stopAt, true);
            }
            Log log = new Log();
            Rbm resumed = fit(options, 3, log, () -> false, true);
            assertThat(log.resumed).as("epochs of earlier processes").isBetween(1, 5);
            assertThat(resumed.parameters().values())
                    .as("%s, offsets %s", algorithm, offsets)
                    .containsExactly(whole.parameters().values());
            assertThat(log.rows).containsExactlyElementsOf(wholeLog.rows);
            for (java.io.File file : folder.toFile().listFiles()) {
                assertThat(file.delete()).isTrue();
            }
        }
    }

    @Test
    void theCheckpointOfAnotherRunIsRefused() {
        RbmOptions options = options(Map.of());
        int[] asked = new int[1];
        fit(options, 3, new Log(), () -> ++asked[0] >= 9, true);
        Log other = new Log();
        fit(options(Map.of("learningRate", 0.2)), 3, other, () -> true, true);
        assertThat(other.resumed).isZero();
        fit(options, 4, other, () -> true, true);
        assertThat(other.resumed).isZero();
        fit(options, 3, other, () -> true, true);
        assertThat(other.resumed).isEqualTo(2);
    }

    @Test
    void learningRatesAndMomentumFollowTheirSchedules() {
        RbmOptions.Steps linear = options(Map.of("schedule", "linear")).steps();
        assertThat(linear.rateAt(1.5, 6)).isCloseTo(0.1 * 0.75, within(1e-15));
        RbmOptions.Steps inverse =
                options(Map.of("schedule", "inverse", "scheduleEpochs", 4)).steps();
        assertThat(inverse.rateAt(0, 6)).isCloseTo(0.1, within(1e-15));
        assertThat(inverse.rateAt(4, 6)).isCloseTo(0.05, within(1e-15));
        assertThat(options(Map.of("schedule", "constant")).steps().rateAt(5, 6)).isCloseTo(0.1, within(1e-15));
        assertThat(linear.momentumAt(2)).isEqualTo(0.5);
        assertThat(linear.momentumAt(3)).isEqualTo(0.6);
    }
}
