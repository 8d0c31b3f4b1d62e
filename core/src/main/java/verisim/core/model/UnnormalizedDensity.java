package verisim.core.model;

import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model known up to its partition function: {@code p(x) = exp(-F(x)) / Z} with free energy F. An energy model that supplies
 * this gets exact or estimated likelihoods from {@code verisim.core.likelihood} without further work.
 */
public interface UnnormalizedDensity extends GenerativeModel {
    /**
     * Returns {@code -F(x)} of each row, the log-probability up to {@code log Z}.
     *
     * @param x shape [n, D]; not changed
     * @return a new DOUBLE array of shape [n], nats
     */
    INDArray unnormalizedLogProbability(INDArray x);

    /** Returns how many binary units must be enumerated to get Z exactly; empty if no enumeration gives it. */
    OptionalInt enumerationUnits();

    /**
     * Returns {@code log Z} exactly, in time proportional to {@code 2^units}.
     *
     * @throws IllegalStateException if {@link #enumerationUnits()} is empty or above 30
     */
    double logPartitionByEnumeration();

    /** Returns the path of densities from a base distribution to this model along which AIS anneals. */
    AnnealingPath annealingPath();
}
