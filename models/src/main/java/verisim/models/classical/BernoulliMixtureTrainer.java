package verisim.models.classical;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.model.TrainingListener.Progress;
import verisim.core.random.RandomStream;

/**
 * EM for every number of components, every smoothing and every start asked for; of all iterations of all of them the parameters with
 * the best validation log-likelihood are kept.
 */
final class BernoulliMixtureTrainer extends Trainer<BernoulliMixture> {
    private static final int BLOCK = 2048;

    private final BernoulliMixtureOptions options;

    BernoulliMixtureTrainer(BernoulliMixtureOptions options) {
        super(BernoulliMixtureProvider.NAME, Set.of(DataKind.BINARY));
        this.options = options;
    }

    @Override
    protected BernoulliMixture train(Dataset train, Dataset validation, TrainingContext context) {
        Run run = new Run(train, validation, context);
        for (int k : options.components()) {
            for (double smoothing : options.smoothings()) {
                for (int start = 0; start < options.restarts(); start++) {
                    run.fit(k, smoothing, start);
                    if (context.stopRequested().getAsBoolean()) {
                        return run.best;
                    }
                }
            }
        }
        return run.best;
    }

    /** Returns the imagined ones and zeros of each feature in each component, [2][D]. */
    static double[][] prior(Dataset train, double smoothing, boolean marginal) {
        int d = train.features();
        double[] ones = new double[d];
        double[] zeros = new double[d];
        float[] values = train.toFloats();
        for (int i = 0; i < values.length; i++) {
            ones[i % d] += values[i];
        }
        for (int f = 0; f < d; f++) {
            double mean = marginal ? (ones[f] + 1) / (train.size() + 2.0) : 0.5;
            ones[f] = 2 * smoothing * mean;
            zeros[f] = 2 * smoothing * (1 - mean);
        }
        return new double[][] {ones, zeros};
    }

    /** One training run, and the best so far. */
    private final class Run {
        private final Dataset trainSet;
        private final TrainingContext context;
        private final float[][] train;
        private final float[][] validation;
        private final int epochs;
        private int finished;
        private long steps;
        private double bestScore = Double.NEGATIVE_INFINITY;
        private BernoulliMixture best;

        Run(Dataset trainSet, Dataset validationSet, TrainingContext context) {
            this.trainSet = trainSet;
            this.context = context;
            int rows = options.parts() == 1 ? BLOCK : (trainSet.size() + options.parts() - 1) / options.parts();
            train = DiscreteRows.blocks(trainSet, rows);
            validation = DiscreteRows.blocks(validationSet, BLOCK);
            int fits = options.components().size() * options.smoothings().size() * options.restarts();
            epochs = Math.multiplyExact(fits, options.iterations());
        }

        void fit(int k, double smoothing, int start) {
            double[][] prior = prior(trainSet, smoothing, options.marginalPrior());
            RandomStream random = context.random().child("components-" + k).child(start);
            BernoulliMixtureFit fit =
                    new BernoulliMixtureFit(train, k, prior[0], prior[1], options.parts() > 1, random);
            double score = keepIfBest(fit);
            double before = Double.NEGATIVE_INFINITY;
            int worse = 0;
            for (int iteration = 1; iteration <= options.iterations(); iteration++) {
                double trainScore = fit.iterate();
                steps += options.parts();
                if (!Double.isFinite(trainScore)) {
                    throw new TrainingFailedException(String.format(
                            Locale.ROOT,
                            "bernoulli-mixture: the log-likelihood was %s in iteration %d, step %d, last finite value %s",
                            trainScore,
                            iteration,
                            steps,
                            before));
                }
                double next = keepIfBest(fit);
                worse = next > score ? 0 : worse + 1;
                score = Math.max(score, next);
                report(k, smoothing, finished + iteration, trainScore, next);
                if (trainScore - before < options.tolerance()
                        || worse >= options.patience()
                        || context.stopRequested().getAsBoolean()) {
                    break;
                }
                before = trainScore;
            }
            finished += options.iterations();
        }

        private double keepIfBest(BernoulliMixtureFit fit) {
            double score = fit.logLikelihood(validation);
            if (best == null || score > bestScore) {
                bestScore = score;
                best = fit.model();
            }
            return score;
        }

        private void report(int k, double smoothing, int epoch, double trainScore, double score) {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("train-log-likelihood", trainScore);
            values.put("validation-log-likelihood", score);
            values.put("components", (double) k);
            values.put("smoothing", smoothing);
            context.listener().onProgress(new Progress(epoch, epochs, steps, values));
        }
    }
}
