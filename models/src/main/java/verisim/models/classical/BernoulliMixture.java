package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.Checks;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.ConditionalSampler;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;

/**
 * A mixture of products of Bernoullis, {@code p(x) = sum_k w_k prod_d p_kd^x_d (1 - p_kd)^(1 - x_d)}. All in double.
 *
 * <p>Completion is exact: a component is drawn with weights {@code w_k p_k(x_observed)}, then its missing features.
 */
public final class BernoulliMixture implements TractableDensity, ConditionalSampler, PersistentModel {
    private final int features;
    private final double[] weights;
    private final double[] probabilities;
    private final double[] logOnes; // [D, K], so that the inner loop runs over components
    private final double[] logZeros;

    /**
     * @param weights w_k, each greater than 0, with sum 1; [K]
     * @param probabilities p_kd of a 1, each from 0 to 1; [K, D] row-major
     */
    public BernoulliMixture(double[] weights, double[] probabilities) {
        int k = weights.length;
        require(
                k >= 1 && probabilities.length >= k && probabilities.length % k == 0,
                "probabilities must have D values for each of %d weights, but has %d",
                k,
                probabilities.length);
        double sum = 0;
        for (double w : weights) {
            require(w > 0, "every weight must be greater than 0, but one is %s", w);
            sum += w;
        }
        require(Math.abs(sum - 1) < 1e-9, "the weights must sum to 1, but sum to %s", sum);
        this.features = probabilities.length / k;
        this.weights = weights.clone();
        this.probabilities = probabilities.clone();
        this.logOnes = new double[probabilities.length];
        this.logZeros = new double[probabilities.length];
        for (int i = 0; i < probabilities.length; i++) {
            double p = probabilities[i];
            require(p >= 0 && p <= 1, "a probability must be from 0 to 1, but one is %s", p);
            int transposed = i % features * k + i / features;
            logOnes[transposed] = Math.log(p);
            logZeros[transposed] = Math.log1p(-p);
        }
    }

    static BernoulliMixture of(ModelState state) {
        return new BernoulliMixture(
                Arrays2d.toDoubles(state.array("weights")), Arrays2d.toDoubles(state.array("probabilities")));
    }

    @Override
    public ModelState state() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("weights", Arrays2d.vector(weights));
        arrays.put("probabilities", Arrays2d.matrix(probabilities, components(), features));
        return new ModelState(BernoulliMixtureProvider.NAME, Map.of(), arrays);
    }

    @Override
    public DataKind dataKind() {
        return DataKind.BINARY;
    }

    @Override
    public int features() {
        return features;
    }

    /** Returns K. */
    public int components() {
        return weights.length;
    }

    /** Returns w_k, [K]. */
    public double[] weights() {
        return weights.clone();
    }

    /** Returns {@code p_kd}, the probability that a feature is 1 in a component. */
    public double probability(int component, int feature) {
        return probabilities[component * features + feature];
    }

    @Override
    public INDArray logProbability(INDArray x) {
        Checks.requireRows(x, features, "x");
        float[] values = Arrays2d.toFloats(x);
        double[] out = new double[values.length / features];
        double[] joint = new double[weights.length];
        for (int r = 0; r < out.length; r++) {
            logJoint(values, r * features, null, joint);
            out[r] = LogMath.logSumExp(joint);
        }
        return Arrays2d.vector(out);
    }

    /** Writes {@code log w_k + log p_k} of the observed features of one row to {@code joint}; null means all. */
    private void logJoint(float[] values, int from, boolean[] observed, double[] joint) {
        int k = weights.length;
        for (int i = 0; i < k; i++) {
            joint[i] = Math.log(weights[i]);
        }
        for (int d = 0; d < features; d++) {
            if (observed == null || observed[d]) {
                double[] logs = values[from + d] > 0.5f ? logOnes : logZeros;
                int at = d * k;
                for (int i = 0; i < k; i++) {
                    joint[i] += logs[at + i];
                }
            }
        }
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        float[] x = new float[Math.multiplyExact(n, features)];
        for (int from = 0; from < x.length; from += features) {
            fill(IndexDraw.draw(weights, 0, weights.length, 1, random), x, from, null, random);
        }
        return Arrays2d.matrix(x, n, features);
    }

    private void fill(int component, float[] x, int from, boolean[] observed, RandomStream random) {
        for (int d = 0; d < features; d++) {
            if (observed == null || !observed[d]) {
                x[from + d] = random.nextDouble() < probabilities[component * features + d] ? 1f : 0f;
            }
        }
    }

    /** {@inheritDoc} Always empty. */
    @Override
    public Optional<String> cannotComplete(boolean[] observed) {
        return Optional.empty();
    }

    @Override
    public INDArray complete(INDArray x, boolean[] observed, RandomStream random) {
        DiscreteRows.requireMask(observed, features);
        Checks.requireRows(x, features, "x");
        float[] out = Arrays2d.toFloats(x);
        double[] joint = new double[weights.length];
        for (int from = 0; from < out.length; from += features) {
            logJoint(out, from, observed, joint);
            if (LogMath.logSumExp(joint) == Double.NEGATIVE_INFINITY) {
                throw DiscreteRows.impossible(from / features);
            }
            fill(IndexDraw.drawLog(joint, 0, joint.length, random), out, from, observed, random);
        }
        return Arrays2d.matrix(out, out.length / features, features);
    }
}
