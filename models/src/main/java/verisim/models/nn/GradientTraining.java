package verisim.models.nn;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verisim.core.data.Dataset;
import verisim.core.model.Checkpoint;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.model.TrainingListener.Progress;
import verisim.core.random.RandomStream;

/**
 * The training loop of the neural models: epochs in random order, steps of an optimiser, the best parameters by the first figure of
 * {@link Objective#validate}.
 *
 * <p>An epoch's order comes from the stream {@code shuffle/epoch}, a step's numbers from {@code step/number}: what happens depends on
 * the state at the start of the epoch and on nothing before. So a run that goes on from a checkpoint, always the end of a whole
 * epoch, ends with the same bits as one that was never stopped. If a stop is requested within an epoch, the parameters reached
 * are scored and may be the best ones of the result, and the checkpoint is that of the epoch before: the resumed run repeats the
 * epoch.
 */
public final class GradientTraining {
    private static final Logger LOG = LoggerFactory.getLogger(GradientTraining.class);

    /**
     * What training found.
     *
     * @param parameters those of the best epoch
     * @param epoch the best epoch, from 1
     * @param score its score on the validation rows
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Result(float[] parameters, int epoch, double score) {}

    private final String model;
    private final Objective objective;
    private final TrainingOptions options;
    private final TrainingContext context;
    private TrainingState state;
    private final Minibatches batches;
    private final float[] gradient;
    private final float[] decayed;
    private final int rows;
    private final int stepsInEpoch;
    private final RandomStream orders;
    private final RandomStream stepStreams;
    private final String run;
    private Checkpoint latest;
    private boolean latestWritten;

    private GradientTraining(
            String model,
            Objective objective,
            float[] initial,
            Dataset train,
            TrainingOptions options,
            TrainingContext context) {
        this.model = model;
        this.objective = objective;
        this.options = options;
        this.context = context;
        this.state = new TrainingState(initial, options);
        this.batches = new Minibatches(train, options.batchSize());
        this.gradient = new float[initial.length];
        this.decayed = options.weightDecay() == 0 ? null : objective.decayed();
        require(
                decayed == null || decayed.length == initial.length,
                "decayed must have a value for each of %d parameters, but has %d",
                initial.length,
                decayed == null ? 0 : decayed.length);
        this.rows = train.size();
        int batchSize = Math.min(options.batchSize(), rows);
        this.stepsInEpoch = (rows + batchSize - 1) / batchSize;
        this.orders = context.random().child("shuffle");
        this.stepStreams = context.random().child("step");
        this.run = context.checkpoints().enabled() ? describe(model, initial, train, options, context) : "";
    }

    /**
     * Lowers the loss of {@code objective} on {@code train} until {@link TrainingOptions#patience} epochs bring nothing better, the
     * epochs are through, or a stop is requested. Goes on from the context's checkpoint, if there is one of this very run.
     *
     * @param model the model's name, for messages
     * @param initial parameters to start from; not changed
     * @param train rows as the objective takes them, such as standardised ones
     * @throws TrainingFailedException if loss or score is no longer finite
     */
    public static Result run(
            String model,
            Objective objective,
            float[] initial,
            Dataset train,
            TrainingOptions options,
            TrainingContext context) {
        return new GradientTraining(model, objective, initial, train, options, context).run();
    }

    private Result run() {
        resume();
        boolean stopped = false;
        while (!state.finished && !stopped) {
            if (state.stopping.hasBest() && context.stopRequested().getAsBoolean()) {
                break;
            }
            stopped = epoch();
            if (latest != null && !latestWritten && context.checkpoints().due()) {
                writeLatest();
            }
        }
        if (latest != null && !latestWritten) {
            writeLatest();
        }
        return new Result(state.stopping.best(), state.stopping.bestEpoch(), state.stopping.bestScore());
    }

    /** Returns whether a stop was requested. */
    private boolean epoch() {
        int epoch = state.epoch + 1;
        objective.beginEpoch(epoch, state.steps, stepsInEpoch);
        batches.shuffle(orders.child(epoch));
        double sum = 0;
        int seen = 0;
        boolean stopped = false;
        while (seen < rows && !stopped) {
            int count = batches.next();
            sum += step(epoch, count);
            seen += count;
            stopped = context.stopRequested().getAsBoolean();
        }
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(objective.trainName(), sum / seen);
        values.putAll(objective.trainFigures());
        if (options.schedule().kind() != Schedule.Kind.CONSTANT) {
            values.put("learning-rate", rate(epoch, state.steps - 1));
        }
        Map<String, Double> scores = objective.validate(state.parameters);
        values.putAll(scores);
        Map.Entry<String, Double> first = scores.entrySet().iterator().next();
        if (!Double.isFinite(first.getValue())) {
            throw broken(first.getKey(), first.getValue(), epoch);
        }
        Progress progress = new Progress(epoch, options.epochs(), state.steps, values);
        record(progress, first.getValue(), seen == rows);
        if (!state.stopping.hasBest() && (stopped || state.finished)) {
            state.stopping.record(epoch, first.getValue(), state.parameters);
        }
        context.listener().onProgress(progress);
        return stopped;
    }

    private void record(Progress progress, double score, boolean whole) {
        state.epoch = progress.epoch();
        state.course.record(score);
        boolean more =
                !objective.selectable(state.epoch) || state.stopping.record(state.epoch, score, state.parameters);
        state.finished = !more || state.epoch == options.epochs();
        if (whole && context.checkpoints().enabled()) {
            state.log.add(progress);
            latest = state.save(run);
            latestWritten = false;
        }
    }

    /** Returns what the objective summed up over the batch. */
    private double step(int epoch, int count) {
        double sum =
                objective.gradient(state.parameters, batches.rows(), count, gradient, stepStreams.child(state.steps));
        double rate = rate(epoch, state.steps);
        state.steps++;
        if (!Double.isFinite(sum)) {
            throw broken(objective.trainName(), sum, epoch);
        }
        state.lastFinite = sum / count;
        if (options.weightDecay() > 0) {
            Gradients.addDecay(gradient, state.parameters, decayed, options.weightDecay());
        }
        if (options.gradientClip() > 0) {
            Gradients.clip(gradient, options.gradientClip());
        }
        state.optimizer.step(state.parameters, gradient, rate);
        return sum;
    }

    private double rate(int epoch, long stepsDone) {
        double done = stepsDone / ((double) stepsInEpoch * options.epochs());
        return options.learningRate() * state.course.factor(epoch, done);
    }

    private void resume() {
        Optional<Checkpoint> saved = context.checkpoints().read();
        if (saved.isEmpty()) {
            return;
        }
        TrainingState restored = new TrainingState(state.parameters, options);
        try {
            restored.restore(saved.get(), run, options.epochs());
        } catch (IllegalArgumentException e) {
            LOG.warn("{}: training starts anew: {}", model, e.getMessage());
            return;
        }
        state = restored;
        LOG.info("{}: training goes on after epoch {}, step {}", model, state.epoch, state.steps);
        context.listener().onResumed(state.log.entries());
    }

    private void writeLatest() {
        context.checkpoints().write(latest);
        latestWritten = true;
    }

    private TrainingFailedException broken(String figure, double value, int epoch) {
        return new TrainingFailedException(String.format(
                Locale.ROOT,
                "%s: %s was %s in epoch %d, step %d; %s; %s (learningRate is %s)",
                model,
                figure,
                value,
                epoch,
                state.steps,
                Double.isNaN(state.lastFinite)
                        ? "it never was finite"
                        : String.format(
                                Locale.ROOT,
                                "the last finite %s was %.6g nats per example",
                                objective.trainName(),
                                state.lastFinite),
                objective.advice(),
                options.learningRate()));
    }

    private static String describe(
            String model, float[] initial, Dataset train, TrainingOptions options, TrainingContext context) {
        return String.join(
                "; ",
                model,
                options.toString(),
                "stream " + context.random().path(),
                "data " + train.contentHash(),
                initial.length + " parameters, initially " + Integer.toHexString(Arrays.hashCode(initial)));
    }
}
