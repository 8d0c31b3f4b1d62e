package verisim.models.classical;

import static verisim.core.Checks.require;

import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.Checks;
import verisim.core.math.Arrays2d;
import verisim.core.random.RandomStream;

/** The rows of a completion with the given features first, as {@link Normal#reordered} wants them. */
final class Completion {
    private final int[] order;
    private final int given;

    /** @throws IllegalArgumentException if {@code observed} does not have {@code features} values */
    Completion(boolean[] observed, int features) {
        require(
                observed.length == features,
                "observed must have %d values, one for each feature, but has %d",
                features,
                observed.length);
        order = new int[features];
        int at = 0;
        for (int j = 0; j < features; j++) {
            if (observed[j]) {
                order[at++] = j;
            }
        }
        given = at;
        for (int j = 0; j < features; j++) {
            if (!observed[j]) {
                order[at++] = j;
            }
        }
    }

    /** Returns the numbers of the features, given ones first. */
    int[] order() {
        return order;
    }

    /** Returns how many features are given. */
    int given() {
        return given;
    }

    /** Returns the rows of {@code x} in the new order, [n, D]; missing values are 0, whatever x holds there. */
    double[] rows(INDArray x) {
        Checks.requireRows(x, order.length, "x");
        double[] values = Arrays2d.toDoubles(x);
        double[] out = new double[values.length];
        int d = order.length;
        for (int from = 0; from < values.length; from += d) {
            for (int i = 0; i < given; i++) {
                out[from + i] = values[from + order[i]];
            }
        }
        return out;
    }

    /** Fills in the missing features of each row, in place. */
    void draw(double[] rows, Normal reordered, RandomStream random) {
        int d = order.length;
        double[] row = new double[d];
        for (int from = 0; from < rows.length; from += d) {
            System.arraycopy(rows, from, row, 0, d);
            reordered.complete(row, given, random);
            System.arraycopy(row, 0, rows, from, d);
        }
    }

    /** Returns rows in the new order as a FLOAT array in the old one. */
    INDArray restored(double[] rows) {
        int d = order.length;
        float[] out = new float[rows.length];
        for (int from = 0; from < rows.length; from += d) {
            for (int i = 0; i < d; i++) {
                out[from + order[i]] = (float) rows[from + i];
            }
        }
        return Arrays2d.matrix(out, rows.length / d, d);
    }
}
