package verisim.models.classical;

import static verisim.core.Checks.require;

/**
 * Sums over all state paths of a hidden Markov model, rescaled at every step so that long sequences do not underflow (Rabiner, 1989).
 * Work space for one sequence at a time; not for several threads.
 *
 * <pre>{@code
 * alpha_t(s) = p(state_t = s given x_1..t)    c_t = p(x_t given x_1..t-1)    log p(x) = sum_t log c_t
 * beta_t(s)  = p(x_t+1..T given state_t = s) / p(x_t+1..T given x_1..t)      gamma_t(s) = alpha_t(s) beta_t(s)
 * }</pre>
 */
final class ForwardBackward {
    private final int states;
    private final int steps;
    private final double[] initial;
    private final double[] transition;
    private final double[]
            emission; // [T, S] log; then probabilities over the largest of the states within reach, else 0
    private final double[] alpha;
    private final double[] scale;
    private final double[] beta;
    private final double[] next;

    /**
     * @param initial probabilities of the first state, [S]
     * @param transition row s: probabilities of the state after s, [S, S]
     */
    ForwardBackward(int steps, double[] initial, double[] transition) {
        require(
                transition.length == initial.length * initial.length,
                "transition must have S x S = %d values, but has %d",
                initial.length * initial.length,
                transition.length);
        this.states = initial.length;
        this.steps = steps;
        this.initial = initial;
        this.transition = transition;
        this.emission = new double[steps * states];
        this.alpha = new double[steps * states];
        this.scale = new double[steps];
        this.beta = new double[states];
        this.next = new double[states];
    }

    /** Returns where {@code log p(x_t given state)} of a sequence is to be written before {@link #forward}: [T, S]. */
    double[] logEmission() {
        return emission;
    }

    /** Returns log p(x), nats; minus infinity if no path can emit the sequence, and then nothing else is to be asked for. */
    double forward() {
        double logP = 0;
        for (int t = 0; t < steps; t++) {
            int at = t * states;
            double max = Double.NEGATIVE_INFINITY;
            for (int s = 0; s < states; s++) {
                alpha[at + s] = t == 0 ? initial[s] : arriving(t, s);
                if (alpha[at + s] > 0) {
                    max = Math.max(max, emission[at + s]);
                }
            }
            if (max == Double.NEGATIVE_INFINITY) {
                return max;
            }
            double total = 0;
            for (int s = 0; s < states; s++) {
                emission[at + s] = alpha[at + s] > 0 ? Math.exp(emission[at + s] - max) : 0;
                alpha[at + s] *= emission[at + s];
                total += alpha[at + s];
            }
            if (total == 0) {
                return Double.NEGATIVE_INFINITY;
            }
            for (int s = 0; s < states; s++) {
                alpha[at + s] /= total;
            }
            scale[t] = total;
            logP += max + Math.log(total);
        }
        return logP;
    }

    private double arriving(int t, int to) {
        int before = (t - 1) * states;
        double sum = 0;
        for (int s = 0; s < states; s++) {
            sum += alpha[before + s] * transition[s * states + to];
        }
        return sum;
    }

    /**
     * After {@link #forward}: writes the probabilities of the states given the whole sequence to {@code gamma} [T, S] and adds those
     * of the transitions to {@code moves} [S, S].
     */
    void backward(double[] gamma, double[] moves) {
        java.util.Arrays.fill(beta, 1);
        System.arraycopy(alpha, (steps - 1) * states, gamma, (steps - 1) * states, states);
        for (int t = steps - 2; t >= 0; t--) {
            int at = t * states;
            for (int s = 0; s < states; s++) {
                next[s] = emission[at + states + s] * beta[s] / scale[t + 1];
            }
            for (int s = 0; s < states; s++) {
                double sum = 0;
                for (int to = 0; to < states; to++) {
                    double ahead = transition[s * states + to] * next[to];
                    moves[s * states + to] += alpha[at + s] * ahead;
                    sum += ahead;
                }
                beta[s] = sum;
                gamma[at + s] = alpha[at + s] * sum;
            }
        }
    }

    /** Returns alpha after {@link #forward}, [T, S]: what backward sampling of a path needs. */
    double[] filtered() {
        return alpha;
    }
}
