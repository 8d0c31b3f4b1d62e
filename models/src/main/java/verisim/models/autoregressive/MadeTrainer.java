package verisim.models.autoregressive;

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
import verisim.models.nn.Activation;
import verisim.models.nn.EarlyStopping;
import verisim.models.nn.FeatureScaling;
import verisim.models.nn.Minibatches;

/** Maximum likelihood by Adam, stopped early by the exact log-likelihood of the validation rows. */
final class MadeTrainer extends Trainer<Made> {
    private final MadeOptions options;

    MadeTrainer(MadeOptions options) {
        super(Made.NAME, Set.of(DataKind.BINARY, DataKind.REAL));
        this.options = options;
    }

    /** Hyperparameters; what each means stands at the options of {@link MadeProvider}. */
    record MadeOptions(
            List<Integer> hidden,
            Activation.Function activation,
            boolean randomOrder,
            boolean directConnections,
            int components,
            double scaleFloor,
            double learningRate,
            int batchSize,
            int epochs,
            int patience,
            double weightDecay) {}

    @Override
    protected Made train(Dataset train, Dataset validation, TrainingContext context) {
        int d = train.features();
        boolean real = train.kind() == DataKind.REAL;
        FeatureScaling scaling = real ? FeatureScaling.of(train) : FeatureScaling.none(d);
        Dataset inputs = real ? scaling.standardize(train) : train;
        float[] validationRows = (real ? scaling.standardize(validation) : validation).toFloats();
        double logVolume = scaling.logDeterminant();

        Conditionals conditionals = Made.conditionals(train.kind(), options.components, options.scaleFloor);
        MadeLayout layout = new MadeLayout(
                d,
                conditionals.perFeature(),
                options.hidden,
                options.activation,
                options.directConnections,
                order(d, context));
        float[] parameters = new float[layout.parameterCount()];
        MadeNetwork.initialize(
                layout, parameters, layout.mask(), context.random().child("initial"));
        conditionals.initializeBiases(inputs.toFloats(), d, parameters, layout.biases(options.hidden.size()));

        int batchSize = Math.min(options.batchSize, train.size());
        MadeTrainingStep step = new MadeTrainingStep(
                layout, conditionals, parameters, batchSize, options.learningRate, options.weightDecay);
        Minibatches batches = new Minibatches(inputs, batchSize);
        EarlyStopping stopping = new EarlyStopping(options.patience);
        long steps = 0;
        double lastFinite = Double.NaN;
        boolean more = true;
        for (int epoch = 1; more && epoch <= options.epochs; epoch++) {
            batches.shuffle(context.random().child("shuffle").child(epoch));
            double sum = 0;
            int seen = 0;
            for (int rows = batches.next(); rows > 0; rows = more ? batches.next() : 0) {
                double logLikelihood = step.step(batches.rows(), rows);
                steps++;
                if (!Double.isFinite(logLikelihood)) {
                    throw broken("training", epoch, steps, lastFinite);
                }
                lastFinite = logLikelihood / rows - logVolume;
                sum += logLikelihood;
                seen += rows;
                more = !context.stopRequested().getAsBoolean();
            }
            double score = mean(Made.score(layout, conditionals, parameters, validationRows)) - logVolume;
            if (!Double.isFinite(score)) {
                throw broken("validation", epoch, steps, lastFinite);
            }
            more &= stopping.record(epoch, score, parameters);
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("train-log-likelihood", sum / seen - logVolume);
            values.put("validation-log-likelihood", score);
            context.listener().onProgress(new Progress(epoch, options.epochs, steps, values));
        }
        return new Made(train.kind(), layout, options.components, options.scaleFloor, stopping.best(), scaling);
    }

    private int[] order(int features, TrainingContext context) {
        if (options.randomOrder) {
            return context.random().child("order").permutation(features);
        }
        return java.util.stream.IntStream.range(0, features).toArray();
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        return sum / values.length;
    }

    private static TrainingFailedException broken(String what, int epoch, long step, double lastFinite) {
        return new TrainingFailedException(String.format(
                Locale.ROOT,
                "made: the %s log-likelihood is no longer finite in epoch %d, step %d; the last finite value was %.6g nats "
                        + "per example. Lower learningRate, or raise scaleFloor if the data is REAL",
                what,
                epoch,
                step,
                lastFinite));
    }
}
