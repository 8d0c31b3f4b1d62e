package verisim.core.fidelity;

import static verisim.core.Checks.require;

import java.util.Arrays;
import verisim.core.math.Distances;
import verisim.core.math.DoubleMath;

/** Positive definite (or, for the energy distance, conditionally so) kernels, applied to a run of pairs at once. */
sealed interface Kernels {
    /** Returns whether the kernel is a function of the squared distance; else of the inner product. */
    boolean ofDistance();

    /** Writes {@code k} of {@code values[from .. from + n)} to {@code out[0 .. n)}. */
    void apply(float[] values, int from, int n, double[] out);

    /**
     * Mean of five Gaussian kernels, {@code exp(-d^2 / (2 s^2))} with {@code s^2} a quarter, half, one, two and four times
     * {@code bandwidth^2}: one bandwidth sees differences of one size only. Each kernel is the square of the next wider one.
     */
    record Gaussian(double bandwidth) implements Kernels {
        private static final int WIDTHS = 5;

        public Gaussian {
            require(
                    bandwidth > 0 && Double.isFinite(bandwidth),
                    "bandwidth must be finite and greater than 0, but was %s",
                    bandwidth);
        }

        @Override
        public boolean ofDistance() {
            return true;
        }

        @Override
        public void apply(float[] values, int from, int n, double[] out) {
            double rate = 1 / (8 * bandwidth * bandwidth); // of the widest: 2 * 4 * bandwidth^2
            // Two loops, because one that also converts from float is not vectorised by the Java 17 compiler.
            for (int i = 0; i < n; i++) {
                out[i] = rate * values[from + i];
            }
            for (int i = 0; i < n; i++) {
                double e1 = DoubleMath.expMinus(out[i]);
                double e2 = e1 * e1;
                double e4 = e2 * e2;
                double e8 = e4 * e4;
                double e16 = e8 * e8;
                out[i] = (e1 + e2 + e4 + e8 + e16) * (1.0 / WIDTHS);
            }
        }
    }

    /** {@code (x.y / d + 1)^3}, the kernel of KID. */
    record Polynomial(int columns) implements Kernels {
        @Override
        public boolean ofDistance() {
            return false;
        }

        @Override
        public void apply(float[] values, int from, int n, double[] out) {
            for (int i = 0; i < n; i++) {
                double v = (double) values[from + i] / columns + 1;
                out[i] = v * v * v;
            }
        }
    }

    /** {@code -|x - y|}: with it MMD squared is the energy distance. */
    record NegativeDistance() implements Kernels {
        @Override
        public boolean ofDistance() {
            return true;
        }

        @Override
        public void apply(float[] values, int from, int n, double[] out) {
            for (int i = 0; i < n; i++) {
                out[i] = -Math.sqrt(Math.max(values[from + i], 0f));
            }
        }
    }

    /**
     * Returns the median of the distances between different rows of {@code x}; where most rows are equal, the median of those
     * that are not 0; 1 if all rows are equal.
     *
     * @param x [n, d] row-major
     */
    static double medianDistance(float[] x, int n, int d) {
        float[] all = new float[n * (n - 1) / 2];
        int[] count = {0};
        Distances.squared(x, n, x, n, d, (i0, rows, j0, columns, v) -> {
            for (int i = 0; i < rows; i++) {
                for (int j = Math.max(0, i0 + i + 1 - j0); j < columns; j++) {
                    all[count[0]++] = v[i * columns + j];
                }
            }
        });
        Arrays.sort(all);
        int zeros = 0;
        while (zeros < all.length && all[zeros] <= 0) {
            zeros++;
        }
        if (zeros == all.length) {
            return 1;
        }
        int middle = all.length / 2;
        return Math.sqrt(middle >= zeros ? all[middle] : all[zeros + (all.length - zeros) / 2]);
    }
}
