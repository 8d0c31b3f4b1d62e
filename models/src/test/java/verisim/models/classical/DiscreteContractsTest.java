package verisim.models.classical;

import static verisim.core.data.DataKind.BINARY;
import static verisim.core.data.DataKind.CATEGORICAL;
import static verisim.core.data.DataKind.REAL;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.model.JointDensity;
import verisim.core.model.ModelProvider;
import verisim.core.model.TractableDensity;
import verisim.core.testkit.BinaryDensityContract;
import verisim.core.testkit.DensityContract;
import verisim.core.testkit.JointDensityContract;
import verisim.core.testkit.ModelProviderContract;
import verisim.core.testkit.RealDensityContract;

/** What every plug-in and every density must do, for each discrete model, for naive Bayes and for the hidden Markov model. */
class DiscreteContractsTest {
    private static final Map<String, ?> MIXTURE = Map.of("components", 3, "iterations", 30);
    private static final Map<String, ?> HMM = Map.of("iterations", 30, "restarts", 2);

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
            return DiscreteModels.rows(kind, Split.TRAIN, 300, 6);
        }

        @Override
        protected Dataset validation() {
            return DiscreteModels.rows(kind, Split.VALIDATION, 100, 6);
        }
    }

    @Nested
    class ProductCategoricalPlugIn extends PlugIn {
        ProductCategoricalPlugIn() {
            super(new ProductCategoricalProvider(), CATEGORICAL, Map.of());
        }
    }

    @Nested
    class ProductOfBinaryPlugIn extends PlugIn {
        ProductOfBinaryPlugIn() {
            super(new ProductCategoricalProvider(), BINARY, Map.of("smoothing", 0.5));
        }
    }

    @Nested
    class MixturePlugIn extends PlugIn {
        MixturePlugIn() {
            super(new BernoulliMixtureProvider(), BINARY, MIXTURE);
        }
    }

    @Nested
    class IncrementalMixturePlugIn extends PlugIn {
        IncrementalMixturePlugIn() {
            super(
                    new BernoulliMixtureProvider(),
                    BINARY,
                    Map.of("components", java.util.List.of(2, 4), "parts", 4, "iterations", 20, "prior", "uniform"));
        }
    }

    @Nested
    class ChowLiuPlugIn extends PlugIn {
        ChowLiuPlugIn() {
            super(new ChowLiuProvider(), BINARY, Map.of());
        }
    }

    @Nested
    class BinaryNaiveBayesPlugIn extends PlugIn {
        BinaryNaiveBayesPlugIn() {
            super(new NaiveBayesProvider(), BINARY, Map.of());
        }
    }

    @Nested
    class CategoricalNaiveBayesPlugIn extends PlugIn {
        CategoricalNaiveBayesPlugIn() {
            super(new NaiveBayesProvider(), CATEGORICAL, Map.of());
        }
    }

    @Nested
    class RealNaiveBayesPlugIn extends PlugIn {
        RealNaiveBayesPlugIn() {
            super(new NaiveBayesProvider(), REAL, Map.of());
        }
    }

    @Nested
    class BinaryHmmPlugIn extends PlugIn {
        BinaryHmmPlugIn() {
            super(new HiddenMarkovProvider(), BINARY, HMM);
        }
    }

    @Nested
    class CategoricalHmmPlugIn extends PlugIn {
        CategoricalHmmPlugIn() {
            super(
                    new HiddenMarkovProvider(),
                    CATEGORICAL,
                    Map.of("dimensions", 2, "states", 2, "iterations", 30, "restarts", 2));
        }
    }

    @Nested
    class RealHmmPlugIn extends PlugIn {
        RealHmmPlugIn() {
            super(new HiddenMarkovProvider(), REAL, HMM);
        }
    }

    abstract static class Density extends DensityContract {
        private final String name;
        private final DataKind kind;
        private final Map<String, ?> options;

        Density(String name, DataKind kind, Map<String, ?> options) {
            this.name = name;
            this.kind = kind;
            this.options = options;
        }

        @Override
        protected TractableDensity model() {
            return (TractableDensity) DiscreteModels.fit(name, kind, 6, options);
        }
    }

    @Nested
    class ProductCategoricalDensity extends Density {
        ProductCategoricalDensity() {
            super("product-categorical", CATEGORICAL, Map.of());
        }
    }

    @Nested
    class MixtureDensity extends Density {
        MixtureDensity() {
            super("bernoulli-mixture", BINARY, MIXTURE);
        }
    }

    @Nested
    class ChowLiuDensity extends Density {
        ChowLiuDensity() {
            super("chow-liu", BINARY, Map.of());
        }
    }

    @Nested
    class CategoricalHmmDensity extends Density {
        CategoricalHmmDensity() {
            super("hmm", CATEGORICAL, HMM);
        }
    }

    @Nested
    class RealHmmDensity extends Density {
        RealHmmDensity() {
            super("hmm", REAL, HMM);
        }
    }

    abstract static class Joint extends JointDensityContract {
        private final DataKind kind;

        Joint(DataKind kind) {
            this.kind = kind;
        }

        @Override
        protected JointDensity model() {
            return (JointDensity) DiscreteModels.fit("naive-bayes", kind, 6, Map.of());
        }
    }

    @Nested
    class BinaryNaiveBayes extends Joint {
        BinaryNaiveBayes() {
            super(BINARY);
        }
    }

    @Nested
    class CategoricalNaiveBayes extends Joint {
        CategoricalNaiveBayes() {
            super(CATEGORICAL);
        }
    }

    @Nested
    class RealNaiveBayes extends Joint {
        RealNaiveBayes() {
            super(REAL);
        }
    }

    abstract static class Binary extends BinaryDensityContract {
        private final String name;
        private final Map<String, ?> options;

        Binary(String name, Map<String, ?> options) {
            this.name = name;
            this.options = options;
        }

        @Override
        protected TractableDensity model() {
            return (TractableDensity) DiscreteModels.fit(name, BINARY, 8, options);
        }
    }

    @Nested
    class ProductOfBinaryStates extends Binary {
        ProductOfBinaryStates() {
            super("product-categorical", Map.of());
        }
    }

    @Nested
    class MixtureStates extends Binary {
        MixtureStates() {
            super("bernoulli-mixture", MIXTURE);
        }
    }

    @Nested
    class ChowLiuStates extends Binary {
        ChowLiuStates() {
            super("chow-liu", Map.of());
        }
    }

    @Nested
    class NaiveBayesStates extends Binary {
        NaiveBayesStates() {
            super("naive-bayes", Map.of());
        }
    }

    @Nested
    class HmmStates extends Binary {
        HmmStates() {
            super("hmm", HMM);
        }
    }

    @Nested
    class HmmOfPairsStates extends Binary {
        HmmOfPairsStates() {
            super("hmm", Map.of("dimensions", 2, "iterations", 30, "restarts", 2));
        }
    }

    abstract static class Real extends RealDensityContract {
        private final String name;
        private final Map<String, ?> options;

        Real(String name, Map<String, ?> options) {
            this.name = name;
            this.options = options;
        }

        @Override
        protected TractableDensity model() {
            return (TractableDensity) DiscreteModels.fit(name, REAL, 2, options);
        }
    }

    @Nested
    class RealNaiveBayesPlane extends Real {
        RealNaiveBayesPlane() {
            super("naive-bayes", Map.of());
        }
    }

    @Nested
    class RealHmmPlane extends Real {
        RealHmmPlane() {
            super("hmm", HMM);
        }
    }
}
