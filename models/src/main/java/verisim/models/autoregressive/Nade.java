package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
import verisim.models.nn.Activation;
import verisim.models.nn.FeatureScaling;

/**
 * A neural autoregressive distribution estimator: the conditionals of one order o of the features, by one hidden layer whose weights
 * they share.
 *
 * <pre>{@code
 * log p(x) = sum_d log p(x_o(d) given x_o(1) .. x_o(d-1))
 * a_1 = c,  a_{d+1} = a_d + x_o(d) W_d,  outputs of feature o(d) = b_d + V_d h(a_d)
 * }</pre>
 *
 * <p>BINARY data: one output, the logit of a 1. REAL data (RNADE): a mixture of normal distributions, hidden units {@code h(rho_d
 * a_d)} with a learned scale for each feature, and features standardised by the training rows; densities are those of the original
 * values, so {@code -sum_d log sd_d} is part of them.
 *
 * @see <a href="http://proceedings.mlr.press/v15/larochelle11a.html">Larochelle and Murray (2011), The neural autoregressive
 *     distribution estimator</a>
 * @see <a href="https://arxiv.org/abs/1306.0186">Uria, Murray and Larochelle (2013), RNADE: the real-valued neural autoregressive
 *     density-estimator</a>
 */
public final class Nade implements TractableDensity, ConditionalSampler, PersistentModel {
    static final String NAME = "nade";

    private final DataKind kind;
    private final NadeLayout layout;
    private final int[] order;
    private final int components;
    private final double scaleFloor;
    private final Conditionals conditionals;
    private final float[] parameters;
    private final FeatureScaling scaling;
    private final List<String> warnings;

    /**
     * @param order the features in the order they are drawn
     * @param components of the mixtures, for REAL data
     * @param parameters as {@link NadeLayout} describes them, features in the order they are drawn
     * @param scaling by mean and deviation of the training rows; none for BINARY data
     * @param warnings see {@link #warnings}
     */
    Nade(
            DataKind kind,
            NadeLayout layout,
            int[] order,
            int components,
            double scaleFloor,
            float[] parameters,
            FeatureScaling scaling,
            List<String> warnings) {
        this.kind = kind;
        this.layout = layout;
        this.order = checkedOrder(order, layout.features());
        this.components = components;
        this.scaleFloor = scaleFloor;
        this.conditionals = conditionals(kind, components, scaleFloor);
        require(
                conditionals.perFeature() == layout.perFeature() && parameters.length == layout.parameterCount(),
                "nade needs %d parameters, but got %d",
                layout.parameterCount(),
                parameters.length);
        this.parameters = parameters.clone();
        this.scaling = scaling;
        this.warnings = List.copyOf(warnings);
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    static Conditionals conditionals(DataKind kind, int components, double scaleFloor) {
        return kind == DataKind.BINARY ? new BernoulliConditionals() : new MixtureConditionals(components, scaleFloor);
    }

    /** Returns a copy of {@code order} after checking that it names each feature once. */
    static int[] checkedOrder(int[] order, int features) {
        boolean[] seen = new boolean[features];
        boolean good = order.length == features;
        for (int feature : order) {
            good = good && feature >= 0 && feature < features && !seen[feature];
            if (good) {
                seen[feature] = true;
            }
        }
        require(good, "the order must name each of %d features once, but was %s", features, Arrays.toString(order));
        return order.clone();
    }

    static Nade of(ModelState state) {
        DataKind kind = DataKind.valueOf(state.text("kind"));
        int components = state.integer("components");
        double scaleFloor = state.number("scaleFloor");
        int[] order =
                state.integers("order").stream().mapToInt(Integer::intValue).toArray();
        NadeLayout layout = new NadeLayout(
                order.length,
                state.integer("hidden"),
                conditionals(kind, components, scaleFloor).perFeature(),
                Activation.Function.valueOf(state.text("activation")),
                kind == DataKind.REAL);
        float[] parameters = new float[layout.parameterCount()];
        for (Block block : blocks(layout)) {
            INDArray array = state.array(block.name);
            require(
                    array.rank() == 2 && array.size(0) == block.rows && array.size(1) == block.columns,
                    "saved model 'nade': array '%s' must have shape [%d, %d], but has %s",
                    block.name,
                    block.rows,
                    block.columns,
                    Arrays.toString(array.shape()));
            float[] values = Arrays2d.toFloats(array);
            System.arraycopy(values, 0, parameters, block.from, values.length);
        }
        INDArray mean = state.array("mean");
        require(
                mean.length() == order.length,
                "saved model 'nade': mean must have %d values, but has %d",
                order.length,
                mean.length());
        return new Nade(
                kind,
                layout,
                order,
                components,
                scaleFloor,
                parameters,
                FeatureScaling.of(mean, state.array("deviation")),
                state.warnings());
    }

    @Override
    public ModelState state() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("kind", kind.name());
        settings.put("hidden", layout.hidden());
        settings.put("activation", layout.activation().name());
        settings.put("components", components);
        settings.put("scaleFloor", scaleFloor);
        settings.put("order", order());
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (Block block : blocks(layout)) {
            float[] values = Arrays.copyOfRange(parameters, block.from, block.from + block.rows * block.columns);
            arrays.put(block.name, Arrays2d.matrix(values, block.rows, block.columns));
        }
        arrays.put("mean", scaling.mean());
        arrays.put("deviation", scaling.scale());
        return new ModelState(NAME, settings, arrays).withWarnings(warnings);
    }

    /** A matrix in the flat vector; rows of W, V, b and rho stand in the order of drawing. */
    private record Block(String name, int from, int rows, int columns) {}

    private static List<Block> blocks(NadeLayout layout) {
        int d = layout.features();
        int h = layout.hidden();
        int p = layout.perFeature();
        List<Block> out = new java.util.ArrayList<>(List.of(
                new Block("input-weights", layout.inputWeights(0), d, h),
                new Block("output-weights", layout.outputWeights(0), d * p, h),
                new Block("hidden-biases", layout.hiddenBiases(), 1, h),
                new Block("output-biases", layout.outputBiases(0), d, p)));
        if (layout.scaled()) {
            out.add(new Block("hidden-scales", layout.scales(), 1, d));
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
        return Arrays.stream(order).boxed().toList();
    }

    @Override
    public INDArray logProbability(INDArray x) {
        Checks.requireRows(x, features(), "x");
        int n = Math.toIntExact(x.size(0));
        float[] values = Arrays2d.toFloats(x);
        scaling.standardize(values, n);
        double[] out = NadeObjective.score(layout, conditionals, parameters, inOrder(values, order));
        double logVolume = scaling.logDeterminant();
        for (int i = 0; i < n; i++) {
            out[i] -= logVolume;
        }
        return Arrays2d.vector(out);
    }

    /** Returns rows with their columns in the order of drawing. */
    static float[] inOrder(float[] rows, int[] order) {
        int d = order.length;
        float[] out = new float[rows.length];
        for (int r = 0; r < rows.length / d; r++) {
            for (int i = 0; i < d; i++) {
                out[r * d + i] = rows[r * d + order[i]];
            }
        }
        return out;
    }

    private float[] inColumns(float[] rows) {
        int[] place = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            place[order[i]] = i;
        }
        return inOrder(rows, place);
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        return Arrays2d.matrix(draw(new float[Math.multiplyExact(n, features())], 0, random), n, features());
    }

    /** Draws all but the first {@code given} features of rows in the order of drawing; returns them as columns of data. */
    private float[] draw(float[] rows, int given, RandomStream random) {
        int n = rows.length / features();
        new NadeSampler(layout, conditionals, parameters).complete(rows, n, given, random);
        float[] x = inColumns(rows);
        scaling.restore(x, n);
        return x;
    }

    /** Any first features of the order may be given, in that order; others would need sums over what was not seen. */
    @Override
    public Optional<String> cannotComplete(boolean[] observed) {
        requireObserved(observed, features());
        int given = given(observed);
        for (int i = given; i < order.length; i++) {
            if (observed[order[i]]) {
                return Optional.of(String.format(
                        java.util.Locale.ROOT,
                        "nade draws its features in one order and can be given only the first of it: feature %d is "
                                + "observed, but feature %d before it is not. Give features in the order %s%s",
                        order[i] + 1,
                        order[given] + 1,
                        OrderText.of(order()),
                        anyOrder(kind)));
            }
        }
        return Optional.empty();
    }

    /** Returns the end of a sentence: which model takes such data and completes it given any features; nothing if none does. */
    static String anyOrder(DataKind kind) {
        return switch (kind) {
            case BINARY -> "; eonade can complete any set";
            case REAL -> "; gaussian-mixture can complete any set";
            case CATEGORICAL -> "";
        };
    }

    static void requireObserved(boolean[] observed, int features) {
        require(
                observed.length == features,
                "observed must have %d values, one a feature, but has %d",
                features,
                observed.length);
    }

    private int given(boolean[] observed) {
        int given = 0;
        while (given < order.length && observed[order[given]]) {
            given++;
        }
        return given;
    }

    @Override
    public INDArray complete(INDArray x, boolean[] observed, RandomStream random) {
        Checks.requireRows(x, features(), "x");
        cannotComplete(observed).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        int n = Math.toIntExact(x.size(0));
        int d = features();
        float[] given = Arrays2d.toFloats(x);
        float[] scaled = given.clone();
        scaling.standardize(scaled, n);
        float[] out = draw(inOrder(scaled, order), given(observed), random);
        for (int i = 0; i < out.length; i++) {
            if (observed[i % d]) {
                out[i] = given[i];
            }
        }
        return Arrays2d.matrix(out, n, d);
    }
}
