package verisim.models.classical;

import java.util.List;
import java.util.Map;
import verisim.core.data.Dataset;
import verisim.core.math.Arrays2d;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TractableDensity;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;

/** Fits of the continuous models in tests. */
final class ContinuousModels {
    static final List<ModelProvider> PROVIDERS = List.of(
            new GaussianProvider(),
            new GaussianShrinkageProvider(),
            new PpcaProvider(),
            new FactorAnalysisProvider(),
            new GaussianMixtureProvider(),
            new KernelDensityProvider());

    private ContinuousModels() {}

    static GenerativeModel fit(String name, Dataset train, Dataset validation, Map<String, ?> options) {
        return fit(name, train, validation, options, TrainingContext.of(RandomStream.ofSeed(3)));
    }

    static GenerativeModel fit(
            String name, Dataset train, Dataset validation, Map<String, ?> options, TrainingContext context) {
        return ModelRegistry.of(PROVIDERS).trainer(name, options).fit(train, validation, context);
    }

    static double meanLogLikelihood(GenerativeModel model, Dataset data) {
        double[] logP = Arrays2d.toDoubles(((TractableDensity) model).logProbability(data.toArray()));
        return java.util.Arrays.stream(logP).average().orElseThrow();
    }
}
