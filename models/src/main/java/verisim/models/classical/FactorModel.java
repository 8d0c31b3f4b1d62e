package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.Checks;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.ConditionalSampler;
import verisim.core.model.LatentVariableModel;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;

/**
 * A linear model with normal latents and noise: {@code x = m + W z + e, z ~ N(0, I), e ~ N(0, diag(psi))}. Factor analysis, and
 * probabilistic PCA where all psi are equal.
 *
 * <p>With {@code M = I + W^T diag(1/psi) W} and the posterior mean {@code u = M^-1 W^T diag(1/psi) (x - m)}, by the matrix
 * inversion and determinant lemmas
 *
 * <pre>{@code
 * log p(x) = -1/2 (sum_d (x - m - W u)_d^2 / psi_d + |u|^2) - 1/2 sum_d log psi_d - 1/2 log det M - D/2 log(2 pi)
 * p(z given x) = N(u, M^-1)
 * }</pre>
 *
 * which costs D Z a row and subtracts no large numbers. The encoder is the exact posterior, so the ELBO equals log p(x).
 * Completion is exact: z given the observed features, then the others given z. All in double.
 */
public final class FactorModel implements TractableDensity, LatentVariableModel, ConditionalSampler, PersistentModel {
    private final String model;
    private final double[] mean;
    private final double[] loadings;
    private final double[] noise;
    private final int latents;
    private final Posterior posterior;
    private final List<String> warnings;

    /**
     * @param model the name of the provider
     * @param loadings W, [D, Z] row-major
     * @param noise psi, [D], each greater than 0
     */
    FactorModel(String model, double[] mean, double[] loadings, double[] noise) {
        this(model, mean, loadings, noise, List.of());
    }

    private FactorModel(String model, double[] mean, double[] loadings, double[] noise, List<String> warnings) {
        int d = mean.length;
        require(
                noise.length == d && loadings.length > 0 && loadings.length % d == 0,
                "%s needs D means, D noise variances and D x Z loadings, but has %d, %d and %d",
                model,
                d,
                noise.length,
                loadings.length);
        for (double v : noise) {
            require(v > 0 && Double.isFinite(v), "every noise variance must be finite and above 0, but one is %s", v);
        }
        this.model = model;
        this.mean = mean.clone();
        this.loadings = loadings.clone();
        this.noise = noise.clone();
        this.latents = loadings.length / d;
        this.warnings = List.copyOf(warnings);
        boolean[] all = new boolean[d];
        java.util.Arrays.fill(all, true);
        this.posterior = new Posterior(all);
    }

    static FactorModel of(ModelState state) {
        return new FactorModel(
                state.model(),
                Arrays2d.toDoubles(state.array("mean")),
                Arrays2d.toDoubles(state.array("loadings")),
                Arrays2d.toDoubles(state.array("noise")),
                state.warnings());
    }

    /** Returns the same model with these warnings. */
    FactorModel withWarnings(List<String> newWarnings) {
        return new FactorModel(model, mean, loadings, noise, newWarnings);
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public ModelState state() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("mean", Arrays2d.vector(mean));
        arrays.put("loadings", Arrays2d.matrix(loadings, features(), latents));
        arrays.put("noise", Arrays2d.vector(noise));
        return new ModelState(model, Map.of(), arrays).withWarnings(warnings);
    }

    @Override
    public DataKind dataKind() {
        return DataKind.REAL;
    }

    @Override
    public int features() {
        return mean.length;
    }

    @Override
    public int latents() {
        return latents;
    }

    /** Returns m, [D]. */
    public double[] mean() {
        return mean.clone();
    }

    /** Returns W, [D, Z] row-major; determined up to a rotation of z. */
    public double[] loadings() {
        return loadings.clone();
    }

    /** Returns psi, the variance of the noise of each feature. */
    public double[] noise() {
        return noise.clone();
    }

    @Override
    public INDArray logProbability(INDArray x) {
        double[] rows = rows(x);
        int d = features();
        double[] out = new double[rows.length / d];
        double constant = -0.5 * d * LogMath.LOG_TWO_PI - 0.5 * posterior.logDeterminant;
        for (double v : noise) {
            constant -= 0.5 * Math.log(v);
        }
        double[] u = new double[latents];
        for (int r = 0; r < out.length; r++) {
            posterior.mean(rows, r * d, u);
            double square = 0;
            for (double v : u) {
                square += v * v;
            }
            for (int i = 0; i < d; i++) {
                double gap = rows[r * d + i] - decoded(u, 0, i);
                square += gap * gap / noise[i];
            }
            out[r] = constant - 0.5 * square;
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        int d = features();
        float[] x = new float[Math.multiplyExact(n, d)];
        double[] z = new double[latents];
        for (int r = 0; r < n; r++) {
            fillGaussian(z, random);
            for (int i = 0; i < d; i++) {
                x[r * d + i] = (float) (decoded(z, 0, i) + Math.sqrt(noise[i]) * random.nextGaussian());
            }
        }
        return Arrays2d.matrix(x, n, d);
    }

    @Override
    public INDArray encode(INDArray x, RandomStream random) {
        double[] rows = rows(x);
        int n = rows.length / features();
        double[] z = new double[latents];
        float[] out = new float[n * latents];
        for (int r = 0; r < n; r++) {
            posterior.draw(rows, r * features(), random, z);
            for (int k = 0; k < latents; k++) {
                out[r * latents + k] = (float) z[k];
            }
        }
        return Arrays2d.matrix(out, n, latents);
    }

    @Override
    public INDArray logPosterior(INDArray z, INDArray x) {
        double[] rows = rows(x);
        double[] codes = codes(z, rows.length / features());
        double[] out = new double[rows.length / features()];
        double[] u = new double[latents];
        for (int r = 0; r < out.length; r++) {
            posterior.mean(rows, r * features(), u);
            for (int k = 0; k < latents; k++) {
                u[k] = codes[r * latents + k] - u[k];
            }
            out[r] = -0.5 * (latents * LogMath.LOG_TWO_PI - posterior.logDeterminant + posterior.square(u));
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray logPrior(INDArray z) {
        Checks.requireRows(z, latents, "z");
        double[] codes = Arrays2d.toDoubles(z);
        double[] out = new double[codes.length / latents];
        for (int i = 0; i < codes.length; i++) {
            out[i / latents] += LogMath.logStandardNormal(codes[i]);
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray logConditional(INDArray x, INDArray z) {
        double[] rows = rows(x);
        int d = features();
        double[] codes = codes(z, rows.length / d);
        double[] out = new double[rows.length / d];
        for (int r = 0; r < out.length; r++) {
            for (int i = 0; i < d; i++) {
                double gap = rows[r * d + i] - decoded(codes, r * latents, i);
                out[r] -= 0.5 * (LogMath.LOG_TWO_PI + Math.log(noise[i]) + gap * gap / noise[i]);
            }
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray samplePrior(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        float[] z = new float[Math.multiplyExact(n, latents)];
        random.fillGaussian(z, 0, z.length);
        return Arrays2d.matrix(z, n, latents);
    }

    @Override
    public INDArray decode(INDArray z) {
        Checks.requireRows(z, latents, "z");
        double[] codes = Arrays2d.toDoubles(z);
        int n = codes.length / latents;
        float[] out = new float[n * features()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) decoded(codes, i / features() * latents, i % features());
        }
        return Arrays2d.matrix(out, n, features());
    }

    /** {@inheritDoc} Always empty. */
    @Override
    public Optional<String> cannotComplete(boolean[] observed) {
        return Optional.empty();
    }

    @Override
    public INDArray complete(INDArray x, boolean[] observed, RandomStream random) {
        int d = features();
        require(
                observed.length == d,
                "observed must have %d values, one for each feature, but has %d",
                d,
                observed.length);
        double[] rows = rows(x);
        float[] out = new float[rows.length];
        Posterior given = new Posterior(observed);
        double[] z = new double[latents];
        for (int from = 0; from < rows.length; from += d) {
            given.draw(rows, from, random, z);
            for (int i = 0; i < d; i++) {
                out[from + i] = (float)
                        (observed[i] ? rows[from + i] : decoded(z, 0, i) + Math.sqrt(noise[i]) * random.nextGaussian());
            }
        }
        return Arrays2d.matrix(out, rows.length / d, d);
    }

    private double[] rows(INDArray x) {
        Checks.requireRows(x, features(), "x");
        return Arrays2d.toDoubles(x);
    }

    private double[] codes(INDArray z, int n) {
        Checks.requireRows(z, latents, "z");
        require(z.size(0) == n, "z must have as many rows as x, %d, but has %d", n, z.size(0));
        return Arrays2d.toDoubles(z);
    }

    private double decoded(double[] z, int from, int feature) {
        double sum = mean[feature];
        for (int k = 0; k < latents; k++) {
            sum += loadings[feature * latents + k] * z[from + k];
        }
        return sum;
    }

    private static void fillGaussian(double[] z, RandomStream random) {
        for (int k = 0; k < z.length; k++) {
            z[k] = random.nextGaussian();
        }
    }

    @Override
    public String toString() {
        return model + ", " + latents + " components of " + features() + " features";
    }

    /** {@code p(z given x)} for a set of observed features. */
    private final class Posterior {
        private final boolean[] observed;
        private final double[][] l; // M = L L^T
        private final double logDeterminant;

        Posterior(boolean[] observed) {
            this.observed = observed.clone();
            RealMatrix m = new Array2DRowRealMatrix(latents, latents);
            for (int a = 0; a < latents; a++) {
                for (int b = 0; b <= a; b++) {
                    double sum = a == b ? 1 : 0;
                    for (int i = 0; i < mean.length; i++) {
                        sum += observed[i] ? loadings[i * latents + a] * loadings[i * latents + b] / noise[i] : 0;
                    }
                    m.setEntry(a, b, sum);
                    m.setEntry(b, a, sum);
                }
            }
            l = new CholeskyDecomposition(m, 0, 0).getL().getData();
            double sum = 0;
            for (int a = 0; a < latents; a++) {
                sum += 2 * Math.log(l[a][a]);
            }
            logDeterminant = sum;
        }

        /** Writes {@code M^-1 W^T diag(1/psi) (x - m)}, the sum over observed features. */
        void mean(double[] rows, int from, double[] u) {
            java.util.Arrays.fill(u, 0);
            for (int i = 0; i < observed.length; i++) {
                if (observed[i]) {
                    double gap = (rows[from + i] - mean[i]) / noise[i];
                    for (int k = 0; k < latents; k++) {
                        u[k] += gap * loadings[i * latents + k];
                    }
                }
            }
            for (int a = 0; a < latents; a++) {
                for (int b = 0; b < a; b++) {
                    u[a] -= l[a][b] * u[b];
                }
                u[a] /= l[a][a];
            }
            solveTransposed(u);
        }

        /** {@code z = u + L^-T e}, e standard normal. */
        void draw(double[] rows, int from, RandomStream random, double[] z) {
            double[] u = new double[latents];
            mean(rows, from, u);
            fillGaussian(z, random);
            solveTransposed(z);
            for (int k = 0; k < latents; k++) {
                z[k] += u[k];
            }
        }

        /** Returns {@code v^T M v}. */
        double square(double[] v) {
            double sum = 0;
            for (int a = 0; a < latents; a++) {
                double product = 0;
                for (int b = a; b < latents; b++) {
                    product += l[b][a] * v[b];
                }
                sum += product * product;
            }
            return sum;
        }

        private void solveTransposed(double[] u) {
            for (int a = latents - 1; a >= 0; a--) {
                for (int b = a + 1; b < latents; b++) {
                    u[a] -= l[b][a] * u[b];
                }
                u[a] /= l[a][a];
            }
        }
    }
}
