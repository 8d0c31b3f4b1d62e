package verisim.models.boltzmann;

import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Levels;

/** Rows of levels as rows of 0 and 1, one column for each level of each feature. */
final class OneHot {
    private OneHot() {}

    /**
     * Returns a 1 for the level of each value.
     *
     * @param values rows of levels, row-major
     * @throws IllegalArgumentException if a value is no level of its column
     */
    static float[] encode(float[] values, Levels levels) {
        levels.check(values, null);
        int features = levels.columns();
        float[] out = new float[Math.multiplyExact(values.length / features, levels.total())];
        for (int i = 0; i < values.length; i++) {
            out[i / features * levels.total() + levels.from(i % features) + (int) values[i]] = 1f;
        }
        return out;
    }

    /** Returns the same rows in one-hot form, as BINARY data of the same split. */
    static Dataset encode(Dataset data, Levels levels) {
        return Dataset.of(data.name(), data.split(), DataKind.BINARY, encode(data.toFloats(), levels), levels.total());
    }

    /** Returns the levels of rows in one-hot form. */
    static float[] decode(float[] rows, Levels levels) {
        int features = levels.columns();
        int n = rows.length / levels.total();
        float[] out = new float[n * features];
        for (int r = 0; r < n; r++) {
            for (int d = 0; d < features; d++) {
                int at = r * levels.total() + levels.from(d);
                for (int k = 0; k < levels.count(d); k++) {
                    if (rows[at + k] == 1f) {
                        out[r * features + d] = k;
                    }
                }
            }
        }
        return out;
    }
}
