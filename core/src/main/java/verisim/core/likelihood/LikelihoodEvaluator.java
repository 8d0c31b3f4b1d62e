package verisim.core.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.metric.SharedWork;
import verisim.core.model.GenerativeModel;
import verisim.core.model.LatentVariableModel;
import verisim.core.model.RowScoring;
import verisim.core.model.TractableDensity;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.model.UnnormalizedPosterior;
import verisim.core.model.UnnormalizedPrior;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.statistics.Intervals;

/**
 * The mean log-probability of the test rows, by the best means the model's capabilities allow: exact before bound before estimate,
 * except that an energy model, which has no bound, is estimated.
 */
final class LikelihoodEvaluator implements Metric {
    private static final int BLOCK = 512;

    static final Option IMPORTANCE_SAMPLES = Option.integer(
            "importanceSamples",
            50,
            1,
            "draws of the encoder for each test row (the K of the importance-weighted bound)");
    /** Options of the metrics that give a likelihood. */
    static final List<Option> OPTIONS = options();

    private static List<Option> options() {
        List<Option> options = new ArrayList<>();
        options.add(
                Option.choice(
                        "estimator",
                        List.of("auto", "exact", "ais", "bracket", "iwae", "elbo", "posterior-ais"),
                        "auto takes the best the model allows: exact, else annealed importance sampling (energy models) or the"
                                + " importance-weighted bound (latent variable models); bracket anneals an energy model from both ends;"
                                + " posterior-ais anneals the latent variables given each row, where they are an energy model"));
        options.addAll(PartitionEstimator.OPTIONS);
        options.add(PartitionEstimator.REVERSE_STEPS);
        options.add(IMPORTANCE_SAMPLES);
        options.addAll(PosteriorLikelihood.OPTIONS);
        return List.copyOf(options);
    }

    private final Split split;
    private final String estimator;
    private final PartitionEstimator partition;
    private final int reverseSteps;
    private final ImportanceWeightedBound bound;
    private final Optional<PosteriorLikelihood> posterior;

    LikelihoodEvaluator(Options options, String estimator) {
        this(options, estimator, Split.TEST);
    }

    /** Scores the rows of {@code split}: test, or validation where a variant is to be chosen. */
    LikelihoodEvaluator(Options options, String estimator, Split split) {
        this.split = split;
        this.estimator = estimator;
        this.partition = new PartitionEstimator(options);
        this.reverseSteps = estimator.equals("bracket") ? options.integer(PartitionEstimator.REVERSE_STEPS.name()) : 0;
        this.bound = new ImportanceWeightedBound(options.integer("importanceSamples"));
        this.posterior =
                estimator.equals("posterior-ais") ? Optional.of(PosteriorLikelihood.of(options)) : Optional.empty();
    }

    @Override
    public Result measure(MetricContext context) {
        Optional<GenerativeModel> model = context.model();
        if (model.isEmpty()) {
            return Result.notDefined("only samples are at hand; a likelihood needs the model itself");
        }
        boolean onTest = split == Split.TEST;
        Dataset rows = onTest ? context.data().test() : context.data().validation();
        Result result = measure(model.get(), rows, context);
        return onTest ? ImpossibleLikelihood.checked(result, context) : result;
    }

    private Result measure(GenerativeModel model, Dataset test, MetricContext context) {
        boolean auto = estimator.equals("auto");
        if ((auto || estimator.equals("exact")) && model instanceof TractableDensity density) {
            return scored(
                    rows(test, density::logProbability),
                    LogPartition.NORMALISED,
                    Kind.EXACT,
                    Map.of("estimator", "exact"));
        }
        if (estimator.equals("bracket") && model instanceof UnnormalizedDensity density) {
            return bracketed(density, test, context.shared());
        }
        if ((auto || estimator.equals("exact") || estimator.equals("ais"))
                && model instanceof UnnormalizedDensity density) {
            return ofEnergyModel(density, test, context.shared());
        }
        if ((posterior.isPresent() || estimator.equals("exact")) && model instanceof UnnormalizedPosterior latent) {
            return ofPosterior(latent, test, context);
        }
        if (!estimator.equals("exact") && !estimator.equals("bracket") && posterior.isEmpty()) {
            if (model instanceof UnnormalizedPrior prior) {
                LogPartition logZ = logPartition(prior.prior(), context.shared())
                        .orElseThrow(() -> new IllegalStateException("only estimator exact may go without annealing"));
                return ofLatentModel(prior.withPriorLogPartition(0), test, context.shared(), logZ);
            }
            if (!estimator.equals("ais") && model instanceof LatentVariableModel latent) {
                return ofLatentModel(latent, test, context.shared(), LogPartition.NORMALISED);
            }
        }
        return Result.notDefined(whyNot(model));
    }

    private Result ofEnergyModel(UnnormalizedDensity density, Dataset test, SharedWork shared) {
        Optional<LogPartition> found = logPartition(density, shared);
        if (found.isEmpty()) {
            return notEnumerable(density);
        }
        LogPartition logZ = found.get();
        double[] rows = less(rows(test, density::unnormalizedLogProbability), logZ);
        Map<String, String> protocol =
                logZ.kind() == Kind.EXACT ? Map.of("estimator", "exact") : asEstimator(logZ.protocol());
        return scored(rows, logZ, logZ.kind(), protocol);
    }

    /**
     * The high side is the one with log Z from below. Either side is moved outwards by half the 95 % interval of its own error, that
     * of the rows and that of log Z added in squares.
     */
    private Result bracketed(UnnormalizedDensity density, Dataset test, SharedWork shared) {
        LogPartition.Bracket logZ = partition.bracket(density, reverseSteps, shared);
        logZ.requireOrder();
        Map<String, String> protocol = asEstimator(logZ.protocol());
        double[] rows = rows(test, density::unnormalizedLogProbability);
        Result unnormalized = result(rows, logZ.low(), Kind.ESTIMATE, protocol);
        if (!(unnormalized.outcome() instanceof Outcome.Measured)) {
            return unnormalized;
        }
        Outcome.Measured high = (Outcome.Measured) unnormalized.outcome();
        Outcome.Measured low = (Outcome.Measured)
                result(rows, logZ.high(), Kind.ESTIMATE, protocol).outcome();
        return new Result(
                        new Outcome.Bracket(
                                low.low() - logZ.high().value(),
                                high.high() - logZ.low().value(),
                                high.n()),
                        protocol)
                .withWarnings(logZ.warnings());
    }

    /** Returns the rows, each less log Z. */
    private static double[] less(double[] rows, LogPartition logZ) {
        return Arrays.stream(rows).map(row -> row - logZ.value()).toArray();
    }

    private static Map<String, String> asEstimator(Map<String, String> partitionProtocol) {
        Map<String, String> protocol = new LinkedHashMap<>(partitionProtocol);
        protocol.put("estimator", protocol.remove("log-partition"));
        return protocol;
    }

    /** @param model its log-densities are those of {@code p(x, z) Z} */
    private Result ofLatentModel(LatentVariableModel model, Dataset test, SharedWork shared, LogPartition logZ) {
        ImportanceWeightedBound.Rows drawn = shared.get(
                "encoder " + split.label() + " " + bound.samples(),
                ImportanceWeightedBound.Rows.class,
                random -> bound.evaluate(model, test, random));
        boolean elbo = estimator.equals("elbo");
        double[] rows = less(elbo ? drawn.elbo() : drawn.bound(), logZ);
        Map<String, String> protocol = new LinkedHashMap<>(logZ.protocol());
        protocol.put("estimator", elbo ? "elbo" : "iwae");
        protocol.put("importance-samples", Integer.toString(bound.samples()));
        Result result = scored(rows, logZ, Kind.LOWER_BOUND, protocol);
        return elbo ? result : result.withWarnings(bound.warnings(drawn));
    }

    private Result ofPosterior(UnnormalizedPosterior model, Dataset test, MetricContext context) {
        Optional<LogPartition> found = logPartition(model.prior(), context.shared());
        if (found.isEmpty()) {
            return notEnumerable(model.prior());
        }
        LogPartition logZ = found.get();
        double[] rows = less(
                posterior.isPresent()
                        ? posterior.get().annealed(model, test, context.random().child("posterior"))
                        : PosteriorLikelihood.exact(model, test),
                logZ);
        if (posterior.isEmpty()) {
            return scored(rows, logZ, Kind.EXACT, Map.of("estimator", "exact"));
        }
        Map<String, String> protocol = new LinkedHashMap<>(logZ.protocol());
        protocol.put("estimator", "posterior-ais");
        protocol.put("posterior-rows", Integer.toString(rows.length));
        protocol.put("posterior-chains", Integer.toString(posterior.get().chains()));
        protocol.put("posterior-temperatures", Integer.toString(posterior.get().temperatures()));
        return result(rows, logZ, Kind.ESTIMATE, protocol);
    }

    /** Returns log Z as the estimator asks; empty if it must be exact and cannot be. */
    private Optional<LogPartition> logPartition(UnnormalizedDensity density, SharedWork shared) {
        Optional<LogPartition> exact = estimator.equals("ais") ? Optional.empty() : partition.exact(density);
        return exact.isPresent() || estimator.equals("exact")
                ? exact
                : Optional.of(partition.annealed(density, shared));
    }

    private Result notEnumerable(UnnormalizedDensity density) {
        return Result.notDefined("log Z takes 2^"
                + (ExactPartition.units(density).isPresent()
                        ? ExactPartition.units(density).getAsInt()
                        : "infinity")
                + " terms, more than 2^enumerationLimit = 2^" + partition.enumerationLimit()
                + "; choose estimator ais");
    }

    private String whyNot(GenerativeModel model) {
        if (model instanceof TractableDensity
                || model instanceof UnnormalizedDensity
                || model instanceof LatentVariableModel
                || model instanceof UnnormalizedPrior) {
            return "the estimator " + estimator + " does not fit this model; choose auto";
        }
        return "it has no density, only a sampler (a GAN has no density)";
    }

    private static double[] rows(Dataset test, UnaryOperator<INDArray> scorer) {
        double[] out = new double[test.size()];
        for (int from = 0; from < out.length; from += BLOCK) {
            int rows = Math.min(BLOCK, out.length - from);
            float[] values = new float[rows * test.features()];
            test.copyRange(from, rows, values);
            try (INDArray x = Arrays2d.matrix(values, rows, test.features())) {
                System.arraycopy(RowScoring.score("log p(x)", x, scorer), 0, out, from, rows);
            }
        }
        return out;
    }

    /** Returns the mean of the rows, and with it the rows themselves if they are test rows. */
    private Result scored(double[] rows, LogPartition logZ, Kind kind, Map<String, String> protocol) {
        Result result = result(rows, logZ, kind, protocol);
        return split == Split.TEST && result.outcome() instanceof Outcome.Measured
                ? new Result(result.outcome(), result.protocol(), Optional.of(rows), result.warnings())
                : result;
    }

    /** Returns the mean of rows whose values are exact. */
    static Result result(double[] rows, Map<String, String> protocol) {
        return result(rows, LogPartition.NORMALISED, Kind.EXACT, protocol);
    }

    /**
     * Returns the mean of the rows. Rows and log Z are independent, so their errors add in squares; likewise the two halves of their
     * 95 % intervals, each for itself: where log Z may be higher, the mean may be lower.
     *
     * @param logZ of which only the error counts: its value is in the rows already
     */
    private static Result result(double[] rows, LogPartition logZ, Kind kind, Map<String, String> protocol) {
        int impossible = 0;
        for (int r = 0; r < rows.length; r++) {
            if (rows[r] == Double.NEGATIVE_INFINITY) {
                impossible++;
            } else if (!Double.isFinite(rows[r])) {
                throw new IllegalStateException("the log-probability of test row " + (r + 1) + " is " + rows[r]);
            }
        }
        if (impossible > 0) {
            return new Result(
                    new Outcome.NotDefined("minus infinity: " + impossible + " of " + rows.length
                            + " test rows have probability zero under the model"),
                    protocol);
        }
        RowMean mean = RowMean.of(rows);
        double half = Intervals.NORMAL_975 * mean.standardError();
        return new Result(
                        new Outcome.Measured(
                                mean.value(),
                                Math.hypot(mean.standardError(), logZ.standardError()),
                                mean.value() - Math.hypot(half, logZ.above()),
                                mean.value() + Math.hypot(half, logZ.below()),
                                mean.n(),
                                kind),
                        protocol)
                .withWarnings(logZ.warnings());
    }
}
