package verisim.models.classical;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.math.LogMath;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.model.TrainingListener.Progress;

/**
 * Maximum likelihood by EM on the correlations R of the features, which are all the data it needs; the answer is the same in any
 * units. With {@code B = M^-1 W^T diag(1/psi)} and {@code M = I + W^T diag(1/psi) W}:
 *
 * <pre>{@code
 * W'   = R B^T (M^-1 + B R B^T)^-1
 * psi' = max(floor, diag(R - W' B R))
 * }</pre>
 *
 * <p>The floor is applied where it is the maximum under the constraint, so the log-likelihood never falls.
 */
final class FactorAnalysisTrainer extends Trainer<FactorModel> {
    private final int components;
    private final int iterations;
    private final double tolerance;
    private final double floor;

    FactorAnalysisTrainer(int components, int iterations, double tolerance, double floor) {
        super(FactorAnalysisProvider.NAME, Set.of(DataKind.REAL));
        this.components = components;
        this.iterations = iterations;
        this.tolerance = tolerance;
        this.floor = floor;
    }

    @Override
    protected FactorModel train(Dataset train, Dataset validation, TrainingContext context) {
        int d = train.features();
        List<Integer> candidates = LatentDimensions.candidates(modelName(), components, d);
        double[] mean = Covariances.mean(train);
        double[] s = Covariances.covariance(Covariances.centred(train, mean), d);
        double[] scale = new double[d];
        double logDeterminant = 0;
        for (int i = 0; i < d; i++) {
            scale[i] = Covariances.deviation(modelName(), s[i * d + i], i, "");
            logDeterminant += Math.log(scale[i]);
        }
        RealMatrix r = new Array2DRowRealMatrix(d, d);
        for (int i = 0; i < d * d; i++) {
            r.setEntry(i / d, i % d, i % (d + 1) == 0 ? 1 : s[i] / scale[i / d] / scale[i % d]);
        }
        FactorModel best = null;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < candidates.size(); c++) {
            if (best != null && context.stopRequested().getAsBoolean()) {
                break;
            }
            Fit fit = new Fit(r, candidates.get(c));
            climb(fit, c * iterations, candidates.size() * iterations, logDeterminant, context);
            FactorModel model = fit.model(mean, scale);
            double score = LatentDimensions.score(model, validation);
            if (best == null || score > bestScore) {
                best = model;
                bestScore = score;
            }
        }
        return best;
    }

    private void climb(Fit fit, int before, int epochs, double logDeterminant, TrainingContext context) {
        double last = Double.NEGATIVE_INFINITY;
        for (int i = 1; i <= iterations; i++) {
            double score = fit.iterate() - logDeterminant;
            if (!Double.isFinite(score)) {
                throw new TrainingFailedException(String.format(
                        Locale.ROOT,
                        "factor-analysis: the log-likelihood was %s in iteration %d, last finite value %s",
                        score,
                        i,
                        last));
            }
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("train-log-likelihood", score);
            values.put("components", (double) fit.latents);
            values.put("floored-variances", (double) fit.floored);
            context.listener().onProgress(new Progress(before + i, epochs, before + i, values));
            if (score - last < tolerance || context.stopRequested().getAsBoolean()) {
                return;
            }
            last = score;
        }
    }

    /** W and psi in standardised units, and the steps that improve them. */
    private final class Fit {
        private final RealMatrix r;
        private final int d;
        private final int latents;
        private RealMatrix w;
        private double[] psi;
        private int floored;

        /** Starts at the probabilistic principal components of the correlations. */
        Fit(RealMatrix r, int latents) {
            this.r = r;
            this.d = r.getRowDimension();
            this.latents = latents;
            double[] flat = new double[d * d];
            for (int i = 0; i < flat.length; i++) {
                flat[i] = r.getEntry(i / d, i % d);
            }
            PpcaProvider.Eigen eigen = new PpcaProvider.Eigen(flat, d);
            double noise = Math.max(floor, eigen.rest(latents));
            double[] loadings = eigen.loadings(latents, noise);
            w = new Array2DRowRealMatrix(d, latents);
            for (int i = 0; i < loadings.length; i++) {
                w.setEntry(i / latents, i % latents, loadings[i]);
            }
            psi = new double[d];
            java.util.Arrays.fill(psi, noise);
        }

        /** Takes one step; returns the mean log-likelihood before it, nats per example, of standardised features. */
        double iterate() {
            RealMatrix scaled = new Array2DRowRealMatrix(d, latents); // diag(1/psi) W
            double logPsi = 0;
            double trace = 0;
            for (int i = 0; i < d; i++) {
                logPsi += Math.log(psi[i]);
                trace += 1 / psi[i];
                for (int k = 0; k < latents; k++) {
                    scaled.setEntry(i, k, w.getEntry(i, k) / psi[i]);
                }
            }
            RealMatrix m = symmetric(w.transpose().multiply(scaled).add(MatrixUtils.createRealIdentityMatrix(latents)));
            CholeskyDecomposition cholesky = new CholeskyDecomposition(m, 0, 0);
            double logM = 0;
            for (int k = 0; k < latents; k++) {
                logM += 2 * Math.log(cholesky.getL().getEntry(k, k));
            }
            DecompositionSolver solver = cholesky.getSolver();
            RealMatrix b = solver.solve(scaled.transpose()); // B, [Z, D]
            RealMatrix rb = r.multiply(b.transpose()); // R B^T, [D, Z]
            for (int i = 0; i < d; i++) {
                for (int k = 0; k < latents; k++) {
                    trace -= scaled.getEntry(i, k) * rb.getEntry(i, k);
                }
            }
            RealMatrix second = symmetric(solver.getInverse().add(b.multiply(rb)));
            w = new CholeskyDecomposition(second, 0, 0)
                    .getSolver()
                    .solve(rb.transpose())
                    .transpose();
            floored = 0;
            for (int i = 0; i < d; i++) {
                double v = r.getEntry(i, i);
                for (int k = 0; k < latents; k++) {
                    v -= w.getEntry(i, k) * rb.getEntry(i, k);
                }
                floored += v < floor ? 1 : 0;
                psi[i] = Math.max(floor, v);
            }
            return -0.5 * (d * LogMath.LOG_TWO_PI + logPsi + logM + trace);
        }

        FactorModel model(double[] mean, double[] scale) {
            double[] loadings = new double[d * latents];
            double[] noise = new double[d];
            for (int i = 0; i < d; i++) {
                noise[i] = psi[i] * scale[i] * scale[i];
                for (int k = 0; k < latents; k++) {
                    loadings[i * latents + k] = w.getEntry(i, k) * scale[i];
                }
            }
            return new FactorModel(modelName(), mean, loadings, noise);
        }

        private RealMatrix symmetric(RealMatrix a) {
            return a.add(a.transpose()).scalarMultiply(0.5);
        }
    }
}
