package verisim.core.data;

import static verisim.core.Checks.require;

import java.util.List;

/**
 * One column of a data set: what it is called and what its stored values stand for.
 *
 * <p>A REAL value x is stored as the float nearest to {@code x - origin}, subtracted in double, so that a column of Unix seconds keeps
 * its fractions. A density of the stored values is that of the values themselves, since a shift has determinant 1. A BINARY or
 * CATEGORICAL value is stored as its code, the place of its level in {@code levels}.
 *
 * @param name as in the header; empty where there was none
 * @param levels what the codes 0, 1, … stand for, as written in the file; empty for a REAL column
 * @param origin what was subtracted; 0 unless the column is REAL
 * @param decimals of a column whose values are all multiples of 10^-decimals: the shift is then done on whole multiples, so that it does
 *     not matter how far from 0 they are; -1 for any other
 */
public record Column(String name, DataKind kind, List<String> levels, double origin, int decimals) {
    private static final List<String> BITS = List.of("0", "1");

    /** A column whose values are shifted, if at all, by plain subtraction. */
    public Column(String name, DataKind kind, List<String> levels, double origin) {
        this(name, kind, levels, origin, -1);
    }

    public Column {
        levels = List.copyOf(levels);
        require(
                kind == DataKind.REAL ? levels.isEmpty() : !levels.isEmpty(),
                "column '%s' is %s and cannot have %d levels",
                name,
                kind,
                levels.size());
        require(
                Double.isFinite(origin) && (origin == 0 || kind == DataKind.REAL),
                "column '%s' is %s and cannot have the origin %s",
                name,
                kind,
                origin);
    }

    /** A column of real numbers. */
    public static Column real(String name, double origin) {
        return new Column(name, DataKind.REAL, List.of(), origin);
    }

    /** A column of 0 and 1. */
    public static Column binary(String name) {
        return new Column(name, DataKind.BINARY, BITS, 0);
    }

    /** A column of categories. */
    public static Column categorical(String name, List<String> levels) {
        return new Column(name, DataKind.CATEGORICAL, levels, 0);
    }

    /** Returns the same column under another name. */
    public Column named(String newName) {
        return new Column(newName, kind, levels, origin, decimals);
    }

    /** Returns whether {@code value} can stand in this column: finite, or the code of a level. */
    public boolean holds(float value) {
        return kind == DataKind.REAL
                ? Float.isFinite(value)
                : value >= 0 && value < levels.size() && value == Math.rint(value);
    }

    /** Returns what is stored for {@code x}: the float nearest to {@code x - origin}. */
    public float stored(double x) {
        if (origin == 0) {
            return (float) x;
        }
        if (decimals >= 0) {
            double unit = Math.pow(10, decimals);
            double multiple = x * unit;
            double whole = Math.rint(multiple);
            if (Math.abs(multiple - whole) <= 2 * Math.ulp(multiple)) {
                return (float) ((whole - Math.rint(origin * unit)) / unit);
            }
        }
        return (float) (x - origin);
    }

    /** Returns the number that {@code stored} stands for: {@code origin + stored}, or the code itself. */
    public double value(float stored) {
        return origin == 0 ? stored : origin + stored;
    }

    /** Returns what {@code stored} stands for, as text for a file: the level, or the number with the digits that a float holds. */
    public String text(float stored) {
        if (kind != DataKind.REAL) {
            return levels.get((int) stored);
        }
        if (origin == 0) {
            return stored == Math.rint(stored) && Math.abs(stored) < 1e6
                    ? Integer.toString((int) stored)
                    : Float.toString(stored);
        }
        // As many decimals as the float below the origin has: 1700000000 + 37.347 has no more than 37.347.
        int decimals = stored == 0 ? 0 : (int) Math.max(0, Math.min(17, 8 - Math.ceil(Math.log10(Math.abs(stored)))));
        String digits = new java.math.BigDecimal(origin)
                .add(new java.math.BigDecimal(Float.toString(stored)))
                .setScale(decimals, java.math.RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
        return digits;
    }

    /** Returns how messages call the column with this number, counted from 0: {@code column 3 (height)}. */
    public String label(int number) {
        String plain = "column " + (number + 1);
        return name.isEmpty() ? plain : plain + " (" + name + ")";
    }
}
