package verisim.core.source.synthetic;

import static verisim.core.Checks.require;
import static verisim.core.Checks.requireRows;
import static verisim.core.Checks.requireSampleSize;

import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;

/**
 * The distribution behind a synthetic data set. Both directions are exact: independent samples, and {@code log p(x)} computed
 * in double, row by row, so that a row scores the same in any batch.
 */
public abstract class SyntheticTruth implements TractableDensity {
    private final DataKind kind;
    private final int features;

    SyntheticTruth(DataKind kind, int features) {
        require(features >= 1, "features must be at least 1, but was %d", features);
        this.kind = kind;
        this.features = features;
    }

    /** Rows with the part of the distribution each came from; the arrays are handed on, not copied. */
    static final class Rows {
        private final float[] values;
        private final int[] labels;

        Rows(float[] values, int[] labels) {
            this.values = values;
            this.labels = labels;
        }

        /** Returns [n, D] values, row-major. */
        float[] values() {
            return values;
        }

        /** Returns [n] labels: component, curve or class, 0 where there is only one. */
        int[] labels() {
            return labels;
        }
    }

    @Override
    public final DataKind dataKind() {
        return kind;
    }

    @Override
    public final int features() {
        return features;
    }

    /** Returns whether samples come with a label: the component, curve or class they were drawn from. */
    public boolean labelled() {
        return false;
    }

    @Override
    public final INDArray sample(int n, RandomStream random) {
        return Arrays2d.matrix(draw(n, random).values(), n, features);
    }

    /** Draws {@code n} rows with their labels; the rows are those {@link #sample} draws from the same stream. */
    final Rows draw(int n, RandomStream random) {
        requireSampleSize(n);
        float[] values = new float[Math.multiplyExact(n, features)];
        int[] labels = new int[n];
        double[] row = new double[features];
        for (int i = 0; i < n; i++) {
            labels[i] = drawRow(row, random);
            for (int d = 0; d < features; d++) {
                values[i * features + d] = (float) row[d];
            }
        }
        return new Rows(values, labels);
    }

    @Override
    public final INDArray logProbability(INDArray x) {
        requireRows(x, features, "x");
        double[] values = Arrays2d.toDoubles(x);
        double[] out = new double[Math.toIntExact(x.size(0))];
        for (int i = 0; i < out.length; i++) {
            checkRow(values, i);
            out[i] = logProbability(values, i * features);
        }
        return Arrays2d.vector(out);
    }

    private void checkRow(double[] values, int row) {
        for (int d = 0; d < features; d++) {
            double v = values[row * features + d];
            boolean fits = switch (kind) {
                case BINARY -> v == 0 || v == 1;
                case CATEGORICAL -> v >= 0 && v == Math.rint(v);
                case REAL -> Double.isFinite(v);
            };
            if (!fits) { // the message is only put together when it is needed
                require(false, "x must hold %s values, but row %d, column %d holds %s", kind, row + 1, d + 1, v);
            }
        }
    }

    /** Writes one sample to {@code row} and returns its label. */
    abstract int drawRow(double[] row, RandomStream random);

    /** Returns {@code log p} of the row {@code x[from .. from + D)}, nats. */
    abstract double logProbability(double[] x, int from);
}
