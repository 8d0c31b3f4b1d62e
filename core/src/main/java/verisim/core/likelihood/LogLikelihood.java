package verisim.core.likelihood;

import java.util.List;
import java.util.Set;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricProvider;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;

/** The metric {@code log-likelihood}: mean {@code log p(x)} of the test rows, nats per example. */
public final class LogLikelihood implements MetricProvider {
    @Override
    public String name() {
        return "log-likelihood";
    }

    @Override
    public String description() {
        return "mean log-probability of the test rows: exact where the model allows it, else a lower bound, an estimate or a bracket";
    }

    @Override
    public String caution() {
        return "a bound or an estimate is not the likelihood itself; the low side of a bracket holds only if its chains came from the model"
                + " (reverse-start: exact); a density of REAL data depends on the units of the data";
    }

    @Override
    public String paper() {
        return "Salakhutdinov and Murray (2008), On the quantitative analysis of deep belief networks,"
                + " https://doi.org/10.1145/1390156.1390266; Burda, Grosse and Salakhutdinov (2015), Accurate and conservative estimates"
                + " of MRF log-likelihood using reverse annealing, https://proceedings.mlr.press/v38/burda15.html; Burda, Grosse and Salakhutdinov (2016), Importance weighted"
                + " autoencoders, https://arxiv.org/abs/1509.00519";
    }

    @Override
    public String unit() {
        return "nats/example";
    }

    @Override
    public Direction direction() {
        return Direction.HIGHER;
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
        return new LikelihoodEvaluator(options, options.text("estimator"));
    }
}
