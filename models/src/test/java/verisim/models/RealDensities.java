package verisim.models;

import java.util.Map;
import java.util.TreeMap;
import verisim.core.data.Dataset;
import verisim.core.math.Arrays2d;
import verisim.core.model.GenerativeModel;
import verisim.core.model.LatentVariableModel;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TractableDensity;
import verisim.core.model.TrainingContext;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.random.RandomStream;

/** Every model that has a density of REAL rows, with options that train it in a moment. */
public final class RealDensities {
    /** Options by a label that begins with the model's name. */
    public static final Map<String, Map<String, Object>> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("gaussian", Map.of()),
            Map.entry("gaussian tied", Map.of("covariance", "tied")),
            Map.entry("gaussian diagonal", Map.of("covariance", "diagonal")),
            Map.entry("gaussian-shrinkage", Map.of()),
            Map.entry("ppca", Map.of()),
            Map.entry("factor-analysis", Map.of()),
            Map.entry("gaussian-mixture", Map.of("components", 2)),
            Map.entry("gaussian-mixture one", Map.of("components", 1)),
            Map.entry("gaussian-mixture tied", Map.of("components", 2, "covariance", "tied")),
            Map.entry("gaussian-mixture diagonal", Map.of("components", 2, "covariance", "diagonal")),
            Map.entry("naive-bayes", Map.of()),
            Map.entry("hmm", Map.of("restarts", 2)),
            Map.entry("kde", Map.of()),
            Map.entry("nade", Map.of("epochs", 4, "hidden", 10, "components", 3)),
            Map.entry("made", Map.of("epochs", 4, "hidden", 10, "components", 3)),
            Map.entry("maf", Map.of("epochs", 4, "hidden", 10, "layers", 2)),
            Map.entry("gaussian-rbm", Map.of("epochs", 4, "hidden", 4)),
            Map.entry("vae", Map.of("epochs", 4, "hidden", 10, "latents", 2))));

    private RealDensities() {}

    public static GenerativeModel fit(String label, Dataset train, Dataset validation) {
        return ModelRegistry.load()
                .trainer(label.split(" ")[0], ALL.get(label))
                .fit(train, validation, TrainingContext.of(RandomStream.ofSeed(3)));
    }

    /** Returns the mean log-likelihood, of a VAE its bound from one draw of the encoder for each row. */
    public static double score(GenerativeModel model, Dataset data) {
        double[] out;
        if (model instanceof TractableDensity density) {
            out = Arrays2d.toDoubles(density.logProbability(data.toArray()));
        } else if (model instanceof UnnormalizedDensity energy) {
            out = Arrays2d.toDoubles(
                    energy.unnormalizedLogProbability(data.toArray()).sub(energy.logPartitionByEnumeration()));
        } else {
            LatentVariableModel latent = (LatentVariableModel) model;
            var x = data.toArray();
            var z = latent.encode(x, RandomStream.ofSeed(5));
            out = Arrays2d.toDoubles(
                    latent.logConditional(x, z).add(latent.logPrior(z)).sub(latent.logPosterior(z, x)));
        }
        double sum = 0;
        for (double v : out) {
            sum += v / out.length;
        }
        return sum;
    }
}
