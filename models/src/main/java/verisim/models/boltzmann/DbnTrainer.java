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
 * Trains a DBN greedily: one RBM after the other, each on states of the layer below drawn once for every row (Hinton, Osindero and
 * Teh, 2006). There is no fine-tuning of the whole.
 */
final class DbnTrainer extends Trainer<Dbn> {
    private final List<Integer> hidden;
    private final RbmOptions options;

    DbnTrainer(List<Integer> hidden, RbmOptions options) {
        super(Dbn.NAME, Set.of(DataKind.BINARY));
        require(
                hidden.size() >= 2,
                "hidden must list the widths of at least two layers, but was %s; for one layer use rbm",
                hidden);
        this.hidden = List.copyOf(hidden);
        this.options = options;
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
                    relay(context.listener(), i, steps),
                    context.stopRequested(),
                    context.checkpoints().child("layer-" + (i + 1)));
            Rbm layer = new RbmTrainer(hidden.get(i), options).fit(trainBelow, validationBelow, own);
            layers.add(layer);
            if (i + 1 < hidden.size()) {
                trainBelow = drawAbove(layer, trainBelow, random.child("train-states"));
                validationBelow = drawAbove(layer, validationBelow, random.child("validation-states"));
            }
        }
        return new Dbn(layers);
    }

    private static Dataset drawAbove(Rbm layer, Dataset below, RandomStream random) {
        float[] states = Dbn.drawAbove(layer.parameters(), below.toFloats(), below.size(), random);
        return Dataset.of(below.name(), below.split(), DataKind.BINARY, states, layer.hidden());
    }

    /** Passes a layer's progress on as part of the whole; the scores of the layers not in training are NaN. */
    private TrainingListener relay(TrainingListener listener, int layer, long[] steps) {
        long before = steps[0];
        return progress -> {
            steps[0] = before + progress.step();
            List<Double> scores = new ArrayList<>(progress.values().values());
            Map<String, Double> values = new LinkedHashMap<>();
            for (int i = 0; i < hidden.size(); i++) {
                values.put("train-score-layer-" + (i + 1), i == layer ? scores.get(0) : Double.NaN);
                values.put("validation-score-layer-" + (i + 1), i == layer ? scores.get(1) : Double.NaN);
            }
            listener.onProgress(new TrainingListener.Progress(
                    layer * options.epochs() + progress.epoch(), hidden.size() * options.epochs(), steps[0], values));
        };
    }
}
