package verisim.models.classical;

import verisim.core.data.Dataset;
import verisim.core.math.Blas;

/**
 * How often two binary features are 1 together, {@code X^T X}. Products of blocks of rows are exact in float, since no count in a
 * block reaches 2^24; blocks are added up in double.
 */
final class PairCounts {
    private static final int BLOCK = 1 << 15;

    private final int features;
    private final int rows;
    private final double[] both;

    PairCounts(Dataset data) {
        features = data.features();
        rows = data.size();
        both = new double[Math.multiplyExact(features, features)];
        float[] product = new float[both.length];
        for (float[] block : DiscreteRows.blocks(data, BLOCK)) {
            Blas.gemm(true, false, features, features, block.length / features, block, block, product);
            for (int i = 0; i < both.length; i++) {
                both[i] += product[i];
            }
        }
    }

    /** Returns N. */
    int rows() {
        return rows;
    }

    /** Returns D. */
    int features() {
        return features;
    }

    /** Returns the number of rows in which feature i has the value a and feature j the value b. */
    double count(int i, int a, int j, int b) {
        double n11 = both[i * features + j];
        double ones = a == 1 ? ones(i) - n11 : rows - ones(i) - ones(j) + n11;
        return b == 1 ? (a == 1 ? n11 : ones(j) - n11) : ones;
    }

    /** Returns the number of rows in which feature i is 1. */
    double ones(int i) {
        return both[i * features + i];
    }
}
