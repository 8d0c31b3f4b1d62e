package verisim.core.source.synthetic;

import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModalDensity;
import verisim.core.random.RandomStream;

/**
 * An equally weighted mixture of normal distributions of one width around given points, whose modes can be counted: the ring and
 * the grid. A sample's label is its mode.
 */
public final class IsotropicMixtureTruth extends SyntheticTruth implements ModalDensity {
    private final double[][] means;
    private final double sigma;
    private final GaussianMixtureTruth mixture;

    /**
     * @param means centres, K rows of the same length D
     * @param sigma standard deviation along every axis, greater than 0
     */
    public IsotropicMixtureTruth(double[][] means, double sigma) {
        super(DataKind.REAL, means[0].length);
        this.means = java.util.Arrays.stream(means).map(double[]::clone).toArray(double[][]::new);
        this.sigma = sigma;
        double[] weights = new double[means.length];
        java.util.Arrays.fill(weights, 1);
        this.mixture = new GaussianMixtureTruth(
                weights,
                java.util.Arrays.stream(means)
                        .map(m -> GaussianDistribution.isotropic(m, sigma))
                        .toList());
    }

    @Override
    public INDArray modes() {
        float[] values = new float[means.length * features()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) means[i / features()][i % features()];
        }
        return Arrays2d.matrix(values, means.length, features());
    }

    @Override
    public double modeStandardDeviation() {
        return sigma;
    }

    @Override
    public boolean labelled() {
        return true;
    }

    @Override
    int drawRow(double[] row, RandomStream random) {
        return mixture.drawRow(row, random);
    }

    @Override
    double logProbability(double[] x, int from) {
        return mixture.logProbability(x, from);
    }
}
