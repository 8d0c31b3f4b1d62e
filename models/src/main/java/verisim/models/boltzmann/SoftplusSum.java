package verisim.models.boltzmann;

/**
 * Sums of {@code softplus(a) = max(a, 0) + log(1 + exp(-|a|))} with one logarithm for many terms: the factors {@code 1 + exp(-|a|)}
 * lie between 1 and 2, so a product of 1,000 of them cannot overflow.
 */
final class SoftplusSum {
    private static final int FACTORS = 1000;

    private SoftplusSum() {}

    /** Returns {@code sum_j softplus(beta a_j)} over {@code a[from .. from + n)}. */
    static double tempered(float[] a, int from, int n, double beta) {
        double sum = 0;
        double product = 1;
        for (int j = 0; j < n; j++) {
            double value = beta * a[from + j];
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
