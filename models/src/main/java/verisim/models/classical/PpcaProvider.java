package verisim.models.classical;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelState;
import verisim.core.model.Trainer;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingFailedException;
import verisim.core.model.TrainingListener.Progress;
import verisim.core.option.Option;
import verisim.core.option.Options;

/**
 * The plug-in {@code ppca}, probabilistic principal component analysis by maximum likelihood in closed form: with eigenvalues
 * {@code l_1 >= l_2 >= ...} and eigenvectors U of the covariance (divisor n),
 *
 * <pre>{@code sigma^2 = mean of l_(Z+1) .. l_D,   W = U_Z (diag(l_1 .. l_Z) - sigma^2 I)^(1/2)}</pre>
 */
public final class PpcaProvider implements ModelProvider {
    static final String NAME = "ppca";

    /** Share of the mean variance below which the noise is rounding. */
    private static final double SMALLEST_NOISE = 1e-12;

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
        return "Probabilistic PCA: a normal distribution with few directions of large variance, the same noise in all others.";
    }

    @Override
    public String paper() {
        return "Tipping and Bishop (1999), Probabilistic principal component analysis, "
                + "https://doi.org/10.1111/1467-9868.00196";
    }

    @Override
    public Set<DataKind> accepts() {
        return Set.of(DataKind.REAL);
    }

    @Override
    public List<Option> options() {
        return List.of(LatentDimensions.COMPONENTS);
    }

    @Override
    public Trainer<FactorModel> trainer(Options options) {
        int components = options.integer(LatentDimensions.COMPONENTS.name());
        return new Trainer<>(NAME, accepts()) {
            @Override
            protected FactorModel train(Dataset train, Dataset validation, TrainingContext context) {
                return best(components, train, validation, context);
            }
        };
    }

    @Override
    public GenerativeModel load(ModelState state) {
        return FactorModel.of(state);
    }

    private static FactorModel best(int components, Dataset train, Dataset validation, TrainingContext context) {
        int d = train.features();
        List<Integer> candidates = LatentDimensions.candidates(NAME, components, d);
        double[] mean = Covariances.mean(train);
        double[] s = Covariances.covariance(Covariances.centred(train, mean), d);
        Eigen eigen = new Eigen(s, d);
        FactorModel best = null;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < candidates.size() && (i == 0 || eigen.hasNoise(candidates.get(i))); i++) {
            FactorModel model = eigen.model(mean, candidates.get(i));
            double score = LatentDimensions.score(model, validation);
            if (best == null || score > bestScore) {
                best = model;
                bestScore = score;
            }
            context.listener()
                    .onProgress(new Progress(
                            i + 1,
                            candidates.size(),
                            i + 1,
                            Map.of("components", (double) candidates.get(i), "validation-log-likelihood", score)));
        }
        return best;
    }

    /** The spectrum of a covariance, largest first; one decomposition serves every number of latents. */
    static final class Eigen {
        private final int d;
        private final double[] values;
        private final RealMatrix vectors;

        Eigen(double[] s, int d) {
            this.d = d;
            RealMatrix matrix = new Array2DRowRealMatrix(d, d);
            for (int i = 0; i < s.length; i++) {
                matrix.setEntry(i / d, i % d, s[i]);
            }
            EigenDecomposition eigen = new EigenDecomposition(matrix);
            this.values = eigen.getRealEigenvalues();
            this.vectors = eigen.getV();
        }

        /** Returns the mean of the eigenvalues after the first {@code latents}. */
        double rest(int latents) {
            double rest = 0;
            for (int i = latents; i < d; i++) {
                rest += values[i] / (d - latents);
            }
            return rest;
        }

        boolean hasNoise(int latents) {
            return rest(latents) > SMALLEST_NOISE * rest(0);
        }

        private double noise(int latents) {
            double rest = rest(latents);
            if (!hasNoise(latents)) {
                throw new TrainingFailedException(String.format(
                        Locale.ROOT,
                        "ppca: the training rows lie in a space of at most %d dimensions (the mean of the other %d "
                                + "variances is %.2g), so no noise is left; choose fewer components, drop dependent columns, or bring "
                                + "columns of unlike units to one scale",
                        latents,
                        d - latents,
                        rest));
            }
            return rest;
        }

        double[] loadings(int latents, double noise) {
            double[] w = new double[d * latents];
            for (int k = 0; k < latents; k++) {
                double scale = Math.sqrt(Math.max(0, values[k] - noise));
                for (int i = 0; i < d; i++) {
                    w[i * latents + k] = vectors.getEntry(i, k) * scale;
                }
            }
            return w;
        }

        FactorModel model(double[] mean, int latents) {
            double[] noise = new double[d];
            java.util.Arrays.fill(noise, noise(latents));
            return new FactorModel(NAME, mean, loadings(latents, noise[0]), noise);
        }
    }
}
