package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.model.TrainingListener;
import verisim.core.random.RandomStream;
import verisim.models.nn.EarlyStopping;
import verisim.models.nn.Minibatches;

/**
 * Trains an RBM by CD-k or PCD-k. Visible biases start at the logits of the smoothed means of the data (Hinton, 2010, A practical
 * guide to training restricted Boltzmann machines).
 *
 * <p>The epoch with the best validation score is kept. The score is the exact mean log-likelihood where {@code log Z} can be had by
 * enumeration within {@link #CHEAP} operations, else the mean pseudo-likelihood of {@link #SCORED_ROWS} rows, estimated from the
 * same {@link #SCORED_FEATURES} features of each in every epoch. The listener hears the score under its own name.
 */
final class RbmTrainer extends Trainer<Rbm> {
    /** Enumeration of this many (state, unit) pairs takes some 50 ms. */
    private static final double CHEAP = 1e8;

    private static final int SCORED_ROWS = 500;
    private static final int SCORED_FEATURES = 64;

    private final int hidden;
    private final RbmOptions options;

    RbmTrainer(int hidden, RbmOptions options) {
        super(Rbm.NAME, Set.of(DataKind.BINARY));
        require(hidden >= 1, "hidden must be at least 1, but was %d", hidden);
        this.hidden = hidden;
        this.options = options;
    }

    @Override
    protected Rbm train(Dataset train, Dataset validation, TrainingContext context) {
        RandomStream random = context.random();
        float[] baseLogits = baseLogits(train);
        RbmParameters model = RbmParameters.initial(baseLogits, hidden, options.weightScale(), random.child("weights"));
        Minibatches batches = new Minibatches(train, options.batchSize());
        int batchSize = Math.min(options.batchSize(), train.size());
        ContrastiveDivergence updates = new ContrastiveDivergence(model, baseLogits, options, batchSize);
        EarlyStopping best = new EarlyStopping(options.patience());
        long stepsAnEpoch = ((long) train.size() + batchSize - 1) / batchSize;
        RandomStream order = random.child("order");
        RandomStream gibbs = random.child("gibbs");
        long step = 0;
        double last = Double.NaN;
        for (int epoch = 1; epoch <= options.epochs(); epoch++) {
            batches.shuffle(order);
            for (int rows = batches.next(); rows > 0; rows = batches.next()) {
                double done = (double) step / (stepsAnEpoch * options.epochs());
                double rate = options.learningRate() * (options.linearDecay() ? 1 - done : 1);
                updates.step(batches.rows(), rows, rate, gibbs);
                step++;
                if (!updates.finite()) {
                    throw brokenDown(epoch, step, last);
                }
            }
            Map<String, Double> scores = scores(model, baseLogits, train, validation, random.child("scores"));
            double score =
                    scores.values().stream().reduce((first, second) -> second).orElseThrow();
            if (!Double.isFinite(score)) {
                throw brokenDown(epoch, step, last);
            }
            last = score;
            context.listener().onProgress(new TrainingListener.Progress(epoch, options.epochs(), step, scores));
            if (!best.record(epoch, score, model.values())
                    || context.stopRequested().getAsBoolean()) {
                break;
            }
        }
        return new Rbm(new RbmParameters(train.features(), hidden, best.best()), baseLogits, options.sampleSteps());
    }

    private static TrainingFailedException brokenDown(int epoch, long step, double last) {
        return new TrainingFailedException(String.format(
                Locale.ROOT,
                "rbm: parameters were no longer finite in epoch %d, step %d (last finite validation score %s); lower learningRate",
                epoch,
                step,
                last));
    }

    /** Returns the logits of the means {@code (ones + 1/2) / (n + 1)}; smoothing keeps constant columns finite. */
    static float[] baseLogits(Dataset train) {
        int features = train.features();
        double[] ones = new double[features];
        float[] row = new float[features];
        for (int r = 0; r < train.size(); r++) {
            train.copyRange(r, 1, row);
            for (int d = 0; d < features; d++) {
                ones[d] += row[d];
            }
        }
        float[] logits = new float[features];
        for (int d = 0; d < features; d++) {
            logits[d] = (float) (Math.log(ones[d] + 0.5) - Math.log(train.size() - ones[d] + 0.5));
        }
        return logits;
    }

    /** Returns the training and, last, the validation score. */
    private Map<String, Double> scores(
            RbmParameters parameters, float[] baseLogits, Dataset train, Dataset validation, RandomStream random) {
        Rbm model = new Rbm(parameters, baseLogits, options.sampleSteps());
        int units = Math.min(model.features(), hidden);
        Map<String, Double> out = new LinkedHashMap<>();
        if (units <= 30 && Math.pow(2, units) * Math.max(model.features(), hidden) <= CHEAP) {
            double logPartition = model.logPartitionByEnumeration();
            out.put("train-log-likelihood", meanUnnormalized(model, train.head(validation.size())) - logPartition);
            out.put("validation-log-likelihood", meanUnnormalized(model, validation) - logPartition);
        } else {
            out.put("train-pseudo-likelihood", pseudoLikelihood(model, train, random));
            out.put("validation-pseudo-likelihood", pseudoLikelihood(model, validation, random));
        }
        return out;
    }

    private static double meanUnnormalized(Rbm model, Dataset data) {
        double sum = 0;
        for (double value : model.unnormalized(data.toFloats(), data.size())) {
            sum += value;
        }
        return sum / data.size();
    }

    private static double pseudoLikelihood(Rbm model, Dataset data, RandomStream random) {
        int rows = Math.min(SCORED_ROWS, data.size());
        int picked = Math.min(SCORED_FEATURES, data.features());
        float[] values = data.head(rows).toFloats();
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            sum += model.pseudoLogLikelihood(values, r * data.features(), picked, random.child(r));
        }
        return sum / rows;
    }
}
