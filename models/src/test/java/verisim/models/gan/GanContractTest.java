package verisim.models.gan;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.model.ModelProvider;
import verisim.core.random.RandomStream;
import verisim.core.testkit.ModelProviderContract;

/** The contract of every plug-in, on both kinds of data. */
class GanContractTest {
    @Nested
    class Binary extends Contract {
        Binary() {
            super(DataKind.BINARY);
        }
    }

    @Nested
    class Real extends Contract {
        Real() {
            super(DataKind.REAL);
        }
    }

    abstract static class Contract extends ModelProviderContract {
        private final DataKind kind;

        Contract(DataKind kind) {
            this.kind = kind;
        }

        @Override
        protected ModelProvider provider() {
            return new GanProvider();
        }

        @Override
        protected Map<String, ?> quickOptions() {
            return Map.of("generatorHidden", List.of(8), "discriminatorHidden", List.of(8), "epochs", 3);
        }

        @Override
        protected Dataset train() {
            return rows(Split.TRAIN, 200);
        }

        @Override
        protected Dataset validation() {
            return rows(Split.VALIDATION, 50);
        }

        private Dataset rows(Split split, int n) {
            float[] x = new float[n * 4];
            RandomStream.ofSeed(1).child(split.label()).fillGaussian(x, 0, x.length);
            for (int i = 0; i < x.length; i++) {
                x[i] = kind == DataKind.REAL ? 5 + 2 * x[i] : x[i] > 0 ? 1 : 0;
            }
            return Dataset.of("rows", split, kind, x, 4);
        }
    }
}
