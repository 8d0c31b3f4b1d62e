package verisim.models.boltzmann;

import static verisim.core.Checks.require;
import static verisim.core.Checks.requireRows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModelState;
import verisim.models.nn.FeatureScaling;

/**
 * A restricted Boltzmann machine with normal visible and binary hidden units: a mixture of {@code 2^H} normal distributions with one
 * diagonal covariance, whose means are the sums of the columns of W that are on. With {@code v_d = (x_d - mean_d) / scale_d}
 *
 * <pre>{@code E(v, h) = sum_d (v_d - b_d)^2 / (2 sigma_d^2) - c.h - sum_dj v_d W_dj h_j / sigma_d^2
 * -F(x) = log sum_h exp(-E(v, h)) - sum_d log scale_d
 *       = -sum_d (v_d - b_d)^2 / (2 sigma_d^2) + sum_j log(1 + exp(c_j + sum_d v_d W_dj / sigma_d^2)) - sum_d log scale_d }</pre>
 *
 * <p>F is that of a density of x. {@code log Z} is exact by enumeration of the hidden units, whatever D: the normal units are integrated
 * out, and 25 hidden ones take about a second. Annealing and sampling start at the standard normal distribution of v.
 *
 * @see <a href="https://doi.org/10.1007/978-3-642-21735-7_2">Cho, Ilin and Raiko (2011), Improved learning of Gaussian-Bernoulli
 *     restricted Boltzmann machines</a>
 */
public final class GaussianRbm extends RbmModel {
    /** The name of the model. */
    static final String NAME = "gaussian-rbm";

    private final FeatureScaling scaling;
    private final List<String> warnings;

    private GaussianRbm(
            RbmParameters parameters, FeatureScaling scaling, GibbsSampling sampling, List<String> warnings) {
        super(parameters, new float[parameters.visible()], sampling);
        this.scaling = scaling;
        this.warnings = List.copyOf(warnings);
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    /** Returns the model of x whose standardised features have these parameters, which must not change afterwards. */
    static GaussianRbm of(
            RbmParameters standardized, FeatureScaling scaling, GibbsSampling sampling, List<String> warnings) {
        GaussianUnits units = units(scaling);
        return new GaussianRbm(
                new RbmParameters(standardized.visible(), standardized.hidden(), standardized.values(), units),
                scaling,
                sampling,
                warnings);
    }

    /** Returns the same without warnings. */
    static GaussianRbm of(RbmParameters standardized, FeatureScaling scaling, GibbsSampling sampling) {
        return of(standardized, scaling, sampling, List.of());
    }

    /** Of a model that learns no more, so only the scaling matters. */
    private static GaussianUnits units(FeatureScaling scaling) {
        return new GaussianUnits(scaling.logDeterminant(), 1, Double.MIN_NORMAL, 1);
    }

    /**
     * Returns a model with known parameters, of features that are not standardised.
     *
     * @param weights W, [D, H]
     * @param visibleBias b, D values
     * @param logVariances {@code log sigma_d^2}, D values
     * @param hiddenBias c, H values
     * @param steps Gibbs steps before the first sample of a chain and between its samples, at least 1
     */
    public static GaussianRbm of(
            INDArray weights, INDArray visibleBias, INDArray logVariances, INDArray hiddenBias, int steps) {
        return of(
                weights,
                visibleBias,
                logVariances,
                hiddenBias,
                FeatureScaling.none(Math.toIntExact(visibleBias.length())),
                GibbsSampling.every(steps),
                List.of());
    }

    private static GaussianRbm of(
            INDArray weights,
            INDArray visibleBias,
            INDArray logVariances,
            INDArray hiddenBias,
            FeatureScaling scaling,
            GibbsSampling sampling,
            List<String> warnings) {
        RbmParameters p = parameters(weights, visibleBias, hiddenBias, units(scaling));
        copy(logVariances, "logVariances", p.values(), p.ownFrom(), p.visible());
        require(
                scaling.mean().length() == p.visible(),
                "the scaling must be of %d features, but is of %d",
                p.visible(),
                scaling.mean().length());
        return new GaussianRbm(p, scaling, sampling, warnings);
    }

    @Override
    public DataKind dataKind() {
        return DataKind.REAL;
    }

    @Override
    public int features() {
        return parameters().visible();
    }

    @Override
    INDArray examples(float[] rows, int n) {
        GaussianUnits.write(parameters(), rows, n);
        scaling.restore(rows, n);
        return Arrays2d.matrix(rows, n, features());
    }

    @Override
    public INDArray unnormalizedLogProbability(INDArray x) {
        requireRows(x, features(), "x");
        float[] rows = Arrays2d.toFloats(x);
        int n = rows.length / features();
        scaling.standardize(rows, n);
        parameters().units().read(parameters(), rows, n);
        return Arrays2d.vector(unnormalized(rows, n));
    }

    @Override
    public ModelState state() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        putWeights("", arrays);
        arrays.put("logVariances", slice(parameters().values(), parameters().ownFrom(), features()));
        arrays.put("mean", scaling.mean());
        arrays.put("scale", scaling.scale());
        return new ModelState(NAME, sampling().settings(), arrays).withWarnings(warnings);
    }

    /** Returns the model that was saved. */
    static GaussianRbm load(ModelState state) {
        return of(
                state.array("weights"),
                state.array("visibleBias"),
                state.array("logVariances"),
                state.array("hiddenBias"),
                FeatureScaling.of(state.array("mean"), state.array("scale")),
                GibbsSampling.of(state),
                state.warnings());
    }

    @Override
    public String toString() {
        return "GaussianRbm[" + features() + " visible, " + hidden() + " hidden]";
    }
}
