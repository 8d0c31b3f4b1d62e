package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.List;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;

/**
 * Trains an RBM by stochastic gradients; {@link RbmUpdates} says which. The best epoch on validation is kept; {@link RbmMonitors} says
 * by which score.
 *
 * <p>Visible units begin with the logits of the smoothed means of the data (Hinton, 2010, A practical guide to training restricted
 * Boltzmann machines); {@link RbmTraining#fit} tells the rest.
 */
final class RbmTrainer extends Trainer<Rbm> {
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
        return trainAbove(List.of(), train, train, validation, context);
    }

    /** Trains an RBM on states of layers below it; see {@link RbmTraining}. */
    Rbm trainAbove(
            List<RbmParameters> below, Dataset data, Dataset train, Dataset validation, TrainingContext context) {
        float[] baseLogits = baseLogits(train);
        RbmParameters best = RbmTraining.fit(
                Rbm.NAME, new BinaryUnits(), hidden, baseLogits, options, train, validation, below, data, context);
        return new Rbm(best, baseLogits, options.sampling());
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
}
