package verisim.core.model;

/**
 * A latent variable model whose prior is itself known only up to a partition function, as the top RBM of a deep belief
 * network. With a value for {@code log Z} it becomes a {@link LatentVariableModel}; how that value was found (enumeration, AIS)
 * decides what kind of number its bounds are.
 */
public interface UnnormalizedPrior extends GenerativeModel {
    /** Returns the model of the latent variables. */
    UnnormalizedDensity prior();

    /** Returns this model with the prior normalised by {@code logPartition}, nats. */
    LatentVariableModel withPriorLogPartition(double logPartition);
}
