package verisim.models.nn;

import static verisim.core.Checks.require;

import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Dataset;
import verisim.core.math.Arrays2d;
import verisim.core.statistics.ColumnMoments;

/**
 * Shift and scale of each feature, {@code u_d = (x_d - mean_d) / scale_d}, so that networks see values of size 1. A density of
 * u becomes one of x by subtracting {@link #logDeterminant()}. Immutable.
 */
public final class FeatureScaling {
    private final double[] mean;
    private final double[] scale;

    private FeatureScaling(double[] mean, double[] scale) {
        this.mean = mean;
        this.scale = scale;
    }

    /** Returns mean and standard deviation (divisor n) of each feature; a feature that never varies keeps its scale 1. */
    public static FeatureScaling of(Dataset data) {
        ColumnMoments moments = ColumnMoments.of(data);
        double[] mean = new double[data.features()];
        double[] scale = new double[data.features()];
        for (int d = 0; d < mean.length; d++) {
            mean[d] = moments.mean(d);
            scale[d] = moments.scale(d);
        }
        return new FeatureScaling(mean, scale);
    }

    /** Returns the scaling that changes nothing. */
    public static FeatureScaling none(int features) {
        double[] scale = new double[features];
        java.util.Arrays.fill(scale, 1);
        return new FeatureScaling(new double[features], scale);
    }

    /** Returns the scaling that was saved as these two arrays of shape [D]. */
    public static FeatureScaling of(INDArray mean, INDArray scale) {
        double[] means = Arrays2d.toDoubles(mean);
        double[] scales = Arrays2d.toDoubles(scale);
        require(
                means.length == scales.length && java.util.Arrays.stream(scales).allMatch(s -> s > 0),
                "a saved scaling needs as many positive scales as means, but has %d means and %d scales",
                means.length,
                scales.length);
        return new FeatureScaling(means, scales);
    }

    /** Replaces each x of {@code rows} rows by u, in place. */
    public void standardize(float[] x, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int d = 0; d < mean.length; d++) {
                int i = r * mean.length + d;
                x[i] = (float) ((x[i] - mean[d]) / scale[d]);
            }
        }
    }

    /** Replaces each u of {@code rows} rows by x, in place. */
    public void restore(float[] u, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int d = 0; d < mean.length; d++) {
                int i = r * mean.length + d;
                u[i] = (float) (mean[d] + scale[d] * u[i]);
            }
        }
    }

    /** Returns the same rows standardised, as REAL data of the same split. */
    public Dataset standardize(Dataset data) {
        float[] values = data.toFloats();
        standardize(values, data.size());
        return Dataset.of(data.name(), data.split(), data.kind(), values, data.features());
    }

    /** Returns {@code sum_d log scale_d}: {@code log p(x) = log p(u) - logDeterminant}. */
    public double logDeterminant() {
        double sum = 0;
        for (double s : scale) {
            sum += Math.log(s);
        }
        return sum;
    }

    /** Returns the means as a DOUBLE array of shape [D]. */
    public INDArray mean() {
        return Arrays2d.vector(mean);
    }

    /** Returns the scales as a DOUBLE array of shape [D]. */
    public INDArray scale() {
        return Arrays2d.vector(scale);
    }
}
