package verisim.core.likelihood;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricProvider;
import verisim.core.model.GenerativeModel;
import verisim.core.model.LatentVariableModel;
import verisim.core.model.UnnormalizedPrior;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;

/** The metric {@code elbo}: mean evidence lower bound of the test rows, for latent variable models only. */
public final class EvidenceLowerBound implements MetricProvider {
    @Override
    public String name() {
        return "elbo";
    }

    @Override
    public String description() {
        return "evidence lower bound of the test rows, averaged over draws of the encoder";
    }

    @Override
    public String caution() {
        return "it falls short of the log-likelihood by KL(q(z given x), p(z given x)): a poor encoder lowers it as a poor model does";
    }

    @Override
    public String paper() {
        return "Kingma and Welling (2014), Auto-encoding variational Bayes, https://arxiv.org/abs/1312.6114";
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
        List<Option> options = new ArrayList<>(PartitionEstimator.OPTIONS);
        options.add(LikelihoodEvaluator.IMPORTANCE_SAMPLES);
        return options;
    }

    @Override
    public Metric metric(Options options) {
        Metric bound = new LikelihoodEvaluator(options, "elbo");
        return context ->
                context.model().isPresent() && !isLatent(context.model().get())
                        ? Metric.Result.notDefined(
                                "an ELBO needs latent variables with an encoder, which this model does not have")
                        : bound.measure(context);
    }

    private static boolean isLatent(GenerativeModel model) {
        return model instanceof LatentVariableModel || model instanceof UnnormalizedPrior;
    }
}
