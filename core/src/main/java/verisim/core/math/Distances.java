package verisim.core.math;

/** Squared Euclidean distances and inner products of all pairs of rows, a tile at a time, so that memory stays bounded. */
public final class Distances {
    private static final int TILE_ROWS = 512;
    private static final int TILE_COLUMNS = 2048;
    private static final int DIRECT_COLUMNS = 32;

    /** Below this share of {@code |a|^2 + |b|^2} the product formula has lost digits and the differences are summed. */
    private static final float CANCELLED = 0.01f;

    private Distances() {}

    /** Receives one tile. */
    public interface Tile {
        /**
         * Takes the values of one block of pairs; those of a row of blocks come one after the other.
         *
         * @param values [rows, columns] row-major: pair (rowFrom + i, columnFrom + j) at {@code i * columns + j}; may be changed
         */
        void accept(int rowFrom, int rows, int columnFrom, int columns, float[] values);
    }

    /**
     * Hands {@code sum_d (a_id - b_jd)^2} to {@code visitor}, tiles of the same rows one after the other. Where {@code a} and
     * {@code b} are one array, tiles that lie wholly below the diagonal are left out: pairs (i, j) with j of at least i all come,
     * others may.
     */
    public static void squared(float[] a, int n, float[] b, int m, int d, Tile visitor) {
        if (d <= DIRECT_COLUMNS) {
            direct(a, n, b, m, d, visitor);
            return;
        }
        float[] x = a;
        float[] y = b;
        if (!smallIntegers(a, d) || !smallIntegers(b, d)) {
            // Distances do not change with the origin, rounding does: move it into the cloud.
            double[] centre = means(b, m, d);
            x = minus(a, n, d, centre);
            y = a == b ? x : minus(b, m, d, centre);
        }
        float[] fx = x;
        float[] fy = y;
        float[] nx = squaredNorms(fx, n, d);
        float[] ny = a == b ? nx : squaredNorms(fy, m, d);
        products(fx, n, fy, m, d, (i0, rows, j0, columns, v) -> {
            for (int i = 0; i < rows; i++) {
                int at = i * columns;
                float norm = nx[i0 + i];
                int close = 0;
                for (int j = 0; j < columns; j++) {
                    float sum = norm + ny[j0 + j];
                    float square = sum - 2 * v[at + j];
                    v[at + j] = square;
                    close += square < CANCELLED * sum ? 1 : 0;
                }
                for (int j = 0; close > 0; j++) {
                    if (v[at + j] < CANCELLED * (norm + ny[j0 + j])) {
                        v[at + j] = difference(fx, (i0 + i) * d, fy, (j0 + j) * d, d);
                        close--;
                    }
                }
            }
            visitor.accept(i0, rows, j0, columns, v);
        });
    }

    /** Hands {@code sum_d a_id b_jd} to {@code visitor}; of one array with itself as {@link #squared} does. */
    public static void products(float[] a, int n, float[] b, int m, int d, Tile visitor) {
        float[] tile = new float[Math.min(n, TILE_ROWS) * Math.min(m, TILE_COLUMNS)];
        for (int i = 0; i < n; i += TILE_ROWS) {
            int rows = Math.min(TILE_ROWS, n - i);
            for (int j = 0; j < m; j += TILE_COLUMNS) {
                int columns = Math.min(TILE_COLUMNS, m - j);
                if (a == b && j + columns <= i) {
                    continue;
                }
                Blas.gemm(false, true, rows, columns, d, 1f, a, i * d, b, j * d, 0f, tile, 0);
                visitor.accept(i, rows, j, columns, tile);
            }
        }
    }

    private static void direct(float[] a, int n, float[] b, int m, int d, Tile visitor) {
        float[] transposed = new float[m * d];
        for (int j = 0; j < m; j++) {
            for (int k = 0; k < d; k++) {
                transposed[k * m + j] = b[j * d + k];
            }
        }
        float[] tile = new float[Math.min(n, TILE_ROWS) * Math.min(m, TILE_COLUMNS)];
        for (int i0 = 0; i0 < n; i0 += TILE_ROWS) {
            int rows = Math.min(TILE_ROWS, n - i0);
            for (int j0 = 0; j0 < m; j0 += TILE_COLUMNS) {
                int columns = Math.min(TILE_COLUMNS, m - j0);
                if (a == b && j0 + columns <= i0) {
                    continue;
                }
                java.util.Arrays.fill(tile, 0, rows * columns, 0f);
                for (int i = 0; i < rows; i++) {
                    for (int k = 0; k < d; k++) {
                        addSquares(a[(i0 + i) * d + k], transposed, k * m + j0, tile, i * columns, columns);
                    }
                }
                visitor.accept(i0, rows, j0, columns, tile);
            }
        }
    }

    private static void addSquares(float x, float[] y, int yFrom, float[] out, int outFrom, int n) {
        for (int j = 0; j < n; j++) {
            float c = x - y[yFrom + j];
            out[outFrom + j] += c * c;
        }
    }

    private static float difference(float[] a, int aFrom, float[] b, int bFrom, int d) {
        float s0 = 0;
        float s1 = 0;
        int k = 0;
        for (; k + 1 < d; k += 2) {
            float c0 = a[aFrom + k] - b[bFrom + k];
            float c1 = a[aFrom + k + 1] - b[bFrom + k + 1];
            s0 += c0 * c0;
            s1 += c1 * c1;
        }
        if (k < d) {
            float c = a[aFrom + k] - b[bFrom + k];
            s0 += c * c;
        }
        return s0 + s1;
    }

    private static float[] squaredNorms(float[] a, int n, int d) {
        float[] out = new float[n];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k = i * d; k < (i + 1) * d; k++) {
                sum += (double) a[k] * a[k];
            }
            out[i] = (float) sum;
        }
        return out;
    }

    /** Whether all values are integers so small that products and norms are exact in float. */
    private static boolean smallIntegers(float[] a, int d) {
        double limit = Math.sqrt(0x1p23 / d);
        for (float v : a) {
            if (v != (int) v || Math.abs(v) > limit) {
                return false;
            }
        }
        return true;
    }

    private static double[] means(float[] a, int n, int d) {
        double[] out = new double[d];
        for (int i = 0; i < a.length; i++) {
            out[i % d] += a[i];
        }
        for (int k = 0; k < d; k++) {
            out[k] /= n;
        }
        return out;
    }

    private static float[] minus(float[] a, int n, int d, double[] centre) {
        float[] out = new float[n * d];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < d; k++) {
                out[i * d + k] = (float) (a[i * d + k] - centre[k]);
            }
        }
        return out;
    }
}
