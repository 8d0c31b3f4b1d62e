package verisim.core.fidelity;

import java.util.Arrays;

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
        boolean self = a == b;
        Distances.squared(a, n, b, m, d, (i0, tileRows, j0, columns, v) -> {
            for (int i = 0; i < tileRows; i++) {
                int at = i * columns;
                int last = (i0 + i) * count + count - 1;
                float bound = squared[last];
                for (int j = 0; j < columns; j++) {
                    if (v[at + j] < bound && !(self && i0 + i == j0 + j)) {
                        insert(last - count + 1, v[at + j], j0 + j);
                        bound = squared[last];
                    }
                }
            }
        });
    }

    private void insert(int from, float value, int row) {
        int l = from + count - 1;
        while (l > from && squared[l - 1] > value) {
            squared[l] = squared[l - 1];
            rows[l] = rows[l - 1];
            l--;
        }
        squared[l] = value;
        rows[l] = row;
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
