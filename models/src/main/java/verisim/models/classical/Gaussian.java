package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.Checks;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;

/**
 * The normal distribution with mean m and covariance {@code S = L L^T}, L lower triangular:
 *
 * <pre>{@code log p(x) = -1/2 |L^-1 (x - m)|^2 - sum_d log L_dd - D/2 log(2 pi)}</pre>
 *
 * <p>A diagonal or spherical covariance keeps the diagonal of L only. All in double.
 */
public final class Gaussian implements TractableDensity, PersistentModel {
    static final String NAME = "gaussian";

    /** Rows scored or drawn together, so that inner loops run over rows and vectorise. */
    private static final int BLOCK = 128;

    private final Covariance covariance;
    private final double ridge;
    private final double[] mean;
    private final double[] factor;

    /** Shape of the covariance. */
    public enum Covariance {
        FULL,
        DIAGONAL,
        SPHERICAL;

        /** Returns the word users write. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * @param ridge what training added to the diagonal of the covariance; kept for the record, it is part of {@code factor}
     * @param factor L, [D, D] row-major, for FULL; else its diagonal, [D]
     */
    Gaussian(Covariance covariance, double ridge, double[] mean, double[] factor) {
        int d = mean.length;
        int expected = covariance == Covariance.FULL ? d * d : d;
        require(factor.length == expected, "the factor must have %d values, but has %d", expected, factor.length);
        this.covariance = covariance;
        this.ridge = ridge;
        this.mean = mean.clone();
        this.factor = factor.clone();
        for (int i = 0; i < d; i++) {
            require(
                    diagonal(i) > 0 && Double.isFinite(diagonal(i)),
                    "the diagonal of the factor must be finite and greater than 0, but row %d has %s",
                    i,
                    diagonal(i));
        }
    }

    static Gaussian of(ModelState state) {
        Covariance covariance = Covariance.valueOf(state.text("covariance").toUpperCase(java.util.Locale.ROOT));
        return new Gaussian(
                covariance,
                state.number("ridge"),
                Arrays2d.toDoubles(state.array("mean")),
                Arrays2d.toDoubles(state.array("factor")));
    }

    @Override
    public ModelState state() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("covariance", covariance.label());
        settings.put("ridge", ridge);
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("mean", Arrays2d.vector(mean));
        arrays.put(
                "factor",
                covariance == Covariance.FULL
                        ? Arrays2d.matrix(factor, features(), features())
                        : Arrays2d.vector(factor));
        return new ModelState(NAME, settings, arrays);
    }

    @Override
    public DataKind dataKind() {
        return DataKind.REAL;
    }

    @Override
    public int features() {
        return mean.length;
    }

    /** Returns m, [D]. */
    public double[] mean() {
        return mean.clone();
    }

    /** Returns S = L L^T, [D, D] row-major. */
    public double[] covariance() {
        int d = features();
        double[] out = new double[d * d];
        for (int i = 0; i < d; i++) {
            if (covariance == Covariance.FULL) {
                for (int j = 0; j < d; j++) {
                    for (int k = 0; k <= Math.min(i, j); k++) {
                        out[i * d + j] += factor[i * d + k] * factor[j * d + k];
                    }
                }
            } else {
                out[i * d + i] = factor[i] * factor[i];
            }
        }
        return out;
    }

    @Override
    public INDArray logProbability(INDArray x) {
        int d = features();
        Checks.requireRows(x, d, "x");
        double[] values = Arrays2d.toDoubles(x);
        int n = values.length / d;
        double constant = -0.5 * d * LogMath.LOG_TWO_PI;
        for (int i = 0; i < d; i++) {
            constant -= Math.log(diagonal(i));
        }
        double[] out = new double[n];
        double[] y = new double[d * BLOCK]; // [D, BLOCK]: L^-1 (x - m)
        for (int from = 0; from < n; from += BLOCK) {
            int rows = Math.min(BLOCK, n - from);
            for (int i = 0; i < d; i++) {
                int at = i * BLOCK;
                for (int r = 0; r < rows; r++) {
                    y[at + r] = values[(from + r) * d + i] - mean[i];
                }
                if (covariance == Covariance.FULL) {
                    for (int j = 0; j < i; j++) {
                        addScaled(y, at, -factor[i * d + j], y, j * BLOCK, rows);
                    }
                }
                double inverse = 1 / diagonal(i);
                for (int r = 0; r < rows; r++) {
                    y[at + r] *= inverse;
                    out[from + r] -= 0.5 * y[at + r] * y[at + r];
                }
            }
            for (int r = 0; r < rows; r++) {
                out[from + r] += constant;
            }
        }
        return Arrays2d.vector(out);
    }

    /** Draws {@code x = m + L z}, z standard normal. */
    @Override
    public INDArray sample(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        int d = features();
        float[] x = new float[Math.multiplyExact(n, d)];
        double[] z = new double[d * BLOCK];
        double[] sum = new double[BLOCK];
        for (int from = 0; from < n; from += BLOCK) {
            int rows = Math.min(BLOCK, n - from);
            for (int r = 0; r < rows; r++) {
                for (int i = 0; i < d; i++) {
                    z[i * BLOCK + r] = random.nextGaussian();
                }
            }
            for (int i = 0; i < d; i++) {
                java.util.Arrays.fill(sum, mean[i]);
                if (covariance == Covariance.FULL) {
                    for (int j = 0; j < i; j++) {
                        addScaled(sum, 0, factor[i * d + j], z, j * BLOCK, rows);
                    }
                }
                addScaled(sum, 0, diagonal(i), z, i * BLOCK, rows);
                for (int r = 0; r < rows; r++) {
                    x[(from + r) * d + i] = (float) sum[r];
                }
            }
        }
        return Arrays2d.matrix(x, n, d);
    }

    private double diagonal(int i) {
        return covariance == Covariance.FULL ? factor[i * mean.length + i] : factor[i];
    }

    private static void addScaled(double[] to, int toFrom, double scale, double[] from, int fromFrom, int n) {
        for (int r = 0; r < n; r++) {
            to[toFrom + r] += scale * from[fromFrom + r];
        }
    }

    @Override
    public String toString() {
        return "gaussian, " + covariance.label() + " covariance of " + features() + " features"
                + (ridge > 0 ? ", ridge " + ridge + " added to every variance" : "");
    }
}
