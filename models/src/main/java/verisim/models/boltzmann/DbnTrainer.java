package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingListener;
import verisim.core.random.RandomStream;

/**
 * Trains a DBN greedily: one RBM after the other, each on states of the layers below (Hinton, Osindero and Teh, 2006), drawn anew in
 * every step; see {@link StatesAbove}. One with at least as many hidden units as the layer below has visible ones begins as that layer's
 * mirror image, so that the bound begins where the lower layers left it. Then, if asked, the whole by {@link DbnUpdates}; the best epoch
 * by {@link DbnMonitors} is kept, or the greedy network if none is better.
 */
final class DbnTrainer extends Trainer<Dbn> {
    private final List<Integer> hidden;
    private final RbmOptions lowest;
    private final RbmOptions upper;
    private final RbmOptions fineTuning;
    private final int fineTuneEpochs;

    /**
     * @param upperEpochs epochs of the RBMs above the lowest; 0 for as many as that has
     * @param upperLearningRate their first step size; 0 for that of the lowest
     * @param fineTuneEpochs epochs of fine-tuning; 0 for none
     * @param fineTuneLearningRate its first step size
     */
    DbnTrainer(
            List<Integer> hidden,
            RbmOptions options,
            int upperEpochs,
            double upperLearningRate,
            int fineTuneEpochs,
            double fineTuneLearningRate) {
        super(Dbn.NAME, Set.of(DataKind.BINARY));
        require(
                hidden.size() >= 2,
                "hidden must list the widths of at least two layers, but was %s; for one layer use rbm",
                hidden);
        this.hidden = List.copyOf(hidden);
        this.lowest = options;
        this.upper = options.withSteps(
                upperLearningRate == 0 ? options.steps().learningRate() : upperLearningRate,
                upperEpochs == 0 ? options.epochs() : upperEpochs);
        this.fineTuneEpochs = fineTuneEpochs;
        this.fineTuning = options.withSteps(fineTuneLearningRate, Math.max(1, fineTuneEpochs));
    }

    @Override
    protected Dbn train(Dataset train, Dataset validation, TrainingContext context) {
        List<Rbm> layers = new ArrayList<>();
        Dataset trainBelow = train;
        Dataset validationBelow = validation;
        long[] steps = new long[1];
        for (int i = 0; i < hidden.size(); i++) {
            RandomStream random = context.random().child("layer-" + (i + 1));
            TrainingContext own = new TrainingContext(
                    random.child("fit"),
                    new Relay(context.listener(), i, steps),
                    context.stopRequested(),
                    context.checkpoints().child("layer-" + (i + 1)));
            Rbm layer = i == 0
                    ? new RbmTrainer(hidden.get(i), lowest).fit(train, validation, own)
                    : new RbmTrainer(hidden.get(i), upper)
                            .trainAbove(
                                    layers.stream().map(Rbm::parameters).toList(),
                                    train,
                                    trainBelow,
                                    validationBelow,
                                    own);
            layers.add(layer);
            if (i + 1 < hidden.size()) {
                trainBelow = drawAbove(layer, trainBelow, random.child("train-states"));
                validationBelow = drawAbove(layer, validationBelow, random.child("validation-states"));
            }
        }
        Dbn greedy = new Dbn(layers);
        return fineTuneEpochs == 0 ? greedy : fineTune(greedy, train, validation, context, steps);
    }

    private Dbn fineTune(Dbn greedy, Dataset train, Dataset validation, TrainingContext context, long[] steps) {
        TrainingContext own =
                context.child("fine-tuning").withListener(new Relay(context.listener(), hidden.size(), steps));
        DbnUpdates updates = new DbnUpdates(greedy, fineTuning, Math.min(fineTuning.batchSize(), train.size()));
        updates.settle(own.random().child("settling"));
        DbnMonitors monitors =
                new DbnMonitors(() -> updates.network(greedy), fineTuning.annealing(), train, validation);
        String settings = "hidden " + hidden;
        RbmTraining training =
                new RbmTraining(Dbn.NAME, updates, monitors, fineTuning, settings, train, validation, own);
        updates.setParameters(training.runFromTrained());
        return training.bestEpoch() == 0 ? greedy : updates.network(greedy);
    }

    private static Dataset drawAbove(Rbm layer, Dataset below, RandomStream random) {
        float[] states = Dbn.drawAbove(layer.parameters(), below.toFloats(), below.size(), random);
        return Dataset.of(below.name(), below.split(), DataKind.BINARY, states, layer.hidden());
    }

    private int epochsBefore(int part) {
        return part == 0 ? 0 : lowest.epochs() + (part - 1) * upper.epochs();
    }

    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < hidden.size(); i++) {
            parts.add("layer-" + (i + 1));
        }
        if (fineTuneEpochs > 0) {
            parts.add("fine-tuning");
        }
        return parts;
    }

    /** Passes the progress of a layer, or of fine-tuning, on as part of the whole; the scores of the parts not in training are NaN. */
    private final class Relay implements TrainingListener {
        private final TrainingListener whole;
        private final int part;
        private final long[] steps;
        private final long before;

        /**
         * @param part number of the layer, from 0, or the number of layers for fine-tuning
         * @param steps of all parts so far, which this counts on
         */
        Relay(TrainingListener whole, int part, long[] steps) {
            this.whole = whole;
            this.part = part;
            this.steps = steps;
            before = steps[0];
        }

        @Override
        public void onProgress(Progress progress) {
            whole.onProgress(ofTheWhole(progress));
        }

        @Override
        public void onResumed(List<Progress> earlier) {
            whole.onResumed(earlier.stream().map(this::ofTheWhole).toList());
        }

        private Progress ofTheWhole(Progress progress) {
            steps[0] = before + progress.step();
            List<Double> scores = new ArrayList<>(progress.values().values());
            List<String> parts = parts();
            Map<String, Double> values = new LinkedHashMap<>();
            for (int i = 0; i < parts.size(); i++) {
                values.put("train-score-" + parts.get(i), i == part ? scores.get(0) : Double.NaN);
                values.put("validation-score-" + parts.get(i), i == part ? scores.get(1) : Double.NaN);
            }
            return new Progress(
                    epochsBefore(part) + progress.epoch(),
                    epochsBefore(hidden.size()) + fineTuneEpochs,
                    steps[0],
                    values);
        }
    }
}
