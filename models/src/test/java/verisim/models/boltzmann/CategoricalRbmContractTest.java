package verisim.models.boltzmann;

import java.util.Map;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.model.ModelProvider;
import verisim.core.random.RandomStream;
import verisim.core.testkit.ModelProviderContract;

class CategoricalRbmContractTest extends ModelProviderContract {
    @Override
    protected ModelProvider provider() {
        return new CategoricalRbmProvider();
    }

    @Override
    protected Map<String, ?> quickOptions() {
        return Map.of("hidden", 8, "epochs", 3, "burnIn", 50);
    }

    /** Neighbours differ by 0 or 1 modulo 4. */
    private static Dataset steps(Split split, int n) {
        RandomStream random = RandomStream.ofSeed(48).child(split.label());
        float[] rows = new float[n * 6];
        for (int i = 0; i < rows.length; i++) {
            int before = i % 6 == 0 ? random.nextInt(4) : (int) rows[i - 1];
            rows[i] = (before + random.nextInt(2)) % 4;
        }
        return Dataset.of("steps", split, DataKind.CATEGORICAL, rows, 6);
    }

    @Override
    protected Dataset train() {
        return steps(Split.TRAIN, 300);
    }

    @Override
    protected Dataset validation() {
        return steps(Split.VALIDATION, 100);
    }
}
