package verisim.core.likelihood;

import java.util.List;
import java.util.Set;
import verisim.core.data.Split;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricProvider;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;

/**
 * The metric {@code validation-log-likelihood}: mean {@code log p(x)} of the validation rows, nats per example. It is there to choose
 * among variants of a model without a look at the test rows.
 */
public final class ValidationLogLikelihood implements MetricProvider {
    @Override
    public String name() {
        return "validation-log-likelihood";
    }

    @Override
    public String description() {
        return "mean log-probability of the validation rows, to choose among variants of a model";
    }

    @Override
    public String caution() {
        return "training stopped and variants were chosen on these rows, so it is no result: report log-likelihood";
    }

    @Override
    public String paper() {
        return "Stone (1974), Cross-validatory choice and assessment of statistical predictions,"
                + " https://doi.org/10.1111/j.2517-6161.1974.tb00994.x";
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
        return new LikelihoodEvaluator(options, options.text("estimator"), Split.VALIDATION);
    }
}
