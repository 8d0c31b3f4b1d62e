package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.Arrays;
import verisim.core.random.RandomStream;

/**
 * Gibbs chains side by side that go on for as long as they are asked to, each as replicas at R inverse temperatures from 0, the
 * independent base-rate model, to 1, the model itself. With R = 1 they are plain chains of the model.
 *
 * <p>After each step neighbours of equal parity try to change places, (1, 2), (3, 4), ... and (2, 3), (4, 5), ... in turn. With
 * {@code G(v, h) = -E(v, h) - bA.v} a pair is exchanged with probability
 *
 * <pre>{@code min(1, exp((beta_{i+1} - beta_i) (G(v_i, h_i) - G(v_{i+1}, h_{i+1}))))}</pre>
 *
 * which leaves the product of all tempered distributions invariant; see {@link GibbsKernel} for these. The top replicas so reach
 * modes that a single chain would take very long to find.
 *
 * @see <a href="https://proceedings.mlr.press/v9/desjardins10a.html">Desjardins, Courville, Bengio, Vincent and Delalleau (2010),
 *     Tempered Markov chain Monte Carlo for training of restricted Boltzmann machines</a>
 * @see <a href="https://doi.org/10.1109/IJCNN.2010.5596837">Cho, Raiko and Ilin (2010), Parallel tempering is efficient for learning
 *     restricted Boltzmann machines</a>
 */
final class ParallelChains {
    private final RbmParameters model;
    private final float[] baseLogits;
    private final GibbsKernel kernel;
    private final int temperatures;
    private final int chains;
    private final float[] ladder;
    private final float[] betas;
    private final GibbsKernel.State state;
    private final long[] tried;
    private final long[] exchanged;
    private boolean started;
    private boolean odd;

    /**
     * @param temperatures R, at least 1; equal steps of the inverse temperature
     * @param chains number of chains, at least 1
     */
    ParallelChains(RbmParameters model, float[] baseLogits, int temperatures, int chains) {
        require(temperatures >= 1, "temperatures must be at least 1, but was %d", temperatures);
        require(chains >= 1, "chains must be at least 1, but was %d", chains);
        this.model = model;
        this.baseLogits = baseLogits;
        this.kernel = new GibbsKernel(model, baseLogits);
        this.temperatures = temperatures;
        this.chains = chains;
        ladder = new float[temperatures];
        for (int i = 0; i < temperatures; i++) {
            ladder[i] = temperatures == 1 ? 1f : (float) i / (temperatures - 1);
        }
        betas = new float[Math.multiplyExact(temperatures, chains)];
        for (int r = 0; r < betas.length; r++) {
            betas[r] = ladder[r / chains];
        }
        state = new GibbsKernel.State(model, betas.length);
        tried = new long[temperatures - 1];
        exchanged = new long[temperatures - 1];
    }

    int chains() {
        return chains;
    }

    float[] ladder() {
        return ladder;
    }

    /** Moves all chains by one step; the first one starts them at rows drawn from the base-rate model. */
    void step(RandomStream random) {
        if (!started) {
            start(kernel.drawBase(betas.length, random), random);
        }
        if (temperatures == 1) {
            kernel.step(state, random);
            return;
        }
        kernel.drawVisible(state, betas, random);
        kernel.readVisible(state);
        kernel.hiddenProbabilities(state, betas);
        kernel.drawHidden(state, random);
        for (int i = odd ? 1 : 0; i + 1 < temperatures; i += 2) {
            exchange(i, random);
        }
        odd = !odd;
    }

    /** Starts the chains at these rows [R x chains, D], coldest last. */
    void start(float[] visible, RandomStream random) {
        System.arraycopy(visible, 0, state.visible, 0, state.visible.length);
        kernel.readVisible(state);
        kernel.hiddenProbabilities(state, betas);
        kernel.drawHidden(state, random);
        started = true;
    }

    private void exchange(int lower, RandomStream random) {
        double difference = (double) ladder[lower + 1] - ladder[lower];
        for (int m = 0; m < chains; m++) {
            int a = lower * chains + m;
            int b = a + chains;
            double logRatio = difference * (score(a) - score(b));
            tried[lower]++;
            if (Math.log(random.nextDouble()) < logRatio) {
                exchanged[lower]++;
                swap(state.visible, a, b, model.visible());
                swap(state.hidden, a, b, model.hidden());
                swap(state.hiddenFields, a, b, model.hidden());
            }
        }
    }

    /** {@code G(v, h) = (b - bA).v + (c + v W).h}, and the difference of the visible units' own terms. */
    private double score(int row) {
        int at = row * model.visible();
        double sum = model.units().modelTerm(model, state.visible, at)
                - model.units().baseTerm(model, state.visible, at);
        for (int d = 0; d < model.visible(); d++) {
            sum += state.visible[at + d] * (model.visibleBias(d) - baseLogits[d]);
        }
        at = row * model.hidden();
        for (int j = 0; j < model.hidden(); j++) {
            sum += state.hidden[at + j] * state.hiddenFields[at + j];
        }
        return sum;
    }

    private static void swap(float[] rows, int a, int b, int width) {
        for (int i = 0; i < width; i++) {
            float kept = rows[a * width + i];
            rows[a * width + i] = rows[b * width + i];
            rows[b * width + i] = kept;
        }
    }

    /** Copies the visible units of replica {@code i}'s chains to {@code out}, from row {@code row} on. */
    void copyVisible(int i, float[] out, int row) {
        int width = model.visible();
        System.arraycopy(state.visible, i * chains * width, out, row * width, chains * width);
    }

    /** Copies the visible units of the chains of the model itself. */
    void copyVisible(float[] out, int row) {
        copyVisible(temperatures - 1, out, row);
    }

    /** Copies {@code c + v W} of the chains of the model itself. */
    void copyHiddenFields(float[] out, int row) {
        int width = model.hidden();
        System.arraycopy(state.hiddenFields, (temperatures - 1) * chains * width, out, row * width, chains * width);
    }

    /** Returns the share of exchanges tried that took place, for each pair of neighbours, and begins to count anew. */
    double[] swapRates() {
        double[] rates = new double[tried.length];
        Arrays.setAll(rates, i -> (double) exchanged[i] / tried[i]);
        Arrays.fill(tried, 0);
        Arrays.fill(exchanged, 0);
        return rates;
    }

    /** Returns all hidden units, from which the next step goes on, and whose turn it is to swap; empty before the first step. */
    float[] save() {
        if (!started) {
            return new float[0];
        }
        float[] out = Arrays.copyOf(state.hidden, state.hidden.length + 1);
        out[state.hidden.length] = odd ? 1f : 0f;
        return out;
    }

    /** Goes on from a state of {@link #save}. */
    void restore(float[] saved) {
        started = saved.length > 0;
        if (started) {
            int n = state.hidden.length;
            require(
                    saved.length == n + 1,
                    "the state of the chains has %d values, but should have %d",
                    saved.length,
                    n + 1);
            System.arraycopy(saved, 0, state.hidden, 0, n);
            odd = saved[n] == 1f;
        }
    }
}
