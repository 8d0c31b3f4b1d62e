package verisim.core.fidelity;

import java.util.Map;
import java.util.function.Function;
import verisim.core.metric.MetricContext;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.result.Range;
import verisim.core.statistics.Interval;
import verisim.core.statistics.Intervals;

/** Precision, recall, density and coverage: which part of one set lies within the neighbourhoods of the other. */
abstract class SupportMetric extends SampleMetric {
    /** Standard errors below this are rounding. */
    private static final double NO_SCATTER = 1e-9;

    private final Function<SupportScores, Balls.Score> part;

    private SupportMetric(About about, Function<SupportScores, Balls.Score> part) {
        super(about, 5000, Option.integer("k", 5, 1, "which nearest neighbour gives a ball its radius"), scaling());
        this.part = part;
    }

    @Override
    Outcome compare(FeatureSets sets, MetricContext context, Options options, Map<String, String> protocol) {
        int k = options.integer("k");
        protocol.put("k", Integer.toString(k));
        int fewest = Math.min(sets.n(), sets.m());
        if (fewest <= k) {
            return new Outcome.NotDefined("k = " + k + " needs more than " + k
                    + " samples and test rows, but there are " + sets.n() + " and " + sets.m());
        }
        Balls.Score score =
                part.apply(SupportScores.of(context.samples(), context.data().test(), sets, k));
        return outcome(score, sets);
    }

    private static About share(String name, String description, String caution, String paper) {
        return new About(name, description, caution, paper, "1", Direction.HIGHER, Range.SHARE);
    }

    /** A share gets a Wilson interval with the number of independent rows that its standard error speaks of. */
    Outcome outcome(Balls.Score score, FeatureSets sets) {
        double p = score.value();
        double e = score.standardError();
        int rows = rows(sets);
        double independent = e > NO_SCATTER && p > 0 && p < 1 ? Math.min(rows, p * (1 - p) / (e * e)) : rows;
        Interval interval = Double.isNaN(e) ? Interval.UNKNOWN : Intervals.wilson(p, independent);
        return new Outcome.Measured(p, e, interval.low(), interval.high(), rows, Kind.ESTIMATE);
    }

    /** Returns the number of rows the share is taken of. */
    abstract int rows(FeatureSets sets);

    private static final String KYNKAANNIEMI = "Kynkaanniemi, Karras, Laine, Lehtinen, Aila (2019), Improved precision"
            + " and recall metric for assessing generative models, https://arxiv.org/abs/1904.06991";
    private static final String NAEEM = "Naeem, Oh, Uh, Choi, Yoo (2020), Reliable fidelity and diversity metrics for"
            + " generative models, https://arxiv.org/abs/2002.09797";

    /** Share of samples that lie within the neighbourhood of a test row. */
    public static final class Precision extends SupportMetric {
        public Precision() {
            super(
                    share(
                            "precision",
                            "share of samples that lie in the k-nearest-neighbour ball of some test row",
                            "not a likelihood: a model that repeats one good example scores 1, and one outlier among the test rows"
                                    + " makes a large ball; even a perfect model stays below 1, far below in many dimensions, and by how much"
                                    + " depends on the data: only other test rows could tell; compare at equal sizes only",
                            KYNKAANNIEMI),
                    SupportScores::precision);
        }

        @Override
        int rows(FeatureSets sets) {
            return sets.n();
        }
    }

    /** Share of test rows that lie within the neighbourhood of a sample. */
    public static final class Recall extends SupportMetric {
        public Recall() {
            super(
                    share(
                            "recall",
                            "share of test rows that lie in the k-nearest-neighbour ball of some sample",
                            "samples scattered far outside the data have large balls and can score near 1; even a perfect model"
                                    + " stays below 1, far below in many dimensions, and by how much depends on the data: only other"
                                    + " rows of the truth could tell; compare at equal sizes only",
                            KYNKAANNIEMI),
                    SupportScores::recall);
        }

        @Override
        int rows(FeatureSets sets) {
            return sets.m();
        }
    }

    /** Mean number of test rows' neighbourhoods a sample lies in, over k. */
    public static final class Density extends SupportMetric {
        public Density() {
            super(
                    new About(
                                    "density",
                                    "mean number of test rows' k-nearest-neighbour balls a sample lies in, divided by k",
                                    "a perfect model scores 1 in expectation, and samples crowded where the data is dense score above 1, so"
                                            + " a value above 1 is no merit; on data of few distinct rows it sees only samples that are rare"
                                            + " among the test rows, and with all rows common it is 1 whatever their shares; not a"
                                            + " probability density",
                                    NAEEM,
                                    "1",
                                    Direction.HIGHER,
                                    Range.NOT_NEGATIVE)
                            .target(1),
                    SupportScores::density);
        }

        /**
         * On few distinct rows, all common, half-samples show no scatter; the interval is then as wide as that of a share of none or
         * all.
         */
        @Override
        Outcome outcome(Balls.Score score, FeatureSets sets) {
            double half = score.standardError() < NO_SCATTER
                    ? Intervals.wilson(0, rows(sets)).high()
                    : Intervals.NORMAL_975 * score.standardError();
            return new Outcome.Measured(
                    score.value(),
                    score.standardError(),
                    Math.max(0, score.value() - half),
                    score.value() + half,
                    rows(sets),
                    Kind.ESTIMATE);
        }

        @Override
        int rows(FeatureSets sets) {
            return sets.n();
        }
    }

    /** Share of test rows that have a sample within their neighbourhood. */
    public static final class Coverage extends SupportMetric {
        public Coverage() {
            super(
                    share(
                            "coverage",
                            "share of test rows with at least one sample in their k-nearest-neighbour ball",
                            "a perfect model scores 1 - 2^-k (0.969 for k = 5) at equal sizes, not 1, and with n samples and m test"
                                    + " rows 1 - prod_{i=1..k} (m - i)/(n + m - i), tied rows or not; copies of training rows score well",
                            NAEEM),
                    SupportScores::coverage);
        }

        @Override
        int rows(FeatureSets sets) {
            return sets.m();
        }
    }
}
