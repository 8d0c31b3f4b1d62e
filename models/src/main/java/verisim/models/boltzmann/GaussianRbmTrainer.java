package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.models.nn.FeatureScaling;
import verisim.models.nn.Floors;

/**
 * Trains a Gaussian-Bernoulli RBM like one with binary units (see {@link RbmUpdates}), on features standardised by means and standard
 * deviations of the training rows.
 */
final class GaussianRbmTrainer extends Trainer<GaussianRbm> {
    private final int hidden;
    private final double varianceLearningRate;
    private final double firstScale;
    private final double scaleFloor;
    private final RbmOptions options;

    /**
     * @param varianceLearningRate first step size of the logarithms of the variances, which falls as that of the others does
     * @param firstScale standard deviation of the noise at first, in standard deviations of the feature
     * @param scaleFloor least standard deviation of the noise, in standard deviations of the feature
     */
    GaussianRbmTrainer(
            int hidden, double varianceLearningRate, double firstScale, double scaleFloor, RbmOptions options) {
        super(GaussianRbm.NAME, Set.of(DataKind.REAL));
        require(hidden >= 1, "hidden must be at least 1, but was %d", hidden);
        require(
                varianceLearningRate >= 0 && Double.isFinite(varianceLearningRate),
                "varianceLearningRate must be finite and at least 0, but was %s",
                varianceLearningRate);
        require(scaleFloor > 0, "scaleFloor must be greater than 0, but was %s", scaleFloor);
        require(
                firstScale >= scaleFloor && Double.isFinite(firstScale),
                "firstScale must be finite and at least scaleFloor, which is %s, but was %s",
                scaleFloor,
                firstScale);
        this.hidden = hidden;
        this.varianceLearningRate = varianceLearningRate;
        this.firstScale = firstScale;
        this.scaleFloor = scaleFloor;
        this.options = options;
    }

    @Override
    protected GaussianRbm train(Dataset train, Dataset validation, TrainingContext context) {
        FeatureScaling scaling = FeatureScaling.of(train);
        GaussianUnits units = new GaussianUnits(
                scaling.logDeterminant(),
                firstScale,
                scaleFloor,
                varianceLearningRate / options.steps().learningRate());
        RbmParameters best = RbmTraining.fit(
                GaussianRbm.NAME,
                units,
                hidden,
                new float[train.features()],
                options,
                scaling.standardize(train),
                scaling.standardize(validation),
                context);
        return GaussianRbm.of(
                best,
                scaling,
                options.sampling(),
                Floors.warnings(
                        units.floored(best),
                        train.features(),
                        "deviations of the noise",
                        "scaleFloor = " + Floors.number(scaleFloor) + " standard deviations of the feature"));
    }
}
