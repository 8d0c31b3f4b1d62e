package verisim.models.autoregressive;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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

/**
 * An ensemble of deep NADEs that share one network, trained for all orders of the features at once. The network takes {@code (x * m,
 * m)}, the features seen so far and which ones they are, and gives the logit of every other feature. The model is the mixture of the
 * densities of K orders drawn once,
 *
 * <pre>{@code
 * log p(x) = log (1/K) sum_k prod_d p(x_o(d) given x_o(1) .. x_o(d-1)),  o = order k
 * }</pre>
 *
 * <p>each of them exact. Scoring a row takes K D passes through the network, of which the first layer is kept from one to the next;
 * drawing one takes D. In S steps instead of D, with features of one step independent given the earlier ones ({@link EonadeSteps}), it
 * takes K S and S passes; the density is then that of the steps, and exact as well.
 *
 * <p>Completion works for any set of observed features: the network can condition on all of them at once. What it draws from is
 *
 * <pre>{@code (1/K) sum_k prod over missing i, as they stand in order k, of p(x_i given observed and earlier missing ones)}</pre>
 *
 * <p>That is the exact conditional of the mixture of K densities whose orders begin with the observed features, in one sequence for
 * all, and go on with the missing ones as in order k, in the steps of those places. It is the conditional of this model's own density
 * where those are its orders (K = 1, the observed features are the first of the order, and a step begins after them; or none observed);
 * elsewhere the two differ as far as the network's conditionals under different orders contradict each other, and the conditional of
 * the model's own density is out of reach.
 *
 * @see <a href="https://arxiv.org/abs/1310.1757">Uria, Murray, Larochelle (2014), A deep and tractable density estimator</a>
 */
public final class Eonade implements TractableDensity, ConditionalSampler, PersistentModel {
    static final String NAME = "eonade";

    private final EonadeShape shape;
    private final EonadeSteps steps;
    private final int[][] orders;
    private final float[] parameters;
    private final EonadeMixture mixture;

    /**
     * @param orders at least one, each a permutation of 0 to D - 1
     * @param parameters as {@link EonadeShape} describes them
     */
    Eonade(EonadeShape shape, EonadeSteps steps, int[][] orders, float[] parameters) {
        require(orders.length >= 1, "eonade needs at least one order");
        this.shape = shape;
        this.steps = steps;
        this.orders = new int[orders.length][];
        for (int k = 0; k < orders.length; k++) {
            this.orders[k] = orders[k].clone();
            int[] sorted = orders[k].clone();
            Arrays.sort(sorted);
            require(
                    Arrays.equals(sorted, IntStream.range(0, shape.features()).toArray()),
                    "eonade: order %d must hold each feature from 0 to %d once, but is %s",
                    k + 1,
                    shape.features() - 1,
                    Arrays.toString(orders[k]));
        }
        this.parameters = parameters.clone();
        this.mixture = new EonadeMixture(new EonadeWeights(shape, this.parameters), steps, this.orders);
    }

    static Eonade of(ModelState state) {
        int[] flat =
                state.integers("orders").stream().mapToInt(Integer::intValue).toArray();
        int d = state.integer("features");
        require(
                d >= 1 && flat.length > 0 && flat.length % d == 0,
                "saved model 'eonade': orders must hold whole orders of %d features, but have %d numbers",
                d,
                flat.length);
        EonadeShape shape = new EonadeShape(
                d,
                state.integers("hidden"),
                Activation.Function.valueOf(state.text("activation")),
                state.number("probabilityFloor"));
        float[] parameters = new float[shape.parameterCount()];
        for (Block block : blocks(shape)) {
            INDArray array = state.array(block.name);
            require(
                    Arrays.equals(array.shape(), new long[] {block.rows, block.columns}),
                    "saved model 'eonade': array '%s' must have shape [%d, %d], but has %s",
                    block.name,
                    block.rows,
                    block.columns,
                    Arrays.toString(array.shape()));
            System.arraycopy(Arrays2d.toFloats(array), 0, parameters, block.from, block.rows * block.columns);
        }
        int[][] orders = new int[flat.length / d][];
        for (int k = 0; k < orders.length; k++) {
            orders[k] = Arrays.copyOfRange(flat, k * d, (k + 1) * d);
        }
        EonadeSteps steps = state.settings().containsKey("steps")
                ? EonadeSteps.of(state.integers("steps"), d)
                : EonadeSteps.oneByOne(d);
        return new Eonade(shape, steps, orders, parameters);
    }

    @Override
    public ModelState state() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("features", shape.features());
        settings.put("hidden", shape.hidden());
        settings.put("activation", shape.activation().name());
        settings.put("probabilityFloor", shape.floor());
        settings.put("steps", steps.sizes());
        settings.put(
                "orders",
                Arrays.stream(orders).flatMapToInt(Arrays::stream).boxed().toList());
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (Block block : blocks(shape)) {
            float[] values = Arrays.copyOfRange(parameters, block.from, block.from + block.rows * block.columns);
            arrays.put(block.name, Arrays2d.matrix(values, block.rows, block.columns));
        }
        return new ModelState(NAME, settings, arrays);
    }

    /** A matrix in the flat vector; biases are matrices of one row. */
    private record Block(String name, int from, int rows, int columns) {}

    private static List<Block> blocks(EonadeShape shape) {
        List<Block> out = new ArrayList<>();
        for (int l = 0; l <= shape.layers(); l++) {
            String name = l < shape.layers() ? String.format(Locale.ROOT, "hidden-%d", l + 1) : "output";
            out.add(new Block(name + "-weights", shape.weights(l), shape.inputs(l), shape.width(l)));
            out.add(new Block(name + "-biases", shape.biases(l), 1, shape.width(l)));
        }
        return out;
    }

    @Override
    public DataKind dataKind() {
        return DataKind.BINARY;
    }

    @Override
    public int features() {
        return shape.features();
    }

    /** Returns for each component the features in the order they are drawn. */
    public List<List<Integer>> orders() {
        return Arrays.stream(orders).map(o -> Arrays.stream(o).boxed().toList()).toList();
    }

    @Override
    public INDArray logProbability(INDArray x) {
        return Arrays2d.vector(mixture.score(rows(x, null)));
    }

    /**
     * Returns {@code log p(x given order)} of each row under each order.
     *
     * @param x shape [n, D]; not changed
     * @return a new DOUBLE array of shape [K, n], nats
     */
    public INDArray logProbabilityByOrder(INDArray x) {
        double[][] scores = mixture.scoreByOrder(rows(x, null));
        double[] flat = Arrays.stream(scores).flatMapToDouble(Arrays::stream).toArray();
        return Arrays2d.matrix(flat, orders.length, Math.toIntExact(x.size(0)));
    }

    /** @param observed features to check; null for all */
    private float[] rows(INDArray x, boolean[] observed) {
        Checks.requireRows(x, features(), "x");
        float[] values = Arrays2d.toFloats(x);
        int d = features();
        for (int i = 0; i < values.length; i++) {
            if ((observed == null || observed[i % d]) && values[i] != 0f && values[i] != 1f) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "eonade needs BINARY data: x must hold 0 or 1, but row %d, column %d holds %s",
                        i / d + 1,
                        i % d + 1,
                        values[i]));
            }
        }
        return values;
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        float[] rows = new float[Math.multiplyExact(n, features())];
        mixture.complete(rows, new boolean[features()], random);
        return Arrays2d.matrix(rows, n, features());
    }

    /** {@inheritDoc} Always empty: any features may be given; the class says which density the conditional is that of. */
    @Override
    public Optional<String> cannotComplete(boolean[] observed) {
        Nade.requireObserved(observed, features());
        return Optional.empty();
    }

    @Override
    public INDArray complete(INDArray x, boolean[] observed, RandomStream random) {
        Nade.requireObserved(observed, features());
        float[] rows = rows(x, observed);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = observed[i % features()] ? rows[i] : 0f;
        }
        mixture.complete(rows, observed, random);
        return Arrays2d.matrix(rows, Math.toIntExact(x.size(0)), features());
    }
}
