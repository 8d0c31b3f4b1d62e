package verisim.reports;

import java.util.List;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricProvider;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;

/** A metric that only tests know, so that the report has a description and a caution to show. */
public final class FixtureMetrics implements MetricProvider {
    @Override
    public String name() {
        return "fixture-distance";
    }

    @Override
    public String description() {
        return "Squared distance between means of features of samples & data.";
    }

    @Override
    public String caution() {
        return "Zero does not mean that the distributions are equal; <b>not</b> a divergence.";
    }

    @Override
    public String paper() {
        return "none";
    }

    @Override
    public String unit() {
        return "1";
    }

    @Override
    public Direction direction() {
        return Direction.LOWER;
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public Metric metric(Options options) {
        return context -> Metric.Result.notDefined("only a name for tests");
    }
}
