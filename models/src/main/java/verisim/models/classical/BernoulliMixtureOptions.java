package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.List;

/**
 * How a mixture of Bernoullis is fitted.
 *
 * @param components the K to try
 * @param smoothing imagined rows with a 1, and as many with a 0, in each component; 0 tries several
 * @param marginalPrior whether imagined rows have the mean of all rows instead of one half
 * @param parts 1, or more for incremental EM
 */
record BernoulliMixtureOptions(
        List<Integer> components,
        double smoothing,
        boolean marginalPrior,
        int restarts,
        int iterations,
        double tolerance,
        int patience,
        int parts) {
    private static final List<Double> GRID = List.of(0.01, 0.1, 1.0);

    BernoulliMixtureOptions {
        require(!components.isEmpty(), "components must hold at least one number, but is empty");
        components = List.copyOf(components);
        for (int k : components) {
            require(k >= 1, "components must be at least 1, but one is %d", k);
        }
        require(smoothing >= 0, "smoothing must be at least 0, but was %s", smoothing);
        require(restarts >= 1, "restarts must be at least 1, but was %d", restarts);
        require(iterations >= 1, "iterations must be at least 1, but was %d", iterations);
        require(tolerance >= 0, "tolerance must be at least 0, but was %s", tolerance);
        require(patience >= 1, "patience must be at least 1, but was %d", patience);
        require(parts >= 1, "parts must be at least 1, but was %d", parts);
    }

    /** Returns the values of smoothing to try. */
    List<Double> smoothings() {
        return smoothing > 0 ? List.of(smoothing) : GRID;
    }
}
