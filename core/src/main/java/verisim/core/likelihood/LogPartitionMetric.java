package verisim.core.likelihood;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.metric.MetricProvider;
import verisim.core.model.GenerativeModel;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.model.UnnormalizedPrior;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Direction;

/** The metric {@code log-partition}: log Z of an energy model, or of the prior of a latent variable model that has one. */
public final class LogPartitionMetric implements MetricProvider {
    @Override
    public String name() {
        return "log-partition";
    }

    @Override
    public String description() {
        return "log Z of an energy model, by enumeration, by annealed importance sampling, or between two sides by annealing forwards"
                + " and backwards";
    }

    @Override
    public String caution() {
        return "neither high nor low is better; an estimate tends to be too low, which makes the likelihood look too high; the high side"
                + " of a bracket holds only if the samples it starts from are those of the model (reverse-start: exact), not the ends"
                + " of chains that have not mixed";
    }

    @Override
    public String paper() {
        return "Neal (2001), Annealed importance sampling, https://doi.org/10.1023/A:1008923215028; Burda, Grosse and Salakhutdinov"
                + " (2015), Accurate and conservative estimates of MRF log-likelihood using reverse annealing,"
                + " https://proceedings.mlr.press/v38/burda15.html";
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
    public Set<Uses> uses() {
        return Set.of(Uses.DENSITY);
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>();
        options.add(Option.choice(
                "estimator",
                List.of("auto", "enumeration", "ais", "bracket"),
                "auto enumerates up to enumerationLimit units and anneals beyond; bracket anneals from both ends"));
        options.addAll(PartitionEstimator.OPTIONS);
        options.add(PartitionEstimator.REVERSE_STEPS);
        return options;
    }

    @Override
    public Metric metric(Options options) {
        String estimator = options.text("estimator");
        PartitionEstimator partition = new PartitionEstimator(options);
        int reverseSteps = options.integer(PartitionEstimator.REVERSE_STEPS.name());
        return context -> measure(context, estimator, partition, reverseSteps);
    }

    private static Metric.Result measure(
            MetricContext context, String estimator, PartitionEstimator partition, int reverseSteps) {
        GenerativeModel model = context.model().orElse(null);
        UnnormalizedDensity density = model instanceof UnnormalizedPrior prior
                ? prior.prior()
                : model instanceof UnnormalizedDensity energy ? energy : null;
        if (density == null) {
            return Metric.Result.notDefined("only an energy model has a partition function");
        }
        if (estimator.equals("bracket")) {
            LogPartition.Bracket logZ = partition.bracket(density, reverseSteps, context.shared());
            return new Metric.Result(logZ.outcome(), logZ.protocol()).withWarnings(logZ.warnings());
        }
        Optional<LogPartition> exact = estimator.equals("ais") ? Optional.empty() : partition.exact(density);
        if (exact.isEmpty() && estimator.equals("enumeration")) {
            return Metric.Result.notDefined("log Z cannot be enumerated within enumerationLimit = "
                    + partition.enumerationLimit() + " units; choose estimator ais");
        }
        LogPartition logZ = exact.orElseGet(() -> partition.annealed(density, context.shared()));
        return new Metric.Result(logZ.outcome(), logZ.protocol()).withWarnings(logZ.warnings());
    }
}
