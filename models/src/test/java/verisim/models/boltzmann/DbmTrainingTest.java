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
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.model.Checkpoints;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingListener;
import verisim.core.model.TrainingListener.Progress;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.core.testkit.GradientCheck;

class DbmTrainingTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(43);

    @TempDir
    private Path folder;

    private static DbmOptions options(Map<String, ?> given) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "hidden", List.of(6, 5), "epochs", 5, "pretrainEpochs", 2, "learningRate", 0.05, "batchSize", 30));
        all.putAll(given);
        return DbmOptions.of(Options.resolve("dbm", DbmOptions.OPTIONS, all));
    }

    private static final class Log implements TrainingListener {
        final List<Progress> rows = new ArrayList<>();

        @Override
        public void onProgress(Progress progress) {
            rows.add(progress);
        }

        @Override
        public void onResumed(List<Progress> earlier) {
            rows.addAll(earlier);
        }
    }

    private Dbm fit(DbmOptions options, Log log, BooleanSupplier stop, boolean kept) {
        Checkpoints place = kept ? Checkpoints.in(folder, "test", Duration.ZERO) : Checkpoints.none();
        return new DbmTrainer(options)
                .fit(
                        BoltzmannTrainersTest.bars(Split.TRAIN, 100),
                        BoltzmannTrainersTest.bars(Split.VALIDATION, 50),
                        new TrainingContext(RANDOM.child("fit"), log, stop, place));
    }

    /** Batches of 30, 30, 30 and 10. Stops within pre-training, at an epoch's end and within one. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "data-mean", "enhanced"})
    void anInterruptedRunEndsWithTheBitsOfOneThatWasNot(String offsets) {
        for (List<Integer> hidden : List.of(List.of(6, 5), List.of(6, 5, 4))) {
            DbmOptions options = options(Map.of("hidden", hidden, "offsets", offsets, "momentum", 0.5));
            Log wholeLog = new Log();
            Dbm whole = fit(options, wholeLog, () -> false, false);
            int[] asked = new int[1];
            for (int stopAt : new int[] {11, 20, 26, 29}) {
                asked[0] = 0;
                fit(options, new Log(), () -> ++asked[0] >= stopAt, true);
            }
            Log log = new Log();
            Dbm resumed = fit(options, log, () -> false, true);
            assertThat(resumed.parameters().values())
                    .containsExactly(whole.parameters().values());
            assertThat(log.rows).containsExactlyElementsOf(wholeLog.rows);
            assertThat(log.rows).hasSize(5);
            for (java.io.File file : folder.toFile().listFiles()) {
                deleteAll(file);
            }
        }
    }

    private static void deleteAll(java.io.File file) {
        java.io.File[] inside = file.listFiles();
        for (java.io.File each : inside == null ? new java.io.File[0] : inside) {
            deleteAll(each);
        }
        assertThat(file.delete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    void learnsBarsAndStripesUpToTheirEntropy(int pretrainEpochs) {
        double entropy = 12.0 / 16 * Math.log(16) + 2.0 / 8 * Math.log(8);
        DbmOptions options = options(Map.of(
                "hidden",
                List.of(12, 8),
                "epochs",
                300,
                "patience",
                300,
                "pretrainEpochs",
                pretrainEpochs,
                "learningRate",
                0.1,
                "batchSize",
                50,
                "weightScale",
                0.1));
        Log log = new Log();
        Dataset test = BoltzmannTrainersTest.bars(Split.TEST, 2000);
        Dbm dbm = new DbmTrainer(options)
                .fit(
                        BoltzmannTrainersTest.bars(Split.TRAIN, 1000),
                        BoltzmannTrainersTest.bars(Split.VALIDATION, 500),
                        TrainingContext.of(RANDOM.child("bars")).withListener(log));
        MeanField field = new MeanField(dbm.shape(), dbm.parameters(), dbm.meanField(), 2000);
        field.run(test.toFloats(), 0, 2000);
        double bound = 0;
        for (int r = 0; r < 2000; r++) {
            bound += field.bound(test.toFloats(), 0, r) / 2000;
        }
        bound -= dbm.prior().logPartitionByEnumeration();
        assertThat(bound).isBetween(-entropy - 0.9, -entropy + 0.1);
        assertThat(log.rows.get(0).values().keySet())
                .containsExactly(
                        "train-bound",
                        "validation-bound",
                        "validation-bound-up-to-log-z",
                        "validation-reconstruction-error",
                        "mean-field-steps",
                        "mean-field-change");
    }

    /**
     * Where h1 and h2 are not connected q is the exact posterior, and with many chains the direction is the gradient of the
     * log-likelihood, also of the weights between them, which are 0. By 200,000 chains of values within [0, 1]: a standard error of at
     * most 0.0012, and 4.9 of those allowed.
     */
    @Test
    void withAnExactPosteriorTheDirectionIsTheGradientOfTheLogLikelihood() {
        TinyDbm tiny = TinyDbm.random(0.7, "gradient", 4, 3, 2);
        for (double[] row : tiny.weights[1]) {
            java.util.Arrays.fill(row, 0);
        }
        float[] rows = TinyRbm.draw(TinyDbm.random(1, "data", 4, 3, 2).probabilities(), 20, 4, RANDOM.child("rows"));
        Dbm machine = tiny.machine(1);
        DbmShape shape = machine.shape();
        RbmParameters p = machine.parameters();
        DbmOptions options = options(Map.of("chains", 200_000, "gibbsSteps", 30, "offsets", "none"));
        Offsets none = new Offsets(Offsets.Kind.NONE, 1, new float[3], new float[6]);
        DbmUpdates updates = new DbmUpdates(shape, p, new float[3], none, options.meanField(), options.training(), 20);
        float[] direction = updates.estimateGradient(rows, 20, RANDOM.child("chains"));
        double[] exact = GradientCheck.centralDifferences(
                values -> meanLogLikelihood(shape, values, rows), GradientCheck.widen(p.values()));
        for (int i = 0; i < exact.length; i++) {
            assertThat((double) direction[i]).isCloseTo(exact[i], within(4.9 * 0.0012));
        }
    }

    private static double meanLogLikelihood(DbmShape shape, double[] values, float[] rows) {
        int even = shape.even();
        int odd = shape.odd();
        double[][][] w = {new double[4][3], new double[3][2]};
        double[][] b = {new double[4], new double[3], new double[2]};
        for (int j = 0; j < odd; j++) {
            for (int d = 0; d < 4; d++) {
                w[0][d][j] = values[j * even + d];
            }
            for (int k = 0; k < 2; k++) {
                w[1][j][k] = values[j * even + 4 + k];
            }
            b[1][j] = values[odd * even + j];
        }
        for (int i = 0; i < even; i++) {
            b[i < 4 ? 0 : 2][i < 4 ? i : i - 4] = values[odd * even + odd + i];
        }
        double[] p = new TinyDbm(new int[] {4, 3, 2}, w, b).probabilities();
        double sum = 0;
        for (int r = 0; r < 20; r++) {
            sum += Math.log(p[TinyRbm.index(rows, r, 4)]) / 20;
        }
        return sum;
    }

    @Test
    void noWeightGrowsBetweenLayersThatAreNotNeighbours() {
        Dbm dbm = fit(options(Map.of("hidden", List.of(6, 5, 4), "weightDecay", 0.001)), new Log(), () -> false, false);
        DbmShape shape = dbm.shape();
        for (int r = shape.first(); r < shape.odd(); r++) {
            for (int d = 0; d < shape.visible(); d++) {
                assertThat(dbm.parameters().weight(r, d)).isZero();
            }
            assertThat(dbm.parameters().weight(r, shape.visible())).isNotZero();
        }
    }

    /** Independent pixels have -6.24 nats; steps of 1e-9 after pre-training change nothing, so the bound is that of the composed machine. */
    @Test
    void theComposedMachineIsAGoodStart() {
        Dataset train = BoltzmannTrainersTest.bars(Split.TRAIN, 1000);
        for (List<Integer> hidden : List.of(List.of(12, 8), List.of(12, 8, 8))) {
            Log log = new Log();
            DbmOptions options = options(Map.of(
                    "hidden",
                    hidden,
                    "epochs",
                    1,
                    "pretrainEpochs",
                    100,
                    "pretrainLearningRate",
                    0.2,
                    "learningRate",
                    1e-9));
            new DbmTrainer(options)
                    .fit(
                            train,
                            BoltzmannTrainersTest.bars(Split.VALIDATION, 500),
                            TrainingContext.of(RANDOM.child("composed")).withListener(log));
            assertThat(log.rows.get(0).values().get("validation-bound")).isGreaterThan(-4.6);
        }
    }
}
