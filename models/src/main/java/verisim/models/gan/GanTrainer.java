package verisim.models.gan;

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
import verisim.core.model.TrainingListener.Progress;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.models.nn.FeatureScaling;
import verisim.models.nn.Minibatches;
import verisim.models.nn.Network;

/**
 * Trains a GAN and keeps the networks of the epoch with the smallest validation MMD. The log has one entry for each epoch that is
 * scored: all of them up to {@value #MOST_SCORES}, else as many at even distances.
 */
final class GanTrainer extends Trainer<Gan> {
    static final int MOST_SCORES = 200;
    private static final int MOST_DEFAULT_LATENTS = 32;
    private static final int LEAST_DEFAULT_LATENTS = 8;

    private final Options options;

    GanTrainer(Options options) {
        super(Gan.NAME, Set.of(DataKind.BINARY, DataKind.REAL));
        this.options = options;
    }

    /** A GAN is a generator: it can draw a constant. */
    @Override
    protected boolean fitsDensity() {
        return false;
    }

    @Override
    protected Gan train(Dataset train, Dataset validation, TrainingContext context) {
        require(
                validation.size() >= 2,
                "gan chooses its epoch on validation rows and needs at least 2, but '%s' has %d",
                validation.name(),
                validation.size());
        boolean real = train.kind() == DataKind.REAL;
        FeatureScaling scaling = real ? FeatureScaling.of(train) : FeatureScaling.none(train.features());
        Dataset rows = real ? scaling.standardize(train) : train;
        Dataset held = real ? scaling.standardize(validation) : validation;
        int latents = options.integer("latents");
        GanArchitecture architecture = new GanArchitecture(
                train.kind(),
                train.features(),
                latents > 0
                        ? latents
                        : Math.max(LEAST_DEFAULT_LATENTS, Math.min(MOST_DEFAULT_LATENTS, train.features())),
                options.integers("generatorHidden"),
                options.integers("discriminatorHidden"));
        Run run = new Run(architecture, rows, held, context);
        run.train();
        return new Gan(architecture, scaling, run.bestGenerator, run.bestDiscriminator);
    }

    /** One training run. */
    private final class Run {
        private final GanArchitecture architecture;
        private final TrainingContext context;
        private final float[] generator;
        private final float[] discriminator;
        private final GanTrainingStep step;
        private final Minibatches batches;
        private final int epochs;
        private final int discriminatorSteps;
        private final ValidationMmd mmd;
        private final float[] scoredNoise;
        private final Network.Pass scorer;
        private long steps;
        private double discriminatorLoss;
        private double generatorLoss;
        private float[] bestGenerator;
        private float[] bestDiscriminator;
        private double bestScore = Double.POSITIVE_INFINITY;

        Run(GanArchitecture architecture, Dataset train, Dataset validation, TrainingContext context) {
            this.architecture = architecture;
            this.context = context;
            RandomStream initial = context.random().child("initial");
            generator = new float[architecture.generator().parameterCount()];
            discriminator = new float[architecture.discriminator().parameterCount()];
            architecture.generator().initialize(generator, 0, initial.child("generator"));
            architecture.discriminator().initialize(discriminator, 0, initial.child("discriminator"));
            int batchSize = Math.min(options.integer("batchSize"), train.size());
            step = new GanTrainingStep(
                    architecture,
                    GanLoss.of(options.text("loss")),
                    generator,
                    discriminator,
                    batchSize,
                    options.number("learningRate"),
                    options.number("beta1"));
            batches = new Minibatches(train, batchSize);
            discriminatorSteps = options.integer("discriminatorSteps");
            epochs = epochs((train.size() + batchSize - 1) / batchSize);

            RandomStream random = context.random().child("validation");
            int rows = Math.min(ValidationMmd.MOST_ROWS, validation.size());
            float[] x = new float[rows * train.features()];
            validation.copyRows(random.child("rows").permutation(validation.size()), 0, rows, x);
            mmd = new ValidationMmd(x, rows, train.features());
            scoredNoise = new float[rows * architecture.latents()];
            random.child("noise").fillGaussian(scoredNoise, 0, scoredNoise.length);
            scorer = architecture.generator().newPass(rows);
        }

        /** Small data needs more passes for the same number of updates. */
        private int epochs(int stepsInEpoch) {
            int given = options.integer("epochs");
            if (given > 0) {
                return given;
            }
            return Math.max(1, (int) Math.ceil((double) options.integer("steps") * discriminatorSteps / stepsInEpoch));
        }

        void train() {
            RandomStream order = context.random().child("order");
            RandomStream noise = context.random().child("noise");
            int interval = (epochs + MOST_SCORES - 1) / MOST_SCORES;
            for (int epoch = 1; epoch <= epochs; epoch++) {
                boolean stopped = trainEpoch(epoch, order.child(epoch), noise.child(epoch));
                if (stopped || epoch % interval == 0 || epoch == epochs) {
                    score(epoch);
                }
                if (stopped) {
                    return;
                }
            }
        }

        /** Returns whether a stop was requested on the way. */
        private boolean trainEpoch(int epoch, RandomStream order, RandomStream noise) {
            double discriminatorSum = 0;
            double generatorSum = 0;
            int discriminatorCount = 0;
            int generatorCount = 0;
            boolean stopped = false;
            batches.shuffle(order);
            for (int rows = batches.next(); rows > 0 && !stopped; rows = batches.next()) {
                discriminatorSum += finite("discriminator", step.discriminatorStep(batches.rows(), rows, noise), epoch);
                discriminatorCount++;
                steps++;
                if (steps % discriminatorSteps == 0) {
                    generatorSum += finite("generator", step.generatorStep(rows, noise), epoch);
                    generatorCount++;
                }
                stopped = context.stopRequested().getAsBoolean();
            }
            discriminatorLoss = discriminatorSum / discriminatorCount;
            if (generatorCount > 0) {
                generatorLoss = generatorSum / generatorCount;
            }
            return stopped;
        }

        private double finite(String player, double loss, int epoch) {
            if (!Double.isFinite(loss)) {
                throw new TrainingFailedException(String.format(
                        Locale.ROOT,
                        "gan: the %s loss was %s in epoch %d, step %d; the losses of the last whole epoch were %s"
                                + " (discriminator) and %s (generator); lower learningRate (now %s)",
                        player,
                        loss,
                        epoch,
                        steps,
                        discriminatorLoss,
                        generatorLoss,
                        options.number("learningRate")));
            }
            return loss;
        }

        private void score(int epoch) {
            float[] y = new float[mmd.rows() * architecture.features()];
            architecture.present(scorer.forward(generator, 0, scoredNoise, mmd.rows()), y, 0, mmd.rows());
            if (architecture.kind() == DataKind.BINARY) {
                context.random().child("validation").child("draws").fillBernoulli(y, y, 0, y.length);
            }
            double value = finite("validation MMD", mmd.estimate(y), epoch);
            if (value < bestScore) {
                bestScore = value;
                bestGenerator = generator.clone();
                bestDiscriminator = discriminator.clone();
            }
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("discriminator-loss", discriminatorLoss);
            values.put("generator-loss", generatorLoss);
            values.put("validation-mmd-squared", value);
            context.listener().onProgress(new Progress(epoch, epochs, steps, values));
        }
    }
}
