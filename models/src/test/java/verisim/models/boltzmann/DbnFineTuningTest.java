package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.likelihood.ImportanceWeightedBound;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.Checkpoints;
import verisim.core.model.LatentVariableModel;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingListener;
import verisim.core.model.TrainingListener.Progress;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;

class DbnFineTuningTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(47);
    private static final int ROWS = 100_000;

    @TempDir
    private Path folder;

    private static Options options(Map<String, ?> given) {
        Map<String, Object> all = new HashMap<>(Map.of("hidden", List.of(7, 6), "epochs", 2, "batchSize", 30));
        all.putAll(given);
        return Options.resolve("dbn", new DbnProvider().options(), all);
    }

    private static final class Log implements TrainingListener {
        final List<Progress> rows = new ArrayList<>();
        int resumed;

        @Override
        public void onProgress(Progress progress) {
            rows.add(progress);
        }

        @Override
        public void onResumed(List<Progress> earlier) {
            resumed += earlier.size();
            rows.addAll(earlier);
        }
    }

    private Dbn fit(Options options, Log log, BooleanSupplier stop, boolean kept) {
        Checkpoints place = kept ? Checkpoints.in(folder, "test", Duration.ZERO) : Checkpoints.none();
        return (Dbn) new DbnProvider()
                .trainer(options)
                .fit(
                        BoltzmannTrainersTest.bars(Split.TRAIN, 100),
                        BoltzmannTrainersTest.bars(Split.VALIDATION, 50),
                        new TrainingContext(RANDOM.child("fit"), log, stop, place));
    }

    private static Dbn network() {
        return Dbn.of(List.of(TinyRbm.random(4, 3, 0.8, "low"), TinyRbm.random(3, 2, 0.8, "top")));
    }

    private static double conditional(RbmParameters p, int d, int above) {
        double field = p.visibleBias(d);
        for (int j = 0; j < p.hidden(); j++) {
            field += TinyRbm.on(above, j) ? p.weight(d, j) : 0;
        }
        return LogMath.sigmoid(field);
    }

    private static double recognised(RbmParameters p, int j, int below) {
        double field = p.hiddenBias(j);
        for (int d = 0; d < p.visible(); d++) {
            field += TinyRbm.on(below, d) ? p.weight(d, j) : 0;
        }
        return LogMath.sigmoid(field);
    }

    private static double product(int state, int units, java.util.function.IntToDoubleFunction on) {
        double out = 1;
        for (int i = 0; i < units; i++) {
            out *= TinyRbm.on(state, i) ? on.applyAsDouble(i) : 1 - on.applyAsDouble(i);
        }
        return out;
    }

    /**
     * One step on 100,000 equal rows, top chains 60 steps from the base, against sums over all states: wake and sleep directions are means
     * of values within [-1, 1], standard error at most 0.0032, and 4.9 of those allowed.
     */
    @Test
    void aStepFollowsTheExactWakeAndSleepDirections() {
        Dbn network = network();
        Options options = options(Map.of("gibbsSteps", 60, "offsets", "none", "batchSize", ROWS, "algorithm", "pcd"));
        DbnUpdates updates = new DbnUpdates(network, RbmOptions.of(options), ROWS);
        float[] batch = new float[ROWS * 4];
        int data = 5; // bits 0 and 2
        for (int r = 0; r < ROWS; r++) {
            batch[r * 4] = 1f;
            batch[r * 4 + 2] = 1f;
        }
        float rate = 0.01f;
        updates.step(batch, ROWS, rate, 0, RANDOM.child("step"));
        Dbn after = updates.network(network);
        RbmParameters p = network.layers().get(0).parameters();
        RbmParameters generates = after.layers().get(0).parameters();
        RbmParameters recognises = after.recognition(0);
        double[] top = TinyRbm.probabilities(network.top());
        for (int d = 0; d < 4; d++) {
            for (int j = 0; j < 3; j++) {
                double wake = 0;
                double sleep = 0;
                for (int h = 0; h < 8; h++) {
                    double q = product(h, 3, k -> recognised(p, k, data));
                    double error = (TinyRbm.on(data, d) ? 1 : 0) - conditional(p, d, h);
                    wake += TinyRbm.on(h, j) ? q * error : 0;
                    int above = h;
                    for (int v = 0; v < 16; v++) {
                        double dream = top[h] * product(v, 4, i -> conditional(p, i, above));
                        double missed = (TinyRbm.on(h, j) ? 1 : 0) - recognised(p, j, v);
                        sleep += TinyRbm.on(v, d) ? dream * missed : 0;
                    }
                }
                assertThat((generates.weight(d, j) - p.weight(d, j)) / rate).isCloseTo(wake, within(4.9 * 0.0032));
                assertThat((recognises.weight(d, j) - p.weight(d, j)) / rate).isCloseTo(sleep, within(4.9 * 0.0032));
            }
        }
        assertThat(recognises.visibleBias(0)).isEqualTo(p.visibleBias(0));
        assertThat(generates.hiddenBias(0)).isEqualTo(p.hiddenBias(0));
        assertThat(after.top().parameters().values())
                .isNotEqualTo(network.top().parameters().values());
    }

    /** Stops in the layers, and at several points of fine-tuning. */
    @ParameterizedTest
    @ValueSource(strings = {"pcd", "cd", "fast-pcd"})
    void anInterruptedRunEndsWithTheBitsOfOneThatWasNot(String algorithm) {
        Options options = options(Map.of("fineTuneEpochs", 4, "algorithm", algorithm, "momentum", 0.5));
        Log wholeLog = new Log();
        Dbn whole = fit(options, wholeLog, () -> false, false);
        int[] asked = new int[1];
        for (int stopAt : new int[] {6, 14, 22, 27}) {
            asked[0] = 0;
            fit(options, new Log(), () -> ++asked[0] >= stopAt, true);
        }
        Log log = new Log();
        Dbn resumed = fit(options, log, () -> false, true);
        assertThat(arrays(resumed)).isEqualTo(arrays(whole));
        assertThat(log.rows).containsExactlyElementsOf(wholeLog.rows);
        assertThat(log.resumed)
                .as("epochs of the layers, which were done, and of fine-tuning")
                .isBetween(4, wholeLog.rows.size());
    }

    private static Map<String, List<Float>> arrays(Dbn dbn) {
        Map<String, List<Float>> out = new HashMap<>();
        dbn.state().arrays().forEach((name, array) -> {
            List<Float> values = new ArrayList<>();
            for (float value : Arrays2d.toFloats(array)) {
                values.add(value);
            }
            out.put(name, values);
        });
        return out;
    }

    private static double elbo(Dbn dbn, Dataset data) {
        LatentVariableModel model = dbn.withPriorLogPartition(dbn.prior().logPartitionByEnumeration());
        return new ImportanceWeightedBound(20)
                .evaluate(model, data, RANDOM.child("elbo"))
                .meanElbo()
                .value();
    }

    @Test
    void fineTuningRaisesTheBoundOfAPoorGreedyStart() {
        Map<String, Object> given =
                new HashMap<>(Map.of("hidden", List.of(12, 12), "epochs", 15, "learningRate", 0.1, "weightScale", 0.1));
        Dataset train = BoltzmannTrainersTest.bars(Split.TRAIN, 1000);
        Dataset validation = BoltzmannTrainersTest.bars(Split.VALIDATION, 500);
        Dataset test = BoltzmannTrainersTest.bars(Split.TEST, 1000);
        DbnProvider provider = new DbnProvider();
        Dbn greedy =
                (Dbn) provider.trainer(options(given)).fit(train, validation, TrainingContext.of(RANDOM.child("b")));
        given.putAll(Map.of("fineTuneEpochs", 150, "fineTuneLearningRate", 0.1, "patience", 150));
        Log log = new Log();
        Dbn tuned = (Dbn) provider.trainer(options(given))
                .fit(train, validation, TrainingContext.of(RANDOM.child("b")).withListener(log));
        assertThat(greedy.tied()).isTrue();
        assertThat(tuned.tied()).isFalse();
        assertThat(elbo(tuned, test)).isGreaterThan(elbo(greedy, test) + 0.1);
        Progress last = log.rows.get(log.rows.size() - 1);
        assertThat(last.epochs()).isEqualTo(180);
        assertThat(last.values()).containsKeys("validation-score-layer-1", "validation-score-fine-tuning");
        assertThat(last.values().get("validation-score-layer-1")).isNaN();
    }

    @Test
    void aSavedNetworkKeepsItsRecognitionWeights() {
        Dbn network = network();
        DbnUpdates updates = new DbnUpdates(network, RbmOptions.of(options(Map.of())), 30);
        updates.step(TinyRbm.draw(TinyRbm.probabilities(network.layers().get(0)), 30, 4, RANDOM), 30, 0.1, 0, RANDOM);
        Dbn tuned = updates.network(network);
        Dbn loaded = (Dbn) new DbnProvider().load(tuned.state());
        INDArray x = tuned.sample(30, RANDOM);
        INDArray z = tuned.withPriorLogPartition(0).encode(x, RANDOM.child("z"));
        assertThat(Arrays2d.toDoubles(loaded.withPriorLogPartition(0).logPosterior(z, x)))
                .containsExactly(
                        Arrays2d.toDoubles(tuned.withPriorLogPartition(0).logPosterior(z, x)));
        assertThat(loaded.tied()).isFalse();
    }

    @Test
    void explainsThatAllStatesAreNoChains() {
        assertThatThrownBy(() ->
                        fit(options(Map.of("algorithm", "exact", "fineTuneEpochs", 1)), new Log(), () -> false, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fineTuneEpochs 0");
    }
}
