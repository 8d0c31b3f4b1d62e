package verisim.models.classical;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
import verisim.models.nn.Floors;

/**
 * EM from several starts; of all iterations of all starts the parameters with the best validation log-likelihood are kept.
 *
 * <p>Features are scaled to variance 1 first (by one common factor for spherical covariances), which changes only what k-means++
 * and the variance floor mean by near and small.
 */
final class GaussianMixtureTrainer extends Trainer<GaussianMixture> {
    private static final int MOST_COMPONENTS = 256;

    private final GaussianMixtureOptions options;

    GaussianMixtureTrainer(GaussianMixtureOptions options) {
        super(GaussianMixtureProvider.NAME, Set.of(DataKind.REAL));
        this.options = options;
    }

    @Override
    protected GaussianMixture train(Dataset train, Dataset validation, TrainingContext context) {
        Run run = new Run(train, validation, context);
        if (options.components() > 0) {
            run.starts(options);
        } else {
            run.doubling();
        }
        return run.best();
    }

    /** One training run: the scaled data, and the best so far. */
    private final class Run {
        private final TrainingContext context;
        private final double[] mean;
        private final double[] scale;
        private final double[] train;
        private final double[] validation;
        private final double logDeterminant;
        private final int epochs;
        private int finished;
        private double bestScore = Double.NEGATIVE_INFINITY;
        private double[] bestWeights;
        private List<Normal> bestComponents;
        private int bestFloored;

        Run(Dataset trainSet, Dataset validationSet, TrainingContext context) {
            this.context = context;
            mean = Covariances.mean(trainSet);
            double[] centred = Covariances.centred(trainSet, mean);
            scale = scales(centred, mean.length, trainSet.size());
            double log = 0;
            for (double s : scale) {
                log += Math.log(s);
            }
            logDeterminant = log;
            train = scaled(centred);
            validation = scaled(Covariances.centred(validationSet, mean));
            int tries =
                    options.components() > 0 ? 1 : candidates(trainSet.size()).size();
            epochs = Math.multiplyExact(Math.multiplyExact(tries, options.restarts()), options.iterations());
        }

        private double[] scales(double[] centred, int d, int rows) {
            double[] variances = Covariances.variances(centred, d);
            double[] out = new double[d];
            for (int j = 0; j < d; j++) {
                out[j] = Covariances.deviation(modelName(), variances[j], j, "");
            }
            if (options.covariance().dependent()) {
                // A column that depends on others is as bad for every component: say so rather than fit the floor to
                // it.
                Covariances.cholesky(modelName(), Covariances.covariance(centred, d), d, rows, "");
            }
            if (options.covariance() == GaussianMixture.Covariance.SPHERICAL) {
                java.util.Arrays.fill(
                        out,
                        Math.sqrt(java.util.Arrays.stream(variances).average().orElseThrow()));
            }
            return out;
        }

        private double[] scaled(double[] centred) {
            for (int i = 0; i < centred.length; i++) {
                centred[i] /= scale[i % scale.length];
            }
            return centred;
        }

        /** Doubles the number of components while that helps on validation. */
        void doubling() {
            double before = Double.NEGATIVE_INFINITY;
            for (int k : candidates(train.length / mean.length)) {
                double score = starts(options.withComponents(k));
                if (score < before || context.stopRequested().getAsBoolean()) {
                    return;
                }
                before = score;
            }
        }

        /** Returns the best validation log-likelihood of these starts. */
        double starts(GaussianMixtureOptions chosen) {
            double score = Double.NEGATIVE_INFINITY;
            RandomStream random = context.random().child("components-" + chosen.components());
            for (int i = 0; i < chosen.restarts(); i++) {
                score = Math.max(score, start(chosen, random.child(i)));
                finished += chosen.iterations();
                if (context.stopRequested().getAsBoolean()) {
                    break;
                }
            }
            return score;
        }

        private double start(GaussianMixtureOptions chosen, RandomStream random) {
            MixtureFit fit = new MixtureFit(train, mean.length, chosen, random);
            double score = keepIfBest(fit);
            double before = Double.NEGATIVE_INFINITY;
            int worse = 0;
            for (int iteration = 1; iteration <= chosen.iterations(); iteration++) {
                int reseeded = fit.reseeded();
                double trainScore = fit.iterate();
                if (!Double.isFinite(trainScore)) {
                    throw new TrainingFailedException(String.format(
                            Locale.ROOT,
                            "gaussian-mixture: the log-likelihood was %s in iteration %d, last finite value %s",
                            trainScore,
                            iteration,
                            before));
                }
                double next = keepIfBest(fit);
                worse = next > score ? 0 : worse + 1;
                score = Math.max(score, next);
                report(fit, chosen, iteration, trainScore, next);
                boolean converged = trainScore - before < chosen.tolerance() && fit.reseeded() == reseeded;
                if (converged
                        || worse >= chosen.patience()
                        || context.stopRequested().getAsBoolean()) {
                    break;
                }
                before = fit.reseeded() == reseeded ? trainScore : Double.NEGATIVE_INFINITY;
            }
            return score;
        }

        private double keepIfBest(MixtureFit fit) {
            double score = fit.logLikelihood(validation);
            if (score > bestScore || bestComponents == null) {
                bestScore = score;
                bestWeights = fit.weights();
                bestComponents = fit.components();
                bestFloored = fit.floored();
            }
            return score;
        }

        private void report(
                MixtureFit fit, GaussianMixtureOptions chosen, int iteration, double trainScore, double score) {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("train-log-likelihood", trainScore - logDeterminant);
            values.put("validation-log-likelihood", score - logDeterminant);
            values.put("components", (double) chosen.components());
            values.put("floored-covariances", (double) fit.floored());
            values.put("reseeded-components", (double) fit.reseeded());
            int epoch = finished + iteration;
            context.listener().onProgress(new Progress(epoch, epochs, epoch, values));
        }

        GaussianMixture best() {
            List<Normal> components = new ArrayList<>();
            Normal first = bestComponents.get(0).rescaled(scale, mean);
            for (Normal c : bestComponents) {
                Normal restored = c.rescaled(scale, mean);
                components.add(
                        options.covariance() == GaussianMixture.Covariance.TIED
                                ? new Normal(true, restored.mean(), first.factor())
                                : restored);
            }
            boolean tied = options.covariance() == GaussianMixture.Covariance.TIED;
            return new GaussianMixture(modelName(), options.covariance(), 0, bestWeights, components)
                    .withWarnings(Floors.warnings(
                            bestFloored,
                            tied ? 1 : components.size(),
                            "covariances",
                            Floors.number(options.varianceFloor()) + " of the variance of all rows in some direction"));
        }
    }

    private static List<Integer> candidates(int rows) {
        List<Integer> out = new ArrayList<>();
        for (int k = 1; k <= MOST_COMPONENTS && 2 * k <= Math.max(2, rows); k *= 2) {
            out.add(k);
        }
        return out;
    }
}
