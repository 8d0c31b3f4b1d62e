package verisim.models.boltzmann;

import static verisim.core.Checks.require;
import static verisim.core.Checks.requireRows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.Levels;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModelState;

/**
 * A restricted Boltzmann machine with categorical visible and binary hidden units. With {@code s_dk = 1} if {@code x_d = k}, else 0, k from 0 to K_d - 1
 *
 * <pre>{@code E(x, h) = -b.s - c.h - s W h
 * -F(x) = log sum_h exp(-E(x, h)) = b.s + sum_j log(1 + exp(c_j + s W_j)),   p(x) = exp(-F(x)) / Z}</pre>
 *
 * <p>{@code log Z} is exact by enumeration of the hidden units. Every feature has its own number of levels,
 * and a value that is no level of its column is an error. Annealing and sampling start
 * at independent features.
 *
 * @see <a href="https://doi.org/10.1145/1273496.1273596">Salakhutdinov, Mnih and Hinton (2007), Restricted Boltzmann machines for
 *     collaborative filtering</a>
 */
public final class CategoricalRbm extends RbmModel {
    /** The name of the model. */
    static final String NAME = "categorical-rbm";

    private final Levels levels;

    /** Takes the arrays as they are; they must not change afterwards. */
    CategoricalRbm(RbmParameters parameters, float[] baseLogits, GibbsSampling sampling) {
        super(parameters, baseLogits, sampling);
        this.levels = ((SoftmaxUnits) parameters.units()).levels();
    }

    /**
     * Returns a model with known parameters.
     *
     * @param levels K of each feature
     * @param weights W, [sum of K, H], the levels of a feature one below the other
     * @param visibleBias b, as many values as W has rows
     * @param hiddenBias c, H values
     * @param baseLogits as many logits of independent features, from which annealing and sampling start
     * @param steps Gibbs steps before the first sample of a chain and between its samples, at least 1
     */
    public static CategoricalRbm of(
            Levels levels,
            INDArray weights,
            INDArray visibleBias,
            INDArray hiddenBias,
            INDArray baseLogits,
            int steps) {
        return of(levels, weights, visibleBias, hiddenBias, baseLogits, GibbsSampling.every(steps));
    }

    private static CategoricalRbm of(
            Levels levels,
            INDArray weights,
            INDArray visibleBias,
            INDArray hiddenBias,
            INDArray baseLogits,
            GibbsSampling sampling) {
        RbmParameters p = parameters(weights, visibleBias, hiddenBias, new SoftmaxUnits(levels));
        require(
                p.visible() == levels.total(),
                "weights must have a row for each of %d levels of all features, but have %d rows",
                levels.total(),
                p.visible());
        float[] base = new float[p.visible()];
        copy(baseLogits, "baseLogits", base, 0, base.length);
        return new CategoricalRbm(p, base, sampling);
    }

    /** Returns K, the number of levels of each feature. */
    public Levels levels() {
        return levels;
    }

    @Override
    public DataKind dataKind() {
        return DataKind.CATEGORICAL;
    }

    @Override
    public int features() {
        return levels.columns();
    }

    @Override
    INDArray examples(float[] rows, int n) {
        return Arrays2d.matrix(OneHot.decode(rows, levels), n, features());
    }

    @Override
    public INDArray unnormalizedLogProbability(INDArray x) {
        requireRows(x, features(), "x");
        float[] values = Arrays2d.toFloats(x);
        return Arrays2d.vector(unnormalized(OneHot.encode(values, levels), values.length / features()));
    }

    @Override
    public ModelState state() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        putWeights("", arrays);
        arrays.put("baseLogits", slice(baseLogits(), 0, parameters().visible()));
        Map<String, Object> settings = new LinkedHashMap<>(sampling().settings());
        settings.put("levels", levels.toList());
        return new ModelState(NAME, settings, arrays);
    }

    /** Returns the model that was saved: with one number of levels for all features before there were {@code levels}. */
    static CategoricalRbm load(ModelState state) {
        return of(
                state.settings().containsKey("levels")
                        ? Levels.of(state.integers("levels"))
                        : Levels.same(
                                Math.toIntExact(state.array("visibleBias").length() / state.integer("categories")),
                                state.integer("categories")),
                state.array("weights"),
                state.array("visibleBias"),
                state.array("hiddenBias"),
                state.array("baseLogits"),
                GibbsSampling.of(state));
    }

    @Override
    public String toString() {
        return "CategoricalRbm[" + features() + " visible of " + levels + " levels, " + hidden() + " hidden]";
    }
}
