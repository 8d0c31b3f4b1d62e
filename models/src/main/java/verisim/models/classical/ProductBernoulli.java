package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.Checks;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.model.ConditionalSampler;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;

/** Independent binary features: {@code p(x) = prod_d p_d^x_d (1 - p_d)^(1 - x_d)}. */
public final class ProductBernoulli implements TractableDensity, ConditionalSampler, PersistentModel {
    static final String NAME = "product-bernoulli";

    private final double[] probabilities;
    private final double[] logOdds;
    private final double logOfAllZeros;

    /**
     * @param probabilities p_d of a 1, each from 0 to 1
     */
    public ProductBernoulli(double[] probabilities) {
        require(probabilities.length >= 1, "there must be at least one feature");
        this.probabilities = probabilities.clone();
        this.logOdds = new double[probabilities.length];
        double zeros = 0;
        for (int d = 0; d < probabilities.length; d++) {
            double p = probabilities[d];
            require(p >= 0 && p <= 1, "probability %d must be from 0 to 1, but was %s", d, p);
            logOdds[d] = Math.log(p) - Math.log1p(-p);
            zeros += Math.log1p(-p);
        }
        this.logOfAllZeros = zeros;
    }

    static ProductBernoulli of(ModelState state) {
        return new ProductBernoulli(Arrays2d.toDoubles(state.array("probabilities")));
    }

    @Override
    public ModelState state() {
        return new ModelState(NAME, Map.of(), Map.of("probabilities", Arrays2d.vector(probabilities)));
    }

    /** Returns p_d, the probability that feature d is 1. */
    public double[] probabilities() {
        return probabilities.clone();
    }

    @Override
    public DataKind dataKind() {
        return DataKind.BINARY;
    }

    @Override
    public int features() {
        return probabilities.length;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Minus infinity for a value whose probability is 0, as training without smoothing can make it.
     */
    @Override
    public INDArray logProbability(INDArray x) {
        int features = features();
        Checks.requireRows(x, features, "x");
        float[] values = Arrays2d.toFloats(x);
        double[] out = new double[values.length / features];
        for (int i = 0; i < out.length; i++) {
            out[i] = Double.isFinite(logOfAllZeros) ? fromZeros(values, i * features) : term(values, i * features);
        }
        return Arrays2d.vector(out);
    }

    private double fromZeros(float[] values, int from) {
        double sum = logOfAllZeros;
        for (int d = 0; d < logOdds.length; d++) {
            sum += values[from + d] > 0.5f ? logOdds[d] : 0;
        }
        return sum;
    }

    private double term(float[] values, int from) {
        double sum = 0;
        for (int d = 0; d < probabilities.length; d++) {
            sum += values[from + d] > 0.5f ? Math.log(probabilities[d]) : Math.log1p(-probabilities[d]);
        }
        return sum;
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        int features = features();
        float[] x = new float[Math.multiplyExact(n, features)];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextDouble() < probabilities[i % features] ? 1f : 0f;
        }
        return Arrays2d.matrix(x, n, features);
    }

    /** {@inheritDoc} Always empty. */
    @Override
    public Optional<String> cannotComplete(boolean[] observed) {
        return Optional.empty();
    }

    @Override
    public INDArray complete(INDArray x, boolean[] observed, RandomStream random) {
        int features = features();
        DiscreteRows.requireMask(observed, features);
        Checks.requireRows(x, features, "x");
        float[] out = Arrays2d.toFloats(x);
        for (int i = 0; i < out.length; i++) {
            if (!observed[i % features]) {
                out[i] = random.nextDouble() < probabilities[i % features] ? 1f : 0f;
            }
        }
        return Arrays2d.matrix(out, out.length / features, features);
    }
}
