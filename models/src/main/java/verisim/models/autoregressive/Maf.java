package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.Checks;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;
import verisim.models.nn.Activation;
import verisim.models.nn.FeatureScaling;

/**
 * A masked autoregressive flow: L invertible layers, each an affine map of every feature whose shift and scale a MADE network
 * computes from the features before it in the layer's order,
 *
 * <pre>{@code
 * u_i = (x_i - mu_i(x_<i)) exp(-alpha_i(x_<i))
 * log p(x) = log p_0(u of the last layer) - sum over layers and i of alpha_i (+ log det of normalisations)
 * }</pre>
 *
 * <p>with p_0 a standard normal distribution or a MADE with mixture-of-normal conditionals. The density takes one pass and is exact;
 * a sample takes as many operations, feature after feature. REAL features are standardised by the training rows; densities are
 * those of the original values.
 *
 * @see <a href="https://arxiv.org/abs/1705.07057">Papamakarios, Pavlakou and Murray (2017), Masked autoregressive flow for density
 *     estimation</a>
 */
public final class Maf implements TractableDensity, PersistentModel {
    static final String NAME = "maf";

    static final int BLOCK = 256;

    private final Settings settings;
    private final MafFlow flow;
    private final float[] parameters;
    private final MafStatistics statistics;
    private final FeatureScaling scaling;
    private final List<String> warnings;

    /**
     * What a flow is made from.
     *
     * @param orders of the layers, and of the base if {@code components} is above 0
     */
    record Settings(
            int features,
            int layers,
            List<Integer> hidden,
            Activation.Function activation,
            boolean normalized,
            int components,
            double scaleFloor,
            List<int[]> orders) {
        MafFlow flow() {
            return new MafFlow(features, layers, hidden, activation, normalized, components, scaleFloor, orders);
        }
    }

    /**
     * @param parameters as {@link MafFlow} describes them; masked ones are taken as 0
     * @param statistics not looked at if the flow does not normalise
     * @param warnings see {@link #warnings}
     */
    Maf(
            Settings settings,
            float[] parameters,
            MafStatistics statistics,
            FeatureScaling scaling,
            List<String> warnings) {
        this.settings = settings;
        this.flow = settings.flow();
        require(
                parameters.length == flow.parameterCount(),
                "maf needs %d parameters, but got %d",
                flow.parameterCount(),
                parameters.length);
        this.parameters = parameters.clone();
        flow.applyMasks(this.parameters);
        this.statistics = statistics;
        this.scaling = scaling;
        this.warnings = List.copyOf(warnings);
    }

    /** Returns the same model with what {@code rows}, standardised, say about the limits of its scales. */
    Maf withFloorsOf(float[] rows) {
        return new Maf(
                settings,
                parameters,
                statistics,
                scaling,
                new MafPass(flow, BLOCK).floors(parameters, statistics, rows));
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    static Maf of(ModelState state) {
        int layers = state.integer("layers");
        int components = state.integer("components");
        List<Integer> order = state.integers("order");
        int orders = layers + (components > 0 ? 1 : 0);
        require(
                layers >= 1 && !order.isEmpty() && order.size() % orders == 0,
                "saved model 'maf': %d orders cannot be made of %d numbers",
                orders,
                order.size());
        int d = order.size() / orders;
        List<int[]> each = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            each.add(order.subList(i * d, (i + 1) * d).stream()
                    .mapToInt(Integer::intValue)
                    .toArray());
        }
        Settings settings = new Settings(
                d,
                layers,
                state.integers("hidden"),
                Activation.Function.valueOf(state.text("activation")),
                Boolean.TRUE.equals(state.settings().get("batchNorm")),
                components,
                state.number("scaleFloor"),
                each);
        MafFlow flow = settings.flow();
        float[] parameters = new float[flow.parameterCount()];
        for (int l = 0; l < layers; l++) {
            MadeState.readParameters(state, prefix(l), flow.layers().get(l).layout(), parameters);
        }
        flow.base().ifPresent(mask -> MadeState.readParameters(state, "base-", mask.layout(), parameters));
        MafStatistics statistics = new MafStatistics(new double[layers][d], new double[layers][d]);
        if (flow.normalized()) {
            for (int l = 0; l < layers; l++) {
                double[] gain = vector(state, prefix(l) + "gain", d);
                double[] shift = vector(state, prefix(l) + "shift", d);
                statistics.mean()[l] = vector(state, prefix(l) + "mean", d);
                statistics.variance()[l] = vector(state, prefix(l) + "variance", d);
                for (int j = 0; j < d; j++) {
                    parameters[flow.gains(l) + j] = (float) gain[j];
                    parameters[flow.shifts(l) + j] = (float) shift[j];
                }
            }
        }
        return new Maf(settings, parameters, statistics, MadeState.readScaling(state, d), state.warnings());
    }

    private static double[] vector(ModelState state, String name, int length) {
        double[] values = Arrays2d.toDoubles(state.array(name));
        require(
                values.length == length,
                "saved model 'maf': array '%s' must have %d values, but has %d",
                name,
                length,
                values.length);
        return values;
    }

    private static String prefix(int layer) {
        return "layer-" + (layer + 1) + "-";
    }

    @Override
    public ModelState state() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("layers", settings.layers());
        out.put("hidden", settings.hidden());
        out.put("activation", settings.activation().name());
        out.put("batchNorm", settings.normalized());
        out.put("components", settings.components());
        out.put("scaleFloor", settings.scaleFloor());
        out.put(
                "order",
                settings.orders().stream()
                        .flatMap(o -> Arrays.stream(o).boxed())
                        .toList());
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (int l = 0; l < settings.layers(); l++) {
            MadeState.writeParameters(arrays, prefix(l), flow.layers().get(l).layout(), parameters);
            if (flow.normalized()) {
                arrays.put(prefix(l) + "gain", slice(flow.gains(l)));
                arrays.put(prefix(l) + "shift", slice(flow.shifts(l)));
                arrays.put(prefix(l) + "mean", Arrays2d.vector(statistics.mean()[l]));
                arrays.put(prefix(l) + "variance", Arrays2d.vector(statistics.variance()[l]));
            }
        }
        flow.base().ifPresent(mask -> MadeState.writeParameters(arrays, "base-", mask.layout(), parameters));
        arrays.put("mean", scaling.mean());
        arrays.put("deviation", scaling.scale());
        return new ModelState(NAME, out, arrays).withWarnings(warnings);
    }

    private INDArray slice(int from) {
        double[] out = new double[features()];
        for (int j = 0; j < out.length; j++) {
            out[j] = parameters[from + j];
        }
        return Arrays2d.vector(out);
    }

    @Override
    public DataKind dataKind() {
        return DataKind.REAL;
    }

    @Override
    public int features() {
        return settings.features();
    }

    /** Returns the order of the features in each layer, in the direction from data to base, and then in the base if it has one. */
    public List<List<Integer>> orders() {
        return Stream.concat(flow.layers().stream(), flow.base().stream())
                .map(MadeMask::order)
                .toList();
    }

    @Override
    public INDArray logProbability(INDArray x) {
        Checks.requireRows(x, features(), "x");
        float[] values = Arrays2d.toFloats(x);
        int n = Math.toIntExact(x.size(0));
        scaling.standardize(values, n);
        double[] out = score(flow, new MafPass(flow, Math.min(n, BLOCK)), parameters, statistics, values);
        double logVolume = scaling.logDeterminant();
        for (int i = 0; i < n; i++) {
            out[i] -= logVolume;
        }
        return Arrays2d.vector(out);
    }

    /** Returns the log-density of each standardised row. */
    static double[] score(MafFlow flow, MafPass pass, float[] parameters, MafStatistics statistics, float[] rows) {
        int d = flow.features();
        double[] out = new double[rows.length / d];
        for (int from = 0; from < out.length; from += BLOCK) {
            int count = Math.min(BLOCK, out.length - from);
            pass.score(parameters, statistics, rows, from * d, count, out, from);
        }
        return out;
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        float[] rows = flow.sample(parameters, statistics, n, random);
        scaling.restore(rows, n);
        return Arrays2d.matrix(rows, n, features());
    }
}
