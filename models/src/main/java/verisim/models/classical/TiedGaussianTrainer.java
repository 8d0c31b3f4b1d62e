package verisim.models.classical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingListener.Progress;

/**
 * Class-conditional normal distributions with one covariance, by maximum likelihood of the pairs (x, y) in closed form:
 *
 * <pre>{@code p(x) = sum_y pi_y N(x; m_y, S),   S = 1/n sum_r (x_r - m_y(r)) (x_r - m_y(r))^T}</pre>
 *
 * <p>Rows whose class is missing are left out, and the training's figures say how many; a class without rows gets no part.
 *
 * @see <a href="https://doi.org/10.1111/j.1469-1809.1936.tb02137.x">Fisher (1936), The use of multiple measurements in taxonomic
 *     problems</a>
 */
final class TiedGaussianTrainer extends Trainer<GaussianMixture> {
    private final double ridge;

    TiedGaussianTrainer(double ridge) {
        super(Gaussian.NAME, Set.of(DataKind.REAL));
        this.ridge = ridge;
    }

    @Override
    protected GaussianMixture train(Dataset train, Dataset validation, TrainingContext context) {
        ClassCounts classes = ClassCounts.of(
                train,
                "gaussian: covariance tied needs a label for every row, one normal distribution for each class, but '"
                        + train.name()
                        + "' has no labels; choose covariance full, or the model gaussian-mixture with covariance tied");
        int d = train.features();
        int n = classes.known().size();
        double[][] means = new double[classes.classes()][d];
        float[] x = classes.known().toFloats();
        for (int i = 0; i < x.length; i++) {
            means[classes.label(i / d)][i % d] += x[i];
        }
        for (int y = 0; y < means.length; y++) {
            for (int j = 0; j < d; j++) {
                means[y][j] /= classes.count(y);
            }
        }
        double[] centred = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            centred[i] = x[i] - means[classes.label(i / d)][i % d];
        }
        double[] s = Covariances.covariance(centred, d);
        for (int i = 0; i < d; i++) {
            s[i * d + i] += ridge;
        }
        double[] factor = Covariances.cholesky(Gaussian.NAME, s, d, n, "set ridge (now " + ridge + ") above 0");
        List<Normal> components = new ArrayList<>();
        int[] seen = IntStream.range(0, means.length)
                .filter(y -> classes.count(y) > 0)
                .toArray();
        for (int y : seen) {
            components.add(new Normal(true, means[y], factor));
        }
        double[] weights = Arrays.stream(seen)
                .mapToDouble(y -> classes.count(y) / (double) n)
                .toArray();
        if (classes.unlabelled() > 0) {
            Map<String, Double> figures = Map.of("rows-without-class", (double) classes.unlabelled());
            context.listener().onProgress(new Progress(1, 1, 1, figures));
        }
        return new GaussianMixture(Gaussian.NAME, GaussianMixture.Covariance.TIED, ridge, weights, components);
    }
}
