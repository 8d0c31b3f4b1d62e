package verisim.core.data;

import static verisim.core.Checks.require;

/**
 * Where the values of a REAL column are counted from, so that a float holds their differences: the mean of the training rows. Where all
 * values are multiples of a power of ten, as decimals in a text file are, the mean is taken and subtracted in whole multiples, so that
 * {@code x} and {@code x + c} are stored as the very same floats.
 */
final class Origins {
    private static final int MAX_DECIMALS = 9;
    /** Values are told apart by at least this many units in the last place of a double. */
    private static final double LEAST_UNITS = 1 << 12;
    /** Squares of larger or smaller differences would leave the range of float. */
    private static final double LARGEST = 1e18;

    private Origins() {}

    /**
     * Returns the column of these values.
     *
     * @param file that {@code column} is of; training rows only
     * @throws IllegalArgumentException if a float or double cannot hold how the values differ
     */
    static Column of(DataFile file, int column, String name, double[] values) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double v : values) {
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        double largest = Math.max(Math.abs(min), Math.abs(max));
        if (max > min) {
            require(
                    max - min >= LEAST_UNITS * Math.ulp(largest),
                    "%s: the values of %s lie between %s and %s, which is within %d units in the last place of a double, so that"
                            + " even a double does not hold how they differ; subtract an offset before the file is written",
                    file.name(),
                    file.label(column),
                    min,
                    max,
                    (long) ((max - min) / Math.ulp(largest)));
            require(
                    max - min > 1 / LARGEST && max - min < LARGEST,
                    "%s: the values of %s differ by %s; differences from %s to %s can be modelled: choose another unit",
                    file.name(),
                    file.label(column),
                    max - min,
                    1 / LARGEST,
                    LARGEST);
        }
        int decimals = decimals(values, largest);
        if (decimals < 0) {
            double mean = 0;
            for (double v : values) {
                mean += (v - min) / values.length;
            }
            return new Column(name, DataKind.REAL, java.util.List.of(), min + mean, -1);
        }
        double unit = Math.pow(10, decimals);
        double first = Math.rint(min * unit);
        double sum = 0;
        for (double v : values) {
            sum += Math.rint(v * unit) - first;
        }
        double origin = (first + Math.floor(sum / values.length)) / unit;
        return new Column(name, DataKind.REAL, java.util.List.of(), origin == 0 ? 0 : origin, decimals);
    }

    /** Returns the least number of decimals that all values have, or -1 if a double does not tell. */
    private static int decimals(double[] values, double largest) {
        for (int k = 0; k <= MAX_DECIMALS; k++) {
            double unit = Math.pow(10, k);
            if (Math.ulp(largest * unit) > 1.0 / 256) {
                return -1;
            }
            boolean all = true;
            for (double v : values) {
                double multiple = v * unit;
                if (Math.abs(multiple - Math.rint(multiple)) > 2 * Math.ulp(multiple)) {
                    all = false;
                    break;
                }
            }
            if (all) {
                return k;
            }
        }
        return -1;
    }
}
