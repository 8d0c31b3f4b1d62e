package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;

/**
 * Trains an RBM with categorical visible units like one with binary units (see {@link RbmUpdates}), on rows of one 0 or 1 for each
 * category of each feature. Visible units begin with the logarithms of the smoothed frequencies of the training rows.
 */
final class CategoricalRbmTrainer extends Trainer<CategoricalRbm> {
    private final int hidden;
    private final RbmOptions options;

    CategoricalRbmTrainer(int hidden, RbmOptions options) {
        super(CategoricalRbm.NAME, Set.of(DataKind.CATEGORICAL));
        require(hidden >= 1, "hidden must be at least 1, but was %d", hidden);
        this.hidden = hidden;
        this.options = options;
    }

    @Override
    protected CategoricalRbm train(Dataset train, Dataset validation, TrainingContext context) {
        int categories = Math.max(2, Math.max(train.categories(), validation.categories()));
        Dataset rows = OneHot.encode(train, categories);
        float[] baseLogits = baseLogits(rows, categories);
        RbmParameters best = RbmTraining.fit(
                CategoricalRbm.NAME,
                new SoftmaxUnits(categories),
                hidden,
                baseLogits,
                options,
                rows,
                OneHot.encode(validation, categories),
                context);
        return new CategoricalRbm(best, baseLogits, options.sampling());
    }

    /** Returns {@code log (count + 1 / K) / (n + 1)}; smoothing keeps categories that never occur finite. */
    private static float[] baseLogits(Dataset rows, int categories) {
        float[] logits = new float[rows.features()];
        for (int i = 0; i < logits.length; i++) {
            double count = 0;
            for (int r = 0; r < rows.size(); r++) {
                count += rows.value(r, i);
            }
            logits[i] = (float) Math.log((count + 1.0 / categories) / (rows.size() + 1.0));
        }
        return logits;
    }
}
