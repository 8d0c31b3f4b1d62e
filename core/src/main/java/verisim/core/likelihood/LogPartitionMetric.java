package verisim.core.likelihood;

import java.util.List;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.metric.MetricProvider;
import verisim.core.model.GenerativeModel;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.model.UnnormalizedPrior;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;
import verisim.core.result.Outcome;

/** The metric {@code log-partition}: log Z of an energy model, or of the prior of a latent variable model that has one. */
public final class LogPartitionMetric implements MetricProvider {
    @Override
    public String name() {
        return "log-partition";
    }

    @Override
    public String description() {
        return "log Z of an energy model, by enumeration or annealed importance sampling";
    }

    @Override
    public String caution() {
        return "neither high nor low is better; an estimate tends to be too low, which makes the likelihood look too high";
    }

    @Override
    public String paper() {
        return "Neal (2001), Annealed importance sampling, https://doi.org/10.1023/A:1008923215028";
    }

    @Override
    public String unit() {
        return "nats";
    }

    @Override
    public Direction direction() {
        return Direction.NONE;
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.choice(
                        "estimator",
                        List.of("auto", "enumeration", "ais"),
                        "auto enumerates up to enumerationLimit units and anneals beyond"),
                LikelihoodEvaluator.CHAINS,
                LikelihoodEvaluator.TEMPERATURES,
                LikelihoodEvaluator.SCHEDULE,
                LikelihoodEvaluator.ENUMERATION_LIMIT);
    }

    @Override
    public Metric metric(Options options) {
        AnnealedImportanceSampling ais = LikelihoodEvaluator.ais(options);
        String estimator = options.text("estimator");
        int limit = options.integer("enumerationLimit");
        return context -> measure(context, estimator, ais, limit);
    }

    private static Metric.Result measure(
            MetricContext context, String estimator, AnnealedImportanceSampling ais, int limit) {
        GenerativeModel model = context.model().orElse(null);
        UnnormalizedDensity density = model instanceof UnnormalizedPrior prior
                ? prior.prior()
                : model instanceof UnnormalizedDensity energy ? energy : null;
        if (density == null) {
            return Metric.Result.notDefined("only an energy model has a partition function");
        }
        LogPartition logZ;
        if (!estimator.equals("ais") && ExactPartition.within(density, limit)) {
            logZ = LogPartition.exact(density);
        } else if (estimator.equals("enumeration")) {
            return Metric.Result.notDefined(
                    "log Z cannot be enumerated within enumerationLimit = " + limit + " units; choose estimator ais");
        } else {
            logZ = LikelihoodEvaluator.annealed(density, ais, context.random());
        }
        return new Metric.Result(
                Outcome.Measured.of(logZ.value(), logZ.standardError(), logZ.n(), logZ.kind()), logZ.protocol());
    }
}
