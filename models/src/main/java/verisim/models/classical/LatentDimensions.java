package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.List;
import verisim.core.data.Dataset;
import verisim.core.math.Arrays2d;
import verisim.core.option.Option;

/** How many latents a linear model has: as asked for, or what is best on validation data. */
final class LatentDimensions {
    static final Option COMPONENTS = Option.integer(
            "components",
            0,
            0,
            "number of latents, less than the number of features; 0 tries 1, 2, 3, 4, 6, 8, 12, ... and keeps the best on "
                    + "validation data");

    private LatentDimensions() {}

    /** Returns the numbers of latents to try. */
    static List<Integer> candidates(String model, int components, int features) {
        require(features >= 2, "%s needs at least 2 features, but the data has %d; choose gaussian", model, features);
        if (components > 0) {
            require(
                    components < features,
                    "%s: components must be less than the number of features, %d, but was %d",
                    model,
                    features,
                    components);
            return List.of(components);
        }
        List<Integer> out = new ArrayList<>();
        for (int k = 1; k < features; k *= 2) {
            out.add(k);
            if (k >= 2 && k + k / 2 < features) {
                out.add(k + k / 2);
            }
        }
        return out;
    }

    /** Returns the mean log-likelihood, nats per example. */
    static double score(FactorModel model, Dataset data) {
        double sum = 0;
        for (double v : Arrays2d.toDoubles(model.logProbability(data.toArray()))) {
            sum += v;
        }
        return sum / data.size();
    }
}
