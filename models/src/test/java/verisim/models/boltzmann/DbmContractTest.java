package verisim.models.boltzmann;

import java.util.List;
import java.util.Map;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.model.ModelProvider;
import verisim.core.testkit.ModelProviderContract;

class DbmContractTest extends ModelProviderContract {
    @Override
    protected ModelProvider provider() {
        return new DbmProvider();
    }

    @Override
    protected Map<String, ?> quickOptions() {
        return Map.of("hidden", List.of(8, 6), "epochs", 3, "pretrainEpochs", 2, "burnIn", 50);
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
