package verisim.models.boltzmann;

/**
 * The unnormalised probability of a Boltzmann machine over all its states:
 *
 * <pre>{@code log f(s) = constant + a.s + sum_{j > k} s_j Q_jk s_k,   s in {0, 1}^U}</pre>
 *
 * <p>That is what is left of an RBM with normal visible units when these are integrated out, so the cost of a state does not depend on
 * their number. Within a block a state's logarithm is that of the state without its highest unit plus one addition.
 */
final class PairwiseStates extends BlockedStates {
    private static final int LOW_UNITS = 10;

    private final double constant;
    private final double[] bias;
    private final double[][] couplings;
    private final int low;

    /**
     * @param bias a [U]
     * @param couplings Q [U][U], of which the part below the diagonal is read
     * @throws IllegalStateException if U exceeds 30
     */
    PairwiseStates(double constant, double[] bias, double[][] couplings) {
        super(bias.length, Math.min(LOW_UNITS, bias.length));
        this.constant = constant;
        this.bias = bias;
        this.couplings = couplings;
        this.low = Math.min(LOW_UNITS, bias.length);
    }

    @Override
    Block block() {
        double[] sums = new double[1 << low];
        double[] fields = new double[low];
        return (number, logs) -> {
            logs[0] = top(number, fields);
            for (int j = 0; j < low; j++) {
                int half = 1 << j;
                lowCouplings(j, sums);
                for (int s = 0; s < half; s++) {
                    logs[half + s] = logs[s] + fields[j] + sums[s];
                }
            }
        };
    }

    /** Returns log f of the state whose low units are 0, and writes the fields of these. */
    private double top(int number, double[] fields) {
        double sum = constant;
        System.arraycopy(bias, 0, fields, 0, low);
        for (int j = low; j < bias.length; j++) {
            if ((number >> (j - low) & 1) == 0) {
                continue;
            }
            sum += bias[j];
            for (int k = 0; k < low; k++) {
                fields[k] += couplings[j][k];
            }
            for (int k = low; k < j; k++) {
                sum += (number >> (k - low) & 1) == 0 ? 0 : couplings[j][k];
            }
        }
        return sum;
    }

    /** Writes {@code sum_{k < j} Q_jk s_k} for the states s of the units below j. */
    private void lowCouplings(int j, double[] sums) {
        sums[0] = 0;
        for (int k = 0; k < j; k++) {
            int half = 1 << k;
            for (int s = 0; s < half; s++) {
                sums[half + s] = sums[s] + couplings[j][k];
            }
        }
    }
}
