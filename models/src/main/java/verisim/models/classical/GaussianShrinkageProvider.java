package verisim.models.classical;

import java.util.List;
import java.util.Set;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelState;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.option.Option;
import verisim.core.option.Options;

/**
 * The plug-in {@code gaussian-shrinkage}: a normal distribution whose covariance is not that of maximum likelihood but
 *
 * <pre>{@code
 * S* = r m I + (1 - r) S,   m = tr(S) / D,   r = min(b2, d2) / d2
 * d2 = |S - m I|^2 / D,     b2 = 1/n^2 sum_k |c_k c_k^T - S|^2 / D
 * }</pre>
 *
 * with S the covariance (divisor n), c_k the centred rows and Frobenius norms: the shrinkage of least expected squared error,
 * estimated from the rows themselves. It is positive definite even with fewer rows than features.
 */
public final class GaussianShrinkageProvider implements ModelProvider {
    static final String NAME = "gaussian-shrinkage";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String family() {
        return "classical";
    }

    @Override
    public String description() {
        return "One normal distribution whose covariance is shrunk towards a spherical one; for few rows.";
    }

    @Override
    public String paper() {
        return "Ledoit and Wolf (2004), A well-conditioned estimator for large-dimensional covariance matrices, "
                + "https://doi.org/10.1016/S0047-259X(03)00096-4";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.REAL);
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public Trainer<Gaussian> trainer(Options options) {
        return new Trainer<>(NAME, accepts()) {
            @Override
            protected Gaussian train(Dataset train, Dataset validation, TrainingContext context) {
                return estimate(train);
            }
        };
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return Gaussian.of(state);
    }

    private static Gaussian estimate(Dataset train) {
        int d = train.features();
        double n = train.size();
        double[] mean = Covariances.mean(train);
        double[] centred = Covariances.centred(train, mean);
        double[] s = Covariances.covariance(centred, d);
        double m = 0;
        for (int i = 0; i < d; i++) {
            m += s[i * d + i] / d;
        }
        double squares = 0;
        double distance = 0;
        for (int i = 0; i < s.length; i++) {
            squares += s[i] * s[i];
            double gap = s[i] - (i % (d + 1) == 0 ? m : 0);
            distance += gap * gap;
        }
        // sum_k |c_k c_k^T - S|^2 = sum_k |c_k|^4 - n |S|^2, because the c_k c_k^T have the mean S.
        double fourth = 0;
        for (int from = 0; from < centred.length; from += d) {
            double norm = 0;
            for (int j = 0; j < d; j++) {
                norm += centred[from + j] * centred[from + j];
            }
            fourth += norm * norm;
        }
        double error = Math.max(0, fourth / n - squares) / n;
        double shrinkage = distance > 0 ? Math.min(error, distance) / distance : 1;
        for (int i = 0; i < s.length; i++) {
            s[i] = (1 - shrinkage) * s[i] + (i % (d + 1) == 0 ? shrinkage * m : 0);
        }
        double[] factor = Covariances.cholesky(NAME, s, d, train.size(), "");
        return new Gaussian(Gaussian.Covariance.FULL, new Gaussian.Adjustment(NAME, 0, shrinkage), mean, factor);
    }
}
