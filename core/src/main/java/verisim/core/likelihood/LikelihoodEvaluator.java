package verisim.core.likelihood;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.model.GenerativeModel;
import verisim.core.model.LatentVariableModel;
import verisim.core.model.TractableDensity;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.model.UnnormalizedPrior;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;

/**
 * The mean log-probability of the test rows, by the best means the model's capabilities allow: exact before bound before estimate,
 * except that an energy model, which has no bound, is estimated.
 */
final class LikelihoodEvaluator implements Metric {
    private static final Logger LOG = LoggerFactory.getLogger(LikelihoodEvaluator.class);
    private static final int BLOCK = 500;

    static final Option CHAINS = Option.integer("chains", 100, 2, "chains of annealed importance sampling");
    static final Option TEMPERATURES =
            Option.integer("temperatures", 1000, 1, "annealing steps of each chain under the uniform schedule");
    static final Option SCHEDULE = Option.choice(
            "schedule",
            List.of("uniform", "three-segments"),
            "annealing schedule: uniform steps, or the 14,500 steps of Salakhutdinov and Murray (2008)");
    static final Option IMPORTANCE_SAMPLES = Option.integer(
            "importanceSamples",
            50,
            1,
            "draws of the encoder for each test row (the K of the importance-weighted bound)");
    static final Option ENUMERATION_LIMIT = new Option(
            "enumerationLimit",
            Option.Type.INTEGER,
            20,
            0,
            false,
            30,
            List.of(),
            "most binary units whose states are enumerated for an exact log Z");

    /** Options of the metrics that give a likelihood. */
    static final List<Option> OPTIONS = List.of(
            Option.choice(
                    "estimator",
                    List.of("auto", "exact", "ais", "iwae", "elbo"),
                    "auto takes the best the model allows: exact, else annealed importance sampling (energy models) or the"
                            + " importance-weighted bound (latent variable models)"),
            CHAINS,
            TEMPERATURES,
            SCHEDULE,
            IMPORTANCE_SAMPLES,
            ENUMERATION_LIMIT);

    private final Split split;
    private final String estimator;
    private final AnnealedImportanceSampling ais;
    private final ImportanceWeightedBound bound;
    private final int enumerationLimit;

    LikelihoodEvaluator(Options options, String estimator) {
        this(options, estimator, Split.TEST);
    }

    /** Scores the rows of {@code split}: test, or validation where a variant is to be chosen. */
    LikelihoodEvaluator(Options options, String estimator, Split split) {
        this.split = split;
        this.estimator = estimator;
        this.ais = ais(options);
        this.bound = new ImportanceWeightedBound(options.integer("importanceSamples"));
        this.enumerationLimit = options.integer("enumerationLimit");
    }

    /** Returns the annealing that these options describe. */
    static AnnealedImportanceSampling ais(Options options) {
        return new AnnealedImportanceSampling(
                options.integer("chains"),
                options.text("schedule").equals("uniform")
                        ? AnnealingSchedule.uniform(options.integer("temperatures"))
                        : AnnealingSchedule.threeSegments());
    }

    @Override
    public Result measure(MetricContext context) {
        Optional<GenerativeModel> model = context.model();
        return model.isEmpty()
                ? Result.notDefined("only samples are at hand; a likelihood needs the model itself")
                : measure(
                        model.get(),
                        split == Split.VALIDATION
                                ? context.data().validation()
                                : context.data().test(),
                        context.random());
    }

    private Result measure(GenerativeModel model, Dataset test, RandomStream random) {
        boolean auto = estimator.equals("auto");
        if ((auto || estimator.equals("exact")) && model instanceof TractableDensity density) {
            return scored(rows(test, density::logProbability), 0, Kind.EXACT, Map.of("estimator", "exact"));
        }
        if ((auto || estimator.equals("exact") || estimator.equals("ais"))
                && model instanceof UnnormalizedDensity density) {
            return ofEnergyModel(density, test, random);
        }
        if (!estimator.equals("exact")) {
            if (model instanceof UnnormalizedPrior prior) {
                LogPartition logZ = logPartition(prior.prior(), random);
                return logZ == null
                        ? notEnumerable(prior.prior())
                        : ofLatentModel(
                                prior.withPriorLogPartition(logZ.value()),
                                test,
                                random,
                                logZ.standardError(),
                                logZ.protocol());
            }
            if (!estimator.equals("ais") && model instanceof LatentVariableModel latent) {
                return ofLatentModel(latent, test, random, 0, Map.of());
            }
        }
        return Result.notDefined(whyNot(model));
    }

    private Result ofEnergyModel(UnnormalizedDensity density, Dataset test, RandomStream random) {
        LogPartition logZ = logPartition(density, random);
        if (logZ == null) {
            return notEnumerable(density);
        }
        double[] rows = rows(test, density::unnormalizedLogProbability);
        for (int r = 0; r < rows.length; r++) {
            rows[r] -= logZ.value();
        }
        boolean exact = logZ.kind() == Kind.EXACT;
        Map<String, String> protocol = exact ? Map.of("estimator", "exact") : new LinkedHashMap<>(logZ.protocol());
        if (!exact) {
            protocol.remove("log-partition");
            protocol.put("estimator", "ais");
        }
        return scored(rows, logZ.standardError(), logZ.kind(), protocol);
    }

    private Result ofLatentModel(
            LatentVariableModel model,
            Dataset test,
            RandomStream random,
            double partitionError,
            Map<String, String> partitionProtocol) {
        ImportanceWeightedBound.Rows rows = bound.evaluate(model, test, random.child("encoder"));
        boolean elbo = estimator.equals("elbo");
        Map<String, String> protocol = new LinkedHashMap<>(partitionProtocol);
        protocol.put("estimator", elbo ? "elbo" : "iwae");
        protocol.put("importance-samples", Integer.toString(bound.samples()));
        return scored(elbo ? rows.elbo() : rows.bound(), partitionError, Kind.LOWER_BOUND, protocol);
    }

    /** Returns log Z as the estimator asks; null if it must be exact and cannot be. */
    private LogPartition logPartition(UnnormalizedDensity density, RandomStream random) {
        if (!estimator.equals("ais") && ExactPartition.within(density, enumerationLimit)) {
            return LogPartition.exact(density);
        }
        return estimator.equals("exact") ? null : annealed(density, ais, random.child("annealing"));
    }

    /** Anneals, and says in the log if few chains carry the estimate. */
    static LogPartition annealed(UnnormalizedDensity density, AnnealedImportanceSampling ais, RandomStream random) {
        AnnealedImportanceSampling.Result result = ais.run(density.annealingPath(), random);
        if (result.carriedByFewChains()) {
            LOG.warn(
                    "annealed importance sampling: the estimate of log Z rests on about {} of {} chains; raise temperatures (now {})",
                    Math.round(result.effectiveSampleSize()),
                    result.chains(),
                    result.steps());
        }
        return LogPartition.of(result);
    }

    private Result notEnumerable(UnnormalizedDensity density) {
        return Result.notDefined("log Z takes 2^"
                + (ExactPartition.units(density).isPresent()
                        ? ExactPartition.units(density).getAsInt()
                        : "infinity")
                + " terms, more than 2^enumerationLimit = 2^" + enumerationLimit + "; choose estimator ais");
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

    private interface Scorer {
        INDArray score(INDArray x);
    }

    private static double[] rows(Dataset test, Scorer scorer) {
        double[] out = new double[test.size()];
        for (int from = 0; from < out.length; from += BLOCK) {
            int rows = Math.min(BLOCK, out.length - from);
            float[] values = new float[rows * test.features()];
            test.copyRange(from, rows, values);
            try (INDArray x = Arrays2d.matrix(values, rows, test.features());
                    INDArray scores = scorer.score(x)) {
                System.arraycopy(Arrays2d.toDoubles(scores), 0, out, from, rows);
            }
        }
        return out;
    }

    /** Returns the mean of the rows, and with it the rows themselves if they are test rows. */
    private Result scored(double[] rows, double partitionError, Kind kind, Map<String, String> protocol) {
        Result result = result(rows, partitionError, kind, protocol);
        return split == Split.TEST && result.outcome() instanceof Outcome.Measured
                ? new Result(result.outcome(), result.protocol(), Optional.of(rows))
                : result;
    }

    /** Returns the mean of the rows; rows and log Z are independent, so their errors add in squares. */
    static Result result(double[] rows, double partitionError, Kind kind, Map<String, String> protocol) {
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
        double error = Math.hypot(mean.standardError(), partitionError);
        return new Result(Outcome.Measured.of(mean.value(), error, mean.n(), kind), protocol);
    }
}
