package verisim.core.fidelity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import verisim.core.metric.MetricContext;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;
import verisim.core.result.Outcome;
import verisim.core.result.Range;

/** MMD squared and the energy distance: both are means of a kernel over pairs of rows. */
abstract class KernelMetric extends SampleMetric {
    private static final int MEDIAN_ROWS = 1000;

    private KernelMetric(About about, Option... own) {
        super(about, 5000, own);
    }

    /** Returns the kernel and writes its settings to {@code protocol}. */
    abstract Kernels kernel(FeatureSets sets, MetricContext context, Options options, Map<String, String> protocol);

    @Override
    final Outcome compare(FeatureSets sets, MetricContext context, Options options, Map<String, String> protocol) {
        if (Math.min(sets.n(), sets.m()) < 3) {
            return new Outcome.NotDefined(
                    "at least 3 samples and 3 test rows are needed, but there are " + sets.n() + " and " + sets.m());
        }
        Kernels kernel = kernel(sets, context, options, protocol);
        KernelDistance distance =
                KernelDistance.of(kernel, sets.samples(), sets.n(), sets.reference(), sets.m(), sets.columns());
        return distance(distance.value(), distance.standardError(), sets.n());
    }

    /** Maximum mean discrepancy, squared. */
    public static final class Mmd extends KernelMetric {
        public Mmd() {
            super(
                    new About(
                                    "mmd",
                                    "maximum mean discrepancy squared between samples and test rows, unbiased",
                                    "its size means nothing without kernel and bandwidth, and values under different ones cannot be"
                                            + " compared; a perfect model scores 0 in expectation, negative values are legitimate and mean that no difference was found;"
                                            + " blind to differences much finer than the bandwidth",
                                    "Gretton, Borgwardt, Rasch, Scholkopf, Smola (2012), A kernel two-sample test,"
                                            + " https://jmlr.org/papers/v13/gretton12a.html; polynomial kernel: Binkowski,"
                                            + " Sutherland, Arbel, Gretton (2018), https://arxiv.org/abs/1801.01401",
                                    "1",
                                    Direction.LOWER,
                                    Range.REAL)
                            .target(0),
                    Option.choice(
                            "kernel",
                            List.of("gaussian", "polynomial"),
                            "gaussian: five widths around the bandwidth; polynomial: (x.y/d + 1)^3"),
                    Option.number(
                            "bandwidth",
                            0,
                            0,
                            Double.POSITIVE_INFINITY,
                            "width of the Gaussian kernel in the units of the comparison; 0: the median distance between"
                                    + " 1,000 validation rows"),
                    scaling());
        }

        @Override
        Kernels kernel(FeatureSets sets, MetricContext context, Options options, Map<String, String> protocol) {
            String name = options.text("kernel");
            protocol.put("kernel", name);
            if (name.equals("polynomial")) {
                return new Kernels.Polynomial(sets.columns());
            }
            double bandwidth = options.number("bandwidth");
            if (bandwidth == 0) {
                float[] rows = FeatureSets.validation(context.data(), MEDIAN_ROWS, scaling(options));
                bandwidth = Kernels.medianDistance(rows, rows.length / sets.columns(), sets.columns());
                protocol.put("bandwidthRule", "median of validation distances");
            }
            protocol.put("bandwidth", String.format(Locale.ROOT, "%.4g", bandwidth));
            return new Kernels.Gaussian(bandwidth);
        }
    }

    /** The energy distance. */
    public static final class EnergyDistance extends KernelMetric {
        public EnergyDistance() {
            super(
                    new About(
                                    "energy-distance",
                                    "energy distance 2 E|x-y| - E|x-x'| - E|y-y'| between samples and test rows, unbiased",
                                    "not an energy of an energy model; grows with the unit of the data; a perfect model scores 0"
                                            + " in expectation, negative values are legitimate and mean that no difference was found; weak in many dimensions, where"
                                            + " all distances are alike",
                                    "Szekely, Rizzo (2013), Energy statistics: a class of statistics based on distances,"
                                            + " https://doi.org/10.1016/j.jspi.2013.03.018",
                                    "1",
                                    Direction.LOWER,
                                    Range.REAL)
                            .target(0),
                    scaling());
        }

        @Override
        Kernels kernel(FeatureSets sets, MetricContext context, Options options, Map<String, String> protocol) {
            return new Kernels.NegativeDistance();
        }
    }
}
