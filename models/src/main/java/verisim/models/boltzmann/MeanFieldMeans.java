package verisim.models.boltzmann;

import verisim.core.data.Dataset;
import verisim.core.math.FloatMath;

/** What mean-field inference of a deep Boltzmann machine gives on a data set, averaged over its rows. */
final class MeanFieldMeans {
    private static final int BLOCK = 250;

    /** Base rates are taken from so many rows. */
    private static final int BASE_ROWS = 1000;

    private final int rows;
    private final double[] odd; // sums of probabilities
    private double bound;
    private double squaredError;

    MeanFieldMeans(DbmShape shape, RbmParameters model, MeanField.Settings settings, Dataset data) {
        rows = data.size();
        odd = new double[shape.odd()];
        int visible = shape.visible();
        int block = Math.min(BLOCK, rows);
        float[] v = new float[block * visible];
        float[] even = new float[block * shape.even()];
        MeanField field = new MeanField(shape, model, settings, block);
        for (int from = 0; from < rows; from += block) {
            int count = Math.min(block, rows - from);
            data.copyRange(from, count, v);
            field.run(v, 0, count);
            model.hiddenFields(field.odd(), count, even);
            for (int r = 0; r < count; r++) {
                bound += field.bound(v, 0, r) / rows;
                for (int j = 0; j < odd.length; j++) {
                    odd[j] += field.odd()[r * odd.length + j];
                }
                FloatMath.sigmoid(even, even, r * shape.even(), visible);
                for (int d = 0; d < visible; d++) {
                    double error = v[r * visible + d] - even[r * shape.even() + d];
                    squaredError += error * error / rows;
                }
            }
        }
    }

    /** Returns the logits of the mean probabilities of the odd layers: where chains and annealing begin. */
    static float[] oddLogits(DbmShape shape, RbmParameters model, MeanField.Settings settings, Dataset data) {
        return new MeanFieldMeans(shape, model, settings, data.spread(BASE_ROWS)).oddLogits();
    }

    int rows() {
        return rows;
    }

    /** Returns the mean of the bound of {@code log p(v) + log Z}, nats. */
    double bound() {
        return bound;
    }

    /** Returns the mean of {@code |v - E(v given the means of h1)|^2}. */
    double squaredError() {
        return squaredError;
    }

    /** Returns logits of the mean probabilities of the odd layers, smoothed as those of the data are, so that no unit is always off. */
    float[] oddLogits() {
        float[] out = new float[odd.length];
        for (int j = 0; j < out.length; j++) {
            out[j] = (float) (Math.log(odd[j] + 0.5) - Math.log(rows - odd[j] + 0.5));
        }
        return out;
    }
}
