package verisim.models.boltzmann;

import java.util.Map;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.model.ModelProvider;
import verisim.core.testkit.ModelProviderContract;
import verisim.models.TestData;

class GaussianRbmContractTest extends ModelProviderContract {
    @Override
    protected ModelProvider provider() {
        return new GaussianRbmProvider();
    }

    @Override
    protected Map<String, ?> quickOptions() {
        return Map.of("hidden", 8, "epochs", 3, "burnIn", 50);
    }

    @Override
    protected Dataset train() {
        return TestData.waves(Split.TRAIN, 300, 5);
    }

    @Override
    protected Dataset validation() {
        return TestData.waves(Split.VALIDATION, 100, 5);
    }
}
