package verisim.core.likelihood;

import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.UnnormalizedDensity;

/**
 * Log partition functions by enumeration: by the model's own sum if it has one over fewer units than it has features, else over all
 * {@code 2^D} binary examples.
 */
public final class ExactPartition {
    private static final int BLOCK_BITS = 9;

    private ExactPartition() {}

    /** Returns how many binary units must be enumerated; empty if enumeration does not give log Z. */
    public static OptionalInt units(UnnormalizedDensity model) {
        OptionalInt own = model.enumerationUnits();
        if (model.dataKind() != DataKind.BINARY || (own.isPresent() && own.getAsInt() <= model.features())) {
            return own;
        }
        return OptionalInt.of(model.features());
    }

    /** Returns whether log Z takes at most {@code 2^limit} terms. */
    public static boolean within(UnnormalizedDensity model, int limit) {
        OptionalInt units = units(model);
        return units.isPresent() && units.getAsInt() <= limit;
    }

    /**
     * Returns log Z, nats.
     *
     * @throws IllegalStateException if no enumeration gives it, or of more than 30 units
     */
    public static double logPartition(UnnormalizedDensity model) {
        OptionalInt units = units(model);
        if (units.isEmpty() || units.getAsInt() > 30) {
            throw new IllegalStateException("log Z cannot be enumerated: "
                    + (units.isEmpty()
                            ? "the states are not countable"
                            : units.getAsInt() + " units are more than 30"));
        }
        return units.equals(model.enumerationUnits()) ? model.logPartitionByEnumeration() : overExamples(model);
    }

    /** Returns {@code log sum_x exp(-F(x))} over all binary x, scored in blocks of 512. */
    static double overExamples(UnnormalizedDensity model) {
        int features = model.features();
        int blockBits = Math.min(BLOCK_BITS, features);
        int block = 1 << blockBits;
        float[] rows = new float[block * features];
        double total = Double.NEGATIVE_INFINITY;
        for (long from = 0; from < 1L << features; from += block) {
            for (int r = 0; r < block; r++) {
                for (int d = 0; d < features; d++) {
                    rows[r * features + d] = (((from + r) >> d) & 1) == 1 ? 1f : 0f;
                }
            }
            try (INDArray x = Arrays2d.matrix(rows, block, features)) {
                double[] logs = Arrays2d.toDoubles(model.unnormalizedLogProbability(x));
                total = LogMath.logAddExp(total, LogMath.logSumExp(logs));
            }
        }
        return total;
    }
}
