package verisim.models.classical;

import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;

/** Maximum likelihood in closed form: the mean of the rows, and their covariance with divisor n. */
final class GaussianTrainer extends Trainer<Gaussian> {
    private final Gaussian.Covariance covariance;
    private final double ridge;

    GaussianTrainer(Gaussian.Covariance covariance, double ridge) {
        super(Gaussian.NAME, Set.of(DataKind.REAL));
        this.covariance = covariance;
        this.ridge = ridge;
    }

    @Override
    protected Gaussian train(Dataset train, Dataset validation, TrainingContext context) {
        int d = train.features();
        double[] mean = Covariances.mean(train);
        double[] centred = Covariances.centred(train, mean);
        String remedy = "set ridge (now " + ridge + ") above 0";
        double[] factor;
        if (covariance == Gaussian.Covariance.FULL) {
            double[] s = Covariances.covariance(centred, d);
            for (int i = 0; i < d; i++) {
                s[i * d + i] += ridge;
            }
            factor = Covariances.cholesky(Gaussian.NAME, s, d, train.size(), remedy);
        } else {
            factor = Covariances.variances(centred, d);
            if (covariance == Gaussian.Covariance.SPHERICAL) {
                java.util.Arrays.fill(
                        factor, java.util.Arrays.stream(factor).average().orElseThrow());
            }
            for (int i = 0; i < d; i++) {
                factor[i] = Covariances.deviation(Gaussian.NAME, factor[i] + ridge, i, remedy);
            }
        }
        return new Gaussian(covariance, new Gaussian.Adjustment(Gaussian.NAME, ridge, 0), mean, factor);
    }
}
