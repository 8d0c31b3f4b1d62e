package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import verisim.core.math.Blas;
import verisim.core.math.FloatMath;
import verisim.core.random.RandomStream;

/**
 * Updates of a deep belief network as a whole by the up-down algorithm, a contrastive form of wake-sleep:
 *
 * <pre>{@code
 * up:    h_i ~ q(h_i given h_(i-1)),   G_i += rate <h_i (h_(i-1) - p(h_(i-1) given h_i))'>      generative weights, wake
 * top:   an update of the top RBM on h_T, whose chains end in states g_T
 * down:  g_(i-1) ~ p(g_(i-1) given g_i),   R_i += rate <g_(i-1) (g_i - q(g_i given g_(i-1)))'>    recognition weights, sleep
 * }</pre>
 *
 * with h_0 the data; biases likewise. The two sets of weights begin equal and part. The wake step is the gradient of the bound in G, that
 * of the top RBM the one in the prior; the sleep step lowers {@code KL(p(z given x), q(z given x))} on dreams, not the bound's other way
 * round, so the bound need not rise.
 *
 * @see <a href="https://doi.org/10.1162/neco.2006.18.7.1527">Hinton, Osindero and Teh (2006), A fast learning algorithm for deep
 *     belief nets</a>
 */
final class DbnUpdates implements Learner {
    private final List<RbmParameters> generative;
    private final List<RbmParameters> recognition;
    private final RbmParameters topModel;
    private final RbmUpdates top;
    private final Dreams dreams;
    private final float[][] up; // states of each layer, the data first
    private final float[][] down;
    private final float[][] guesses;
    private final float[] all;
    private float lastChange;

    /** @param network the greedily trained one; not changed */
    DbnUpdates(Dbn network, RbmOptions options, int batchSize) {
        require(
                options.negative().algorithm() != NegativePhase.Algorithm.EXACT,
                "fine-tuning needs states of the top RBM's chains, which algorithm exact does not have; choose pcd, cd, fast-pcd or"
                        + " tempering, or fineTuneEpochs 0");
        generative = new ArrayList<>();
        recognition = new ArrayList<>();
        int lower = network.layers().size() - 1;
        for (int i = 0; i < lower; i++) {
            generative.add(copy(network.layers().get(i).parameters()));
            recognition.add(copy(network.recognition(i)));
        }
        topModel = copy(network.top().parameters());
        float[] base = network.top().baseLogits();
        dreams = new Dreams(NegativePhase.of(options.negative(), topModel, base, batchSize));
        RbmOptions.Centring centring = options.centring();
        Offsets offsets = new Offsets(centring.offsets(), centring.rate(), RbmUpdates.means(base), topModel.hidden());
        top = new RbmUpdates(topModel, options.steps(), dreams, offsets, weights -> {}, batchSize);
        int rows = Math.max(batchSize, dreams.mostRows());
        up = new float[lower + 1][];
        down = new float[lower + 1][];
        guesses = new float[lower + 1][];
        int size = topModel.values().length;
        for (int i = 0; i <= lower; i++) {
            int width = i < lower ? generative.get(i).visible() : topModel.visible();
            up[i] = new float[rows * width];
            down[i] = new float[rows * width];
            guesses[i] = new float[rows * width];
            size += i < lower ? 2 * generative.get(i).values().length : 0;
        }
        all = new float[size];
    }

    /** Lets the top RBM's chains find it; to be called before the first step. */
    void settle(RandomStream random) {
        top.settle(random);
    }

    private static RbmParameters copy(RbmParameters p) {
        return new RbmParameters(p.visible(), p.hidden(), p.values().clone());
    }

    /** The top RBM's negative phase, and where its chains ended. */
    private final class Dreams extends ForwardingPhase {
        private final NegativePhase chains;
        private int rows;

        Dreams(NegativePhase chains) {
            super(chains);
            this.chains = chains;
        }

        @Override
        public void fill(PhaseRows phases, RandomStream random) {
            chains.fill(phases, random);
            rows = phases.modelRows();
            int width = topModel.visible();
            System.arraycopy(phases.visible, phases.dataRows() * width, down[down.length - 1], 0, rows * width);
        }
    }

    @Override
    public void step(float[] batch, int count, double learningRate, double momentum, RandomStream random) {
        int lower = generative.size();
        System.arraycopy(batch, 0, up[0], 0, count * generative.get(0).visible());
        for (int i = 0; i < lower; i++) {
            StatesAbove.draw(recognition.get(i), up[i], count, up[i + 1], random);
        }
        top.step(up[lower], count, learningRate, momentum, random);
        for (int i = lower - 1; i >= 0; i--) {
            drawBelow(generative.get(i), down[i + 1], dreams.rows, down[i], random);
        }
        lastChange = 0;
        for (int i = 0; i < lower; i++) {
            wake(i, count, (float) learningRate);
            sleep(i, dreams.rows, (float) learningRate);
        }
    }

    private static void drawBelow(RbmParameters p, float[] above, int n, float[] below, RandomStream random) {
        p.visibleFields(above, n, below);
        FloatMath.sigmoid(below, below, 0, n * p.visible());
        random.fillBernoulli(below, below, 0, n * p.visible());
    }

    /** Teaches layer {@code i} to make its states from those above. */
    private void wake(int i, int n, float rate) {
        RbmParameters p = generative.get(i);
        float[] error = guesses[i];
        p.visibleFields(up[i + 1], n, error);
        errors(up[i], error, n * p.visible());
        Blas.gemm(true, false, p.visible(), p.hidden(), n, rate / n, error, 0, up[i + 1], 0, 1f, p.values(), 0);
        addMeans(error, n, p.visible(), rate, p, p.visibleFrom());
    }

    /** Teaches layer {@code i + 1} to recognise its states in those below. */
    private void sleep(int i, int n, float rate) {
        RbmParameters p = recognition.get(i);
        float[] error = guesses[i + 1];
        p.hiddenFields(down[i], n, error);
        errors(down[i + 1], error, n * p.hidden());
        Blas.gemm(true, false, p.visible(), p.hidden(), n, rate / n, down[i], 0, error, 0, 1f, p.values(), 0);
        addMeans(error, n, p.hidden(), rate, p, p.hiddenFrom());
    }

    /** Turns fields into states less probabilities. */
    private static void errors(float[] states, float[] fields, int n) {
        FloatMath.sigmoid(fields, fields, 0, n);
        for (int k = 0; k < n; k++) {
            fields[k] = states[k] - fields[k];
        }
    }

    private void addMeans(float[] error, int n, int width, float rate, RbmParameters to, int at) {
        for (int r = 0; r < n; r++) {
            for (int k = 0; k < width; k++) {
                float change = rate / n * error[r * width + k];
                to.values()[at + k] += change;
                lastChange += change;
            }
        }
    }

    /** Returns the network as it is now, sharing nothing with this. */
    Dbn network(Dbn like) {
        List<Rbm> layers = new ArrayList<>();
        List<RbmParameters> encoders = new ArrayList<>();
        for (int i = 0; i < generative.size(); i++) {
            Rbm old = like.layers().get(i);
            layers.add(new Rbm(copy(generative.get(i)), old.baseLogits(), old.sampling()));
            encoders.add(copy(recognition.get(i)));
        }
        layers.add(new Rbm(copy(topModel), like.top().baseLogits(), like.top().sampling()));
        return new Dbn(layers, encoders);
    }

    @Override
    public float[] parameters() {
        int at = 0;
        for (RbmParameters p : inOrder()) {
            System.arraycopy(p.values(), 0, all, at, p.values().length);
            at += p.values().length;
        }
        return all;
    }

    @Override
    public void setParameters(float[] values) {
        int at = 0;
        for (RbmParameters p : inOrder()) {
            System.arraycopy(values, at, p.values(), 0, p.values().length);
            at += p.values().length;
        }
    }

    private List<RbmParameters> inOrder() {
        List<RbmParameters> out = new ArrayList<>(generative);
        out.addAll(recognition);
        out.add(topModel);
        return out;
    }

    @Override
    public boolean finite() {
        return top.finite() && Float.isFinite(lastChange);
    }

    @Override
    public Map<String, Double> figures() {
        return top.figures();
    }

    @Override
    public Map<String, float[]> state() {
        return top.state();
    }

    @Override
    public void restore(Map<String, float[]> state) {
        top.restore(state);
    }
}
