package verisim.core.source.synthetic;

import static verisim.core.Checks.require;

import verisim.core.data.DataKind;
import verisim.core.random.RandomStream;

/**
 * A hidden Markov model that emits sequences of fixed length: a row is a sequence, a column a time.
 *
 * <p>The likelihood is summed over all state sequences by the forward algorithm, rescaled at every step so that long sequences
 * do not underflow (Rabiner, 1989).
 *
 * @see <a href="https://doi.org/10.1109/5.18626">Rabiner (1989), A tutorial on hidden Markov models</a>
 */
public final class HiddenMarkovTruth extends SyntheticTruth {
    private final double[] initial;
    private final double[][] transition;
    private final double[][] emission;

    /**
     * @param length T, the number of columns
     * @param initial probabilities of the first state, [S]
     * @param transition row s: probabilities of the state after s, [S, S]
     * @param emission row s: probabilities of the symbols in state s, [S, V]; the data is BINARY if V is 2, else CATEGORICAL
     * @throws IllegalArgumentException if shapes differ; every row is divided by its sum
     */
    public HiddenMarkovTruth(int length, double[] initial, double[][] transition, double[][] emission) {
        super(
                Discrete.first(java.util.Arrays.asList(emission), "emission").length == 2
                        ? DataKind.BINARY
                        : DataKind.CATEGORICAL,
                length);
        int states = initial.length;
        int symbols = emission[0].length;
        require(
                transition.length == states && emission.length == states,
                "transition and emission must have %d rows, one for each state, but have %d and %d",
                states,
                transition.length,
                emission.length);
        require(symbols >= 2, "emission must have at least 2 columns, but has %d", symbols);
        this.initial = Discrete.normalise(initial, "initial");
        this.transition = new double[states][];
        this.emission = new double[states][];
        for (int s = 0; s < states; s++) {
            require(
                    transition[s].length == states && emission[s].length == symbols,
                    "row %d of transition and emission must have %d and %d values, but has %d and %d",
                    s,
                    states,
                    symbols,
                    transition[s].length,
                    emission[s].length);
            this.transition[s] = Discrete.normalise(transition[s], "transition");
            this.emission[s] = Discrete.normalise(emission[s], "emission");
        }
    }

    /** Returns V, the number of symbols. */
    public int symbols() {
        return emission[0].length;
    }

    @Override
    int drawRow(double[] row, RandomStream random) {
        int state = Discrete.draw(initial, random);
        for (int t = 0; t < row.length; t++) {
            row[t] = Discrete.draw(emission[state], random);
            state = Discrete.draw(transition[state], random);
        }
        return 0;
    }

    @Override
    double logProbability(double[] x, int from) {
        int states = initial.length;
        double[] alpha = initial.clone(); // probability of each state given the symbols so far
        double[] next = new double[states];
        double logP = 0;
        for (int t = 0; t < features(); t++) {
            int symbol = (int) x[from + t];
            if (symbol >= symbols()) {
                return Double.NEGATIVE_INFINITY;
            }
            double total = 0;
            for (int s = 0; s < states; s++) {
                alpha[s] *= emission[s][symbol];
                total += alpha[s];
            }
            if (total == 0) {
                return Double.NEGATIVE_INFINITY;
            }
            logP += Math.log(total);
            for (int to = 0; to < states; to++) {
                double sum = 0;
                for (int s = 0; s < states; s++) {
                    sum += alpha[s] * transition[s][to];
                }
                next[to] = sum / total;
            }
            System.arraycopy(next, 0, alpha, 0, states);
        }
        return logP;
    }
}
