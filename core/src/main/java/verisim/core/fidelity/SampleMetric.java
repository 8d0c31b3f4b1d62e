package verisim.core.fidelity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.metric.MetricProvider;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.result.Range;
import verisim.core.statistics.Intervals;

/** What the metrics of this package share: their rows, their units, and what is said when samples cannot be compared. */
abstract class SampleMetric implements MetricProvider {
    /** Texts for help and report. */
    record About(
            String name,
            String description,
            String caution,
            String paper,
            String unit,
            Direction direction,
            Range range,
            OptionalDouble target) {

        /** Without a target. */
        About(
                String name,
                String description,
                String caution,
                String paper,
                String unit,
                Direction direction,
                Range range) {
            this(name, description, caution, paper, unit, direction, range, OptionalDouble.empty());
        }

        /** Returns the same with the value of a perfect model, which can be passed and is no merit to pass. */
        About target(double value) {
            return new About(name, description, caution, paper, unit, direction, range, OptionalDouble.of(value));
        }
    }

    private final About about;
    private final List<Option> options;

    /** @param own options of this metric, after {@code samples} and {@code reference} */
    SampleMetric(About about, int defaultRows, Option... own) {
        this.about = about;
        List<Option> all = new ArrayList<>();
        all.add(Option.integer("samples", defaultRows, 2, "samples compared: the first ones, at most this many"));
        all.add(Option.integer(
                "reference", defaultRows, 2, "test rows compared: evenly spaced ones, at most this many"));
        all.addAll(List.of(own));
        this.options = List.copyOf(all);
    }

    /** The option that says in which units rows are compared. */
    static Option scaling() {
        return Option.choice(
                "scaling",
                List.of("auto", "standardised", "raw"),
                "units of the columns: standardised by the training rows, raw, or auto: standardised for REAL data that"
                        + " are not images");
    }

    /** Compares; the arguments are finite and have at least 2 rows each. Adds its settings to {@code protocol}. */
    abstract Outcome compare(FeatureSets sets, MetricContext context, Options options, Map<String, String> protocol);

    /**
     * Returns a distance with its normal 95 % interval, no lower than the range allows. Where no row differs from another the standard
     * error of 0 is none, and the interval has unknown ends.
     */
    final Outcome distance(double value, double standardError, long n) {
        double e = standardError > 0 ? standardError : Double.NaN;
        double half = Intervals.NORMAL_975 * e;
        return new Outcome.Measured(value, e, range().nearest(value - half), value + half, n, Kind.ESTIMATE);
    }

    /** Returns which units this metric works in. */
    FeatureSets.Scaling scaling(Options options) {
        return FeatureSets.Scaling.of(options.text("scaling"));
    }

    @Override
    public final Metric metric(Options options) {
        return context -> {
            Map<String, String> protocol = new TreeMap<>();
            try {
                FeatureSets sets = FeatureSets.of(
                        context, options.integer("samples"), options.integer("reference"), scaling(options));
                protocol.putAll(sets.protocol());
                return new Metric.Result(compare(sets, context, options, protocol), protocol);
            } catch (FeatureSets.NotComparableException e) {
                return Metric.Result.of(e.outcome());
            }
        };
    }

    @Override
    public final String name() {
        return about.name();
    }

    @Override
    public final String description() {
        return about.description();
    }

    @Override
    public final String caution() {
        return about.caution();
    }

    @Override
    public final String paper() {
        return about.paper();
    }

    @Override
    public final String unit() {
        return about.unit();
    }

    @Override
    public final Direction direction() {
        return about.direction();
    }

    @Override
    public final Range range() {
        return about.range();
    }

    @Override
    public final OptionalDouble target() {
        return about.target();
    }

    @Override
    public final Set<Uses> uses() {
        return Set.of(Uses.SAMPLES);
    }

    @Override
    public final List<Option> options() {
        return options;
    }
}
