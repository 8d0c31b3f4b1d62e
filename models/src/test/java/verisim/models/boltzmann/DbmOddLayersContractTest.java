package verisim.models.boltzmann;

import verisim.core.model.UnnormalizedDensity;
import verisim.core.testkit.UnnormalizedDensityContract;

/** The odd layers of a machine with three hidden layers. */
class DbmOddLayersContractTest extends UnnormalizedDensityContract {
    @Override
    protected UnnormalizedDensity model() {
        return TinyDbm.random(0.8, "contract", 4, 3, 2, 3).machine(60).prior();
    }
}
