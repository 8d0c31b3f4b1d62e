package verisim.models.classical;

import static verisim.core.Checks.require;

/**
 * How a hidden Markov model is fitted.
 *
 * @param states S
 * @param dimensions F, values of one step
 * @param smoothing imagined transitions and symbols of every sort in each state
 * @param varianceFloor least variance of a value in a state, as a share of its variance over all steps
 */
record HiddenMarkovOptions(
        int states,
        int dimensions,
        int restarts,
        int iterations,
        double tolerance,
        int patience,
        double smoothing,
        double varianceFloor) {
    HiddenMarkovOptions {
        require(states >= 1, "states must be at least 1, but was %d", states);
        require(dimensions >= 1, "dimensions must be at least 1, but was %d", dimensions);
        require(restarts >= 1, "restarts must be at least 1, but was %d", restarts);
        require(iterations >= 1, "iterations must be at least 1, but was %d", iterations);
        require(tolerance >= 0, "tolerance must be at least 0, but was %s", tolerance);
        require(patience >= 1, "patience must be at least 1, but was %d", patience);
        require(smoothing >= 0, "smoothing must be at least 0, but was %s", smoothing);
        require(varianceFloor > 0, "varianceFloor must be greater than 0, but was %s", varianceFloor);
    }
}
