package verisim.models.boltzmann;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Checkpoints;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;

/**
 * Trains a deep Boltzmann machine: greedy pre-training ({@link DbmPretraining}), then all layers together by stochastic gradients ({@link
 * DbmUpdates}). The best epoch on validation is kept; {@link DbmMonitors} says by which score.
 *
 * <p>Without pre-training weights are small normal numbers, visible units have the logits of the smoothed means of the data, and hidden
 * biases are 0; centred, as if each unit's neighbours stood at their offsets.
 */
final class DbmTrainer extends Trainer<Dbm> {
    private final DbmOptions options;

    DbmTrainer(DbmOptions options) {
        super(Dbm.NAME, Set.of(DataKind.BINARY));
        this.options = options;
        List<Integer> widths = new ArrayList<>(List.of(1));
        widths.addAll(options.hidden());
        new DbmShape(widths); // checks the number of layers
    }

    @Override
    protected Dbm train(Dataset train, Dataset validation, TrainingContext context) {
        List<Integer> widths = new ArrayList<>(List.of(train.features()));
        widths.addAll(options.hidden());
        DbmShape shape = new DbmShape(widths);
        RbmOptions training = options.training();
        float[] visibleLogits = RbmTrainer.baseLogits(train);
        String settings = options.trainingText();
        boolean complete = true;
        RbmParameters model;
        if (options.pretraining().epochs() > 0) {
            String run =
                    String.join("; ", settings, "stream " + context.random().path(), "train " + train.contentHash());
            DbmPretraining pretraining = new DbmPretraining(
                    shape,
                    options.pretraining(),
                    training.weightScale(),
                    training.batchSize(),
                    run,
                    context.child("pretraining"));
            model = pretraining.run(train, visibleLogits);
            complete = pretraining.complete();
        } else {
            model = initial(shape, visibleLogits, context);
        }
        float[] oddLogits = MeanFieldMeans.oddLogits(shape, model, options.meanField(), train);
        Offsets offsets = new Offsets(
                training.centring().offsets(),
                training.centring().rate(),
                RbmUpdates.means(oddLogits),
                evenMeans(shape, model, oddLogits, visibleLogits));
        if (options.pretraining().epochs() == 0) {
            model.uncentre(model.values(), offsets.visible(), offsets.hidden());
        }
        int batchSize = Math.min(training.batchSize(), train.size());
        DbmUpdates updates = new DbmUpdates(shape, model, oddLogits, offsets, options.meanField(), training, batchSize);
        if (options.pretraining().epochs() > 0) {
            updates.settle(context.random().child("settling"));
        }
        float[] best = new RbmTraining(
                        Dbm.NAME,
                        updates,
                        new DbmMonitors(shape, model, options.meanField(), training.annealing(), train, validation),
                        training,
                        settings,
                        train,
                        validation,
                        complete ? context : context.withCheckpoints(Checkpoints.none()))
                .run();
        RbmParameters fitted = new RbmParameters(shape.odd(), shape.even(), best);
        float[] base = MeanFieldMeans.oddLogits(shape, fitted, options.meanField(), train);
        return new Dbm(shape, new Rbm(fitted, base, training.sampling()), options.meanField());
    }

    private RbmParameters initial(DbmShape shape, float[] visibleLogits, TrainingContext context) {
        RbmParameters model = RbmParameters.initial(
                new float[shape.odd()],
                shape.even(),
                options.training().weightScale(),
                context.random().child("weights"));
        shape.clearAbsent(model.values());
        System.arraycopy(visibleLogits, 0, model.values(), shape.biasFrom(0, model), visibleLogits.length);
        return model;
    }

    /** Returns the means of the data, and those of h2 given the means of the odd layers. */
    private static float[] evenMeans(DbmShape shape, RbmParameters model, float[] oddLogits, float[] visibleLogits) {
        float[] fields = new float[shape.even()];
        model.hiddenFields(RbmUpdates.means(oddLogits), 1, fields);
        System.arraycopy(visibleLogits, 0, fields, 0, visibleLogits.length);
        return RbmUpdates.means(fields);
    }
}
