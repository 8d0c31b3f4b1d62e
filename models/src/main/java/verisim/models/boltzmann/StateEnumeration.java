package verisim.models.boltzmann;

import java.util.Arrays;
import verisim.core.math.LogMath;

/**
 * Sums an RBM's unnormalised probability over all states of one side.
 *
 * <pre>{@code log sum_s exp(a.s + sum_d softplus(b_d + sum_u s_u W_ud)),   s in {0, 1}^U}</pre>
 *
 * <p>The units are split into low and high ones. {@code exp} of the low units' share of each field is tabulated once, that of the
 * high units is taken once for every high state; so a state costs one multiplication and one addition per field, in loops that
 * vectorise: {@code prod_d (1 + A_d B_d(s))}. Factors are multiplied in groups whose product cannot overflow, and the logarithm is
 * taken once per group. A field whose share could exceed {@link #WIDEST} in size is added by softplus instead. All in double.
 */
final class StateEnumeration {
    /** exp of the sum of two shares of at most this size stays below 1e261, and its reciprocal above 1e-261. */
    private static final double WIDEST = 300;

    /** A product of factors whose logarithms sum to at most this does not overflow. */
    private static final double LARGEST_LOG_PRODUCT = 700;

    /** 2^7 low states x 784 fields of double fit the second-level cache. */
    private static final int LOW_UNITS = 7;

    private final double[] unitBias;
    private final double[] fieldBias;
    private final double[][] weights;
    private final int low;
    private final int block;
    private final boolean[] wide;
    private final int[] groupEnds;
    private final double[] lowFields;
    private final double[] lowFactors;
    private final double[] lowBias;

    private StateEnumeration(double[] unitBias, double[] fieldBias, double[][] weights) {
        this.unitBias = unitBias;
        this.fieldBias = fieldBias;
        this.weights = weights;
        int features = fieldBias.length;
        low = Math.min(LOW_UNITS, unitBias.length);
        block = 1 << low;
        lowBias = new double[block];
        lowFields = new double[features * block];
        for (int s = 0; s < block; s++) {
            for (int u = 0; u < low; u++) {
                if ((s >> u & 1) == 1) {
                    lowBias[s] += unitBias[u];
                    for (int d = 0; d < features; d++) {
                        lowFields[d * block + s] += weights[u][d];
                    }
                }
            }
        }
        lowFactors = new double[features * block];
        Arrays.setAll(lowFactors, i -> Math.exp(lowFields[i]));
        wide = new boolean[features];
        int[] ends = new int[features];
        int groups = 0;
        double logProduct = 0;
        for (int d = 0; d < features; d++) {
            double most = mark(d);
            if (wide[d]) {
                continue;
            }
            if (logProduct + most > LARGEST_LOG_PRODUCT) {
                ends[groups++] = d;
                logProduct = 0;
            }
            logProduct += most;
        }
        ends[groups++] = features;
        groupEnds = Arrays.copyOf(ends, groups);
    }

    /** Decides whether field d is wide; returns the largest softplus it can reach. */
    private double mark(int d) {
        double lowLeast = 0;
        double lowMost = 0;
        double highLeast = fieldBias[d];
        double highMost = fieldBias[d];
        for (int u = 0; u < unitBias.length; u++) {
            double w = weights[u][d];
            if (u < low) {
                lowLeast += Math.min(w, 0);
                lowMost += Math.max(w, 0);
            } else {
                highLeast += Math.min(w, 0);
                highMost += Math.max(w, 0);
            }
        }
        wide[d] = Math.max(Math.max(-lowLeast, lowMost), Math.max(-highLeast, highMost)) > WIDEST;
        return LogMath.softplus(lowMost + highMost);
    }

    /**
     * Returns the logarithm of the sum over all {@code 2^U} states.
     *
     * @param unitBias a [U]
     * @param fieldBias b [D]
     * @param weights W [U][D]
     * @throws IllegalStateException if U exceeds 30
     */
    static double logSum(double[] unitBias, double[] fieldBias, double[][] weights) {
        if (unitBias.length > 30) {
            throw new IllegalStateException("enumeration takes 2^" + unitBias.length
                    + " states; at most 30 units can be enumerated, use annealed importance sampling");
        }
        return new StateEnumeration(unitBias, fieldBias, weights).sum();
    }

    private double sum() {
        int features = fieldBias.length;
        int high = unitBias.length - low;
        double[] fields = new double[features];
        double[] logs = new double[block];
        double[] product = new double[block];
        double total = Double.NEGATIVE_INFINITY;
        for (long state = 0; state < 1L << high; state++) {
            System.arraycopy(fieldBias, 0, fields, 0, features);
            double bias = 0;
            for (int u = 0; u < high; u++) {
                if ((state >> u & 1) == 1) {
                    bias += unitBias[low + u];
                    add(fields, weights[low + u]);
                }
            }
            for (int s = 0; s < block; s++) {
                logs[s] = bias + lowBias[s];
            }
            int d = 0;
            for (int end : groupEnds) {
                Arrays.fill(product, 1);
                for (; d < end; d++) {
                    if (wide[d]) {
                        for (int s = 0; s < block; s++) {
                            logs[s] += LogMath.softplus(fields[d] + lowFields[d * block + s]);
                        }
                    } else {
                        multiply(product, Math.exp(fields[d]), lowFactors, d * block);
                    }
                }
                for (int s = 0; s < block; s++) {
                    logs[s] += Math.log(product[s]);
                }
            }
            total = LogMath.logAddExp(total, LogMath.logSumExp(logs));
        }
        return total;
    }

    private static void add(double[] sum, double[] values) {
        for (int d = 0; d < sum.length; d++) {
            sum[d] += values[d];
        }
    }

    private static void multiply(double[] product, double a, double[] factors, int from) {
        for (int s = 0; s < product.length; s++) {
            product[s] *= 1 + a * factors[from + s];
        }
    }
}
