package verisim.models.boltzmann;

import static verisim.core.Checks.require;
import static verisim.core.Checks.requireSampleSize;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.math.Arrays2d;
import verisim.core.model.AnnealingPath;
import verisim.core.model.PersistentModel;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.random.RandomStream;

/** What RBMs have in common, whatever their visible units. */
abstract class RbmModel implements UnnormalizedDensity, PersistentModel {
    private final RbmParameters parameters;
    private final float[] baseLogits;
    private final GibbsSampling sampling;

    /** Takes the arrays as they are; they must not change afterwards. */
    RbmModel(RbmParameters parameters, float[] baseLogits, GibbsSampling sampling) {
        this.parameters = parameters;
        this.baseLogits = baseLogits;
        this.sampling = sampling;
    }

    final RbmParameters parameters() {
        return parameters;
    }

    /** Returns the fields of the base distribution; not a copy. */
    final float[] baseLogits() {
        return baseLogits;
    }

    final GibbsSampling sampling() {
        return sampling;
    }

    /** Returns H, the number of hidden units. */
    public final int hidden() {
        return parameters.hidden();
    }

    /** Returns {@code n} samples of the visible units' statistics, row-major, and how the chains did. */
    final GibbsSampling.Samples drawRows(int n, RandomStream random) {
        return sampling.draw(parameters, baseLogits, n, random);
    }

    /** Returns the rows of {@link #drawRows}. */
    final float[] sampleRows(int n, RandomStream random) {
        return drawRows(n, random).rows();
    }

    /** Turns {@code n} rows of statistics, which may be changed, into examples [n, D]. */
    abstract INDArray examples(float[] rows, int n);

    @Override
    public final INDArray sample(int n, RandomStream random) {
        return sampleWithWarnings(n, random).rows();
    }

    @Override
    public final Samples sampleWithWarnings(int n, RandomStream random) {
        requireSampleSize(n);
        GibbsSampling.Samples drawn = drawRows(n, random);
        return new Samples(examples(drawn.rows(), n), sampling.warnings(drawn));
    }

    /** Returns {@code -F} of each row of statistics, nats. */
    final double[] unnormalized(float[] rows, int n) {
        double[] out = new double[n];
        double[] fields = new double[hidden()];
        for (int r = 0; r < n; r++) {
            out[r] = parameters.logUnnormalized(rows, r * parameters.visible(), fields);
        }
        return out;
    }

    @Override
    public final OptionalInt enumerationUnits() {
        return OptionalInt.of(parameters.enumerated());
    }

    @Override
    public final double logPartitionByEnumeration() {
        return parameters.logPartition();
    }

    @Override
    public final AnnealingPath annealingPath() {
        return new RbmAnnealingPath(parameters, baseLogits);
    }

    /** Adds weights and biases under names that begin with {@code prefix}. */
    final void putWeights(String prefix, Map<String, INDArray> arrays) {
        float[] values = parameters.values();
        int visible = parameters.visible();
        arrays.put(prefix + "weights", Arrays2d.matrix(Arrays.copyOf(values, visible * hidden()), visible, hidden()));
        arrays.put(prefix + "visibleBias", slice(values, parameters.visibleFrom(), visible));
        arrays.put(prefix + "hiddenBias", slice(values, parameters.hiddenFrom(), hidden()));
    }

    static INDArray slice(float[] values, int from, int n) {
        return Nd4j.createFromArray(Arrays.copyOfRange(values, from, from + n));
    }

    /**
     * Returns parameters with these weights and biases.
     *
     * @param weights W, [V, H]
     * @param visibleBias b, V values
     * @param hiddenBias c, H values
     */
    static RbmParameters parameters(INDArray weights, INDArray visibleBias, INDArray hiddenBias, VisibleUnits units) {
        require(
                weights.rank() == 2,
                "weights must have shape [D, H], but have shape %s",
                Arrays.toString(weights.shape()));
        int visible = Math.toIntExact(weights.size(0));
        int hidden = Math.toIntExact(weights.size(1));
        RbmParameters p = RbmParameters.zeros(visible, hidden, units);
        copy(weights, "weights", p.values(), 0, visible * hidden);
        copy(visibleBias, "visibleBias", p.values(), p.visibleFrom(), visible);
        copy(hiddenBias, "hiddenBias", p.values(), p.hiddenFrom(), hidden);
        return p;
    }

    /** Copies {@code n} finite values to {@code to} from {@code at} on. */
    static void copy(INDArray from, String name, float[] to, int at, int n) {
        require(from.length() == n, "%s must have %d values, but has %d", name, n, from.length());
        float[] values = Arrays2d.toFloats(from);
        for (float value : values) {
            require(Float.isFinite(value), "%s must be finite, but has the value %s", name, value);
        }
        System.arraycopy(values, 0, to, at, n);
    }
}
