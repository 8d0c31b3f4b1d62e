package verisim.models.classical;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModelState;
import verisim.core.random.RandomStream;

/**
 * K distributions of F features, in each of which the features are independent: the classes of naive Bayes, the states of a
 * hidden Markov model, the one distribution of a product.
 */
abstract sealed class Factored permits FactoredCategorical, FactoredGaussian {
    private final int components;
    private final int features;

    Factored(int components, int features) {
        this.components = components;
        this.features = features;
    }

    /** Returns K. */
    final int components() {
        return components;
    }

    /** Returns F. */
    final int features() {
        return features;
    }

    /** Returns {@code log p_k} of one feature at this value; minus infinity for a category that does not exist. */
    abstract double logProbability(int component, int feature, double value);

    /** Draws one feature. */
    abstract double draw(int component, int feature, RandomStream random);

    /** Returns the parameters by name, as {@link #of} wants them. */
    abstract Map<String, INDArray> arrays();

    /** Returns these distributions as they were saved. */
    static Factored of(ModelState state, DataKind kind, int components) {
        if (kind == DataKind.REAL) {
            double[] mean = Arrays2d.toDoubles(state.array("means"));
            return new FactoredGaussian(components, mean, Arrays2d.toDoubles(state.array("deviations")));
        }
        return new FactoredCategorical(
                components, state.integer("categories"), Arrays2d.toDoubles(state.array("probabilities")));
    }

    /** Returns V for discrete data, 0 for REAL data. */
    abstract int categories();

    /**
     * Adds {@code log p_k} of the features of one row that are given to {@code out[outFrom + k]}, all components.
     *
     * @param x feature f is {@code x[from + f]}
     * @param given by the same index as x, shifted: {@code given[givenFrom + f]}; null if all are
     */
    final void addLog(float[] x, int from, boolean[] given, int givenFrom, double[] out, int outFrom) {
        for (int k = 0; k < components; k++) {
            double sum = 0;
            for (int f = 0; f < features; f++) {
                if (given == null || given[givenFrom + f]) {
                    sum += logProbability(k, f, x[from + f]);
                }
            }
            out[outFrom + k] += sum;
        }
    }

    /** Draws the features of one row that are not given from component k; {@code given} as for {@link #addLog}. */
    final void fill(int component, float[] x, int from, boolean[] given, int givenFrom, RandomStream random) {
        for (int f = 0; f < features; f++) {
            if (given == null || !given[givenFrom + f]) {
                x[from + f] = (float) draw(component, f, random);
            }
        }
    }

    /** Weighted counts or moments of rows, from which the most probable parameters follow. */
    interface Statistics {
        /** Counts the row at {@code x[from ..]} {@code weight} times towards {@code component}. */
        void add(int component, float[] x, int from, double weight);

        /**
         * Returns the parameters that fit best. A component without any weight keeps those it has in {@code before}, or gets
         * those of no knowledge if that is null.
         */
        Factored estimate(Factored before);
    }
}
