package verisim.models.classical;

import static verisim.core.Checks.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;

/**
 * Class-conditional normal distributions with one covariance, by maximum likelihood of the pairs (x, y) in closed form:
 *
 * <pre>{@code p(x) = sum_y pi_y N(x; m_y, S),   S = 1/n sum_r (x_r - m_y(r)) (x_r - m_y(r))^T}</pre>
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
        require(
                train.labels().isPresent(),
                "gaussian: covariance tied needs a label for every row, one normal distribution for each class, but '%s' "
                        + "has no labels; choose covariance full, or the model gaussian-mixture with covariance tied",
                train.name());
        int[] labels = train.labels().orElseThrow();
        int d = train.features();
        SortedMap<Integer, double[]> means = new TreeMap<>();
        SortedMap<Integer, Integer> counts = new TreeMap<>();
        float[] x = train.toFloats();
        for (int r = 0; r < labels.length; r++) {
            counts.merge(labels[r], 1, Integer::sum);
            double[] mean = means.computeIfAbsent(labels[r], y -> new double[d]);
            for (int j = 0; j < d; j++) {
                mean[j] += x[r * d + j];
            }
        }
        means.forEach((y, mean) -> {
            for (int j = 0; j < d; j++) {
                mean[j] /= counts.get(y);
            }
        });
        double[] centred = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            centred[i] = x[i] - means.get(labels[i / d])[i % d];
        }
        double[] s = Covariances.covariance(centred, d);
        for (int i = 0; i < d; i++) {
            s[i * d + i] += ridge;
        }
        double[] factor =
                Covariances.cholesky(Gaussian.NAME, s, d, train.size(), "set ridge (now " + ridge + ") above 0");
        List<Normal> components = new ArrayList<>();
        double[] weights = new double[means.size()];
        means.forEach((y, mean) -> {
            weights[components.size()] = counts.get(y) / (double) labels.length;
            components.add(new Normal(true, mean, factor));
        });
        return new GaussianMixture(Gaussian.NAME, GaussianMixture.Covariance.TIED, ridge, weights, components);
    }
}
