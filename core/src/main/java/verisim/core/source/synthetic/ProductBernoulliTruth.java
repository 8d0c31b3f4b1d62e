package verisim.core.source.synthetic;

import static verisim.core.Checks.require;

import verisim.core.data.DataKind;
import verisim.core.random.RandomStream;

/** Independent binary values, {@code log p(x) = sum_d x_d log p_d + (1 - x_d) log(1 - p_d)}. */
public final class ProductBernoulliTruth extends SyntheticTruth {
    private final double[] p;
    private final double[] logOne;
    private final double[] logZero;

    /** @param probabilities p, [D], of a 1; each from 0 to 1 */
    public ProductBernoulliTruth(double[] probabilities) {
        super(DataKind.BINARY, probabilities.length);
        p = probabilities.clone();
        logOne = new double[p.length];
        logZero = new double[p.length];
        for (int d = 0; d < p.length; d++) {
            require(p[d] >= 0 && p[d] <= 1, "probabilities must be from 0 to 1, but [%d] is %s", d, p[d]);
            logOne[d] = Math.log(p[d]);
            logZero[d] = Math.log1p(-p[d]);
        }
    }

    public double[] probabilities() {
        return p.clone();
    }

    /** Returns the entropy, nats. */
    public double entropy() {
        double sum = 0;
        for (int d = 0; d < p.length; d++) {
            sum -= p[d] > 0 ? p[d] * logOne[d] : 0;
            sum -= p[d] < 1 ? (1 - p[d]) * logZero[d] : 0;
        }
        return sum;
    }

    /** Returns {@code KL(this, other)} in closed form, nats; infinite if {@code other} rules out what this produces. */
    public double klTo(ProductBernoulliTruth other) {
        require(
                other.p.length == p.length,
                "both distributions must have the same D, but they have %d and %d",
                p.length,
                other.p.length);
        double sum = 0;
        for (int d = 0; d < p.length; d++) {
            sum += p[d] > 0 ? p[d] * (logOne[d] - other.logOne[d]) : 0;
            sum += p[d] < 1 ? (1 - p[d]) * (logZero[d] - other.logZero[d]) : 0;
        }
        return sum;
    }

    @Override
    int drawRow(double[] row, RandomStream random) {
        for (int d = 0; d < row.length; d++) {
            row[d] = random.nextDouble() < p[d] ? 1 : 0;
        }
        return 0;
    }

    @Override
    double logProbability(double[] x, int from) {
        double sum = 0;
        for (int d = 0; d < p.length; d++) {
            sum += x[from + d] > 0.5 ? logOne[d] : logZero[d];
        }
        return sum;
    }
}
