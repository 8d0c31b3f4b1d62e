package verisim.core.fidelity;

import java.util.Arrays;
import verisim.core.math.Distances;

/** The nearest rows of every row of a set, itself excluded, by exact search. */
final class Neighbours {
    private final int count;
    private final float[] squared; // [n, count], ascending
    private final int[] rows; // [n, count]

    /**
     * @param a [n, d] row-major
     * @param count how many of each row's neighbours are kept, at most n - 1
     */
    Neighbours(float[] a, int n, int d, int count) {
        this(a, n, a, n, d, count);
    }

    /** The nearest rows of {@code b} of every row of {@code a}; where both are the same array, a row is not its own neighbour. */
    Neighbours(float[] a, int n, float[] b, int m, int d, int count) {
        this.count = count;
        this.squared = new float[n * count];
        this.rows = new int[n * count];
        Arrays.fill(squared, Float.POSITIVE_INFINITY);
        float[] bounds = new float[n];
        Arrays.fill(bounds, Float.POSITIVE_INFINITY);
        boolean self = a == b;
        Distances.squared(a, n, b, m, d, (i0, tileRows, j0, columns, v) -> {
            for (int i = i0; i < i0 + tileRows; i++) {
                int at = (i - i0) * columns - j0;
                for (int j = self ? Math.max(i + 1, j0) : j0; j < j0 + columns; j++) {
                    float square = v[at + j];
                    if (square < bounds[i]) {
                        bounds[i] = insert(i * count, square, j);
                    }
                    if (self && square < bounds[j]) {
                        bounds[j] = insert(j * count, square, i);
                    }
                }
            }
        });
    }

    /** Puts a row among the nearest that start at {@code from} and returns the largest distance that is kept. */
    private float insert(int from, float value, int row) {
        int l = from + count - 1;
        while (l > from && squared[l - 1] > value) {
            squared[l] = squared[l - 1];
            rows[l] = rows[l - 1];
            l--;
        }
        squared[l] = value;
        rows[l] = row;
        return squared[from + count - 1];
    }

    int count() {
        return count;
    }

    /** Returns the squared distance of the {@code l}-th neighbour of row {@code i}, counted from 0. */
    float squared(int i, int l) {
        return squared[i * count + l];
    }

    int row(int i, int l) {
        return rows[i * count + l];
    }
}
