package verisim.core.fidelity;

import java.util.Map;
import verisim.core.metric.MetricContext;
import verisim.core.option.Options;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.result.Range;
import verisim.core.statistics.Interval;
import verisim.core.statistics.Intervals;

/** The classifier two-sample test, by nearest neighbours. */
public final class ClassifierTwoSample extends SampleMetric {
    public ClassifierTwoSample() {
        super(
                new About(
                                "c2st",
                                "held-out accuracy of a nearest-neighbour classifier that tells samples from test rows",
                                "a perfect model scores 0.5 in expectation, and below it is no merit; another classifier may tell apart what"
                                        + " this one cannot, so 0.5 does not show that distributions are equal: in many columns it is"
                                        + " blind to samples that are too narrow, which are the nearest rows of samples and test rows"
                                        + " alike; grows with the number of rows",
                                "Lopez-Paz, Oquab (2017), Revisiting classifier two-sample tests, https://arxiv.org/abs/1610.06545",
                                "1",
                                Direction.LOWER,
                                Range.SHARE)
                        .target(0.5),
                5000,
                scaling());
    }

    @Override
    Outcome compare(FeatureSets sets, MetricContext context, Options options, Map<String, String> protocol) {
        int size = Math.min(sets.n(), sets.m());
        if (size < 4) {
            return new Outcome.NotDefined(
                    "at least 4 samples and 4 test rows are needed, but there are " + sets.n() + " and " + sets.m());
        }
        NeighbourVote vote = NeighbourVote.of(
                sets.samples(),
                sets.reference(),
                size,
                sets.columns(),
                context.random().child("halves"));
        protocol.put("samples", Integer.toString(size));
        protocol.put("reference", Integer.toString(size));
        protocol.put("classifier", "nearest neighbours, k=" + vote.k());
        double p = vote.accuracy();
        Interval interval = Intervals.wilson(p, vote.n());
        return new Outcome.Measured(
                p, Math.sqrt(p * (1 - p) / vote.n()), interval.low(), interval.high(), vote.n(), Kind.ESTIMATE);
    }
}
