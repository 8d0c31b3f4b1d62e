package verisim.models.classical;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.model.TrainingListener.Progress;
import verisim.models.nn.Floors;

/**
 * Maximum likelihood from the correlations R of the features, which are all the data it needs; the answer is the same in any units. See
 * {@link FactorAnalysisFit}.
 *
 * <p>The floor of a noise variance is counted in the variance of the feature that the others do not explain, {@code 1 / (R^-1)_ii}: no
 * noise of maximum likelihood is larger than that, however small it may be. Where R has no inverse, for want of rows, it is counted in
 * the variance of the feature.
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
        double[] r = new double[d * d];
        for (int i = 0; i < d * d; i++) {
            int a = Math.max(i / d, i % d);
            int b = Math.min(i / d, i % d);
            r[i] = a == b ? 1 : s[i] / scale[a] / scale[b];
        }
        double[] unexplained = unexplained(r, d, train.size());
        double[] floors = Arrays.stream(unexplained).map(v -> v * floor).toArray();
        FactorModel best = null;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < candidates.size(); c++) {
            if (best != null && context.stopRequested().getAsBoolean()) {
                break;
            }
            int latents = candidates.get(c);
            int before = 2 * c * iterations;
            int epochs = 2 * candidates.size() * iterations;
            FactorAnalysisFit fit = new FactorAnalysisFit(r, d, latents, joreskog(unexplained, latents), floors);
            climb(fit, latents, before, epochs, logDeterminant, context);
            FactorAnalysisFit other = new FactorAnalysisFit(r, d, latents, principal(r, d, latents), floors);
            climb(other, latents, before + iterations, epochs, logDeterminant, context);
            fit = other.logLikelihood() > fit.logLikelihood() + tolerance ? other : fit;
            FactorModel model = fit.model(modelName(), mean, scale)
                    .withWarnings(Floors.warnings(
                            fit.floored(),
                            d,
                            "noise variances",
                            Floors.number(floor) + " of the variance of the feature that the others do not explain"));
            double score = LatentDimensions.score(model, validation);
            if (best == null || score > bestScore) {
                best = model;
                bestScore = score;
            }
        }
        return best;
    }

    /** Where Jöreskog began: noise a little below its upper bound. */
    private static double[] joreskog(double[] unexplained, int latents) {
        return Arrays.stream(unexplained)
                .map(v -> v * (1 - latents / (2.0 * unexplained.length)))
                .toArray();
    }

    /** The noise of the probabilistic principal components of the correlations, the same for all. */
    private static double[] principal(double[] r, int d, int latents) {
        double[] out = new double[d];
        Arrays.fill(out, Math.max(Double.MIN_NORMAL, new PpcaProvider.Eigen(r, d).rest(latents)));
        return out;
    }

    /** Returns {@code 1 / (R^-1)_ii}, or 1 for every feature where R is singular for want of rows. */
    private static double[] unexplained(double[] r, int d, int rows) {
        double[] out = new double[d];
        Arrays.fill(out, 1);
        if (rows > d + 1) {
            RealMatrix matrix = new Array2DRowRealMatrix(d, d);
            for (int i = 0; i < r.length; i++) {
                matrix.setEntry(i / d, i % d, r[i]);
            }
            try {
                RealMatrix inverse =
                        new CholeskyDecomposition(matrix, 0, 0).getSolver().getInverse();
                for (int i = 0; i < d; i++) {
                    out[i] = Math.min(1, 1 / inverse.getEntry(i, i));
                }
            } catch (NonPositiveDefiniteMatrixException e) {
                return out;
            }
        }
        return out;
    }

    private void climb(
            FactorAnalysisFit fit,
            int latents,
            int before,
            int epochs,
            double logDeterminant,
            TrainingContext context) {
        double last = Double.NEGATIVE_INFINITY;
        for (int i = 1; i <= iterations; i++) {
            boolean moved = fit.iterate();
            double score = fit.logLikelihood() - logDeterminant;
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
            values.put("components", (double) latents);
            values.put("floored-variances", (double) fit.floored());
            context.listener().onProgress(new Progress(before + i, epochs, before + i, values));
            if (!moved || score - last < tolerance || context.stopRequested().getAsBoolean()) {
                return;
            }
            last = score;
        }
    }
}
