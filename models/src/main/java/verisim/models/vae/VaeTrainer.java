package verisim.models.vae;

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
import verisim.models.nn.Activation;
import verisim.models.nn.EarlyStopping;
import verisim.models.nn.FeatureScaling;
import verisim.models.nn.Minibatches;

/** Trains a VAE by Adam on the evidence lower bound and keeps the parameters of the epoch with the best validation bound. */
final class VaeTrainer extends Trainer<Vae> {
    private static final int MOST_DEFAULT_LATENTS = 20;
    private static final int VALIDATION_BLOCK = 256;

    private final Options options;

    VaeTrainer(Options options) {
        super(Vae.NAME, Set.of(DataKind.BINARY, DataKind.REAL));
        require(
                options.integer("klWarmup") < options.integer("epochs"),
                "klWarmup must be less than epochs, but they are %d and %d",
                options.integer("klWarmup"),
                options.integer("epochs"));
        this.options = options;
    }

    @Override
    protected Vae train(Dataset train, Dataset validation, TrainingContext context) {
        boolean real = train.kind() == DataKind.REAL;
        FeatureScaling scaling = real ? FeatureScaling.of(train) : FeatureScaling.none(train.features());
        Dataset rows = real ? scaling.standardize(train) : train;
        Dataset held = real ? scaling.standardize(validation) : validation;
        VaeArchitecture architecture = architecture(train);
        float[] parameters = architecture.initialize(context.random().child("initial"));
        if (!real) {
            architecture.startAtDataMean(parameters, train);
        }
        float[] best = new Run(architecture, parameters, rows, held, scaling.logDeterminant(), context).best();
        return new Vae(architecture, scaling, best);
    }

    private VaeArchitecture architecture(Dataset train) {
        int latents = options.integer("latents");
        return new VaeArchitecture(
                train.kind(),
                train.features(),
                options.integers("hidden"),
                latents > 0 ? latents : Math.min(MOST_DEFAULT_LATENTS, train.features()),
                Activation.Function.valueOf(options.text("activation").toUpperCase(Locale.ROOT)),
                DecoderVariance.of(options.text("decoderVariance")),
                options.number("minimumDeviation"));
    }

    /** One training run. */
    private final class Run {
        private final float[] parameters;
        private final Dataset validation;
        private final double logDeterminant;
        private final TrainingContext context;
        private final Minibatches batches;
        private final VaeTrainingStep step;
        private final ElboPass scorer;
        private final float[] scoredRows;
        private final float[] scoredNoise;
        private final int latents;
        private final int stepsInEpoch;
        private long steps;
        private double lastElbo = Double.NaN;

        Run(
                VaeArchitecture architecture,
                float[] parameters,
                Dataset train,
                Dataset validation,
                double logDeterminant,
                TrainingContext context) {
            this.parameters = parameters;
            this.validation = validation;
            this.logDeterminant = logDeterminant;
            this.context = context;
            this.latents = architecture.latents();
            int batchSize = Math.min(options.integer("batchSize"), train.size());
            this.batches = new Minibatches(train, batchSize);
            this.stepsInEpoch = (train.size() + batchSize - 1) / batchSize;
            this.step = new VaeTrainingStep(architecture, parameters, batchSize, options.number("learningRate"));
            int block = Math.min(VALIDATION_BLOCK, validation.size());
            this.scorer = new ElboPass(architecture, block);
            this.scoredRows = new float[block * train.features()];
            this.scoredNoise = new float[block * latents];
        }

        float[] best() {
            int epochs = options.integer("epochs");
            int warmup = options.integer("klWarmup");
            EarlyStopping stopping = new EarlyStopping(options.integer("patience"));
            RandomStream order = context.random().child("order");
            RandomStream noise = context.random().child("noise");
            for (int epoch = 1; epoch <= epochs; epoch++) {
                Map<String, Double> values = new LinkedHashMap<>();
                boolean stopped = trainEpoch(epoch, order.child(epoch), noise.child(epoch), values);
                double score = scoreValidation(values);
                if (!Double.isFinite(score)) {
                    throw failure("validation bound", score, epoch);
                }
                context.listener().onProgress(new Progress(epoch, epochs, steps, values));
                boolean last = stopped || epoch == epochs;
                // Parameters of a warm-up epoch are trained for another objective: they count only if there are no
                // others.
                if (epoch > warmup || last) {
                    boolean goOn = stopping.record(epoch, score, parameters);
                    if (!goOn || stopped) {
                        break;
                    }
                }
            }
            return stopping.best();
        }

        /** Returns whether a stop was requested on the way. */
        private boolean trainEpoch(int epoch, RandomStream order, RandomStream noise, Map<String, Double> values) {
            int warmup = options.integer("klWarmup");
            double reconstruction = 0;
            double kl = 0;
            long rows = 0;
            boolean stopped = false;
            batches.shuffle(order);
            for (int count = batches.next(); count > 0 && !stopped; count = batches.next()) {
                double weight = warmup == 0 ? 1 : Math.min(1, (steps + 1.0) / ((double) warmup * stepsInEpoch));
                double elbo = step.step(batches.rows(), count, weight, noise);
                steps++;
                if (!Double.isFinite(elbo)) {
                    throw failure("training bound", elbo, epoch);
                }
                lastElbo = elbo - logDeterminant;
                reconstruction += count * step.reconstruction();
                kl += count * step.kl();
                rows += count;
                stopped = context.stopRequested().getAsBoolean();
            }
            values.put("train-elbo", (reconstruction - kl) / rows - logDeterminant);
            values.put("train-reconstruction", reconstruction / rows - logDeterminant);
            values.put("train-kl", kl / rows);
            return stopped;
        }

        private double scoreValidation(Map<String, Double> values) {
            RandomStream noise = context.random().child("validation");
            int block = scoredNoise.length / latents;
            double reconstruction = 0;
            double kl = 0;
            for (int from = 0; from < validation.size(); from += block) {
                int count = Math.min(block, validation.size() - from);
                validation.copyRange(from, count, scoredRows);
                noise.fillGaussian(scoredNoise, 0, count * latents);
                scorer.forward(parameters, scoredRows, count, scoredNoise);
                reconstruction += scorer.reconstruction();
                kl += scorer.kl();
            }
            double score = (reconstruction - kl) / validation.size() - logDeterminant;
            values.put("validation-elbo", score);
            values.put("validation-reconstruction", reconstruction / validation.size() - logDeterminant);
            values.put("validation-kl", kl / validation.size());
            return score;
        }

        private TrainingFailedException failure(String what, double value, int epoch) {
            return new TrainingFailedException(String.format(
                    Locale.ROOT,
                    "vae: the %s was %s in epoch %d, step %d; the last finite training bound was %s nats; lower learningRate"
                            + " (now %s) or raise minimumDeviation (now %s)",
                    what,
                    value,
                    epoch,
                    steps,
                    lastElbo,
                    options.number("learningRate"),
                    options.number("minimumDeviation")));
        }
    }
}
