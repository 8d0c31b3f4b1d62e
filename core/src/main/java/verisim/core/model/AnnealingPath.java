package verisim.core.model;

import verisim.core.random.RandomStream;

/**
 * Unnormalised densities {@code f_beta} from a base distribution (beta = 0), whose partition function is known and from which
 * exact samples are drawn, to a model (beta = 1).
 *
 * @see <a href="https://doi.org/10.1023/A:1008923215028">Neal (2001), Annealed importance sampling</a>
 */
public interface AnnealingPath {
    /** Returns the length of one state; for an RBM, D visible units. */
    int stateSize();

    /** Returns {@code log Z_0} of {@code f_0}, exact, nats. */
    double baseLogPartition();

    /** Returns exact samples of the base distribution, [chains, stateSize] row-major. */
    float[] sampleBase(int chains, RandomStream random);

    /**
     * Adds {@code log f_to(x) - log f_from(x)} of each state to {@code logWeights}, then moves each state once by a kernel that
     * leaves {@code f_to} invariant. From {@code from > to} the path is walked backwards (reverse AIS).
     *
     * @param states [chains, stateSize] row-major, changed in place
     * @param logWeights [chains], changed in place, nats
     */
    void anneal(float[] states, int chains, double from, double to, double[] logWeights, RandomStream random);
}
