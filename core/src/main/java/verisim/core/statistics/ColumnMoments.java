package verisim.core.statistics;

import verisim.core.data.Dataset;

/** Mean and standard deviation of each column of a data set, in double, and whether it varies at all. */
public final class ColumnMoments {
    private final double[] mean;
    private final double[] deviation;
    private final boolean[] varies;

    private ColumnMoments(double[] mean, double[] deviation, boolean[] varies) {
        this.mean = mean;
        this.deviation = deviation;
        this.varies = varies;
    }

    /** Computes in two passes over blocks of rows. */
    public static ColumnMoments of(Dataset set) {
        int d = set.features();
        int n = set.size();
        double[] mean = new double[d];
        double[] squares = new double[d];
        boolean[] varies = new boolean[d];
        int block = Math.min(n, Math.max(1, (1 << 18) / d));
        float[] rows = new float[block * d];
        for (int from = 0; from < n; from += block) {
            int count = Math.min(block, n - from);
            set.copyRange(from, count, rows);
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < d; j++) {
                    mean[j] += rows[i * d + j];
                }
            }
        }
        for (int j = 0; j < d; j++) {
            mean[j] /= n;
        }
        for (int from = 0; from < n; from += block) {
            int count = Math.min(block, n - from);
            set.copyRange(from, count, rows);
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < d; j++) {
                    double c = rows[i * d + j] - mean[j];
                    squares[j] += c * c;
                    varies[j] |= rows[i * d + j] != set.value(0, j);
                }
            }
        }
        for (int j = 0; j < d; j++) {
            squares[j] = Math.sqrt(squares[j] / n);
        }
        return new ColumnMoments(mean, squares, varies);
    }

    public double mean(int j) {
        return mean[j];
    }

    /** Returns the standard deviation of column j with divisor n: these rows are the whole of what is described. */
    public double deviation(int j) {
        return deviation[j];
    }

    /** Returns what to divide column j by: its standard deviation, or 1 where all its values are equal. */
    public double scale(int j) {
        return varies[j] ? deviation[j] : 1;
    }
}
