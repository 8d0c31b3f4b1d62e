package verisim.core.divergence;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricProvider;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;
import verisim.core.result.Range;

/**
 * A divergence between truth and model as a metric. The way it is computed depends on what both can do, best first:
 *
 * <ol>
 *   <li>BINARY data with at most {@code enumerate} features, or a truth with short support, and a model with a density: the
 *       sum over all states ({@code EXACT}).
 *   <li>A model with a density: means over test rows and over model samples, with standard error ({@code ESTIMATE}).
 *   <li>BINARY data with few features, no density: the divergence of the histogram of samples ({@code UPPER_BOUND}).
 *   <li>Forward KL of a model with latent variables: by the importance-weighted bound ({@code UPPER_BOUND}).
 * </ol>
 *
 * <p>Otherwise it is not defined. A model known up to log Z has a density if Z can be enumerated.
 */
public abstract sealed class DivergenceProvider implements MetricProvider
        permits KlForwardProvider, KlReverseProvider, JensenShannonProvider, TotalVariationProvider {
    private static final String ENUMERATE = "enumerate";
    private static final String IMPORTANCE_SAMPLES = "importanceSamples";

    private final Divergence divergence;

    DivergenceProvider(Divergence divergence) {
        this.divergence = divergence;
    }

    @Override
    public final Direction direction() {
        return Direction.LOWER;
    }

    @Override
    public final Range range() {
        return divergence.range();
    }

    /** The truth itself scores 0, which estimates of KL can pass. */
    @Override
    public final OptionalDouble target() {
        return divergence.range().bounded() ? OptionalDouble.empty() : OptionalDouble.of(0);
    }

    @Override
    public final Set<Uses> uses() {
        return divergence.needsModelRows() ? Set.of(Uses.SAMPLES, Uses.DENSITY) : Set.of(Uses.DENSITY);
    }

    @Override
    public final List<Option> options() {
        List<Option> options = new ArrayList<>();
        options.add(new Option(
                ENUMERATE,
                Option.Type.INTEGER,
                16,
                0,
                false,
                20,
                List.of(),
                "largest number of binary features whose 2^D states are enumerated"));
        if (divergence == Divergence.KL_FORWARD) {
            options.add(Option.integer(
                    IMPORTANCE_SAMPLES, 64, 1, "importance samples K for the bound of a model with latent variables"));
        }
        return List.copyOf(options);
    }

    @Override
    public final Metric metric(Options options) {
        int importanceSamples = divergence == Divergence.KL_FORWARD ? options.integer(IMPORTANCE_SAMPLES) : 0;
        return new DivergenceMetric(divergence, options.integer(ENUMERATE), importanceSamples);
    }
}
