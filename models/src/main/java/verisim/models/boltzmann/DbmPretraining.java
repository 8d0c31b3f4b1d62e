package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Checkpoint;
import verisim.core.model.TrainingContext;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.models.nn.Minibatches;

/**
 * Greedy pre-training of a deep Boltzmann machine, pair of layers by pair, by one-step contrastive divergence.
 *
 * <p>Each inner layer will have input from both of its neighbours, so each pair is trained as if the missing one gave as much as the one
 * that is there: the lowest pair with its visible, the highest with its hidden side twice ({@link CopiedChains}), one between with doubled
 * weights both ways, which is an ordinary RBM. Composed, the weights count once; an inner layer's bias is the mean of the two it was
 * trained with, which is half of the sum of both inputs.
 *
 * <p>A pair that is done stands in a checkpoint of its own; one that was interrupted begins anew.
 *
 * @see <a href="https://proceedings.mlr.press/v5/salakhutdinov09a.html">Salakhutdinov and Hinton (2009), Deep Boltzmann machines</a>
 */
final class DbmPretraining {
    private static final Logger LOG = LoggerFactory.getLogger(DbmPretraining.class);
    private static final String RUN = "run";

    /**
     * How long, and how fast.
     *
     * @param epochs of each pair; 0 for no pre-training
     * @param learningRate first step size, falling to 0 linearly
     */
    record Settings(int epochs, double learningRate) {
        static final List<Option> OPTIONS = List.of(
                Option.integer(
                        "pretrainEpochs",
                        10,
                        0,
                        "epochs of greedy pre-training for each pair of layers, with doubled weights; 0 for none"),
                Option.positive(
                        "pretrainLearningRate", 0.05, "first step size of pre-training, which falls to 0 linearly"));

        Settings {
            require(epochs >= 0, "pretrainEpochs must be at least 0, but was %d", epochs);
        }

        static Settings of(Options o) {
            return new Settings(o.integer("pretrainEpochs"), o.number("pretrainLearningRate"));
        }
    }

    private final DbmShape shape;
    private final Settings settings;
    private final double weightScale;
    private final int batchSize;
    private final TrainingContext context;
    private final String run;
    private boolean complete = true;

    /** @param run all that decides the numbers, for checkpoints */
    DbmPretraining(
            DbmShape shape, Settings settings, double weightScale, int batchSize, String run, TrainingContext context) {
        this.shape = shape;
        this.settings = settings;
        this.weightScale = weightScale;
        this.batchSize = batchSize;
        this.run = run;
        this.context = context;
    }

    /** Returns the composed machine. */
    RbmParameters run(Dataset train, float[] visibleLogits) {
        RbmParameters out = shape.zeros();
        Dataset below = train;
        float[] lowerBias = visibleLogits;
        int pairs = shape.hiddenLayers();
        for (int i = 0; i < pairs; i++) {
            RandomStream random = context.random().child("layer-" + (i + 1));
            RbmParameters pair = pair(i, below, lowerBias, random);
            float[] weights = java.util.Arrays.copyOf(pair.values(), pair.visibleFrom());
            for (int k = 0; i < pairs - 1 && k < weights.length; k++) {
                weights[k] *= 0.5f;
            }
            shape.putWeights(i, weights, out);
            addBias(pair, pair.visibleFrom(), i, i == 0 ? 1f : 0.5f, out);
            addBias(pair, pair.hiddenFrom(), i + 1, i == pairs - 1 ? 1f : 0.5f, out);
            if (i < pairs - 1) {
                float[] states = Dbn.drawAbove(pair, below.toFloats(), below.size(), random.child("states"));
                below = Dataset.of(train.name(), train.split(), DataKind.BINARY, states, pair.hidden());
                lowerBias = java.util.Arrays.copyOfRange(
                        pair.values(), pair.hiddenFrom(), pair.hiddenFrom() + pair.hidden());
            }
        }
        return out;
    }

    /** Returns whether pre-training went to its end, rather than being stopped. */
    boolean complete() {
        return complete;
    }

    private void addBias(RbmParameters pair, int from, int layer, float share, RbmParameters to) {
        int at = shape.biasFrom(layer, to);
        for (int i = 0; i < shape.widths().get(layer); i++) {
            to.values()[at + i] += share * pair.values()[from + i];
        }
    }

    private RbmParameters pair(int lower, Dataset data, float[] lowerBias, RandomStream random) {
        RbmParameters pair =
                RbmParameters.initial(lowerBias, shape.widths().get(lower + 1), weightScale, random.child("weights"));
        TrainingContext own = context.child("layer-" + (lower + 1));
        Optional<Checkpoint> saved = own.checkpoints().read();
        if (saved.isPresent() && run.equals(saved.get().texts().get(RUN))) {
            System.arraycopy(saved.get().floats("parameters"), 0, pair.values(), 0, pair.values().length);
            return pair;
        }
        int batch = Math.min(batchSize, data.size());
        Offsets none = new Offsets(Offsets.Kind.NONE, 1, new float[pair.visible()], pair.hidden());
        RbmUpdates updates = new RbmUpdates(
                pair,
                RbmOptions.Steps.plain(settings.learningRate()),
                negative(lower, pair, batch),
                none,
                weights -> {},
                batch);
        Minibatches batches = new Minibatches(data, batch);
        int inEpoch = (data.size() + batch - 1) / batch;
        int step = 0;
        for (int epoch = 1; epoch <= settings.epochs() && complete; epoch++) {
            batches.shuffle(random.child("order").child(epoch));
            for (int count = batches.next(); count > 0 && complete; count = batches.next()) {
                double rate = settings.learningRate() * (1 - (double) step / inEpoch / settings.epochs());
                updates.step(
                        batches.rows(), count, rate, 0, random.child("gibbs").child(step++));
                complete = !context.stopRequested().getAsBoolean();
            }
            LOG.info("dbm: pre-training of layer {}, epoch {} of {}", lower + 1, epoch, settings.epochs());
        }
        if (complete && own.checkpoints().enabled()) {
            own.checkpoints()
                    .write(new Checkpoint(Map.of("parameters", pair.values().clone()), Map.of(), Map.of(RUN, run)));
        }
        return pair;
    }

    private NegativePhase negative(int lower, RbmParameters pair, int batch) {
        if (lower > 0 && lower < shape.hiddenLayers() - 1) {
            return new DataChains(pair, new float[pair.visible()], 1, batch);
        }
        return new CopiedChains(pair, lower == 0, batch);
    }
}
