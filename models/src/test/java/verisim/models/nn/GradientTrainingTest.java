package verisim.models.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.model.Checkpoints;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.model.TrainingListener;
import verisim.core.model.TrainingListener.Progress;
import verisim.core.random.RandomStream;

/** The training loop, on an autoencoder with dropout, small enough to be trained a hundred times. */
class GradientTrainingTest {
    private static final int D = 5;
    private static final int ROWS = 23;
    private static final int STEPS_IN_EPOCH = 5; // batches of 5, the last of 3
    private static final Network NETWORK = Network.perceptron(D, List.of(7), D, Activation.Function.TANH, 0.3);
    private static final TrainingOptions OPTIONS = TrainingOptions.DEFAULT
            .withBatchSize(5)
            .withEpochs(9)
            .withPatience(4)
            .withWeightDecay(0.01)
            .withGradientClip(2)
            .withLearningRate(0.02);

    @TempDir
    private Path folder;

    private static Dataset rows(Split split, int seed) {
        float[] x = new float[ROWS * D];
        RandomStream.ofSeed(seed).fillGaussian(x, 0, x.length);
        return Dataset.of("rows", split, DataKind.REAL, x, D);
    }

    private static float[] initial() {
        float[] parameters = new float[NETWORK.parameterCount()];
        NETWORK.initialize(parameters, 0, RandomStream.ofSeed(2));
        return parameters;
    }

    /** Minus the squared error of the network's output against its input; counts its steps. */
    private static class Autoencoder implements Objective {
        private final Network.Pass pass = NETWORK.newPass(ROWS);
        private final float[] validation = rows(Split.VALIDATION, 4).toFloats();
        private final float[] dOut = new float[ROWS * D];
        int steps;

        @Override
        public double gradient(float[] parameters, float[] x, int count, float[] gradient, RandomStream random) {
            steps++;
            float[] out = pass.forwardTraining(parameters, 0, x, count, random);
            double sum = 0;
            for (int i = 0; i < count * D; i++) {
                float difference = out[i] - x[i];
                sum -= 0.5 * difference * difference;
                dOut[i] = difference / count;
            }
            pass.backward(parameters, 0, dOut, gradient, false, count);
            return sum;
        }

        @Override
        public Map<String, Double> validate(float[] parameters) {
            float[] out = pass.forward(parameters, 0, validation, ROWS);
            double sum = 0;
            for (int i = 0; i < ROWS * D; i++) {
                double difference = out[i] - validation[i];
                sum -= 0.5 * difference * difference;
            }
            return Map.of("validation-score", sum / ROWS);
        }

        @Override
        public float[] decayed() {
            float[] weights = new float[NETWORK.parameterCount()];
            NETWORK.markWeights(weights, 0);
            return weights;
        }
    }

    /** Keeps the log as a file would that is written anew after a resume. */
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

    private static TrainingContext context(TrainingListener listener, BooleanSupplier stop, Checkpoints checkpoints) {
        return new TrainingContext(RandomStream.ofSeed(1).child("fit"), listener, stop, checkpoints);
    }

    private Checkpoints checkpoints(Duration interval) {
        return Checkpoints.in(folder, "test", interval);
    }

    private static GradientTraining.Result run(Objective objective, TrainingOptions options, TrainingContext context) {
        return GradientTraining.run("net", objective, initial(), rows(Split.TRAIN, 3), options, context);
    }

    private static void assertSame(
            GradientTraining.Result result, Log log, GradientTraining.Result whole, Log wholeLog) {
        assertThat(result.parameters()).isEqualTo(whole.parameters());
        assertThat(result.epoch()).isEqualTo(whole.epoch());
        assertThat(result.score()).isEqualTo(whole.score());
        assertThat(log.rows).isEqualTo(wholeLog.rows);
    }

    static Stream<Arguments> methods() {
        List<Schedule> schedules =
                List.of(Schedule.constant(), Schedule.step(2, 0.5), Schedule.plateau(1, 0.5), Schedule.linear());
        return Stream.of(Optimizer.Kind.values())
                .flatMap(o -> schedules.stream().map(s -> Arguments.of(o, s)));
    }

    /** Stopped again and again, at ends of epochs and within, the run ends with the bits of one that was left alone. */
    @ParameterizedTest
    @MethodSource("methods")
    void aStoppedRunGoesOnBitForBit(Optimizer.Kind optimizer, Schedule schedule) {
        TrainingOptions options = OPTIONS.withOptimizer(optimizer).withSchedule(schedule);
        Log wholeLog = new Log();
        GradientTraining.Result whole =
                run(new Autoencoder(), options, context(wholeLog, () -> false, Checkpoints.none()));
        int epochs = wholeLog.rows.size();
        assertThat(epochs).isGreaterThanOrEqualTo(5);

        int[] stops = {3, 7, 1, 10, 4}; // steps of each part; epochs 1 and 2 whole after the second
        int[] wholeEpochs = {0, 1, 1, 3, 3};
        for (int i = 0; i < stops.length; i++) {
            Autoencoder part = new Autoencoder();
            Log log = new Log();
            int steps = stops[i];
            GradientTraining.Result stopped =
                    run(part, options, context(log, () -> part.steps >= steps, checkpoints(Duration.ofHours(1))));
            assertThat(log.resumed).isEqualTo(i == 0 ? 0 : wholeEpochs[i - 1]);
            assertThat(stopped.parameters()).hasSize(NETWORK.parameterCount());
        }
        Autoencoder last = new Autoencoder();
        Log log = new Log();
        GradientTraining.Result resumed =
                run(last, options, context(log, () -> false, checkpoints(Duration.ofHours(1))));
        assertThat(log.resumed).isEqualTo(3);
        assertThat(last.steps).isEqualTo((epochs - 3) * STEPS_IN_EPOCH);
        assertSame(resumed, log, whole, wholeLog);

        Autoencoder none = new Autoencoder();
        Log again = new Log();
        GradientTraining.Result finished =
                run(none, options, context(again, () -> false, checkpoints(Duration.ofHours(1))));
        assertThat(none.steps).as("a finished run is not trained again").isZero();
        assertSame(finished, again, whole, wholeLog);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aKilledRunGoesOnBitForBit(Optimizer.Kind optimizer, Schedule schedule) {
        TrainingOptions options = OPTIONS.withOptimizer(optimizer).withSchedule(schedule);
        Log wholeLog = new Log();
        GradientTraining.Result whole =
                run(new Autoencoder(), options, context(wholeLog, () -> false, Checkpoints.none()));
        for (int killedAt : new int[] {14, 9}) {
            Autoencoder killed = new Autoencoder() {
                @Override
                public double gradient(float[] p, float[] x, int count, float[] gradient, RandomStream random) {
                    if (steps == killedAt) {
                        throw new IllegalStateException("killed");
                    }
                    return super.gradient(p, x, count, gradient, random);
                }
            };
            assertThatThrownBy(() -> run(killed, options, context(new Log(), () -> false, checkpoints(Duration.ZERO))))
                    .hasMessage("killed");
        }
        Log log = new Log();
        GradientTraining.Result resumed =
                run(new Autoencoder(), options, context(log, () -> false, checkpoints(Duration.ZERO)));
        assertThat(log.resumed).isEqualTo(3);
        assertSame(resumed, log, whole, wholeLog);
    }

    @Test
    void anotherRunsCheckpointIsRefused() {
        Autoencoder first = new Autoencoder();
        run(first, OPTIONS, context(new Log(), () -> first.steps >= 12, checkpoints(Duration.ZERO)));
        TrainingContext context = context(new Log(), () -> false, checkpoints(Duration.ZERO));
        Dataset train = rows(Split.TRAIN, 3);
        float[] otherInitial = initial();
        otherInitial[0] += 1;
        assertNotResumed("options", initial(), train, OPTIONS.withLearningRate(0.01), context);
        assertNotResumed("data", initial(), rows(Split.TRAIN, 5), OPTIONS, context);
        assertNotResumed("initial parameters", otherInitial, train, OPTIONS, context);
        assertNotResumed(
                "stream",
                initial(),
                train,
                OPTIONS,
                new TrainingContext(RandomStream.ofSeed(8), p -> {}, () -> false, checkpoints(Duration.ZERO)));
        assertNotResumed(
                "identity",
                initial(),
                train,
                OPTIONS,
                context.withCheckpoints(Checkpoints.in(folder, "another", Duration.ZERO)));
    }

    /** Trains one step and compares; one step, so that the checkpoint is left as it is. */
    private static void assertNotResumed(
            String what, float[] initial, Dataset train, TrainingOptions options, TrainingContext context) {
        Log log = new Log();
        Autoencoder objective = new Autoencoder();
        GradientTraining.run(
                "net",
                objective,
                initial,
                train,
                options,
                new TrainingContext(context.random(), log, () -> true, context.checkpoints()));
        assertThat(log.resumed).as(what).isZero();
        assertThat(log.rows).as(what).hasSize(1);
        assertThat(log.rows.get(0).step()).as(what).isEqualTo(1);
    }

    @Test
    void aDamagedCheckpointIsRefused() throws Exception {
        Autoencoder first = new Autoencoder();
        run(first, OPTIONS, context(new Log(), () -> first.steps >= 12, checkpoints(Duration.ZERO)));
        Path file = folder.resolve("training.checkpoint");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 100] ^= 4;
        Files.write(file, bytes);
        assertNotResumed(
                "damaged",
                initial(),
                rows(Split.TRAIN, 3),
                OPTIONS,
                context(new Log(), () -> false, checkpoints(Duration.ZERO)));
    }

    @Test
    void keepsTheBestEpochAndEndsWhenPatienceIsOut() {
        double[] scores = {-5, -3, -4, -3, -2.5, -3, -3, -3, -3, -1};
        List<float[]> seen = new ArrayList<>();
        Autoencoder scripted = new Autoencoder() {
            @Override
            public Map<String, Double> validate(float[] parameters) {
                seen.add(parameters.clone());
                return Map.of("validation-score", scores[seen.size() - 1]);
            }
        };
        Log log = new Log();
        GradientTraining.Result result =
                run(scripted, OPTIONS.withEpochs(10), context(log, () -> false, Checkpoints.none()));
        assertThat(log.rows).hasSize(9);
        assertThat(result.epoch()).isEqualTo(5);
        assertThat(result.score()).isEqualTo(-2.5);
        assertThat(result.parameters()).isEqualTo(seen.get(4));
        assertThat(log.rows.get(8).step()).isEqualTo(45);
        assertThat(log.rows.get(8).epochs()).isEqualTo(10);
        assertThat(log.rows.get(0).values().keySet()).containsExactly("train-log-likelihood", "validation-score");
    }

    /** Gradient descent on a batch of all rows, with decay and clipping, against the formula in double. */
    @Test
    void stepsAreThoseOfTheFormula() {
        double[] w = {4, -3};
        double rate = 0.1;
        double decay = 0.5;
        Objective quadratic = new Objective() {
            @Override
            public double gradient(float[] p, float[] x, int count, float[] gradient, RandomStream random) {
                gradient[0] = 10 * p[0];
                gradient[1] = p[1];
                return -count;
            }

            @Override
            public Map<String, Double> validate(float[] p) {
                return Map.of("validation-score", -5.0 * p[0] * p[0] - 0.5 * p[1] * p[1]);
            }

            @Override
            public float[] decayed() {
                return new float[] {0, 1};
            }
        };
        TrainingOptions options =
                new TrainingOptions(Optimizer.Kind.SGD, rate, 0, Schedule.step(2, 0.5), decay, 3, ROWS, 4, 4);
        Log log = new Log();
        float[] found = GradientTraining.run(
                        "net",
                        quadratic,
                        new float[] {4, -3},
                        rows(Split.TRAIN, 3),
                        options,
                        context(log, () -> false, Checkpoints.none()))
                .parameters();
        for (int epoch = 1; epoch <= 4; epoch++) {
            double[] g = {10 * w[0], w[1] + decay * w[1]};
            double norm = Math.hypot(g[0], g[1]);
            double scale = Math.min(1, 3 / norm);
            for (int i = 0; i < 2; i++) {
                w[i] -= rate * (epoch <= 2 ? 1 : 0.5) * scale * g[i];
            }
        }
        assertThat((double) found[0]).isCloseTo(w[0], within(1e-5));
        assertThat((double) found[1]).isCloseTo(w[1], within(1e-5));
        assertThat(log.rows.stream().map(p -> p.values().get("learning-rate"))).containsExactly(0.1, 0.1, 0.05, 0.05);
    }

    @Test
    void lossesThatAreNotFiniteAreReportedWithTheLastOneThatWas() {
        Autoencoder breaking = new Autoencoder() {
            @Override
            public double gradient(float[] p, float[] x, int count, float[] gradient, RandomStream random) {
                return steps++ < 7 ? -1.5 * count : Double.NaN;
            }

            @Override
            public String advice() {
                return "pray";
            }
        };
        assertThatThrownBy(() -> run(breaking, OPTIONS, context(new Log(), () -> false, Checkpoints.none())))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage(
                        "net: train-log-likelihood was NaN in epoch 2, step 8; the last finite train-log-likelihood was"
                                + " -1.50000 nats per example; pray (learningRate is 0.02)");
        Autoencoder blind = new Autoencoder() {
            @Override
            public Map<String, Double> validate(float[] parameters) {
                return Map.of("validation-score", Double.NEGATIVE_INFINITY);
            }
        };
        assertThatThrownBy(() -> run(blind, OPTIONS, context(new Log(), () -> false, Checkpoints.none())))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageStartingWith("net: validation-score was -Infinity in epoch 1, step 5;");
    }

    /** Epochs of a warm-up are no candidates; the first one is taken only if training is stopped within it. */
    @Test
    void warmUpEpochsAreNotChosen() {
        class Warm extends Autoencoder {
            private int epochs;

            @Override
            public boolean selectable(int epoch) {
                return epoch > 2;
            }

            @Override
            public Map<String, Double> validate(float[] parameters) {
                return Map.of("validation-score", (double) -epochs++);
            }
        }
        assertThat(run(new Warm(), OPTIONS, context(new Log(), () -> false, Checkpoints.none()))
                        .epoch())
                .isEqualTo(3);
        Warm stopped = new Warm();
        assertThat(run(stopped, OPTIONS, context(new Log(), () -> stopped.steps >= 5, checkpoints(Duration.ZERO)))
                        .epoch())
                .isEqualTo(1);
        // What the stop made of epoch 1 is no part of the checkpoint.
        Warm resumed = new Warm();
        resumed.epochs = 1;
        assertThat(run(resumed, OPTIONS, context(new Log(), () -> false, checkpoints(Duration.ZERO)))
                        .epoch())
                .isEqualTo(3);
    }
}
