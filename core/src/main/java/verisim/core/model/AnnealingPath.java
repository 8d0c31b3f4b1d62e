package verisim.core.model;

import java.util.Arrays;
import java.util.Optional;
import verisim.core.random.RandomStream;

/**
 * Unnormalised densities {@code f_beta} from a base distribution (beta = 0), whose partition function is known and from which
 * exact samples are drawn, to a model (beta = 1).
 *
 * @see <a href="https://doi.org/10.1023/A:1008923215028">Neal (2001), Annealed importance sampling</a>
 */
public interface AnnealingPath {
    /** Returns the length of one state, which is whatever {@code f_beta} is a function of; for an RBM, D visible units. */
    int stateSize();

    /** Returns {@code log Z_0} of {@code f_0}, exact, nats. */
    double baseLogPartition();

    /** Returns exact samples of the base distribution, [chains, stateSize] row-major. */
    float[] sampleBase(int chains, RandomStream random);

    /**
     * Adds {@code log f_to(x) - log f_from(x)} of each state to {@code logWeights}, then moves each state once by a kernel that
     * leaves {@code f_to} invariant. From {@code from > to} the path is walked backwards (reverse AIS); {@code from = to} only
     * moves.
     *
     * @param states [chains, stateSize] row-major, changed in place
     * @param logWeights [chains], changed in place, nats
     */
    void anneal(float[] states, int chains, double from, double to, double[] logWeights, RandomStream random);

    /** How the density of states that stay where they are changes with temperature. */
    @FunctionalInterface
    interface LogRatios {
        /** Writes {@code log f_to(x) - log f_from(x)} of each state to {@code out} [chains], nats. */
        void between(double from, double to, double[] out);
    }

    /**
     * Returns the log ratios of states that are asked for at many temperatures. This one moves a copy of the states each time; a
     * path that can read its states once does better.
     *
     * @param states [chains, stateSize] row-major; not changed, and not to be changed while the ratios are in use
     */
    default LogRatios logRatios(float[] states, int chains) {
        return (from, to, out) -> {
            Arrays.fill(out, 0, chains, 0.0);
            anneal(
                    states.clone(),
                    chains,
                    from,
                    to,
                    out,
                    RandomStream.ofSeed(0)); // where the copies go does not matter
        };
    }

    /**
     * Returns independent exact samples of {@code f_1}, [chains, stateSize] row-major; empty, as here, if this path has no means of
     * drawing them, or none that sums over at most {@code 2^maximumUnits} states.
     */
    default Optional<float[]> sampleModel(int chains, int maximumUnits, RandomStream random) {
        return Optional.empty();
    }
}
