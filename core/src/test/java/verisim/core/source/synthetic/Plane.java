package verisim.core.source.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.statistics.inference.ChiSquareTest;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.math.Arrays2d;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;

/** Checks of densities in the plane by sums over a fine grid of midpoints. */
final class Plane {
    private final double low;
    private final double high;
    private final int cells;
    private final int fine;

    /**
     * @param low edge of the square in both directions
     * @param cells cells along an edge, for the chi-square test
     * @param fine midpoints along the edge of a cell
     */
    Plane(double low, double high, int cells, int fine) {
        this.low = low;
        this.high = high;
        this.cells = cells;
        this.fine = fine;
    }

    /** Returns the probability of each cell, [cells * cells]. */
    double[] probabilities(TractableDensity truth) {
        int n = cells * fine;
        double step = (high - low) / n;
        double[] out = new double[cells * cells];
        for (int row = 0; row < n; row++) {
            double[] x = new double[2 * n];
            for (int column = 0; column < n; column++) {
                x[2 * column] = low + (column + 0.5) * step;
                x[2 * column + 1] = low + (row + 0.5) * step;
            }
            double[] logP = truth.logProbability(Arrays2d.matrix(x, n, 2)).toDoubleVector();
            for (int column = 0; column < n; column++) {
                out[row / fine * cells + column / fine] += Math.exp(logP[column]) * step * step;
            }
        }
        return out;
    }

    /** Asserts that the density has mass 1 within {@code tolerance} and that samples fall into cells as it says. */
    void check(TractableDensity truth, double tolerance, int n, RandomStream random) {
        double[] p = probabilities(truth);
        double mass = java.util.Arrays.stream(p).sum();
        assertThat(Math.abs(mass - 1)).as("mass %s", mass).isLessThan(tolerance);
        assertThat(pValue(p, truth.sample(n, random))).isGreaterThan(1e-3);
    }

    /** Returns the p-value of Pearson's test; cells with fewer than 8 expected samples are put together. */
    double pValue(double[] p, INDArray samples) {
        int n = (int) samples.size(0);
        float[] x = Arrays2d.toFloats(samples);
        long[] counts = new long[p.length];
        long outside = 0;
        for (int i = 0; i < n; i++) {
            int column = (int) Math.floor((x[2 * i] - low) / (high - low) * cells);
            int row = (int) Math.floor((x[2 * i + 1] - low) / (high - low) * cells);
            if (row < 0 || column < 0 || row >= cells || column >= cells) {
                outside++;
            } else {
                counts[row * cells + column]++;
            }
        }
        java.util.List<Double> expected = new java.util.ArrayList<>();
        java.util.List<Long> observed = new java.util.ArrayList<>();
        double pool = 0;
        long pooled = outside;
        for (int c = 0; c < p.length; c++) {
            if (n * p[c] >= 8) {
                expected.add(n * p[c]);
                observed.add(counts[c]);
            } else {
                pool += n * p[c];
                pooled += counts[c];
            }
        }
        expected.add(Math.max(pool, 1));
        observed.add(pooled);
        return ChiSquareTest.withDefaults()
                .test(
                        expected.stream().mapToDouble(d -> d).toArray(),
                        observed.stream().mapToLong(o -> o).toArray())
                .getPValue();
    }
}
