package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * A masked autoencoder for distribution estimation: one feed-forward network computes all conditionals
 *
 * <pre>{@code log p(x) = sum_g log p(x_o(g) given x_o(1) .. x_o(g-1))}</pre>
 *
 * <p>in one pass, because masks let outputs for a feature see only those before it in the order o. Bernoulli conditionals for
 * BINARY data, mixtures of normal distributions for REAL data. REAL features are standardised by the training rows; densities
 * are those of the original values, so {@code -sum_d log sd_d} is part of them.
 *
 * @see <a href="https://arxiv.org/abs/1502.03509">Germain et al. (2015), MADE: masked autoencoder for distribution
 *     estimation</a>
 */
public final class Made implements TractableDensity, PersistentModel {
    static final String NAME = "made";

    private static final int BLOCK = 256;

    private final DataKind kind;
    private final MadeLayout layout;
    private final int components;
    private final double scaleFloor;
    private final Conditionals conditionals;
    private final float[] parameters;
    private final FeatureScaling scaling;

    /**
     * @param components of the mixtures, for REAL data
     * @param parameters as {@link MadeLayout} describes them; masked ones are taken as 0
     * @param scaling by mean and deviation of the training rows; none for BINARY data
     */
    Made(
            DataKind kind,
            MadeLayout layout,
            int components,
            double scaleFloor,
            float[] parameters,
            FeatureScaling scaling) {
        this.kind = kind;
        this.layout = layout;
        this.components = components;
        this.scaleFloor = scaleFloor;
        this.conditionals = conditionals(kind, components, scaleFloor);
        require(
                conditionals.perFeature() == layout.perFeature() && parameters.length == layout.parameterCount(),
                "made needs %d parameters, but got %d",
                layout.parameterCount(),
                parameters.length);
        this.parameters = parameters.clone();
        MadeNetwork.applyMask(this.parameters, layout.mask());
        this.scaling = scaling;
    }

    static Conditionals conditionals(DataKind kind, int components, double scaleFloor) {
        return kind == DataKind.BINARY ? new BernoulliConditionals() : new MixtureConditionals(components, scaleFloor);
    }

    static Made of(ModelState state) {
        DataKind kind = DataKind.valueOf(state.text("kind"));
        int components = state.integer("components");
        double scaleFloor = state.number("scaleFloor");
        int[] order =
                state.integers("order").stream().mapToInt(Integer::intValue).toArray();
        MadeLayout layout = new MadeLayout(
                order.length,
                conditionals(kind, components, scaleFloor).perFeature(),
                state.integers("hidden"),
                Activation.Function.valueOf(state.text("activation")),
                Boolean.TRUE.equals(state.settings().get("directConnections")),
                order);
        float[] parameters = new float[layout.parameterCount()];
        for (Block block : blocks(layout)) {
            INDArray array = state.array(block.name);
            require(
                    List.of(block.rows, block.columns)
                            .equals(java.util.Arrays.stream(array.shape())
                                    .boxed()
                                    .toList()),
                    "saved model 'made': array '%s' must have shape [%d, %d], but has %s",
                    block.name,
                    block.rows,
                    block.columns,
                    java.util.Arrays.toString(array.shape()));
            float[] values = Arrays2d.toFloats(array);
            System.arraycopy(values, 0, parameters, block.from, values.length);
        }
        INDArray mean = state.array("mean");
        require(
                mean.length() == order.length,
                "saved model 'made': mean must have %d values, but has %d",
                order.length,
                mean.length());
        return new Made(
                kind, layout, components, scaleFloor, parameters, FeatureScaling.of(mean, state.array("deviation")));
    }

    @Override
    public ModelState state() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("kind", kind.name());
        settings.put("hidden", layout.hidden());
        settings.put("activation", layout.activation().name());
        settings.put("directConnections", layout.direct());
        settings.put("components", components);
        settings.put("scaleFloor", scaleFloor);
        settings.put("order", layout.order());
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (Block block : blocks(layout)) {
            int rows = Math.toIntExact(block.rows);
            int columns = Math.toIntExact(block.columns);
            float[] values = java.util.Arrays.copyOfRange(parameters, block.from, block.from + rows * columns);
            arrays.put(block.name, Arrays2d.matrix(values, rows, columns));
        }
        arrays.put("mean", scaling.mean());
        arrays.put("deviation", scaling.scale());
        return new ModelState(NAME, settings, arrays);
    }

    /** A matrix in the flat vector; biases are matrices of one row. */
    private record Block(String name, int from, long rows, long columns) {}

    private static List<Block> blocks(MadeLayout layout) {
        List<Block> out = new java.util.ArrayList<>();
        int layers = layout.hidden().size();
        for (int l = 0; l <= layers; l++) {
            String name = l < layers ? String.format(Locale.ROOT, "hidden-%d", l + 1) : "output";
            int width = l < layers ? layout.hidden().get(l) : layout.outputs();
            if (layout.hasOutputWeights(l)) {
                out.add(new Block(name + "-weights", layout.weights(l), layout.unitsBelow(l), width));
            }
            out.add(new Block(name + "-biases", layout.biases(l), 1, width));
        }
        if (layout.direct()) {
            out.add(new Block("direct-weights", layout.directWeights(), layout.features(), layout.outputs()));
        }
        return out;
    }

    @Override
    public DataKind dataKind() {
        return kind;
    }

    @Override
    public int features() {
        return layout.features();
    }

    /** Returns the features in the order they are drawn. */
    public List<Integer> order() {
        return layout.order();
    }

    @Override
    public INDArray logProbability(INDArray x) {
        Checks.requireRows(x, features(), "x");
        float[] values = Arrays2d.toFloats(x);
        scaling.standardize(values, Math.toIntExact(x.size(0)));
        double[] out = score(layout, conditionals, parameters, values);
        double logVolume = scaling.logDeterminant();
        for (int i = 0; i < out.length; i++) {
            out[i] -= logVolume;
        }
        return Arrays2d.vector(out);
    }

    /** Returns the exact log-likelihood of each of the network's input rows. */
    static double[] score(MadeLayout layout, Conditionals conditionals, float[] parameters, float[] rows) {
        int d = layout.features();
        int n = rows.length / d;
        MadeNetwork network = new MadeNetwork(layout, Math.min(n, BLOCK));
        double[] out = new double[n];
        float[] block = new float[Math.min(n, BLOCK) * d];
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            System.arraycopy(rows, from * d, block, 0, count * d);
            float[] outputs = network.forward(parameters, block, count);
            for (int r = 0; r < count; r++) {
                out[from + r] = conditionals.logLikelihood(block, r * d, outputs, r * layout.outputs(), d);
            }
        }
        return out;
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        int d = features();
        float[] x = new MadeSampler(layout, conditionals, parameters).sample(n, random);
        scaling.restore(x, n);
        return Arrays2d.matrix(x, n, d);
    }
}
