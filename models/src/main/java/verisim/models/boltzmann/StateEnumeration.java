package verisim.models.boltzmann;

import java.util.Arrays;
import java.util.stream.IntStream;
import verisim.core.math.LogMath;

/**
 * An RBM's unnormalised probability over all states of one side whose other side is binary or categorical.
 *
 * <pre>{@code f(s) = exp(constant + a.s) prod_g (1 + sum_{d in g} exp(b_d + sum_u s_u W_ud)),   s in {0, 1}^U}</pre>
 *
 * <p>A factor g is a unit of the other side: a binary one has a single field d, one of K categories K - 1, relative to the first category.
 *
 * <p>The units are split into low, middle and top ones. exp of the low and of the middle units' share of each field is tabulated, that
 * of the top units is taken once for all states of the others; so a state costs one multiplication and one addition per field, in
 * loops that vectorise: {@code prod_g (1 + sum_d A_d(low) B_d(middle) C_d(top))}. Factors are multiplied in groups whose product cannot
 * overflow; after each group the exponents of the products are set aside, which is exact. A factor with a field of which a
 * share could exceed {@link #WIDEST} in size is added by its logarithm instead. All in double.
 */
final class StateEnumeration extends BlockedStates {
    /** exp of the sum of two shares of at most this size stays below 1e261, and its reciprocal above 1e-261. */
    private static final double WIDEST = 300;

    /** A number below 2 times factors whose logarithms sum to at most this does not overflow. */
    private static final double LARGEST_LOG_PRODUCT = 700;

    /** 2^7 low states x 784 fields of double fit the second-level cache. */
    private static final int LOW_UNITS = 7;

    private static final int MIDDLE_UNITS = 6;
    private static final double LOG_2 = Math.log(2);

    private final double constant;
    private final double[] unitBias;
    private final double[] fieldBias;
    private final int[] factorEnds;
    private final double[][] weights;
    private final int low;
    private final int middle;
    private final double[] lowBias;
    private final double[] lowFields; // [D, 2^low]
    private final double[] lowFactors; // exp of these
    private final double[] middleBias;
    private final double[][] middleFields; // [2^middle][D]
    private final double[][] middleFactors;
    private final boolean[] wide; // [factors]
    private final int[] groupEnds; // in factors

    /** With a binary other side. */
    StateEnumeration(double[] unitBias, double[] fieldBias, double[][] weights) {
        this(
                0,
                unitBias,
                fieldBias,
                weights,
                IntStream.rangeClosed(1, fieldBias.length).toArray());
    }

    /**
     * @param unitBias a [U]
     * @param fieldBias b [D]
     * @param weights W [U][D]
     * @param factorEnds the field after the last one of each factor
     * @throws IllegalStateException if U exceeds 30
     */
    StateEnumeration(double constant, double[] unitBias, double[] fieldBias, double[][] weights, int[] factorEnds) {
        super(unitBias.length, Math.min(LOW_UNITS, unitBias.length));
        this.constant = constant;
        this.factorEnds = factorEnds;
        this.unitBias = unitBias;
        this.fieldBias = fieldBias;
        this.weights = weights;
        int features = fieldBias.length;
        low = Math.min(LOW_UNITS, unitBias.length);
        middle = Math.min(MIDDLE_UNITS, unitBias.length - low);
        int block = 1 << low;
        lowBias = new double[block];
        lowFields = new double[features * block];
        double[] fields = new double[features];
        for (int s = 0; s < block; s++) {
            Arrays.fill(fields, 0);
            lowBias[s] = addStates(s, 0, low, fields);
            for (int d = 0; d < features; d++) {
                lowFields[d * block + s] = fields[d];
            }
        }
        lowFactors = exp(lowFields);
        middleBias = new double[1 << middle];
        middleFields = new double[1 << middle][features];
        middleFactors = new double[1 << middle][];
        for (int m = 0; m < middleBias.length; m++) {
            middleBias[m] = addStates(m, low, middle, middleFields[m]);
            middleFactors[m] = exp(middleFields[m]);
        }
        wide = new boolean[factorEnds.length];
        groupEnds = groups();
    }

    /** Adds the weights of the units that are on in {@code state} to {@code fields}; returns their biases' sum. */
    private double addStates(long state, int from, int units, double[] fields) {
        double bias = 0;
        for (int u = 0; u < units; u++) {
            if ((state >> u & 1) == 1) {
                bias += unitBias[from + u];
                double[] row = weights[from + u];
                for (int d = 0; d < fields.length; d++) {
                    fields[d] += row[d];
                }
            }
        }
        return bias;
    }

    private static double[] exp(double[] values) {
        double[] out = new double[values.length];
        Arrays.setAll(out, i -> Math.exp(values[i]));
        return out;
    }

    private int factorFrom(int g) {
        return g == 0 ? 0 : factorEnds[g - 1];
    }

    private int[] groups() {
        int[] ends = new int[factorEnds.length];
        int groups = 0;
        double logProduct = 0;
        for (int g = 0; g < factorEnds.length; g++) {
            double most = 0;
            for (int d = factorFrom(g); d < factorEnds[g]; d++) {
                most = LogMath.logAddExp(most, mark(g, d));
            }
            if (wide[g]) {
                continue;
            }
            if (logProduct + most > LARGEST_LOG_PRODUCT) {
                ends[groups++] = g;
                logProduct = 0;
            }
            logProduct += most;
        }
        ends[groups++] = factorEnds.length;
        return Arrays.copyOf(ends, groups);
    }

    /** Decides whether field d makes factor g wide; returns the largest value the field can have. */
    private double mark(int g, int d) {
        double[] least = {0, 0, fieldBias[d]}; // of the shares of low, middle and top units
        double[] most = least.clone();
        for (int u = 0; u < unitBias.length; u++) {
            int share = u < low ? 0 : u < low + middle ? 1 : 2;
            least[share] += Math.min(weights[u][d], 0);
            most[share] += Math.max(weights[u][d], 0);
        }
        double low0 = Math.max(-least[0], most[0]);
        double others = Math.max(-least[1], most[1]) + Math.max(-least[2], most[2]);
        wide[g] |= Math.max(low0, others) > WIDEST;
        return most[0] + most[1] + most[2];
    }

    @Override
    Block block() {
        return new Workspace();
    }

    /** What one thread needs: the share of one state of the top units, and the products being formed. */
    private final class Workspace implements Block {
        private final double[] topFields = new double[fieldBias.length];
        private final double[] topFactors = new double[fieldBias.length];
        private final double[] product = new double[1 << low];
        private final double[] sums = new double[1 << low];
        private final int[] exponents = new int[1 << low];
        private double topBias;
        private int top = -1;

        private void setTop(int state) {
            top = state;
            System.arraycopy(fieldBias, 0, topFields, 0, fieldBias.length);
            topBias = constant + addStates(state, low + middle, unitBias.length - low - middle, topFields);
            for (int d = 0; d < topFields.length; d++) {
                topFactors[d] = Math.exp(topFields[d]);
            }
        }

        @Override
        public void write(int number, double[] logs) {
            if (number >> middle != top) {
                setTop(number >> middle);
            }
            int m = number & (middleBias.length - 1);
            int block = logs.length;
            double bias = topBias + middleBias[m];
            for (int s = 0; s < block; s++) {
                logs[s] = bias + lowBias[s];
            }
            Arrays.fill(product, 1);
            Arrays.fill(exponents, 0);
            double[] factors = middleFactors[m];
            int g = 0;
            for (int end : groupEnds) {
                for (; g < end; g++) {
                    int d = factorFrom(g);
                    if (wide[g]) {
                        addLogarithms(m, d, factorEnds[g], logs);
                    } else if (factorEnds[g] == d + 1) {
                        multiply(product, topFactors[d] * factors[d], lowFactors, d * block);
                    } else {
                        multiplySums(factors, d, factorEnds[g]);
                    }
                }
                setExponentsAside();
            }
            for (int s = 0; s < block; s++) {
                logs[s] += Math.log(product[s]) + exponents[s] * LOG_2;
            }
        }

        private void addLogarithms(int m, int from, int to, double[] logs) {
            int block = logs.length;
            for (int s = 0; s < block; s++) {
                double log = 0;
                for (int d = from; d < to; d++) {
                    log = LogMath.logAddExp(log, topFields[d] + middleFields[m][d] + lowFields[d * block + s]);
                }
                logs[s] += log;
            }
        }

        private void multiplySums(double[] factors, int from, int to) {
            Arrays.fill(sums, 1);
            for (int d = from; d < to; d++) {
                add(sums, topFactors[d] * factors[d], lowFactors, d * sums.length);
            }
            for (int s = 0; s < sums.length; s++) {
                product[s] *= sums[s];
            }
        }

        private void setExponentsAside() {
            for (int s = 0; s < product.length; s++) {
                long bits = Double.doubleToRawLongBits(product[s]); // at least 1, so never subnormal
                exponents[s] += (int) (bits >>> 52) - 1023;
                product[s] = Double.longBitsToDouble((bits & 0xfffffffffffffL) | (0x3ffL << 52));
            }
        }
    }

    private static void add(double[] sums, double a, double[] factors, int from) {
        for (int s = 0; s < sums.length; s++) {
            sums[s] += a * factors[from + s];
        }
    }

    private static void multiply(double[] product, double a, double[] factors, int from) {
        for (int s = 0; s < product.length; s++) {
            product[s] *= 1 + a * factors[from + s];
        }
    }
}
