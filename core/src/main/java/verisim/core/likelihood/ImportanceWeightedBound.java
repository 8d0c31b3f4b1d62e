package verisim.core.likelihood;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Dataset;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.LatentVariableModel;
import verisim.core.model.RowScoring;
import verisim.core.random.RandomStream;

/**
 * Lower bounds on {@code log p(x)} of a latent variable model from K draws of its encoder.
 *
 * <pre>{@code log w_k = log p(z_k) + log p(x given z_k) - log q(z_k given x),   z_k ~ q(z given x)
 * ELBO = mean_k log w_k,   IWAE-K = log mean_k w_k}</pre>
 *
 * <p>In expectation {@code ELBO <= IWAE-K <= IWAE-(K+1) <= log p(x)}; a single value may lie above. Rows are taken in blocks of
 * {@link #BLOCK}, so memory is bounded by block x (K + D) whatever n and K are.
 *
 * @param samples K, at least 1
 * @see <a href="https://arxiv.org/abs/1509.00519">Burda, Grosse and Salakhutdinov (2016), Importance weighted autoencoders</a>
 */
public record ImportanceWeightedBound(int samples) {
    private static final int BLOCK = 256;
    /** Effective draws below which a row's bound rests on one of them. */
    private static final double ALONE = 1.1;

    public ImportanceWeightedBound {
        require(samples >= 1, "importanceSamples must be at least 1, but was %d", samples);
    }

    /**
     * Values of each row, from the same draws.
     *
     * @param elbo mean of the K log-weights, nats
     * @param bound logarithm of the mean of the K weights, nats
     * @param effective {@code (sum_k w_k)^2 / sum_k w_k^2}, from 1 to K: how many draws carry the bound
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    public record Rows(double[] elbo, double[] bound, double[] effective) {
        /** Returns the mean over the rows of {@link #bound()} and its standard error. */
        public RowMean meanBound() {
            return RowMean.of(bound);
        }

        /** Returns the mean over the rows of {@link #elbo()} and its standard error. */
        public RowMean meanElbo() {
            return RowMean.of(elbo);
        }
    }

    /** Returns both bounds of each row of {@code data}. */
    public Rows evaluate(LatentVariableModel model, Dataset data, RandomStream random) {
        require(
                data.features() == model.features(),
                "data must have the model's %d features, but has %d",
                model.features(),
                data.features());
        int n = data.size();
        double[] elbo = new double[n];
        double[] bound = new double[n];
        double[] effective = new double[n];
        for (int from = 0; from < n; from += BLOCK) {
            int rows = Math.min(BLOCK, n - from);
            float[] values = new float[rows * data.features()];
            data.copyRange(from, rows, values);
            try (INDArray x = Arrays2d.matrix(values, rows, data.features())) {
                double[][] logWeights = logWeights(model, x, rows, random.child(from / BLOCK));
                for (int r = 0; r < rows; r++) {
                    double sum = 0;
                    for (double logWeight : logWeights[r]) {
                        sum += logWeight;
                    }
                    elbo[from + r] = sum / samples;
                    bound[from + r] = LogMath.logMeanExp(logWeights[r]);
                    effective[from + r] = effective(logWeights[r]);
                }
            }
        }
        return new Rows(elbo, bound, effective);
    }

    private static double effective(double[] logWeights) {
        double[] twice = new double[logWeights.length];
        for (int k = 0; k < twice.length; k++) {
            twice[k] = 2 * logWeights[k];
        }
        return Math.exp(2 * LogMath.logSumExp(logWeights) - LogMath.logSumExp(twice));
    }

    /** Returns that the bound rests on single draws, if it does on more than half of the rows: then it is an ELBO in all but name. */
    List<String> warnings(Rows rows) {
        long alone = Arrays.stream(rows.effective).filter(e -> e < ALONE).count();
        return samples > 1 && 2 * alone > rows.effective.length
                ? List.of(String.format(
                        Locale.ROOT,
                        "of the %d importance weights of a row fewer than %s are effective on %d of %d rows: the bound is loose; raise"
                                + " importanceSamples",
                        samples,
                        ALONE,
                        alone,
                        rows.effective.length))
                : List.of();
    }

    private double[][] logWeights(LatentVariableModel model, INDArray x, int rows, RandomStream random) {
        double[][] logWeights = new double[rows][samples];
        for (int k = 0; k < samples; k++) {
            try (INDArray z = model.encode(x, random.child(k))) {
                double[] prior = RowScoring.score("log p(z)", z, model::logPrior);
                double[] conditional = RowScoring.score("log p(x given z)", x, given -> model.logConditional(given, z));
                double[] posterior = RowScoring.score("log q(z given x)", x, given -> model.logPosterior(z, given));
                for (int r = 0; r < rows; r++) {
                    logWeights[r][k] = prior[r] + conditional[r] - posterior[r];
                }
            }
        }
        return logWeights;
    }
}
