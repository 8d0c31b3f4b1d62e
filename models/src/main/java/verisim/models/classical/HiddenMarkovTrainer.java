package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.model.TrainingListener.Progress;
import verisim.models.nn.Floors;

/** Baum-Welch from several starts; of all iterations of all starts the model best on validation data is kept. */
final class HiddenMarkovTrainer extends Trainer<HiddenMarkov> {
    private final HiddenMarkovOptions options;

    HiddenMarkovTrainer(HiddenMarkovOptions options) {
        super(HiddenMarkovProvider.NAME, EnumSet.allOf(DataKind.class));
        this.options = options;
    }

    @Override
    protected HiddenMarkov train(Dataset train, Dataset validation, TrainingContext context) {
        require(
                train.features() % options.dimensions() == 0,
                "hmm: a row of '%s' has %d values, which are no whole number of steps of dimensions = %d values",
                train.name(),
                train.features(),
                options.dimensions());
        Run run = new Run(train, validation, context);
        for (int start = 0; start < options.restarts(); start++) {
            run.start(start);
            if (context.stopRequested().getAsBoolean()) {
                break;
            }
        }
        return run.best.emission() instanceof FactoredGaussian normal
                ? run.best.withWarnings(Floors.warnings(
                        normal.floored(run.scale, options.varianceFloor()),
                        (long) options.states() * options.dimensions(),
                        "variances",
                        Floors.number(options.varianceFloor()) + " of the variance over all steps"))
                : run.best;
    }

    /** One training run, and the best so far. */
    private final class Run {
        private final Dataset train;
        private final float[] values;
        private final float[] validation;
        private final FactoredGaussian.Scale scale;
        private final TrainingContext context;
        private int finished;
        private double bestScore = Double.NEGATIVE_INFINITY;
        private HiddenMarkov best;

        Run(Dataset train, Dataset validation, TrainingContext context) {
            this.train = train;
            this.values = train.toFloats();
            this.validation = validation.toFloats();
            this.context = context;
            this.scale = train.kind() == DataKind.REAL
                    ? new FactoredGaussian.Scale(modelName(), train, options.dimensions())
                    : null;
        }

        void start(int number) {
            BaumWelch fit = new BaumWelch(
                    train, values, options, scale, context.random().child(number));
            double score = keepIfBest(fit.model());
            double before = Double.NEGATIVE_INFINITY;
            int worse = 0;
            for (int iteration = 1; iteration <= options.iterations(); iteration++) {
                double trainScore = fit.iterate();
                if (!Double.isFinite(trainScore)) {
                    throw new TrainingFailedException(String.format(
                            Locale.ROOT,
                            "hmm: the log-likelihood was %s in iteration %d of start %d, last finite value %s",
                            trainScore,
                            iteration,
                            number + 1,
                            before));
                }
                double next = keepIfBest(fit.model());
                worse = next > score ? 0 : worse + 1;
                score = Math.max(score, next);
                report(finished + iteration, trainScore, next);
                if (trainScore - before < options.tolerance()
                        || worse >= options.patience()
                        || context.stopRequested().getAsBoolean()) {
                    break;
                }
                before = trainScore;
            }
            finished += options.iterations();
        }

        private double keepIfBest(HiddenMarkov model) {
            ForwardBackward work = model.workspace();
            double sum = 0;
            for (int from = 0; from < validation.length; from += train.features()) {
                sum += model.forward(work, validation, from, null);
            }
            double score = sum * train.features() / validation.length;
            if (best == null || score > bestScore) {
                bestScore = score;
                best = model;
            }
            return score;
        }

        private void report(int epoch, double trainScore, double score) {
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("train-log-likelihood", trainScore);
            figures.put("validation-log-likelihood", score);
            int epochs = Math.multiplyExact(options.restarts(), options.iterations());
            context.listener().onProgress(new Progress(epoch, epochs, epoch, figures));
        }
    }
}
