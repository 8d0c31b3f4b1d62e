package verisim.models.classical;

import java.util.List;
import java.util.Map;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TractableDensity;
import verisim.core.model.TrainingContext;
import verisim.core.random.RandomStream;
import verisim.models.TestData;

/** Fits of the discrete models in tests, and small made-up data for them. */
final class DiscreteModels {
    static final List<ModelProvider> PROVIDERS = List.of(
            new ProductBernoulliProvider(),
            new ProductCategoricalProvider(),
            new BernoulliMixtureProvider(),
            new ChowLiuProvider(),
            new NaiveBayesProvider(),
            new HiddenMarkovProvider());

    private DiscreteModels() {}

    static GenerativeModel fit(String name, Dataset train, Dataset validation, Map<String, ?> options) {
        return ModelRegistry.of(PROVIDERS)
                .trainer(name, options)
                .fit(train, validation, TrainingContext.of(RandomStream.ofSeed(3)));
    }

    /** Fits to small data of this kind. */
    static GenerativeModel fit(String name, DataKind kind, int features, Map<String, ?> options) {
        return fit(name, rows(kind, Split.TRAIN, 500, features), rows(kind, Split.VALIDATION, 200, features), options);
    }

    static double meanLogLikelihood(GenerativeModel model, Dataset data) {
        double[] logP = Arrays2d.toDoubles(((TractableDensity) model).logProbability(data.toArray()));
        return java.util.Arrays.stream(logP).average().orElseThrow();
    }

    /** Rows with dependent features, with the first feature (or whether it is large) as label. */
    static Dataset rows(DataKind kind, Split split, int rows, int features) {
        Dataset data = switch (kind) {
            case BINARY -> TestData.chain(split, rows, features);
            case REAL -> TestData.waves(split, rows, features);
            case CATEGORICAL -> categories(split, rows, features);
        };
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = data.value(i, 0) >= 1 ? 1 : 0;
        }
        return data.withLabels(labels);
    }

    /** Rows of 3 categories: each feature repeats the one before with probability 0.7, else is any. */
    private static Dataset categories(Split split, int rows, int features) {
        RandomStream random = RandomStream.ofSeed(7).child("categories").child(split.label());
        float[] x = new float[rows * features];
        for (int i = 0; i < x.length; i++) {
            boolean same = i % features > 0 && random.nextDouble() < 0.7;
            x[i] = same ? x[i - 1] : random.nextInt(3);
        }
        return Dataset.of("categories", split, DataKind.CATEGORICAL, x, features);
    }

    /** Returns all rows of {@code features} values from 0 to V - 1, [V^D, D]. */
    static float[] allRows(int features, int categories) {
        int n = (int) Math.pow(categories, features);
        float[] out = new float[n * features];
        for (int r = 0; r < n; r++) {
            int rest = r;
            for (int d = 0; d < features; d++) {
                out[r * features + d] = rest % categories;
                rest /= categories;
            }
        }
        return out;
    }
}
