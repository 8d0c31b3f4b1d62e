package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import verisim.core.data.DataKind;
import verisim.core.data.Dataset;

/** Rows of categories as rows of 0 and 1, one column for each category of each feature. */
final class OneHot {
    private OneHot() {}

    /**
     * Returns K columns for each value; all are 0 for a category of K or more.
     *
     * @param columns features of a row, for the message
     * @param name the parameter, for the message
     * @throws IllegalArgumentException if a value is not 0 or a positive integer
     */
    static float[] encode(float[] values, int categories, int columns, String name) {
        float[] out = new float[Math.multiplyExact(values.length, categories)];
        for (int i = 0; i < values.length; i++) {
            boolean category = values[i] >= 0 && values[i] == Math.rint(values[i]);
            require(
                    category,
                    "%s must hold categories 0, 1, 2, ..., but row %d, column %d holds %s",
                    name,
                    i / columns + 1,
                    i % columns + 1,
                    values[i]);
            if (values[i] < categories) {
                out[i * categories + (int) values[i]] = 1f;
            }
        }
        return out;
    }

    /** Returns the same rows in one-hot form, as BINARY data of the same split. */
    static Dataset encode(Dataset data, int categories) {
        float[] values = encode(data.toFloats(), categories, data.features(), data.name());
        return Dataset.of(data.name(), data.split(), DataKind.BINARY, values, data.features() * categories);
    }

    /** Returns the categories of rows in one-hot form. */
    static float[] decode(float[] rows, int categories) {
        float[] out = new float[rows.length / categories];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == 1f) {
                out[i / categories] = i % categories;
            }
        }
        return out;
    }
}
