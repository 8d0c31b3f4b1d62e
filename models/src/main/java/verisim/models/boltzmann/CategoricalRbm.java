package verisim.models.boltzmann;

import static verisim.core.Checks.require;
import static verisim.core.Checks.requireRows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModelState;

/**
 * A restricted Boltzmann machine with categorical visible and binary hidden units. With {@code s_dk = 1} if {@code x_d = k}, else 0
 *
 * <pre>{@code E(x, h) = -b.s - c.h - s W h
 * -F(x) = log sum_h exp(-E(x, h)) = b.s + sum_j log(1 + exp(c_j + s W_j)),   p(x) = exp(-F(x)) / Z}</pre>
 *
 * <p>{@code log Z} is exact by enumeration of the hidden units. A category of K or more has probability 0. Annealing and sampling start
 * at independent features.
 *
 * @see <a href="https://doi.org/10.1145/1273496.1273596">Salakhutdinov, Mnih and Hinton (2007), Restricted Boltzmann machines for
 *     collaborative filtering</a>
 */
public final class CategoricalRbm extends RbmModel {
    /** The name of the model. */
    static final String NAME = "categorical-rbm";

    private final int categories;

    /** Takes the arrays as they are; they must not change afterwards. */
    CategoricalRbm(RbmParameters parameters, float[] baseLogits, GibbsSampling sampling) {
        super(parameters, baseLogits, sampling);
        this.categories = ((SoftmaxUnits) parameters.units()).categories();
    }

    /**
     * Returns a model with known parameters.
     *
     * @param categories K of each feature, at least 2
     * @param weights W, [D K, H], the categories of a feature one below the other
     * @param visibleBias b, D K values
     * @param hiddenBias c, H values
     * @param baseLogits D K logits of independent features, from which annealing and sampling start
     * @param steps Gibbs steps before the first sample of a chain and between its samples, at least 1
     */
    public static CategoricalRbm of(
            int categories,
            INDArray weights,
            INDArray visibleBias,
            INDArray hiddenBias,
            INDArray baseLogits,
            int steps) {
        return of(categories, weights, visibleBias, hiddenBias, baseLogits, GibbsSampling.every(steps));
    }

    private static CategoricalRbm of(
            int categories,
            INDArray weights,
            INDArray visibleBias,
            INDArray hiddenBias,
            INDArray baseLogits,
            GibbsSampling sampling) {
        require(categories >= 2, "categories must be at least 2, but was %d", categories);
        RbmParameters p = parameters(weights, visibleBias, hiddenBias, new SoftmaxUnits(categories));
        require(
                p.visible() % categories == 0,
                "weights must have a row for each of %d categories of each feature, but have %d rows",
                categories,
                p.visible());
        float[] base = new float[p.visible()];
        copy(baseLogits, "baseLogits", base, 0, base.length);
        return new CategoricalRbm(p, base, sampling);
    }

    /** Returns K, the number of categories of each feature. */
    public int categories() {
        return categories;
    }

    @Override
    public DataKind dataKind() {
        return DataKind.CATEGORICAL;
    }

    @Override
    public int features() {
        return parameters().visible() / categories;
    }

    @Override
    INDArray examples(float[] rows, int n) {
        return Arrays2d.matrix(OneHot.decode(rows, categories), n, features());
    }

    @Override
    public INDArray unnormalizedLogProbability(INDArray x) {
        requireRows(x, features(), "x");
        float[] values = Arrays2d.toFloats(x);
        int n = values.length / features();
        double[] out = unnormalized(OneHot.encode(values, categories, features(), "x"), n);
        for (int i = 0; i < values.length; i++) {
            if (values[i] >= categories) {
                out[i / features()] = Double.NEGATIVE_INFINITY;
            }
        }
        return Arrays2d.vector(out);
    }

    @Override
    public ModelState state() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        putWeights("", arrays);
        arrays.put("baseLogits", slice(baseLogits(), 0, parameters().visible()));
        Map<String, Object> settings = new LinkedHashMap<>(sampling().settings());
        settings.put("categories", categories);
        return new ModelState(NAME, settings, arrays);
    }

    /** Returns the model that was saved. */
    static CategoricalRbm load(ModelState state) {
        return of(
                state.integer("categories"),
                state.array("weights"),
                state.array("visibleBias"),
                state.array("hiddenBias"),
                state.array("baseLogits"),
                GibbsSampling.of(state));
    }

    @Override
    public String toString() {
        return "CategoricalRbm[" + features() + " visible of " + categories + " categories, " + hidden() + " hidden]";
    }
}
