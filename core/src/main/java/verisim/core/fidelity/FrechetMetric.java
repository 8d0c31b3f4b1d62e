package verisim.core.fidelity;

import java.util.Map;
import verisim.core.metric.MetricContext;
import verisim.core.option.Options;
import verisim.core.result.Direction;
import verisim.core.result.Outcome;
import verisim.core.result.Range;

/** The Fr&eacute;chet distance on raw features. */
public final class FrechetMetric extends SampleMetric {
    private static final int MAX_COLUMNS = 2048;

    public FrechetMetric() {
        super(
                new About(
                        "frechet-distance",
                        "squared Frechet distance between normal distributions fitted to samples and test rows, raw features",
                        "not FID, which needs Inception features; sees means and covariances only, so a normal model of the"
                                + " data scores best; biased upwards, more with fewer rows and more columns, so compare at"
                                + " equal sizes only; its interval does not count that bias and misses 0 for a perfect model",
                        "Heusel, Ramsauer, Unterthiner, Nessler, Hochreiter (2017), GANs trained by a two time-scale update"
                                + " rule converge to a local Nash equilibrium, https://arxiv.org/abs/1706.08500",
                        "squared data units",
                        Direction.LOWER,
                        Range.NOT_NEGATIVE),
                10_000);
    }

    @Override
    FeatureSets.Scaling scaling(Options options) {
        return FeatureSets.Scaling.RAW;
    }

    @Override
    Outcome compare(FeatureSets sets, MetricContext context, Options options, Map<String, String> protocol) {
        int d = sets.columns();
        if (d > MAX_COLUMNS) {
            return new Outcome.NotDefined(
                    "covariances of " + d + " columns are not decomposed; at most " + MAX_COLUMNS);
        }
        int blocks = blocks(Math.min(sets.n(), sets.m()), d);
        protocol.put("covariance", "divisor n - 1");
        FrechetDistance distance = FrechetDistance.of(sets.samples(), sets.n(), sets.reference(), sets.m(), d, blocks);
        return distance(distance.value(), distance.standardError(), sets.n());
    }

    /** Jackknife blocks that the cost allows: 2 blocks eigenvalue problems; none above 1,024 columns or for a handful of rows. */
    private static int blocks(int rows, int d) {
        int affordable = d <= 128 ? 20 : d <= 1024 ? 10 : 0;
        return rows >= 3 * affordable ? affordable : 0;
    }
}
