package verisim.models.classical;

import static verisim.core.Checks.require;

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

/**
 * A hidden Markov model of sequences of fixed length. A row is a sequence of T steps of F values, {@code D = T F}; in a state the F
 * values are independent, categorical or normal. All in double.
 *
 * <pre>{@code p(x) = sum over paths of p(s_1) prod_t p(s_t given s_t-1) prod_t p(x_t given s_t)}</pre>
 *
 * <p>Emissions are the same in every step. Of discrete data only if the columns repeat one variable: steps whose columns have the same
 * levels share a table, and a column with other levels has a table of its own, {@code p(x_d given s)}, over just its levels. So no
 * probability falls on a value that a column cannot have, and the model of unlike columns (census data) is a chain of mixtures.
 *
 * <p>Completion is exact: a path is drawn from {@code p(path given x_observed)} by filtering forwards and sampling backwards, then the
 * missing values given their states.
 */
public final class HiddenMarkov implements TractableDensity, ConditionalSampler, PersistentModel {
    private final DataKind kind;
    private final int steps;
    private final double[] initial;
    private final double[] transition;
    private final Factored emission;
    private final List<String> warnings;

    /**
     * @param steps T
     * @param initial probabilities of the first state, [S]
     * @param transition row s: probabilities of the state after s, [S, S]
     * @param emission what each state emits in one step
     */
    HiddenMarkov(DataKind kind, int steps, double[] initial, double[] transition, Factored emission) {
        this(kind, steps, initial, transition, emission, List.of());
    }

    private HiddenMarkov(
            DataKind kind, int steps, double[] initial, double[] transition, Factored emission, List<String> warnings) {
        int states = initial.length;
        require(
                transition.length == states * states && emission.components() == states,
                "transition must be %d x %d and emission of %d states, but they have %d values and %d states",
                states,
                states,
                states,
                transition.length,
                emission.components());
        requireDistribution(initial, 0, states, "initial");
        for (int s = 0; s < states; s++) {
            requireDistribution(transition, s * states, states, "transition");
        }
        this.kind = kind;
        this.steps = steps;
        this.initial = initial.clone();
        this.transition = transition.clone();
        this.emission = emission;
        this.warnings = List.copyOf(warnings);
    }

    /** Returns the same model with these warnings. */
    HiddenMarkov withWarnings(List<String> newWarnings) {
        return new HiddenMarkov(kind, steps, initial, transition, emission, newWarnings);
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    private static void requireDistribution(double[] p, int from, int count, String name) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            require(p[i] >= 0, "%s must hold probabilities, but has %s", name, p[i]);
            sum += p[i];
        }
        require(Math.abs(sum - 1) < 1e-9, "every row of %s must sum to 1, but one sums to %s", name, sum);
    }

    static HiddenMarkov of(ModelState state) {
        DataKind kind = DataKind.valueOf(state.text("kind"));
        double[] initial = Arrays2d.toDoubles(state.array("initial"));
        return new HiddenMarkov(
                kind,
                state.integer("steps"),
                initial,
                Arrays2d.toDoubles(state.array("transition")),
                Factored.of(state, kind, initial.length),
                state.warnings());
    }

    @Override
    public ModelState state() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("kind", kind.name());
        settings.put("steps", steps);
        settings.putAll(emission.settings());
        Map<String, INDArray> arrays = new LinkedHashMap<>(emission.arrays());
        arrays.put("initial", Arrays2d.vector(initial));
        arrays.put("transition", Arrays2d.matrix(transition, states(), states()));
        return new ModelState(HiddenMarkovProvider.NAME, settings, arrays).withWarnings(warnings);
    }

    @Override
    public DataKind dataKind() {
        return kind;
    }

    @Override
    public int features() {
        return steps * emission.features();
    }

    /** Returns S. */
    public int states() {
        return initial.length;
    }

    /** Returns T. */
    public int steps() {
        return steps;
    }

    /** Returns the probabilities of the first state, [S]. */
    public double[] initial() {
        return initial.clone();
    }

    /** Returns the probability that {@code to} follows {@code from}. */
    public double transition(int from, int to) {
        return transition[from * states() + to];
    }

    /** Returns {@code log p} of the value in one of the D columns in a state; the first F columns are those of the first step. */
    public double logEmission(int state, int column, double value) {
        return emission.logProbability(state, column, value);
    }

    Factored emission() {
        return emission;
    }

    ForwardBackward workspace() {
        return new ForwardBackward(steps, initial, transition);
    }

    /** Fills the work space for one row and returns log p of what is observed; null means all. */
    double forward(ForwardBackward work, float[] values, int from, boolean[] observed) {
        int f = emission.features();
        double[] logs = work.logEmission();
        java.util.Arrays.fill(logs, 0);
        for (int t = 0; t < steps; t++) {
            emission.addLog(values, from + t * f, t * f, observed, logs, t * states());
        }
        return work.forward();
    }

    @Override
    public INDArray logProbability(INDArray x) {
        int d = features();
        Checks.requireRows(x, d, "x");
        float[] values = Arrays2d.toFloats(x);
        emission.check(values, d, null);
        double[] out = new double[values.length / d];
        ForwardBackward work = workspace();
        for (int r = 0; r < out.length; r++) {
            out[r] = forward(work, values, r * d, null);
        }
        return Arrays2d.vector(out);
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        Checks.requireSampleSize(n);
        int f = emission.features();
        float[] x = new float[Math.multiplyExact(n, features())];
        for (int r = 0; r < n; r++) {
            int state = 0;
            for (int t = 0; t < steps; t++) {
                state = t == 0
                        ? IndexDraw.draw(initial, 0, states(), 1, random)
                        : IndexDraw.draw(transition, state * states(), states(), 1, random);
                emission.fill(state, x, (r * steps + t) * f, t * f, null, random);
            }
        }
        return Arrays2d.matrix(x, n, features());
    }

    /** {@inheritDoc} Always empty. */
    @Override
    public Optional<String> cannotComplete(boolean[] observed) {
        return Optional.empty();
    }

    @Override
    public INDArray complete(INDArray x, boolean[] observed, RandomStream random) {
        int d = features();
        DiscreteRows.requireMask(observed, d);
        Checks.requireRows(x, d, "x");
        int f = emission.features();
        float[] out = Arrays2d.toFloats(x);
        emission.check(out, d, observed);
        ForwardBackward work = workspace();
        double[] weights = new double[states()];
        for (int from = 0; from < out.length; from += d) {
            if (forward(work, out, from, observed) == Double.NEGATIVE_INFINITY) {
                throw DiscreteRows.impossible(from / d);
            }
            int later = -1;
            for (int t = steps - 1; t >= 0; t--) {
                later = stateBefore(work.filtered(), t, later, weights, random);
                emission.fill(later, out, from + t * f, t * f, observed, random);
            }
        }
        return Arrays2d.matrix(out, out.length / d, d);
    }

    /** Draws the state at step t given what is observed up to t and the state after it; -1 if there is none. */
    private int stateBefore(double[] alpha, int t, int later, double[] weights, RandomStream random) {
        double total = 0;
        for (int s = 0; s < weights.length; s++) {
            weights[s] = alpha[t * weights.length + s] * (later < 0 ? 1 : transition[s * weights.length + later]);
            total += weights[s];
        }
        return IndexDraw.draw(weights, 0, weights.length, total, random);
    }
}
