package verisim.core.likelihood;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricProvider;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;

/** The metric {@code bits-per-dimension}: {@code -log p(x) / (D log 2)}, averaged over the test rows. */
public final class BitsPerDimension implements MetricProvider {
    @Override
    public String name() {
        return "bits-per-dimension";
    }

    @Override
    public String description() {
        return "negated log-likelihood in bits, divided by the number of features";
    }

    @Override
    public String caution() {
        return "of a density it may be negative; for 8-bit data that was scaled by 1/256 add 8";
    }

    @Override
    public String paper() {
        return "Theis, van den Oord and Bethge (2016), A note on the evaluation of generative models,"
                + " https://arxiv.org/abs/1511.01844";
    }

    @Override
    public String unit() {
        return "bits/dimension";
    }

    @Override
    public Direction direction() {
        return Direction.LOWER;
    }

    @Override
    public Set<Uses> uses() {
        return Set.of(Uses.DENSITY);
    }

    @Override
    public List<Option> options() {
        return LikelihoodEvaluator.OPTIONS;
    }

    @Override
    public Metric metric(Options options) {
        Metric logLikelihood = new LikelihoodEvaluator(options, options.text("estimator"));
        return context -> convert(logLikelihood.measure(context), context.data().features());
    }

    /**
     * Turns a log-likelihood in nats into bits per dimension; a lower bound becomes an upper one, and low sides high ones. The rows go with
     * it, so that models are told apart by bits as they are by nats.
     */
    static Metric.Result convert(Metric.Result nats, int features) {
        double unit = features * Math.log(2);
        Outcome outcome = nats.outcome();
        if (outcome instanceof Outcome.Bracket b) {
            outcome = new Outcome.Bracket(-b.high() / unit, -b.low() / unit, b.n());
        } else if (outcome instanceof Outcome.Measured measured) {
            Kind kind = switch (measured.kind()) {
                case LOWER_BOUND -> Kind.UPPER_BOUND;
                case UPPER_BOUND -> Kind.LOWER_BOUND;
                case EXACT, ESTIMATE -> measured.kind();
            };
            outcome = new Outcome.Measured(
                    -measured.value() / unit,
                    measured.standardError() / unit,
                    -measured.high() / unit,
                    -measured.low() / unit,
                    measured.n(),
                    kind);
        } else {
            return nats;
        }
        Optional<double[]> rows =
                nats.rows().map(r -> Arrays.stream(r).map(v -> -v / unit).toArray());
        return new Metric.Result(outcome, nats.protocol(), rows, nats.warnings());
    }
}
