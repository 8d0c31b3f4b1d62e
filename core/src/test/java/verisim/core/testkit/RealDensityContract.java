package verisim.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static verisim.core.Checks.require;

import org.junit.jupiter.api.Test;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.model.TractableDensity;

/**
 * What a model of one or two real features must do, checked by quadrature: the density integrates to 1, and 50,000 samples
 * fall into the cells of a grid as often as the density says (chi-square).
 */
public abstract class RealDensityContract extends GenerativeModelContract {
    private static final int SAMPLES = 50_000;
    private static final int COARSE_1D = 96;
    private static final int FINE_1D = 250;
    private static final int COARSE_2D = 32;
    private static final int FINE_2D = 16;
    private static final double MARGIN = 8;

    private Grid grid;

    @Override
    protected abstract TractableDensity model();

    /**
     * Returns {@code {low, high}} for each feature, a box outside of which the density is negligible; by default 8 standard
     * deviations of the samples to either side of their mean.
     */
    protected double[][] box() {
        int d = subject().features();
        float[] x = Arrays2d.toFloats(subject().sample(20_000, stream("box")));
        double[][] box = new double[d][];
        for (int j = 0; j < d; j++) {
            double mean = 0;
            for (int i = j; i < x.length; i += d) {
                mean += x[i] * (double) d / x.length;
            }
            double square = 0;
            for (int i = j; i < x.length; i += d) {
                square += (x[i] - mean) * (x[i] - mean) * d / x.length;
            }
            double half = MARGIN * Math.sqrt(square);
            box[j] = new double[] {mean - half, mean + half};
        }
        return box;
    }

    /** Returns how far the integral may be from 1: the error of the midpoint rule and of float. */
    protected double integralTolerance() {
        return 1e-4;
    }

    @Test
    final void theDensityIntegratesToOne() {
        assertThat(grid().integral()).isCloseTo(1, within(integralTolerance()));
    }

    @Test
    final void samplesFollowTheDensity() {
        int d = subject().features();
        Grid g = grid();
        double[] p = java.util.Arrays.copyOf(g.cells, g.cells.length + 1);
        p[g.cells.length] = Math.max(0, 1 - g.integral());
        long[] counts = new long[p.length];
        float[] x = Arrays2d.toFloats(subject().sample(SAMPLES, stream("density")));
        for (int i = 0; i < SAMPLES; i++) {
            int cell = 0;
            for (int j = 0; j < d && cell < g.cells.length; j++) {
                double at = (x[i * d + j] - g.box[j][0]) / (g.box[j][1] - g.box[j][0]) * g.coarse;
                boolean inside = at >= 0 && at < g.coarse;
                cell = inside ? cell * g.coarse + (int) at : g.cells.length;
            }
            counts[cell]++;
        }
        StatisticalAssertions.chiSquareFits(counts, p);
    }

    private Grid grid() {
        if (grid == null) {
            int d = subject().features();
            require(
                    subject().dataKind() == DataKind.REAL && d <= 2,
                    "this contract takes REAL models of 1 or 2 features, but got %s with %d",
                    subject().dataKind(),
                    d);
            grid = new Grid((TractableDensity) subject(), box());
        }
        return grid;
    }

    /** Midpoint rule: every coarse cell is divided into fine ones. */
    private static final class Grid {
        private final double[][] box;
        private final int coarse;
        private final double[] cells;

        Grid(TractableDensity density, double[][] box) {
            this.box = box;
            int d = box.length;
            coarse = d == 1 ? COARSE_1D : COARSE_2D;
            int fine = d == 1 ? FINE_1D : FINE_2D;
            cells = new double[d == 1 ? coarse : coarse * coarse];
            int perCell = d == 1 ? fine : fine * fine;
            double volume = 1;
            double[] width = new double[d];
            for (int j = 0; j < d; j++) {
                width[j] = (box[j][1] - box[j][0]) / coarse / fine;
                volume *= width[j];
            }
            float[] x = new float[perCell * d];
            for (int c = 0; c < cells.length; c++) {
                for (int k = 0; k < perCell; k++) {
                    for (int j = 0; j < d; j++) {
                        int cell = d == 1 ? c : j == 0 ? c / coarse : c % coarse;
                        int step = d == 1 ? k : j == 0 ? k / fine : k % fine;
                        x[k * d + j] = (float) (box[j][0] + (cell * fine + step + 0.5) * width[j]);
                    }
                }
                double sum = 0;
                for (double v : Arrays2d.toDoubles(density.logProbability(Arrays2d.matrix(x, perCell, d)))) {
                    sum += Math.exp(v);
                }
                cells[c] = sum * volume;
            }
        }

        double integral() {
            double sum = 0;
            for (double p : cells) {
                sum += p;
            }
            return sum;
        }
    }
}
