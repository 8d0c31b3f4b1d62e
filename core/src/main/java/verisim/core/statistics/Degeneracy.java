package verisim.core.statistics;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;

/**
 * What makes a density of REAL rows meaningless, by one rule for all models.
 *
 * <ul>
 *   <li>A column that has one value in all rows, or is a linear function of other columns: a density can put all mass on the point or
 *       plane, where it has no bound. No model is fitted.
 *   <li>Rows of which at least half repeat an earlier one: the data has atoms, on which a density can grow without bound. Models are
 *       fitted, and every logarithm of such a density carries a warning.
 * </ul>
 *
 * <p>A column is constant if its least value is its largest, whatever its mean. It is a linear function of those before it if what is
 * left of it after regression on them, computed in double on the rows themselves, is below {@code 1e-13} of its variance, or no more
 * than the rounding of these columns to float explains. That is looked for where there are more rows than {@code D + 1}, with which
 * columns depend on each other by chance alone never, and at most 1,024 columns.
 */
public final class Degeneracy {
    private static final double SMALLEST_SHARE = 1e-13;

    /** Beyond this share, of values that a few floats tell apart, a residual is data whatever their rounding may be. */
    private static final double LARGEST_SHARE = 1e-6;

    /** A residual of this many times the variance of its own rounding is still rounding. */
    private static final double ROUNDING = 4;

    private static final int MOST_COLUMNS = 1024;
    private static final int MOST_VALUES = 10_000_000;
    private static final int MOST_NAMED = 5;

    /** Of standardised columns, the coefficient from which on a column is named as part of a dependence. */
    private static final double SMALLEST_COEFFICIENT = 1e-5;

    private Degeneracy() {}

    /**
     * Throws if no bounded density describes these rows.
     *
     * @param model whose training this is, for the message
     * @param train REAL training rows
     * @throws IllegalArgumentException naming the columns and what to do
     */
    public static void requireDensity(String model, Dataset train) {
        Optional<String> reason = withoutDensity(train);
        require(
                reason.isEmpty(),
                "%s: the training rows of '%s' have no density: %s",
                model,
                train.name(),
                reason.orElse(""));
    }

    /** Returns why no bounded density describes these rows and what to do about it; empty if one can. */
    public static Optional<String> withoutDensity(Dataset train) {
        require(
                train.kind() == DataKind.REAL,
                "only REAL data has a density, but '%s' is %s",
                train.name(),
                train.kind());
        List<Integer> constant = IntStream.range(0, train.features())
                .filter(j -> isConstant(train, j))
                .boxed()
                .toList();
        if (!constant.isEmpty()) {
            List<String> parts = constant.stream()
                    .map(j -> String.format(
                            Locale.ROOT,
                            "%s has the same value, %s, in all %d rows",
                            train.schema().label(j),
                            train.schema().column(j).text(train.value(0, j)),
                            train.size()))
                    .toList();
            return Optional.of(message(train, parts, constant));
        }
        List<Dependence> found = dependences(train);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = found.stream()
                .map(f -> train.schema().label(f.column) + " is a linear function of "
                        + shortened(f.of.stream().map(train.schema()::label).toList(), ", "))
                .toList();
        return Optional.of(
                message(train, parts, found.stream().map(f -> f.column).toList()));
    }

    private static String message(Dataset train, List<String> parts, List<Integer> columns) {
        List<String> names = columns.stream()
                .map(j -> train.schema().isNamed() ? train.schema().column(j).name() : Integer.toString(j + 1))
                .toList();
        return shortened(parts, "; ") + "; leave out such columns (of an own file by drop: [" + shortened(names, ", ")
                + "]) or declare the data another kind";
    }

    private static String shortened(List<String> parts, String separator) {
        int more = parts.size() - MOST_NAMED;
        return more > 0
                ? String.join(separator, parts.subList(0, MOST_NAMED)) + separator + "and " + more + " more"
                : String.join(separator, parts);
    }

    private static boolean isConstant(Dataset data, int column) {
        for (int r = 1; r < data.size(); r++) {
            if (data.value(r, column) != data.value(0, column)) {
                return false;
            }
        }
        return true;
    }

    /** Returns what to tell with every logarithm of a density of such rows; empty if they are not mostly repeats. */
    public static List<String> warnings(Dataset train) {
        int repeated = train.kind() == DataKind.REAL ? repeatedRows(train) : 0;
        return 2 * repeated < train.size()
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "%d of %d training rows repeat an earlier one: the data has atoms, on which a density can grow without bound",
                        repeated,
                        train.size()));
    }

    /** Returns how many rows equal an earlier row in all columns. */
    public static int repeatedRows(Dataset data) {
        Set<Row> seen = new HashSet<>();
        int repeated = 0;
        int[] number = new int[1];
        for (int r = 0; r < data.size(); r++) {
            float[] values = new float[data.features()];
            number[0] = r;
            data.copyRows(number, 0, 1, values);
            for (int j = 0; j < values.length; j++) {
                values[j] += 0f; // -0 equals 0
            }
            repeated += seen.add(new Row(values)) ? 0 : 1;
        }
        return repeated;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by its content
    private record Row(float[] values) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Row row && Arrays.equals(values, row.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    /** @param of the columns it is a function of */
    private record Dependence(int column, List<Integer> of) {}

    private static List<Dependence> dependences(Dataset data) {
        int d = data.features();
        if (d > MOST_COLUMNS || data.size() <= d + 1) {
            return List.of();
        }
        // Columns that do not depend on each other in some of the rows do not in all of them.
        int some = Math.min(data.size(), 4 * d + 100);
        List<Dependence> found = dependences(data.spread(some), d);
        return found.isEmpty() || some == data.size()
                ? found
                : dependences(data.spread(Math.min(data.size(), MOST_VALUES / d)), d);
    }

    /** Gram-Schmidt, column by column, on columns of mean 0 and length 1. */
    private static List<Dependence> dependences(Dataset data, int d) {
        int n = data.size();
        ColumnMoments moments = ColumnMoments.of(data);
        double[][] basis = new double[d][];
        double[][] shares = new double[d][]; // column j = sum_i shares[j][i] basis[i] + residual
        double[] rounding = new double[d];
        List<Integer> free = new ArrayList<>();
        List<Dependence> found = new ArrayList<>();
        for (int j = 0; j < d; j++) {
            double[] c = new double[n];
            double scale = moments.scale(j) * Math.sqrt(n);
            for (int r = 0; r < n; r++) {
                c[r] = (data.value(r, j) - moments.mean(j)) / scale;
                double step = Math.ulp(data.value(r, j)) / scale;
                rounding[j] += step * step / 12;
            }
            shares[j] = new double[j];
            for (int i : free) {
                shares[j][i] = dot(basis[i], c);
                for (int r = 0; r < n; r++) {
                    c[r] -= shares[j][i] * basis[i][r];
                }
            }
            double left = dot(c, c);
            double length = Math.sqrt(left);
            double[] coefficients = coefficients(j, free, shares);
            double explained = rounding[j];
            for (int i : free) {
                explained += coefficients[i] * coefficients[i] * rounding[i];
            }
            if (left <= Math.max(SMALLEST_SHARE, Math.min(LARGEST_SHARE, ROUNDING * explained))) {
                found.add(new Dependence(
                        j,
                        free.stream()
                                .filter(i -> Math.abs(coefficients[i]) > SMALLEST_COEFFICIENT)
                                .toList()));
            } else {
                for (int r = 0; r < n; r++) {
                    c[r] /= length;
                }
                basis[j] = c;
                shares[j] = Arrays.copyOf(shares[j], j + 1);
                shares[j][j] = length;
                free.add(j);
            }
        }
        return found;
    }

    /** Returns the coefficients of column j in terms of the free columns before it, by back substitution. */
    private static double[] coefficients(int j, List<Integer> free, double[][] shares) {
        double[] out = new double[j];
        for (int a = free.size() - 1; a >= 0; a--) {
            int i = free.get(a);
            double sum = shares[j][i];
            for (int b = a + 1; b < free.size(); b++) {
                int k = free.get(b);
                sum -= out[k] * shares[k][i];
            }
            out[i] = sum / shares[i][i];
        }
        return out;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
