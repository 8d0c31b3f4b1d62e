package verisim.models.nn;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import verisim.core.option.Option;
import verisim.core.option.Options;

/**
 * Hyperparameters of training by gradients, the same for all neural models. How often checkpoints are written is none of them, as it
 * changes no number; see {@link verisim.core.model.Checkpoints}.
 *
 * @param learningRate first step size, greater than 0
 * @param momentum of SGD and NESTEROV, at least 0 and less than 1
 * @param weightDecay lambda of the penalty {@code lambda / 2 sum w^2}, at least 0. Its gradient {@code lambda w} is added to that of
 *     the loss before clipping and before the optimiser, so with Adam this is L2 regularisation and not decoupled weight decay
 *     (AdamW)
 * @param gradientClip largest Euclidean norm of the whole gradient, which is scaled down to it if it is longer (Pascanu, Mikolov,
 *     Bengio, 2013, https://proceedings.mlr.press/v28/pascanu13.html); 0 for no limit
 * @param batchSize examples in one step, at least 1
 * @param epochs most passes over the training data, at least 1
 * @param patience epochs in a row without a better validation score until training ends, at least 1
 */
public record TrainingOptions(
        Optimizer.Kind optimizer,
        double learningRate,
        double momentum,
        Schedule schedule,
        double weightDecay,
        double gradientClip,
        int batchSize,
        int epochs,
        int patience) {
    /** Adam with step size 0.001 and batches of 100, at most 300 epochs, patience 20. */
    public static final TrainingOptions DEFAULT =
            new TrainingOptions(Optimizer.Kind.ADAM, 0.001, 0.9, Schedule.constant(), 0, 0, 100, 300, 20);

    private static final double MOST_MOMENTUM = 0.9999;

    public TrainingOptions {
        require(
                learningRate > 0 && Double.isFinite(learningRate),
                "learningRate must be finite and greater than 0, but was %s",
                learningRate);
        require(momentum >= 0 && momentum < 1, "momentum must be at least 0 and less than 1, but was %s", momentum);
        require(
                weightDecay >= 0 && Double.isFinite(weightDecay),
                "weightDecay must be finite and at least 0, but was %s",
                weightDecay);
        require(
                gradientClip >= 0 && Double.isFinite(gradientClip),
                "gradientClip must be finite and at least 0, but was %s",
                gradientClip);
        require(batchSize >= 1, "batchSize must be at least 1, but was %d", batchSize);
        require(epochs >= 1, "epochs must be at least 1, but was %d", epochs);
        require(patience >= 1, "patience must be at least 1, but was %d", patience);
        require(
                schedule.kind() != Schedule.Kind.PLATEAU || schedule.epochs() < patience,
                "scheduleEpochs must be less than patience with schedule=plateau, or training ends before the learning rate is"
                        + " reduced; but they are %d and %d",
                schedule.epochs(),
                patience);
    }

    /** Returns these hyperparameters as options of a model, with the values of {@code defaults}. */
    public static List<Option> options(TrainingOptions defaults) {
        return List.of(
                choice(
                        "optimizer",
                        Optimizer.Kind.values(),
                        Optimizer.Kind::label,
                        defaults.optimizer,
                        "what makes steps of gradients; sgd and nesterov use momentum"),
                Option.positive(
                        "learningRate",
                        defaults.learningRate,
                        "step size, with a schedule the first one; adadelta multiplies its own steps by it, 1 is its paper's"),
                Option.number(
                        "momentum",
                        defaults.momentum,
                        0,
                        MOST_MOMENTUM,
                        "share of the last step that is kept in the next, for sgd and nesterov"),
                choice(
                        "schedule",
                        Schedule.Kind.values(),
                        Schedule.Kind::label,
                        defaults.schedule.kind(),
                        "learning rate over time: constant; step: times scheduleFactor every scheduleEpochs epochs; plateau: times"
                                + " scheduleFactor after scheduleEpochs epochs without a better validation score; linear: evenly"
                                + " down to 0 at the last epoch"),
                Option.integer(
                        "scheduleEpochs",
                        defaults.schedule.epochs(),
                        1,
                        "epochs of schedule step or plateau, see there"),
                new Option(
                        "scheduleFactor",
                        Option.Type.NUMBER,
                        defaults.schedule.factor(),
                        0,
                        true,
                        1,
                        List.of(),
                        "factor of schedule step or plateau, see there"),
                Option.number(
                        "weightDecay",
                        defaults.weightDecay,
                        0,
                        Double.POSITIVE_INFINITY,
                        "L2 penalty: half of this times the squared weights is added to the loss"),
                Option.number(
                        "gradientClip",
                        defaults.gradientClip,
                        0,
                        Double.POSITIVE_INFINITY,
                        "largest norm of the gradient of one step, a longer one is scaled down to it; 0 for no limit"),
                Option.integer("batchSize", defaults.batchSize, 1, "examples in one step"),
                Option.integer("epochs", defaults.epochs, 1, "most passes over the training data"),
                Option.integer(
                        "patience",
                        defaults.patience,
                        1,
                        "epochs in a row without a better validation score until training ends"));
    }

    /** Returns the values of {@link #options} as a user gave them. */
    public static TrainingOptions of(Options options) {
        return new TrainingOptions(
                Optimizer.Kind.valueOf(options.text("optimizer").toUpperCase(Locale.ROOT)),
                options.number("learningRate"),
                options.number("momentum"),
                new Schedule(
                        Schedule.Kind.valueOf(options.text("schedule").toUpperCase(Locale.ROOT)),
                        options.integer("scheduleEpochs"),
                        options.number("scheduleFactor")),
                options.number("weightDecay"),
                options.number("gradientClip"),
                options.integer("batchSize"),
                options.integer("epochs"),
                options.integer("patience"));
    }

    private static <E> Option choice(
            String name, E[] values, Function<E, String> label, E defaultValue, String meaning) {
        List<String> choices = Arrays.stream(values).map(label).toList();
        return new Option(name, Option.Type.CHOICE, label.apply(defaultValue), 0, false, 0, choices, meaning);
    }

    public TrainingOptions withOptimizer(Optimizer.Kind newOptimizer) {
        return new TrainingOptions(
                newOptimizer, learningRate, momentum, schedule, weightDecay, gradientClip, batchSize, epochs, patience);
    }

    public TrainingOptions withLearningRate(double newLearningRate) {
        return new TrainingOptions(
                optimizer, newLearningRate, momentum, schedule, weightDecay, gradientClip, batchSize, epochs, patience);
    }

    public TrainingOptions withMomentum(double newMomentum) {
        return new TrainingOptions(
                optimizer, learningRate, newMomentum, schedule, weightDecay, gradientClip, batchSize, epochs, patience);
    }

    public TrainingOptions withSchedule(Schedule newSchedule) {
        return new TrainingOptions(
                optimizer, learningRate, momentum, newSchedule, weightDecay, gradientClip, batchSize, epochs, patience);
    }

    public TrainingOptions withWeightDecay(double newWeightDecay) {
        return new TrainingOptions(
                optimizer, learningRate, momentum, schedule, newWeightDecay, gradientClip, batchSize, epochs, patience);
    }

    public TrainingOptions withGradientClip(double newGradientClip) {
        return new TrainingOptions(
                optimizer, learningRate, momentum, schedule, weightDecay, newGradientClip, batchSize, epochs, patience);
    }

    public TrainingOptions withBatchSize(int newBatchSize) {
        return new TrainingOptions(
                optimizer, learningRate, momentum, schedule, weightDecay, gradientClip, newBatchSize, epochs, patience);
    }

    public TrainingOptions withEpochs(int newEpochs) {
        return new TrainingOptions(
                optimizer, learningRate, momentum, schedule, weightDecay, gradientClip, batchSize, newEpochs, patience);
    }

    public TrainingOptions withPatience(int newPatience) {
        return new TrainingOptions(
                optimizer, learningRate, momentum, schedule, weightDecay, gradientClip, batchSize, epochs, newPatience);
    }
}
