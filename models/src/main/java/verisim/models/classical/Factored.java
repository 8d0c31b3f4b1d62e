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

    /**
     * Returns {@code log p_k} of one feature at this value; minus infinity for a level that the column does not have.
     *
     * @param column of the row: feature f of step t of a sequence is column {@code t F + f}
     */
    abstract double logProbability(int component, int column, double value);

    /** Draws one feature. */
    abstract double draw(int component, int column, RandomStream random);

    /**
     * Checks rows of {@code columns} values.
     *
     * @param observed columns to check; null for all
     * @throws IllegalArgumentException naming row, column and value, if a value is no level of its column
     */
    abstract void check(float[] rows, int columns, boolean[] observed);

    /** Returns the settings that {@link #of} needs. */
    abstract Map<String, Object> settings();

    /** Returns the parameters by name, as {@link #of} wants them. */
    abstract Map<String, INDArray> arrays();

    /** Returns these distributions as they were saved. */
    static Factored of(ModelState state, DataKind kind, int components) {
        if (kind == DataKind.REAL) {
            double[] mean = Arrays2d.toDoubles(state.array("means"));
            return new FactoredGaussian(components, mean, Arrays2d.toDoubles(state.array("deviations")));
        }
        return FactoredCategorical.of(state, components);
    }

    /**
     * Adds {@code log p_k} of the features of one step that are given to {@code out[outFrom + k]}, all components.
     *
     * @param x feature f is {@code x[from + f]}
     * @param column where the step begins in the row: 0 unless the row is a sequence of steps
     * @param given by column; null if all are
     */
    final void addLog(float[] x, int from, int column, boolean[] given, double[] out, int outFrom) {
        for (int k = 0; k < components; k++) {
            double sum = 0;
            for (int f = 0; f < features; f++) {
                if (given == null || given[column + f]) {
                    sum += logProbability(k, column + f, x[from + f]);
                }
            }
            out[outFrom + k] += sum;
        }
    }

    /** Draws the features of one step that are not given from component k; the rest as for {@link #addLog}. */
    final void fill(int component, float[] x, int from, int column, boolean[] given, RandomStream random) {
        for (int f = 0; f < features; f++) {
            if (given == null || !given[column + f]) {
                x[from + f] = (float) draw(component, column + f, random);
            }
        }
    }

    /** Weighted counts or moments of rows, from which the most probable parameters follow. */
    interface Statistics {
        /** Counts the row at {@code x[from ..]} {@code weight} times towards {@code component}. */
        void add(int component, float[] x, int from, double weight);

        /** The same for the step that begins at this column of a row. */
        default void add(int component, float[] x, int from, int column, double weight) {
            add(component, x, from, weight);
        }

        /**
         * Returns the parameters that fit best. A component without any weight keeps those it has in {@code before}, or gets
         * those of no knowledge if that is null.
         */
        Factored estimate(Factored before);
    }
}
