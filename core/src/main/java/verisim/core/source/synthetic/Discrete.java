package verisim.core.source.synthetic;

import static verisim.core.Checks.require;

import verisim.core.random.RandomStream;

/** Small discrete distributions as arrays of probabilities. */
final class Discrete {
    private Discrete() {}

    /** Returns the first of a list that must not be empty. */
    static <T> T first(java.util.List<T> list, String name) {
        require(!list.isEmpty(), "%s must not be empty", name);
        return list.get(0);
    }

    /** Returns {@code weights} divided by their sum. */
    static double[] normalise(double[] weights, String name) {
        double sum = 0;
        for (double w : weights) {
            require(w >= 0 && Double.isFinite(w), "%s must be finite and at least 0, but hold %s", name, w);
            sum += w;
        }
        require(sum > 0, "%s must have a sum greater than 0", name);
        double[] out = weights.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] /= sum;
        }
        return out;
    }

    /** Returns i with probability {@code p[i]}. */
    static int draw(double[] p, RandomStream random) {
        double u = random.nextDouble();
        int last = 0;
        for (int i = 0; i < p.length; i++) {
            if (p[i] > 0) {
                last = i;
                if (u < p[i]) {
                    return i;
                }
                u -= p[i];
            }
        }
        return last; // rounding left u a hair above the last probability
    }

    /** Returns {@code n} numbers uniform on [low, high). */
    static double[] uniform(int n, double low, double high, RandomStream random) {
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = low + (high - low) * random.nextDouble();
        }
        return out;
    }
}
