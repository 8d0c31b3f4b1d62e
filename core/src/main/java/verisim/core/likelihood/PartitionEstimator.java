package verisim.core.likelihood;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verisim.core.metric.SharedWork;
import verisim.core.model.AnnealingPath;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.random.RandomStream;

/** The ways to a log partition function with their settings: enumeration, annealing, annealing from both ends. */
final class PartitionEstimator {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionEstimator.class);

    static final Option CHAINS = Option.integer("chains", 100, 2, "chains of annealed importance sampling");
    static final Option TEMPERATURES =
            Option.integer("temperatures", 1000, 1, "annealing steps of each chain under the uniform schedule");
    static final Option SCHEDULE = Option.choice(
            "schedule",
            List.of("uniform", "three-segments", "adaptive"),
            "annealing schedule: uniform steps, the 14,500 steps of Salakhutdinov and Murray (2008), or steps of equal difficulty"
                    + " found on a pilot run (Zhou, Johansen and Aston, 2016)");
    static final Option SHARE = Option.number(
            "share",
            0.999,
            0.9,
            0.999999,
            "effective share of the weights of one step of the adaptive schedule: the closer to 1, the more steps");
    static final Option REVERSE_STEPS = Option.integer(
            "reverseSteps",
            1000,
            0,
            "for a bracket, Gibbs steps at the model before chains anneal backwards, where no exact samples can be drawn");
    static final Option ENUMERATION_LIMIT = new Option(
            "enumerationLimit",
            Option.Type.INTEGER,
            20,
            0,
            false,
            30,
            List.of(),
            "most binary units whose states are enumerated for an exact log Z");

    /** Options of every metric that needs a log Z; one that offers a bracket adds {@link #REVERSE_STEPS}. */
    static final List<Option> OPTIONS = List.of(CHAINS, TEMPERATURES, SCHEDULE, SHARE, ENUMERATION_LIMIT);

    private final int chains;
    private final int temperatures;
    private final String schedule;
    private final double share;
    private final int enumerationLimit;

    PartitionEstimator(Options options) {
        chains = options.integer("chains");
        temperatures = options.integer("temperatures");
        schedule = options.text("schedule");
        share = options.number("share");
        enumerationLimit = options.integer("enumerationLimit");
    }

    int enumerationLimit() {
        return enumerationLimit;
    }

    /** Enumerates, if that takes at most {@code 2^enumerationLimit} terms. */
    Optional<LogPartition> exact(UnnormalizedDensity model) {
        if (!ExactPartition.within(model, enumerationLimit)) {
            return Optional.empty();
        }
        long states = 1L << ExactPartition.units(model).orElse(0);
        return Optional.of(
                LogPartition.exact(ExactPartition.logPartition(model), states, Map.of("log-partition", "enumeration")));
    }

    /**
     * Anneals, and warns if few chains carry the estimate. Metrics of one subject that ask for the same settings share the
     * result, a bracket its low side.
     */
    LogPartition annealed(UnnormalizedDensity model, SharedWork shared) {
        return forwards(model, shared).logPartition();
    }

    /** Chains that went from the base to the model, and the schedule they kept to. */
    private record Forwards(LogPartition logPartition, AnnealedImportanceSampling ais) {}

    private Forwards forwards(UnnormalizedDensity model, SharedWork shared) {
        Map<String, String> protocol = protocol("ais");
        return shared.get("log-partition " + protocol, Forwards.class, random -> {
            AnnealingPath path = model.annealingPath();
            AnnealedImportanceSampling ais = new AnnealedImportanceSampling(chains, schedule(path, random));
            AnnealedImportanceSampling.Result result = ais.run(path, random);
            return new Forwards(LogPartition.of(result, protocol), ais);
        });
    }

    /**
     * Anneals from the base to the model and, on other chains along the same temperatures, from the model to the base. The latter
     * start at exact samples where enumeration of at most {@code 2^enumerationLimit} states gives them, else at the ends of chains:
     * annealed from the base, then {@code reverseSteps} steps at the model.
     */
    LogPartition.Bracket bracket(UnnormalizedDensity model, int reverseSteps, SharedWork shared) {
        Forwards low = forwards(model, shared);
        String key = "log-partition bracket " + protocol("bracket") + " " + reverseSteps + " " + enumerationLimit;
        LogPartition high =
                shared.get(key, LogPartition.class, random -> backwards(model, low.ais(), reverseSteps, random));
        return new LogPartition.Bracket(low.logPartition(), high, high.protocol());
    }

    private LogPartition backwards(
            UnnormalizedDensity model, AnnealedImportanceSampling ais, int reverseSteps, RandomStream random) {
        AnnealingPath path = model.annealingPath();
        RandomStream start = random.child("reverse-start");
        Optional<float[]> exact = path.sampleModel(chains, enumerationLimit, start);
        float[] states = exact.orElseGet(() -> ais.endsOfChains(path, reverseSteps, start));
        AnnealedImportanceSampling.Result result = ais.runBackwards(path, states, random.child("reverse"));
        Map<String, String> protocol = protocol("bracket");
        protocol.put("reverse-start", exact.isPresent() ? "exact" : "chains");
        if (exact.isEmpty()) {
            protocol.put("reverse-steps", Integer.toString(reverseSteps));
        }
        return LogPartition.of(result, protocol);
    }

    private AnnealingSchedule schedule(AnnealingPath path, RandomStream random) {
        if (!schedule.equals("adaptive")) {
            return fixedSchedule();
        }
        AnnealingSchedule found = AnnealingSchedule.adaptive(path, Math.max(chains, 10), share, random.child("pilot"));
        LOG.info("the adaptive schedule has {} steps", found.steps());
        return found;
    }

    private AnnealingSchedule fixedSchedule() {
        return schedule.equals("uniform") ? AnnealingSchedule.uniform(temperatures) : AnnealingSchedule.threeSegments();
    }

    /** Returns the settings on which the result depends; the steps of an adaptive schedule are not one, they differ from model to model. */
    private Map<String, String> protocol(String estimator) {
        Map<String, String> protocol = new LinkedHashMap<>();
        protocol.put("log-partition", estimator);
        protocol.put("chains", Integer.toString(chains));
        protocol.put("schedule", schedule);
        if (schedule.equals("adaptive")) {
            protocol.put("share", Double.toString(share));
        } else {
            protocol.put("temperatures", Integer.toString(fixedSchedule().steps()));
        }
        return protocol;
    }
}
