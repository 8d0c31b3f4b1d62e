package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Levels;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;

/**
 * Trains an RBM with categorical visible units like one with binary units (see {@link RbmUpdates}), on rows of one 0 or 1 for each
 * level of each feature. Visible units begin with the logarithms of the smoothed frequencies of the training rows.
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
        Levels levels = Levels.of(train);
        Dataset rows = OneHot.encode(train, levels);
        float[] baseLogits = baseLogits(rows, levels);
        RbmParameters best = RbmTraining.fit(
                CategoricalRbm.NAME,
                new SoftmaxUnits(levels),
                hidden,
                baseLogits,
                options,
                rows,
                OneHot.encode(validation, levels),
                context);
        return new CategoricalRbm(best, baseLogits, options.sampling());
    }

    /** Returns {@code log (count + 1 / K_d) / (n + 1)}; smoothing keeps levels that never occur finite. */
    private static float[] baseLogits(Dataset rows, Levels levels) {
        float[] logits = new float[rows.features()];
        for (int d = 0; d < levels.columns(); d++) {
            for (int i = levels.from(d); i < levels.from(d + 1); i++) {
                double count = 0;
                for (int r = 0; r < rows.size(); r++) {
                    count += rows.value(r, i);
                }
                logits[i] = (float) Math.log((count + 1.0 / levels.count(d)) / (rows.size() + 1.0));
            }
        }
        return logits;
    }
}
