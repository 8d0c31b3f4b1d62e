package verisim.core.likelihood;

import static verisim.core.Checks.require;

import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Dataset;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.LatentVariableModel;
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

    public ImportanceWeightedBound {
        require(samples >= 1, "importanceSamples must be at least 1, but was %d", samples);
    }

    /**
     * Values of each row, from the same draws.
     *
     * @param elbo mean of the K log-weights, nats
     * @param bound logarithm of the mean of the K weights, nats
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    public record Rows(double[] elbo, double[] bound) {
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
                }
            }
        }
        return new Rows(elbo, bound);
    }

    private double[][] logWeights(LatentVariableModel model, INDArray x, int rows, RandomStream random) {
        double[][] logWeights = new double[rows][samples];
        for (int k = 0; k < samples; k++) {
            try (INDArray z = model.encode(x, random.child(k))) {
                double[] prior = Arrays2d.toDoubles(model.logPrior(z));
                double[] conditional = Arrays2d.toDoubles(model.logConditional(x, z));
                double[] posterior = Arrays2d.toDoubles(model.logPosterior(z, x));
                for (int r = 0; r < rows; r++) {
                    logWeights[r][k] = prior[r] + conditional[r] - posterior[r];
                }
            }
        }
        return logWeights;
    }
}
