package verisim.core.model;

import static verisim.core.Checks.require;

import java.util.Set;
import java.util.TreeSet;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.statistics.Degeneracy;

/**
 * Fits a model. Holds hyperparameters only, so one trainer can be used again and in any order.
 *
 * @param <M> the model that training returns
 */
public abstract class Trainer<M extends GenerativeModel> {
    private final String modelName;
    private final Set<DataKind> accepts;

    /**
     * @param modelName the model's name, for messages: {@code "rbm"}
     * @param accepts the kinds of data this trainer can fit
     */
    protected Trainer(String modelName, Set<DataKind> accepts) {
        this.modelName = modelName;
        this.accepts = Set.copyOf(accepts);
    }

    /** Returns the name of the model, as the command line knows it. */
    public final String modelName() {
        return modelName;
    }

    /**
     * Fits a model to {@code train}. Anything chosen on the way (when to stop, a bandwidth) is chosen on {@code validation};
     * test data cannot be reached from here.
     *
     * @throws IllegalArgumentException if the data is of a kind this model does not take, or plays the wrong part; if a validation row
     *     holds a level that its column does not have in the terms of the training rows; or if the data is REAL and no bounded density
     *     describes it, see {@link Degeneracy}
     * @throws TrainingFailedException if training breaks down, for instance because the loss is no longer finite
     */
    public final M fit(Dataset train, Dataset validation, TrainingContext context) {
        require(
                accepts.contains(train.kind()),
                "%s needs %s data, but '%s' is %s; %s",
                modelName,
                String.join(
                        " or ", new TreeSet<>(accepts.stream().map(Enum::name).toList())),
                train.name(),
                train.kind(),
                train.kind() == DataKind.REAL ? "binarise it or choose another model" : "choose another model");
        require(
                train.split() == Split.TRAIN && validation.split() == Split.VALIDATION,
                "%s is fitted on training data with validation data beside it, but got %s and %s data",
                modelName,
                train.split().label(),
                validation.split().label());
        require(
                train.kind() == validation.kind() && train.features() == validation.features(),
                "training and validation data must be alike, but are %s and %s",
                train,
                validation);
        if (train.kind() == DataKind.REAL && fitsDensity()) {
            Degeneracy.requireDensity(modelName, train);
        }
        return train(
                train,
                train.kind() == DataKind.CATEGORICAL ? validation.withSchema(train.schema()) : validation,
                context);
    }

    /** Returns whether the model has a density, exact, bounded or up to a factor; of data without one it is then not fitted. */
    protected boolean fitsDensity() {
        return true;
    }

    /** Does the work of {@link #fit}; the arguments have been checked. */
    protected abstract M train(Dataset train, Dataset validation, TrainingContext context);
}
