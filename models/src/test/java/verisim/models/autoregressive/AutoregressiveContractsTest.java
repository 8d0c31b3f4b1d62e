package verisim.models.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TractableDensity;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;
import verisim.core.testkit.DensityContract;
import verisim.core.testkit.ModelProviderContract;
import verisim.core.testkit.RealDensityContract;
import verisim.models.TestData;

/**
 * What every plug-in and every density must do, for categories, for REAL data under several sets of masks, and for FVSBN. The
 * contracts of the common cases stand in the tests of each model.
 */
class AutoregressiveContractsTest {
    private static final Map<String, ?> CATEGORICAL =
            Map.of("hidden", List.of(20), "epochs", 4, "order", "random", "learningRate", 0.01);
    private static final Map<String, ?> MASKED = Map.of(
            "hidden",
            List.of(30),
            "epochs",
            6,
            "order",
            "random",
            "connectivity",
            "agnostic",
            "masks",
            3,
            "components",
            4,
            "learningRate",
            0.01);

    private static Dataset rows(DataKind kind, Split split, int rows, int features) {
        return switch (kind) {
            case BINARY -> TestData.chain(split, rows, features);
            case REAL -> TestData.waves(split, rows, features);
            case CATEGORICAL -> levels(split, rows, features);
        };
    }

    /** Rows of 4 levels: each feature repeats the one before with probability 0.7, else is any. */
    private static Dataset levels(Split split, int rows, int features) {
        RandomStream random = RandomStream.ofSeed(9).child("levels").child(split.label());
        float[] x = new float[rows * features];
        for (int i = 0; i < x.length; i++) {
            boolean same = i % features > 0 && random.nextDouble() < 0.7;
            x[i] = same ? x[i - 1] : random.nextInt(4);
        }
        return Dataset.of("levels", split, DataKind.CATEGORICAL, x, features);
    }

    private static TractableDensity fit(ModelProvider provider, DataKind kind, int features, Map<String, ?> options) {
        return (TractableDensity) ModelRegistry.of(List.of(provider))
                .trainer(provider.name(), options)
                .fit(
                        rows(kind, Split.TRAIN, 1000, features),
                        rows(kind, Split.VALIDATION, 300, features),
                        TrainingContext.of(RandomStream.ofSeed(3)));
    }

    abstract static class PlugIn extends ModelProviderContract {
        private final ModelProvider provider;
        private final DataKind kind;
        private final Map<String, ?> options;

        PlugIn(ModelProvider provider, DataKind kind, Map<String, ?> options) {
            this.provider = provider;
            this.kind = kind;
            this.options = options;
        }

        @Override
        protected ModelProvider provider() {
            return provider;
        }

        @Override
        protected Map<String, ?> quickOptions() {
            return options;
        }

        @Override
        protected Dataset train() {
            return rows(kind, Split.TRAIN, 400, 5);
        }

        @Override
        protected Dataset validation() {
            return rows(kind, Split.VALIDATION, 100, 5);
        }
    }

    abstract static class Density extends DensityContract {
        private final ModelProvider provider;
        private final DataKind kind;
        private final Map<String, ?> options;

        Density(ModelProvider provider, DataKind kind, Map<String, ?> options) {
            this.provider = provider;
            this.kind = kind;
            this.options = options;
        }

        @Override
        protected TractableDensity model() {
            return fit(provider, kind, 5, options);
        }
    }

    @Nested
    class CategoricalMadePlugIn extends PlugIn {
        CategoricalMadePlugIn() {
            super(new MadeProvider(), DataKind.CATEGORICAL, CATEGORICAL);
        }
    }

    @Nested
    class CategoricalMadeDensity extends Density {
        CategoricalMadeDensity() {
            super(new MadeProvider(), DataKind.CATEGORICAL, CATEGORICAL);
        }
    }

    @Nested
    class MaskedRealMadePlugIn extends PlugIn {
        MaskedRealMadePlugIn() {
            super(new MadeProvider(), DataKind.REAL, MASKED);
        }
    }

    /** A mixture over both orders of two features, by quadrature. */
    @Nested
    class MaskedRealMadeOfTwoFeatures extends RealDensityContract {
        @Override
        protected TractableDensity model() {
            return fit(new MadeProvider(), DataKind.REAL, 2, MASKED);
        }
    }

    @Nested
    class FvsbnDensity extends Density {
        FvsbnDensity() {
            super(new FvsbnProvider(), DataKind.BINARY, Map.of("epochs", 3, "order", "random", "masks", 3));
        }
    }

    @Nested
    class CategoricalFvsbnPlugIn extends PlugIn {
        CategoricalFvsbnPlugIn() {
            super(new FvsbnProvider(), DataKind.CATEGORICAL, Map.of("epochs", 3, "learningRate", 0.02));
        }
    }

    @Nested
    class CategoricalFvsbnDensity extends Density {
        CategoricalFvsbnDensity() {
            super(new FvsbnProvider(), DataKind.CATEGORICAL, Map.of("epochs", 3, "learningRate", 0.02));
        }
    }

    /** What an FVSBN is, written out: a logistic regression of each feature on those before it. */
    @Test
    void fvsbnIsOneLogisticRegressionAFeature() {
        int d = 5;
        Made model = (Made) fit(
                new FvsbnProvider(), DataKind.BINARY, d, Map.of("epochs", 5, "learningRate", 0.05, "order", "random"));
        double[] a = Arrays2d.toDoubles(model.state().array("direct-weights"));
        double[] b = Arrays2d.toDoubles(model.state().array("output-biases"));
        List<Integer> order = model.orders().get(0);
        float[] x = rows(DataKind.BINARY, Split.TEST, 100, d).toFloats();
        double[] logP = Arrays2d.toDoubles(model.logProbability(Arrays2d.matrix(x, 100, d)));
        for (int r = 0; r < 100; r++) {
            double expected = 0;
            for (int g = 0; g < d; g++) {
                int feature = order.get(g);
                double logit = b[feature];
                for (int before : order.subList(0, g)) {
                    logit += x[r * d + before] * a[before * d + feature];
                }
                expected -= LogMath.softplus(x[r * d + feature] == 1 ? -logit : logit);
            }
            assertThat(logP[r]).isCloseTo(expected, within(1e-5));
        }
    }
}
