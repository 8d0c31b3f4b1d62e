package verisim.models.gan;

import java.util.Arrays;
import verisim.core.math.Blas;

/**
 * The unbiased estimate of the squared maximum mean discrepancy between validation rows and generated rows, to compare epochs of
 * one training run by.
 *
 * <pre>{@code
 * MMD^2 = mean_{i != j} k(x_i, x_j) + mean_{i != j} k(y_i, y_j) - 2 mean_{i, j} k(x_i, y_j)
 * k(x, y) = 1/5 sum_s exp(-|x - y|^2 / (2 s h^2)),   s in {1/64, 1/16, 1/4, 1, 4}
 * }</pre>
 *
 * <p>h is the median distance of the validation rows; the smaller widths see the spread within a mode, the larger ones the place
 * of modes. It may be negative and is not clipped. At most 500 rows of each kind take part.
 *
 * @see <a href="https://jmlr.org/papers/v13/gretton12a.html">Gretton et al. (2012), A kernel two-sample test</a>
 */
final class ValidationMmd {
    static final int MOST_ROWS = 500;

    private final float[] x;
    private final int rows;
    private final int features;
    private final double[] xSquares;
    private final double rate;
    private final double meanWithin;
    private final float[] products;

    /**
     * @param x the first rows of the (shuffled) validation data, [rows, features], as the networks see them; at least 2 rows
     */
    ValidationMmd(float[] x, int rows, int features) {
        this.x = x.clone();
        this.rows = rows;
        this.features = features;
        this.xSquares = squares(x, rows);
        this.products = new float[rows * rows];
        double median = medianSquaredDistance();
        // The narrowest of the five kernels is the widest to the power 256, reached by squaring: one exp a pair.
        this.rate = 1 / (2 * 4 * median);
        this.meanWithin = within(x, xSquares);
    }

    int rows() {
        return rows;
    }

    /** Returns the estimate for generated rows y [rows, features]. */
    double estimate(float[] y) {
        double[] ySquares = squares(y, rows);
        Blas.gemm(false, true, rows, rows, features, x, y, products);
        double across = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < rows; j++) {
                across += kernel(xSquares[i] + ySquares[j] - 2.0 * products[i * rows + j]);
            }
        }
        return meanWithin + within(y, ySquares) - 2 * across / ((double) rows * rows);
    }

    private double within(float[] y, double[] ySquares) {
        Blas.gemm(false, true, rows, rows, features, y, y, products);
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < i; j++) {
                sum += kernel(ySquares[i] + ySquares[j] - 2.0 * products[i * rows + j]);
            }
        }
        return 2 * sum / ((double) rows * (rows - 1));
    }

    private double kernel(double squaredDistance) {
        double e = Math.exp(-rate * Math.max(0, squaredDistance));
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += e;
            e *= e;
            e *= e;
        }
        return (sum + e) / 5;
    }

    private double[] squares(float[] y, int n) {
        double[] out = new double[n];
        for (int i = 0; i < n * features; i++) {
            out[i / features] += (double) y[i] * y[i];
        }
        return out;
    }

    private double medianSquaredDistance() {
        Blas.gemm(false, true, rows, rows, features, x, x, products);
        double[] distances = new double[rows * (rows - 1) / 2];
        int at = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < i; j++) {
                distances[at++] = Math.max(0, xSquares[i] + xSquares[j] - 2.0 * products[i * rows + j]);
            }
        }
        Arrays.sort(distances);
        double median = distances[distances.length / 2];
        return median > 0 ? median : 1;
    }
}
