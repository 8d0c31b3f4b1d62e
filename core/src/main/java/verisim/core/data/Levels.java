package verisim.core.data;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How many levels each column of discrete data has. With one place for every level of every column, level v of column d stands at
 * {@code from(d) + v} of {@code total()}: so one-hot rows, tables of probabilities and the outputs of networks are laid out. Immutable.
 *
 * <p>A column with fewer levels than another has fewer places, so no probability can fall on a level that it does not have.
 */
public final class Levels {
    private final int[] counts;
    private final int[] from;

    private Levels(int[] counts) {
        require(counts.length >= 1, "there must be at least one column");
        this.counts = counts.clone();
        this.from = new int[counts.length + 1];
        for (int d = 0; d < counts.length; d++) {
            require(counts[d] >= 1, "column %d must have at least one level, but has %d", d + 1, counts[d]);
            from[d + 1] = Math.addExact(from[d], counts[d]);
        }
    }

    /** Columns with these numbers of levels, each at least 1. */
    public static Levels of(int... counts) {
        return new Levels(counts);
    }

    /** As many columns with {@code count} levels each. */
    public static Levels same(int columns, int count) {
        int[] counts = new int[columns];
        Arrays.fill(counts, count);
        return new Levels(counts);
    }

    /** The levels of BINARY or CATEGORICAL data. */
    public static Levels of(Dataset data) {
        require(data.kind() != DataKind.REAL, "%s has no levels", data);
        return new Levels(data.levels());
    }

    /** Levels as {@link #toList} gives them. */
    public static Levels of(List<Integer> counts) {
        return new Levels(counts.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Returns D. */
    public int columns() {
        return counts.length;
    }

    /** Returns the number of levels of column d. */
    public int count(int d) {
        return counts[d];
    }

    /** Returns the number of levels of each column. */
    public int[] counts() {
        return counts.clone();
    }

    /** Returns the number of levels of each column. */
    public List<Integer> toList() {
        return Arrays.stream(counts).boxed().toList();
    }

    /** Returns where the levels of column d begin; for {@code d = D} where they end. */
    public int from(int d) {
        return from[d];
    }

    /** Returns the sum of the numbers of levels. */
    public int total() {
        return from[counts.length];
    }

    /** Returns the largest number of levels of a column. */
    public int most() {
        return Arrays.stream(counts).max().orElseThrow();
    }

    /** Returns whether {@code value} is a level of column d. */
    public boolean holds(int d, float value) {
        return value >= 0 && value < counts[d] && value == Math.rint(value);
    }

    /**
     * Checks rows of D values.
     *
     * @param values row-major
     * @param observed columns to check; null for all
     * @throws IllegalArgumentException naming row, column and value, if a value is no level of its column
     */
    public void check(float[] values, boolean[] observed) {
        for (int i = 0; i < values.length; i++) {
            int d = i % counts.length;
            if ((observed == null || observed[d]) && !holds(d, values[i])) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "x must hold levels that the training rows have, but row %d, column %d holds %s; that column has the levels"
                                + " 0 to %d",
                        i / counts.length + 1,
                        d + 1,
                        values[i],
                        counts[d] - 1));
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Levels levels && Arrays.equals(counts, levels.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return Arrays.toString(counts);
    }
}
