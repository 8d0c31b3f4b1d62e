package verisim.models.boltzmann;

import java.util.Map;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.model.ModelProvider;
import verisim.core.testkit.ModelProviderContract;

class RbmContractTest extends ModelProviderContract {
    @Override
    protected ModelProvider provider() {
        return new RbmProvider();
    }

    @Override
    protected Map<String, ?> quickOptions() {
        return Map.of("hidden", 8, "epochs", 3, "burnIn", 50);
    }

    @Override
    protected Dataset train() {
        return BoltzmannTrainersTest.bars(Split.TRAIN, 300);
    }

    @Override
    protected Dataset validation() {
        return BoltzmannTrainersTest.bars(Split.VALIDATION, 150);
    }
}
