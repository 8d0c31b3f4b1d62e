package verisim.models.boltzmann;

import verisim.core.math.DoubleMath;

/**
 * Sums of {@code softplus(a) = max(a, 0) + log(1 + exp(-|a|))} with one logarithm for many terms: the factors {@code 1 + exp(-|a|)}
 * lie between 1 and 2, so a product of 1,000 of them cannot overflow. An instance holds the buffers of loops that vectorise and is
 * confined to one thread.
 */
final class SoftplusSum {
    private static final int FACTORS = 1000;

    private final int n;
    private final double[] sizes;
    private final double[] positive;
    private final double[] above;
    private final double[] below;

    /** @param n number of terms */
    SoftplusSum(int n) {
        this.n = n;
        sizes = new double[Math.min(n, FACTORS)];
        positive = new double[sizes.length];
        above = new double[sizes.length];
        below = new double[sizes.length];
    }

    /**
     * Returns {@code sum_j softplus(to a_j) - softplus(from a_j)} over {@code a[at .. at + n)}, with an absolute error below 1e-12 a term:
     *
     * <pre>{@code (to - from) sum_j max(a_j, 0) + log prod_j (1 + exp(-to |a_j|)) / (1 + exp(-from |a_j|))}</pre>
     *
     * @param from at least 0
     * @param to at least 0
     */
    double difference(float[] a, int at, double from, double to) {
        double sum = 0;
        for (int done = 0; done < n; done += FACTORS) {
            int count = Math.min(FACTORS, n - done);
            split(a, at + done, sizes, positive, count);
            factors(sizes, to, above, count);
            factors(sizes, from, below, count);
            divide(above, below, count);
            sum += (to - from) * sum(positive, count) + Math.log(product(above, count));
        }
        return sum;
    }

    // One loop for each array that is written: the Java 17 compiler vectorises these, not one loop that does it all.

    private static void split(float[] a, int at, double[] sizes, double[] positive, int n) {
        for (int j = 0; j < n; j++) {
            positive[j] = a[at + j];
        }
        for (int j = 0; j < n; j++) {
            sizes[j] = Math.abs(positive[j]);
        }
        for (int j = 0; j < n; j++) {
            positive[j] = 0.5 * (positive[j] + sizes[j]);
        }
    }

    private static void factors(double[] sizes, double beta, double[] out, int n) {
        for (int j = 0; j < n; j++) {
            out[j] = 1 + DoubleMath.expMinus(beta * sizes[j]);
        }
    }

    private static void divide(double[] above, double[] below, int n) {
        for (int j = 0; j < n; j++) {
            above[j] /= below[j];
        }
    }

    /** Returns the product of the first n values, which are lost: by halves, which unlike a running product vectorises. */
    private static double product(double[] values, int n) {
        for (int m = n; m > 1; m -= m / 2) {
            int rest = m - m / 2;
            for (int j = 0; j < m / 2; j++) {
                values[j] *= values[rest + j];
            }
        }
        return values[0];
    }

    private static double sum(double[] values, int n) {
        for (int m = n; m > 1; m -= m / 2) {
            int rest = m - m / 2;
            for (int j = 0; j < m / 2; j++) {
                values[j] += values[rest + j];
            }
        }
        return values[0];
    }

    /** Returns {@code sum_j softplus(a_j)} over {@code a[from .. from + n)}. */
    static double of(float[] a, int from, int n) {
        double sum = 0;
        double product = 1;
        for (int j = 0; j < n; j++) {
            double value = a[from + j];
            sum += Math.max(value, 0);
            product *= 1 + Math.exp(-Math.abs(value));
            if (j % FACTORS == FACTORS - 1) {
                sum += Math.log(product);
                product = 1;
            }
        }
        return sum + Math.log(product);
    }

    /** Returns {@code sum_j softplus(a_j + sign w_j)} with w from {@code wFrom}. */
    static double shifted(double[] a, int sign, float[] w, int wFrom) {
        double sum = 0;
        double product = 1;
        for (int j = 0; j < a.length; j++) {
            double value = a[j] + sign * w[wFrom + j];
            sum += Math.max(value, 0);
            product *= 1 + Math.exp(-Math.abs(value));
            if (j % FACTORS == FACTORS - 1) {
                sum += Math.log(product);
                product = 1;
            }
        }
        return sum + Math.log(product);
    }
}
