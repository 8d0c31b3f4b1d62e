package verisim.models.classical;

import static verisim.core.Checks.require;

import verisim.core.data.Dataset;

/** Rows of 0 and 1 in blocks for matrix products, and the checks that completions share. */
final class DiscreteRows {
    private DiscreteRows() {}

    /** Requires a value for each feature. */
    static void requireMask(boolean[] observed, int features) {
        require(
                observed.length == features,
                "observed must have %d values, one for each feature, but has %d",
                features,
                observed.length);
    }

    /** Returns an exception for a row whose given features have probability 0, so that nothing follows from them. */
    static IllegalArgumentException impossible(int row) {
        return new IllegalArgumentException("the observed features of row " + (row + 1)
                + " have probability 0 under the model, so no completion is defined; train with smoothing, or observe fewer"
                + " features");
    }

    /** Returns the values of {@code data} as blocks of at most {@code rows} rows, row-major. */
    static float[][] blocks(Dataset data, int rows) {
        float[][] out = new float[(data.size() + rows - 1) / rows][];
        for (int b = 0; b < out.length; b++) {
            int from = b * rows;
            int count = Math.min(rows, data.size() - from);
            out[b] = new float[count * data.features()];
            data.copyRange(from, count, out[b]);
        }
        return out;
    }
}
