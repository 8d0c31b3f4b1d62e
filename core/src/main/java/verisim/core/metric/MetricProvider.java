package verisim.core.metric;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;
import verisim.core.result.Range;

/** A metric as a plug-in, found by {@link java.util.ServiceLoader}. */
public interface MetricProvider {
    /** What of a model a number rests on. */
    enum Uses {
        /** Samples: the number fails where they break their contract, and bears what the sampler knows against them. */
        SAMPLES,
        /** The density, normalised or not, or a bound on it. */
        DENSITY
    }

    /** Returns the name: {@code log-likelihood}, {@code frechet-distance}. */
    String name();

    /** Returns one line saying what the number is. */
    String description();

    /** Returns one line saying what the number is not: what a reader could mistake it for. */
    String caution();

    /** Returns the source paper: authors (year), title, address. */
    String paper();

    /** Returns the unit of the value: {@code nats/example}, or {@code 1} for a pure number. */
    String unit();

    Direction direction();

    /**
     * Returns the value of a perfect model, where it is a point that can be passed: 1 for density, 0.5 for the accuracy of a two-sample
     * test, 0 for an unbiased squared distance. Scores are then ranked by how near they come to it; beyond it is no merit.
     */
    default OptionalDouble target() {
        return OptionalDouble.empty();
    }

    /** Returns the values the metric can take; no interval, of one replicate or of several, reaches out of it. */
    default Range range() {
        return Range.REAL;
    }

    /** Returns what of a model the metric rests on; by default all, so that nothing broken gets into its number. */
    default Set<Uses> uses() {
        return Set.of(Uses.SAMPLES, Uses.DENSITY);
    }

    List<Option> options();

    /** Returns the metric with these options. */
    Metric metric(Options options);
}
