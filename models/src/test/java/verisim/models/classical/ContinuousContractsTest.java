package verisim.models.classical;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.model.ModelProvider;
import verisim.core.model.TractableDensity;
import verisim.core.testkit.DensityContract;
import verisim.core.testkit.ModelProviderContract;
import verisim.core.testkit.RealDensityContract;
import verisim.models.TestData;

/** What every plug-in and every density must do, for each continuous model. */
class ContinuousContractsTest {
    private static TractableDensity fit(String name, int features, Map<String, ?> options) {
        return (TractableDensity) ContinuousModels.fit(
                name,
                labelled(TestData.waves(Split.TRAIN, 300, features)),
                labelled(TestData.waves(Split.VALIDATION, 100, features)),
                options);
    }

    private static Dataset labelled(Dataset waves) {
        int[] labels = new int[waves.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = waves.value(i, 0) > 1 ? 1 : 0;
        }
        return waves.withLabels(labels);
    }

    abstract static class PlugIn extends ModelProviderContract {
        private final ModelProvider provider;
        private final Map<String, ?> options;

        PlugIn(ModelProvider provider, Map<String, ?> options) {
            this.provider = provider;
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
            return labelled(TestData.waves(Split.TRAIN, 300, 5));
        }

        @Override
        protected Dataset validation() {
            return labelled(TestData.waves(Split.VALIDATION, 100, 5));
        }
    }

    @Nested
    class TiedPlugIn extends PlugIn {
        TiedPlugIn() {
            super(new GaussianProvider(), Map.of("covariance", "tied"));
        }
    }

    @Nested
    class ShrinkagePlugIn extends PlugIn {
        ShrinkagePlugIn() {
            super(new GaussianShrinkageProvider(), Map.of());
        }
    }

    @Nested
    class PpcaPlugIn extends PlugIn {
        PpcaPlugIn() {
            super(new PpcaProvider(), Map.of());
        }
    }

    @Nested
    class FactorAnalysisPlugIn extends PlugIn {
        FactorAnalysisPlugIn() {
            super(new FactorAnalysisProvider(), Map.of("iterations", 50));
        }
    }

    @Nested
    class MixturePlugIn extends PlugIn {
        MixturePlugIn() {
            super(new GaussianMixtureProvider(), Map.of("components", 3));
        }
    }

    @Nested
    class MixtureOfChosenSizePlugIn extends PlugIn {
        MixtureOfChosenSizePlugIn() {
            super(new GaussianMixtureProvider(), Map.of("components", 0, "covariance", "tied"));
        }
    }

    @Nested
    class KdePlugIn extends PlugIn {
        KdePlugIn() {
            super(new KernelDensityProvider(), Map.of());
        }
    }

    abstract static class Density extends DensityContract {
        private final String name;
        private final Map<String, ?> options;

        Density(String name, Map<String, ?> options) {
            this.name = name;
            this.options = options;
        }

        @Override
        protected TractableDensity model() {
            return fit(name, 5, options);
        }
    }

    @Nested
    class TiedDensity extends Density {
        TiedDensity() {
            super("gaussian", Map.of("covariance", "tied"));
        }
    }

    @Nested
    class ShrinkageDensity extends Density {
        ShrinkageDensity() {
            super("gaussian-shrinkage", Map.of());
        }
    }

    @Nested
    class FactorAnalysisDensity extends Density {
        FactorAnalysisDensity() {
            super("factor-analysis", Map.of("components", 2));
        }
    }

    @Nested
    class MixtureDensity extends Density {
        MixtureDensity() {
            super("gaussian-mixture", Map.of("components", 3));
        }
    }

    @Nested
    class DiagonalMixtureDensity extends Density {
        DiagonalMixtureDensity() {
            super("gaussian-mixture", Map.of("components", 3, "covariance", "diagonal"));
        }
    }

    @Nested
    class KdeDensity extends Density {
        KdeDensity() {
            super("kde", Map.of());
        }
    }

    abstract static class RealDensity extends RealDensityContract {
        private final String name;
        private final Map<String, ?> options;

        RealDensity(String name, Map<String, ?> options) {
            this.name = name;
            this.options = options;
        }

        @Override
        protected TractableDensity model() {
            return fit(name, 2, options);
        }
    }

    @Nested
    class TiedRealDensity extends RealDensity {
        TiedRealDensity() {
            super("gaussian", Map.of("covariance", "tied"));
        }
    }

    @Nested
    class ShrinkageRealDensity extends RealDensity {
        ShrinkageRealDensity() {
            super("gaussian-shrinkage", Map.of());
        }
    }

    @Nested
    class PpcaRealDensity extends RealDensity {
        PpcaRealDensity() {
            super("ppca", Map.of("components", 1));
        }
    }

    @Nested
    class FactorAnalysisRealDensity extends RealDensity {
        FactorAnalysisRealDensity() {
            super("factor-analysis", Map.of("components", 1));
        }
    }

    @Nested
    class FullMixtureRealDensity extends RealDensity {
        FullMixtureRealDensity() {
            super("gaussian-mixture", Map.of("components", 2));
        }
    }

    @Nested
    class DiagonalMixtureRealDensity extends RealDensity {
        DiagonalMixtureRealDensity() {
            super("gaussian-mixture", Map.of("components", 2, "covariance", "diagonal"));
        }
    }

    @Nested
    class SphericalMixtureRealDensity extends RealDensity {
        SphericalMixtureRealDensity() {
            super("gaussian-mixture", Map.of("components", 2, "covariance", "spherical"));
        }
    }

    @Nested
    class TiedMixtureRealDensity extends RealDensity {
        TiedMixtureRealDensity() {
            super("gaussian-mixture", Map.of("components", 2, "covariance", "tied"));
        }
    }

    @Nested
    class KdeRealDensity extends RealDensity {
        KdeRealDensity() {
            super("kde", Map.of("bandwidth", 0.3));
        }
    }
}
