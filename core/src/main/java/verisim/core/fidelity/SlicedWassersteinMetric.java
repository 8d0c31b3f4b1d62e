package verisim.core.fidelity;

import java.util.Map;
import verisim.core.metric.MetricContext;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;
import verisim.core.result.Outcome;
import verisim.core.result.Range;

/** The sliced Wasserstein distance between samples and test rows. */
public final class SlicedWassersteinMetric extends SampleMetric {
    public SlicedWassersteinMetric() {
        super(
                new About(
                        "sliced-wasserstein",
                        "Wasserstein distance of random one-dimensional projections, averaged over directions",
                        "not the Wasserstein distance, which is larger; biased upwards, so even a perfect model stays above 0"
                                + " and only equal sizes compare; sees differences along few directions poorly",
                        "Bonneel, Rabin, Peyre, Pfister (2015), Sliced and Radon Wasserstein barycenters of measures,"
                                + " https://doi.org/10.1007/s10851-014-0506-3",
                        "1",
                        Direction.LOWER,
                        Range.NOT_NEGATIVE),
                5000,
                Option.integer("power", 2, 1, "p of the Wasserstein distance"),
                Option.integer("directions", 100, 2, "random directions"),
                scaling());
    }

    @Override
    Outcome compare(FeatureSets sets, MetricContext context, Options options, Map<String, String> protocol) {
        int power = options.integer("power");
        int directions = options.integer("directions");
        protocol.put("power", Integer.toString(power));
        protocol.put("directions", Integer.toString(directions));
        SlicedWasserstein distance = SlicedWasserstein.of(
                sets.samples(),
                sets.n(),
                sets.reference(),
                sets.m(),
                sets.columns(),
                power,
                directions,
                context.random().child("directions"));
        return distance(distance.value(), distance.standardError(), sets.n());
    }
}
