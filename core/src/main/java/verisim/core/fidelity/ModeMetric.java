package verisim.core.fidelity;

import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.math.Arrays2d;
import verisim.core.metric.MetricContext;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModalDensity;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.result.Range;
import verisim.core.statistics.Interval;
import verisim.core.statistics.Intervals;

/** Mode coverage of synthetic mixtures whose modes are known. The literature counts over 2,500 samples, the default here. */
abstract class ModeMetric extends SampleMetric {
    private static final String PAPER =
            "Srivastava, Valkov, Russell, Gutmann, Sutton (2017), VEEGAN: reducing mode collapse in"
                    + " GANs using implicit variational learning, https://arxiv.org/abs/1705.07761; Lin, Khetan, Fanti, Oh"
                    + " (2018), PacGAN, https://arxiv.org/abs/1712.04086";

    private ModeMetric(String name, String description, String caution, Range range) {
        super(
                new About(name, description, caution, PAPER, "1", Direction.HIGHER, range),
                2500,
                Option.positive(
                        "radius", 3, "a sample counts within this many standard deviations of its nearest mode"));
    }

    @Override
    final FeatureSets.Scaling scaling(Options options) {
        return FeatureSets.Scaling.RAW;
    }

    @Override
    final Outcome compare(FeatureSets sets, MetricContext context, Options options, Map<String, String> protocol) {
        protocol.remove("reference");
        GenerativeModel truth = context.truth().orElse(null);
        if (!(truth instanceof ModalDensity modal)) {
            return new Outcome.NotDefined(
                    "modes can be counted only where the data comes from a mixture of known modes");
        }
        INDArray modes = modal.modes();
        int k = Math.toIntExact(modes.size(0));
        double radius = options.number("radius");
        protocol.put("modes", Integer.toString(k));
        protocol.put("radius", String.format(Locale.ROOT, "%.4g standard deviations", radius));
        ModeCounts counts = ModeCounts.of(
                sets.samples(),
                sets.n(),
                Arrays2d.toFloats(modes),
                k,
                sets.columns(),
                modal.modeStandardDeviation(),
                radius);
        return outcome(counts, sets.n());
    }

    abstract Outcome outcome(ModeCounts counts, int n);

    /** Number of modes captured. */
    public static final class Modes extends ModeMetric {
        public Modes() {
            super(
                    "modes",
                    "number of modes of the known mixture that at least one high-quality sample is nearest to",
                    "one sample is enough to capture a mode, so samples spread over the whole plane capture many: read it"
                            + " with high-quality; says nothing of the modes' weights; grows with the number of samples",
                    Range.NOT_NEGATIVE);
        }

        @Override
        Outcome outcome(ModeCounts counts, int n) {
            double unknown = Double.NaN;
            return new Outcome.Measured(counts.captured(), unknown, unknown, unknown, n, Kind.ESTIMATE);
        }
    }

    /** Share of samples near a mode. */
    public static final class HighQuality extends ModeMetric {
        public HighQuality() {
            super(
                    "high-quality",
                    "share of samples within 3 standard deviations of a mode of the known mixture",
                    "the truth itself scores 0.989 in two dimensions, so more than that means clusters narrower than the"
                            + " data's; a model that collapsed to one point scores 1",
                    Range.SHARE);
        }

        @Override
        Outcome outcome(ModeCounts counts, int n) {
            double p = counts.highQuality() / (double) n;
            Interval interval = Intervals.wilson(p, n);
            return new Outcome.Measured(
                    p, Math.sqrt(p * (1 - p) / n), interval.low(), interval.high(), n, Kind.ESTIMATE);
        }
    }
}
