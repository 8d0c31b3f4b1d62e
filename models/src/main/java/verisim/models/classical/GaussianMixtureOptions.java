package verisim.models.classical;

import static verisim.core.Checks.require;

/**
 * Hyperparameters of a Gaussian mixture.
 *
 * @param components K, or 0 to choose it on validation
 * @param varianceFloor smallest variance of a component in any direction, in units of that of all rows
 * @param tolerance gain of the training log-likelihood, nats per example, below which EM has converged
 * @param patience iterations without a better validation log-likelihood after which EM stops
 */
record GaussianMixtureOptions(
        int components,
        GaussianMixture.Covariance covariance,
        int restarts,
        int iterations,
        double tolerance,
        int patience,
        double varianceFloor) {
    GaussianMixtureOptions {
        require(components >= 0, "components must be at least 0, but was %d", components);
        require(restarts >= 1, "restarts must be at least 1, but was %d", restarts);
        require(iterations >= 1, "iterations must be at least 1, but was %d", iterations);
        require(patience >= 1, "patience must be at least 1, but was %d", patience);
        require(tolerance >= 0, "tolerance must be at least 0, but was %s", tolerance);
        require(varianceFloor > 0, "varianceFloor must be greater than 0, but was %s", varianceFloor);
    }

    GaussianMixtureOptions withComponents(int newComponents) {
        return new GaussianMixtureOptions(
                newComponents, covariance, restarts, iterations, tolerance, patience, varianceFloor);
    }
}
