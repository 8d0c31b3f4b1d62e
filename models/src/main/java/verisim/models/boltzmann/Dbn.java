package verisim.models.boltzmann;

import static verisim.core.Checks.require;
import static verisim.core.Checks.requireSampleSize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.FloatMath;
import verisim.core.model.LatentVariableModel;
import verisim.core.model.ModelState;
import verisim.core.model.PersistentModel;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.model.UnnormalizedPrior;
import verisim.core.random.RandomStream;

/**
 * A deep belief network: an RBM over the deepest layer pair, directed sigmoid layers below it.
 *
 * <pre>{@code p(x, h1, ..., hT) = p(x given h1) p(h1 given h2) ... p(h(T-1) given hT) p_top(hT)}</pre>
 *
 * <p>T is the number of RBMs less one, {@code p_top(hT) = exp(-F(hT)) / Z} the visible side of the last RBM, whose own hidden units
 * are summed out. The latent z is h1 to hT side by side; the encoder {@code q(z given x)} goes up through the same weights, or after
 * fine-tuning through weights of its own, each layer factorial given the one below. The layers between are normalised as they are, so Z is that of the top RBM, and the bounds of
 * {@code verisim.core.likelihood} apply once it is known.
 *
 * @see <a href="https://doi.org/10.1162/neco.2006.18.7.1527">Hinton, Osindero and Teh (2006), A fast learning algorithm for deep
 *     belief nets</a>
 */
public final class Dbn implements UnnormalizedPrior, PersistentModel {
    /** The name of the model. */
    static final String NAME = "dbn";

    private static final int ROWS_AT_ONCE = 1000;

    private final List<Rbm> layers;
    private final List<RbmParameters> recognition;
    private final boolean tied;

    /**
     * Recognises with the weights it generates with.
     *
     * @param layers from the data upwards, at least two; the hidden units of each are the visible ones of the next
     */
    Dbn(List<Rbm> layers) {
        this(layers, below(layers).stream().map(Rbm::parameters).toList(), true);
    }

    private static List<Rbm> below(List<Rbm> layers) {
        return layers.subList(0, Math.max(0, layers.size() - 1));
    }

    /**
     * @param layers from the data upwards, at least two; of those below the top one, visible biases and weights generate
     * @param recognition of each layer below the top one, weights and hidden biases that recognise; like the layer in size
     */
    Dbn(List<Rbm> layers, List<RbmParameters> recognition) {
        this(layers, recognition, false);
    }

    private Dbn(List<Rbm> layers, List<RbmParameters> recognition, boolean tied) {
        require(layers.size() >= 2, "a DBN needs at least two RBMs, but got %d", layers.size());
        for (int i = 1; i < layers.size(); i++) {
            require(
                    layers.get(i).features() == layers.get(i - 1).hidden(),
                    "RBM %d of a DBN must have as many visible units as the one below has hidden ones, but they are %d and %d",
                    i + 1,
                    layers.get(i).features(),
                    layers.get(i - 1).hidden());
        }
        this.layers = List.copyOf(layers);
        this.recognition = List.copyOf(recognition);
        this.tied = tied;
    }

    /** Returns a network of known RBMs, from the data upwards. */
    public static Dbn of(List<Rbm> layers) {
        return new Dbn(layers);
    }

    List<Rbm> layers() {
        return layers;
    }

    /** Returns what the encoder uses between layer {@code i} and the one above, 0 for the data. */
    RbmParameters recognition(int i) {
        return recognition.get(i);
    }

    /** Returns whether the network recognises with the weights it generates with. */
    boolean tied() {
        return tied;
    }

    Rbm top() {
        return layers.get(layers.size() - 1);
    }

    @Override
    public DataKind dataKind() {
        return DataKind.BINARY;
    }

    @Override
    public int features() {
        return layers.get(0).features();
    }

    /** Returns Z, the units of all layers between the data and the top RBM's hidden units. */
    int latents() {
        int sum = 0;
        for (Rbm layer : layers.subList(0, layers.size() - 1)) {
            sum += layer.hidden();
        }
        return sum;
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        return sampleWithWarnings(n, random).rows();
    }

    @Override
    public Samples sampleWithWarnings(int n, RandomStream random) {
        requireSampleSize(n);
        GibbsSampling.Samples drawn = top().drawRows(n, random.child("top"));
        float[] down = drawn.rows();
        for (int i = layers.size() - 2; i >= 0; i--) {
            down = drawBelow(layers.get(i).parameters(), down, n, random.child("down-" + i));
        }
        return new Samples(
                Arrays2d.matrix(down, n, features()), top().sampling().warnings(drawn));
    }

    /** Draws the layer below {@code above} [n, H] through an RBM's weights: [n, D]. */
    static float[] drawBelow(RbmParameters p, float[] above, int n, RandomStream random) {
        float[] below = new float[Math.multiplyExact(n, p.visible())];
        for (int from = 0; from < n; from += ROWS_AT_ONCE) {
            int rows = Math.min(ROWS_AT_ONCE, n - from);
            float[] h = java.util.Arrays.copyOfRange(above, from * p.hidden(), (from + rows) * p.hidden());
            float[] v = new float[rows * p.visible()];
            p.visibleFields(h, rows, v);
            System.arraycopy(v, 0, below, from * p.visible(), v.length);
        }
        FloatMath.sigmoid(below, below, 0, below.length);
        random.fillBernoulli(below, below, 0, below.length);
        return below;
    }

    /** Draws the layer above {@code below} [n, D] through an RBM's weights: [n, H]. */
    static float[] drawAbove(RbmParameters p, float[] below, int n, RandomStream random) {
        float[] above = new float[Math.multiplyExact(n, p.hidden())];
        for (int from = 0; from < n; from += ROWS_AT_ONCE) {
            int rows = Math.min(ROWS_AT_ONCE, n - from);
            float[] v = java.util.Arrays.copyOfRange(below, from * p.visible(), (from + rows) * p.visible());
            float[] h = new float[rows * p.hidden()];
            p.hiddenFields(v, rows, h);
            System.arraycopy(h, 0, above, from * p.hidden(), h.length);
        }
        FloatMath.sigmoid(above, above, 0, above.length);
        random.fillBernoulli(above, above, 0, above.length);
        return above;
    }

    /** Returns the top RBM; its log Z is that of all latent layers, since those below it are normalised. */
    @Override
    public UnnormalizedDensity prior() {
        return top();
    }

    @Override
    public LatentVariableModel withPriorLogPartition(double logPartition) {
        require(Double.isFinite(logPartition), "logPartition must be finite, but was %s", logPartition);
        return new NormalizedDbn(this, logPartition);
    }

    @Override
    public ModelState state() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).putArrays(prefix(i), arrays);
        }
        for (int i = 0; i < recognition.size() && !tied(); i++) {
            RbmParameters p = recognition.get(i);
            arrays.put(
                    prefix(i) + "recognitionWeights",
                    Arrays2d.matrix(java.util.Arrays.copyOf(p.values(), p.visibleFrom()), p.visible(), p.hidden()));
            arrays.put(
                    prefix(i) + "recognitionBias",
                    Nd4j.createFromArray(
                            java.util.Arrays.copyOfRange(p.values(), p.hiddenFrom(), p.hiddenFrom() + p.hidden())));
        }
        Map<String, Object> settings = new LinkedHashMap<>(top().sampling().settings());
        settings.put("layers", layers.size());
        return new ModelState(NAME, settings, arrays);
    }

    static Dbn load(ModelState state) {
        List<Rbm> layers = new ArrayList<>();
        for (int i = 0; i < state.integer("layers"); i++) {
            layers.add(Rbm.load(state, prefix(i)));
        }
        if (!state.arrays().containsKey(prefix(0) + "recognitionWeights")) {
            return new Dbn(layers);
        }
        List<RbmParameters> recognition = new ArrayList<>();
        for (int i = 0; i < layers.size() - 1; i++) {
            RbmParameters p =
                    RbmParameters.zeros(layers.get(i).features(), layers.get(i).hidden());
            float[] weights = Arrays2d.toFloats(state.array(prefix(i) + "recognitionWeights"));
            float[] bias = Arrays2d.toFloats(state.array(prefix(i) + "recognitionBias"));
            System.arraycopy(weights, 0, p.values(), 0, p.visibleFrom());
            System.arraycopy(bias, 0, p.values(), p.hiddenFrom(), p.hidden());
            recognition.add(p);
        }
        return new Dbn(layers, recognition);
    }

    private static String prefix(int layer) {
        return "layer" + (layer + 1) + ".";
    }

    @Override
    public String toString() {
        return "Dbn" + layers;
    }
}
