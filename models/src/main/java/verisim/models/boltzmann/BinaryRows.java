package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.math.Arrays2d;

/** Rows of 0 and 1 at the public boundary: a grey value would be scored as if it were a 1. */
final class BinaryRows {
    private BinaryRows() {}

    /**
     * Returns the values of {@code x} in row-major order.
     *
     * @param name the parameter, for the message
     * @throws IllegalArgumentException if a value is neither 0 nor 1
     */
    static float[] of(INDArray x, String name) {
        float[] values = Arrays2d.toFloats(x);
        int columns = Math.toIntExact(x.size(1));
        for (int i = 0; i < values.length; i++) {
            if (values[i] == 0f || values[i] == 1f) {
                continue;
            }
            require(
                    false,
                    "%s must hold 0 and 1 only, but row %d, column %d holds %s; binarise it first",
                    name,
                    i / columns + 1,
                    i % columns + 1,
                    values[i]);
        }
        return values;
    }
}
