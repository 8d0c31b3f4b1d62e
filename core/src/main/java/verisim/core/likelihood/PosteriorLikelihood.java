package verisim.core.likelihood;

import static verisim.core.Checks.require;

import java.util.List;
import verisim.core.data.Dataset;
import verisim.core.math.LogMath;
import verisim.core.model.AnnealingPath;
import verisim.core.model.UnnormalizedPosterior;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;

/**
 * {@code log p(x) + log Z} of each row from the partition function of its posterior: by enumeration, or by annealed importance sampling from
 * the posterior's base distribution.
 *
 * <pre>{@code log p(x) + log Z = logFactor + log Z_x,   Z_x ~ Z_0 mean_m w_m}</pre>
 *
 * <p>The estimate of {@code p(x) Z} is unbiased, so that of its logarithm tends to be low; a log Z by annealing tends to be low as well, and
 * enters with the other sign. Which wins is not known, so the difference is an estimate and no bound. Cost: rows x chains x temperatures
 * sweeps of the latent variables.
 *
 * @param rows most rows to score, evenly spaced
 * @param chains M for each row, at least 2
 * @see <a href="https://doi.org/10.1145/1390156.1390266">Salakhutdinov and Murray (2008), On the quantitative analysis of deep belief
 *     networks</a>
 */
record PosteriorLikelihood(int rows, int chains, int temperatures) {
    static final List<Option> OPTIONS = List.of(
            Option.integer(
                    "posteriorRows", 200, 1, "most test rows that estimator posterior-ais scores, evenly spaced"),
            Option.integer("posteriorChains", 20, 2, "chains of posterior-ais for each row"),
            Option.integer("posteriorTemperatures", 300, 1, "annealing steps of each of these chains"));

    PosteriorLikelihood {
        require(rows >= 1, "posteriorRows must be at least 1, but was %d", rows);
    }

    static PosteriorLikelihood of(Options options) {
        return new PosteriorLikelihood(
                options.integer("posteriorRows"),
                options.integer("posteriorChains"),
                options.integer("posteriorTemperatures"));
    }

    /** Returns {@code log p(x) + log Z} of every row by enumeration. */
    static double[] exact(UnnormalizedPosterior model, Dataset data) {
        double[] out = new double[data.size()];
        float[] x = new float[data.features()];
        for (int r = 0; r < out.length; r++) {
            data.copyRange(r, 1, x);
            UnnormalizedPosterior.Posterior posterior = model.posterior(x);
            out[r] = posterior.logFactor() + ExactPartition.logPartition(posterior.density());
        }
        return out;
    }

    /** Returns estimates of {@code log p(x) + log Z} of the rows to score. */
    double[] annealed(UnnormalizedPosterior model, Dataset data, RandomStream random) {
        Dataset scored = data.spread(rows);
        AnnealedImportanceSampling ais =
                new AnnealedImportanceSampling(chains, AnnealingSchedule.uniform(temperatures));
        double[] out = new double[scored.size()];
        float[] x = new float[data.features()];
        for (int r = 0; r < out.length; r++) {
            scored.copyRange(r, 1, x);
            UnnormalizedPosterior.Posterior posterior = model.posterior(x);
            AnnealingPath path = posterior.density().annealingPath();
            out[r] = posterior.logFactor()
                    + path.baseLogPartition()
                    + LogMath.logMeanExp(ais.logWeights(path, random.child(r)));
        }
        return out;
    }
}
