package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.math.Arrays2d;
import verisim.core.random.RandomStream;

/** {@code p_k(x) = prod_f P[k, f, x_f]} with V categories; binary features have V = 2. */
final class FactoredCategorical extends Factored {
    private final int categories;
    private final double[] probabilities;
    private final double[] logs;

    /** @param probabilities P, [K, F, V], every last row with sum 1 */
    FactoredCategorical(int components, int categories, double[] probabilities) {
        super(components, probabilities.length / components / categories);
        this.categories = categories;
        this.probabilities = probabilities.clone();
        this.logs = new double[probabilities.length];
        for (int from = 0; from < logs.length; from += categories) {
            double sum = 0;
            for (int i = from; i < from + categories; i++) {
                require(
                        probabilities[i] >= 0 && probabilities[i] <= 1,
                        "a probability must be from 0 to 1, but one is %s",
                        probabilities[i]);
                sum += probabilities[i];
                logs[i] = Math.log(probabilities[i]);
            }
            require(Math.abs(sum - 1) < 1e-9, "the probabilities of a feature must sum to 1, but sum to %s", sum);
        }
    }

    @Override
    int categories() {
        return categories;
    }

    double probability(int component, int feature, int category) {
        return probabilities[(component * features() + feature) * categories + category];
    }

    @Override
    double logProbability(int component, int feature, double value) {
        int category = (int) value;
        return category < categories
                ? logs[(component * features() + feature) * categories + category]
                : Double.NEGATIVE_INFINITY;
    }

    @Override
    double draw(int component, int feature, RandomStream random) {
        return IndexDraw.draw(probabilities, (component * features() + feature) * categories, categories, 1, random);
    }

    @Override
    Map<String, INDArray> arrays() {
        return Map.of("probabilities", Arrays2d.matrix(probabilities, components(), features() * categories));
    }

    /** Counts of categories. */
    static final class Counts implements Statistics {
        private final int components;
        private final int features;
        private final int categories;
        private final double smoothing;
        private final double[] counts;

        /** @param smoothing added to the count of every category */
        Counts(int components, int features, int categories, double smoothing) {
            this.components = components;
            this.features = features;
            this.categories = categories;
            this.smoothing = smoothing;
            this.counts = new double[Math.multiplyExact(Math.multiplyExact(components, features), categories)];
        }

        @Override
        public void add(int component, float[] x, int from, double weight) {
            int at = component * features * categories;
            for (int f = 0; f < features; f++) {
                counts[at + f * categories + (int) x[from + f]] += weight;
            }
        }

        /** {@code P[k, f, v] = (c + s) / (sum_v c + V s)}; without any knowledge 1 / V. */
        @Override
        public FactoredCategorical estimate(Factored before) {
            double[] p = new double[counts.length];
            for (int from = 0; from < p.length; from += categories) {
                double total = 0;
                for (int i = from; i < from + categories; i++) {
                    total += counts[i] + smoothing;
                }
                for (int v = 0; v < categories; v++) {
                    p[from + v] = total > 0
                            ? (counts[from + v] + smoothing) / total
                            : before instanceof FactoredCategorical old
                                    ? old.probabilities[from + v]
                                    : 1.0 / categories;
                }
            }
            return new FactoredCategorical(components, categories, p);
        }
    }
}
