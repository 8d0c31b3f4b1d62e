package verisim.models.autoregressive;

import java.util.Arrays;
import verisim.core.random.RandomStream;

/** Rows that each show some of their features, as the network of an {@link EonadeShape} takes them. Confined to one thread. */
final class EonadeBatch {
    private final int features;
    private final float[] inputs;
    private final double[] factors;
    private final int[] places;
    private final int[] swapped;
    private int rows;

    EonadeBatch(int features, int maxRows) {
        this.features = features;
        this.inputs = new float[Math.multiplyExact(maxRows, 2 * features)];
        this.factors = new double[maxRows];
        this.places = new int[features];
        this.swapped = new int[features];
        Arrays.setAll(places, i -> i);
    }

    void clear() {
        rows = 0;
    }

    int rows() {
        return rows;
    }

    /** Returns {@code (x * m, m)} of each row, [rows, 2D], with m 1 at seen features and 0 at others. */
    float[] inputs() {
        return inputs;
    }

    /** Returns where the mask m of a row starts in {@link #inputs}. */
    int mask(int row) {
        return (2 * row + 1) * features;
    }

    /** Returns the factor of a row's loss, see {@link EonadeUnseen}. */
    double factor(int row) {
        return factors[row];
    }

    /**
     * Adds the row {@code x[from .. from + D)} with {@code unseen} of its features unseen, all subsets of that size alike likely. Draws
     * the smaller of the subset and what it leaves out, feature by feature.
     */
    void add(float[] x, int from, int unseen, RandomStream random) {
        int fewer = Math.min(unseen, features - unseen);
        int mask = mask(rows);
        float drawn = fewer == unseen ? 0f : 1f;
        Arrays.fill(inputs, mask, mask + features, 1f - drawn);
        for (int i = 0; i < fewer; i++) {
            swapped[i] = i + random.nextInt(features - i);
            swap(i, swapped[i]);
            inputs[mask + places[i]] = drawn;
        }
        for (int i = fewer - 1; i >= 0; i--) { // the next row starts from the same places
            swap(i, swapped[i]);
        }
        int values = mask - features;
        for (int i = 0; i < features; i++) {
            inputs[values + i] = x[from + i] * inputs[mask + i];
        }
        factors[rows] = EonadeUnseen.factor(unseen, features);
        rows++;
    }

    private void swap(int i, int j) {
        int place = places[i];
        places[i] = places[j];
        places[j] = place;
    }
}
