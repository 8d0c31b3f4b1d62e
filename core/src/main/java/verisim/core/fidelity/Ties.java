package verisim.core.fidelity;

import java.util.Arrays;

/**
 * Which squared distances count as equal. Rows of 0 and 1, of indicators and of small integers have exact distances in float, and
 * equal ones are equal numbers. Rows of rounded measurements, once standardised, are equally far apart in exact arithmetic where
 * floats differ in the last bits; so where values repeat, distances that differ by no more than rounding count as equal:
 *
 * <pre>{@code |s - r| <= 2e-5 r + 2 sqrt(r) * 5e-7 * rms}</pre>
 *
 * <p>with rms the smaller of the root mean squares of both sets. Whether values repeat is decided by the rows and not by the kind of
 * the data: they do if no column that varies has more distinct values than half the number of rows. Where one has, the distances of
 * different rows are all different but by chance, and only equal floats are equal.
 */
final class Ties {
    /** Only equal numbers are equal. */
    static final Ties EXACT = new Ties(0, 0);

    private static final double RELATIVE = 2e-5;
    private static final double OF_COORDINATES = 5e-7;
    private static final int ROWS = 4000; // enough to see whether values repeat

    private final double relative;
    private final double coordinate;

    private Ties(double relative, double coordinate) {
        this.relative = relative;
        this.coordinate = coordinate;
    }

    /** Decides for {@code x} [n, d] and {@code y} [m, d] together; the same with both exchanged. */
    static Ties of(float[] x, int n, float[] y, int m, int d) {
        if ((exact(x, d) && exact(y, d)) || !repeat(x, n, y, m, d)) {
            return EXACT;
        }
        return new Ties(RELATIVE, OF_COORDINATES * Math.min(rootMeanSquare(x), rootMeanSquare(y)));
    }

    /** Returns the least squared distance that equals {@code squared}. */
    float from(float squared) {
        return relative == 0 ? squared : (float) (squared - margin(squared));
    }

    /** Returns the largest squared distance that equals {@code squared}. */
    float to(float squared) {
        return relative == 0 ? squared : (float) (squared + margin(squared));
    }

    private double margin(float squared) {
        double s = Math.max(0, squared);
        return relative * s + 2 * Math.sqrt(s) * coordinate;
    }

    /** Whether all values are integers of which differences, squares and sums over columns are exact in float. */
    private static boolean exact(float[] a, int d) {
        double limit = Math.sqrt(0x1p22 / d);
        for (float v : a) {
            if (v != (int) v || Math.abs(v) > limit) {
                return false;
            }
        }
        return true;
    }

    private static boolean repeat(float[] x, int n, float[] y, int m, int d) {
        int fromX = Math.min(n, ROWS);
        int fromY = Math.min(m, ROWS);
        float[] column = new float[fromX + fromY];
        for (int j = 0; j < d; j++) {
            for (int i = 0; i < fromX; i++) {
                column[i] = x[i * d + j];
            }
            for (int i = 0; i < fromY; i++) {
                column[fromX + i] = y[i * d + j];
            }
            Arrays.sort(column);
            int distinct = 1;
            for (int i = 1; i < column.length; i++) {
                distinct += column[i] != column[i - 1] ? 1 : 0;
            }
            if (2 * distinct > column.length) {
                return false;
            }
        }
        return true;
    }

    private static double rootMeanSquare(float[] a) {
        double sum = 0;
        for (float v : a) {
            sum += (double) v * v;
        }
        return Math.sqrt(sum / a.length);
    }
}
