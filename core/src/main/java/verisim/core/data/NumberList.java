package verisim.core.data;

import static verisim.core.Checks.require;

import java.util.Arrays;

/** A growing list of numbers, kept as floats as long as a float holds each of them as it is. */
final class NumberList {
    private float[] floats = new float[1 << 12];
    private double[] doubles;
    private int count;

    int count() {
        return count;
    }

    /** @param name of the file, for the message when it is too large */
    void add(double value, String name) {
        float narrow = (float) value;
        if (doubles == null && narrow != value) {
            doubles = new double[floats.length];
            for (int i = 0; i < count; i++) {
                doubles[i] = floats[i];
            }
            floats = null;
        }
        int length = doubles == null ? floats.length : doubles.length;
        if (count == length) {
            require(count < 1 << 30, "%s holds more than 2^30 values; split it or save fewer rows", name);
            if (doubles == null) {
                floats = Arrays.copyOf(floats, 2 * count);
            } else {
                doubles = Arrays.copyOf(doubles, 2 * count);
            }
        }
        if (doubles == null) {
            floats[count++] = narrow;
        } else {
            doubles[count++] = value;
        }
    }

    double get(int i) {
        return doubles == null ? floats[i] : doubles[i];
    }

    /** @param value one that a float holds as it is, such as a small integer */
    void set(int i, double value) {
        if (doubles == null) {
            floats[i] = (float) value;
        } else {
            doubles[i] = value;
        }
    }

    /** Brings the last {@code n} numbers to the front. */
    void rotate(int n) {
        Object array = doubles == null ? floats : doubles;
        Object last = doubles == null
                ? Arrays.copyOfRange(floats, count - n, count)
                : Arrays.copyOfRange(doubles, count - n, count);
        System.arraycopy(array, 0, array, n, count - n);
        System.arraycopy(last, 0, array, 0, n);
    }

    /** Returns all numbers; this list must not be used any more. */
    NumericArray toArray(int[] shape) {
        return doubles == null
                ? new NumericArray(shape, count == floats.length ? floats : Arrays.copyOf(floats, count), null)
                : new NumericArray(shape, null, count == doubles.length ? doubles : Arrays.copyOf(doubles, count));
    }
}
