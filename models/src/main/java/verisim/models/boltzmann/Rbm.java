package verisim.models.boltzmann;

import static verisim.core.Checks.requireRows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.ModelState;
import verisim.core.random.RandomStream;

/**
 * A restricted Boltzmann machine with binary units on both sides.
 *
 * <pre>{@code E(v, h) = -b.v - c.h - v W h
 * -F(v) = log sum_h exp(-E(v, h)) = b.v + sum_j log(1 + exp(c_j + v W_j)),   p(v) = exp(-F(v)) / Z}</pre>
 *
 * <p>{@code log Z} is exact by enumeration of the smaller side, which up to some 20 units takes about a second. Samples come
 * from independent Gibbs chains run side by side from the base rates; how many steps these take is part of the model.
 *
 * @see <a href="https://doi.org/10.1162/089976602760128018">Hinton (2002), Training products of experts by minimizing contrastive
 *     divergence</a>
 */
public final class Rbm extends RbmModel {
    /** The name of the model. */
    static final String NAME = "rbm";

    /** Takes the arrays as they are; they must not change afterwards. */
    Rbm(RbmParameters parameters, float[] baseLogits, GibbsSampling sampling) {
        super(parameters, baseLogits, sampling);
    }

    /** Takes {@code steps} Gibbs steps before each sample. */
    Rbm(RbmParameters parameters, float[] baseLogits, int steps) {
        this(parameters, baseLogits, GibbsSampling.every(steps));
    }

    /**
     * Returns an RBM with known parameters.
     *
     * @param weights W, [D, H]
     * @param visibleBias b, D values
     * @param hiddenBias c, H values
     * @param baseLogits D logits of independent visible units, from which annealing and sampling start: best those of the data's
     *     means
     * @param steps Gibbs steps before the first sample of a chain and between its samples, at least 1
     */
    public static Rbm of(INDArray weights, INDArray visibleBias, INDArray hiddenBias, INDArray baseLogits, int steps) {
        return of(weights, visibleBias, hiddenBias, baseLogits, GibbsSampling.every(steps));
    }

    private static Rbm of(
            INDArray weights, INDArray visibleBias, INDArray hiddenBias, INDArray baseLogits, GibbsSampling sampling) {
        RbmParameters p = parameters(weights, visibleBias, hiddenBias, new BinaryUnits());
        float[] base = new float[p.visible()];
        copy(baseLogits, "baseLogits", base, 0, base.length);
        return new Rbm(p, base, sampling);
    }

    @Override
    public DataKind dataKind() {
        return DataKind.BINARY;
    }

    @Override
    public int features() {
        return parameters().visible();
    }

    @Override
    INDArray examples(float[] rows, int n) {
        return Arrays2d.matrix(rows, n, features());
    }

    @Override
    public INDArray unnormalizedLogProbability(INDArray x) {
        requireRows(x, features(), "x");
        float[] rows = BinaryRows.of(x, "x");
        return Arrays2d.vector(unnormalized(rows, rows.length / features()));
    }

    /**
     * Returns an estimate of {@code sum_d log p(x_d given x_-d)} of one row from {@code picked} features chosen at random, scaled to
     * all D; exact if all are picked.
     *
     * @param rows binary rows, of which the one at {@code from} is looked at; not changed
     */
    double pseudoLogLikelihood(float[] rows, int from, int picked, RandomStream random) {
        double[] fields = new double[hidden()];
        parameters().logUnnormalized(rows, from, fields);
        double rest = SoftplusSum.shifted(fields, 0, parameters().values(), 0);
        int[] order = picked < features() ? random.permutation(features()) : null;
        double sum = 0;
        for (int i = 0; i < picked; i++) {
            int d = order == null ? i : order[i];
            int sign = rows[from + d] == 0f ? 1 : -1;
            double flipped = SoftplusSum.shifted(fields, sign, parameters().values(), d * hidden())
                    + sign * parameters().visibleBias(d);
            sum -= LogMath.softplus(flipped - rest);
        }
        return sum * features() / picked;
    }

    @Override
    public ModelState state() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        putArrays("", arrays);
        return new ModelState(NAME, sampling().settings(), arrays);
    }

    /** Adds this model's arrays under names that begin with {@code prefix}. */
    void putArrays(String prefix, Map<String, INDArray> arrays) {
        putWeights(prefix, arrays);
        arrays.put(prefix + "baseLogits", slice(baseLogits(), 0, features()));
    }

    /** Returns the model whose arrays were put under {@code prefix}. */
    static Rbm load(ModelState state, String prefix) {
        return of(
                state.array(prefix + "weights"),
                state.array(prefix + "visibleBias"),
                state.array(prefix + "hiddenBias"),
                state.array(prefix + "baseLogits"),
                GibbsSampling.of(state));
    }

    @Override
    public String toString() {
        return "Rbm[" + features() + " visible, " + hidden() + " hidden]";
    }
}
