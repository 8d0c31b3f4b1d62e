package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import verisim.core.likelihood.AnnealedImportanceSampling;
import verisim.core.likelihood.AnnealingSchedule;
import verisim.core.option.Option;
import verisim.core.option.Options;

/**
 * How an RBM is trained and sampled. The number of hidden units is given apart, since a DBN trains several.
 *
 * @param weightScale standard deviation of the initial weights
 * @param patience epochs without a better validation score before training ends
 */
record RbmOptions(
        Negative negative,
        Centring centring,
        Steps steps,
        Annealing annealing,
        GibbsSampling sampling,
        double weightScale,
        int batchSize,
        int epochs,
        int patience) {

    RbmOptions {
        requireAtLeast0("weightScale", weightScale);
        require(batchSize >= 1, "batchSize must be at least 1, but was %d", batchSize);
        require(epochs >= 1, "epochs must be at least 1, but was %d", epochs);
        require(patience >= 1, "patience must be at least 1, but was %d", patience);
    }

    /** Returns all that training depends on as text: equal texts, equal training. */
    String trainingText() {
        return String.join(
                "; ",
                negative.toString(),
                centring.toString(),
                steps.toString(),
                annealing.toString(),
                "weightScale " + weightScale,
                "batchSize " + batchSize,
                "epochs " + epochs,
                "patience " + patience);
    }

    /** Returns the same with other step sizes and another number of epochs. */
    RbmOptions withSteps(double learningRate, int newEpochs) {
        return new RbmOptions(
                negative,
                centring,
                steps.withLearningRate(learningRate),
                annealing,
                sampling,
                weightScale,
                batchSize,
                newEpochs,
                patience);
    }

    /**
     * The negative phase.
     *
     * @param gibbsSteps k, steps between two updates
     * @param chains number of persistent chains; 0 for as many as a batch has rows
     * @param temperatures replicas of each chain under TEMPERING, at least 2
     * @param fastLearningRate step size of the fast weights
     * @param fastDecay share of the fast weights that is left after an update
     */
    record Negative(
            NegativePhase.Algorithm algorithm,
            int gibbsSteps,
            int chains,
            int temperatures,
            double fastLearningRate,
            double fastDecay) {
        Negative {
            require(gibbsSteps >= 1, "gibbsSteps must be at least 1, but was %d", gibbsSteps);
            require(chains >= 0, "chains must be at least 0, but was %d", chains);
            require(temperatures >= 2, "temperatures must be at least 2, but was %d", temperatures);
            requireAtLeast0("fastLearningRate", fastLearningRate);
            require(
                    fastDecay >= 0 && fastDecay < 1,
                    "fastDecay must be at least 0 and less than 1, but was %s",
                    fastDecay);
        }
    }

    /** @param rate share of the new batch in the sliding average of the offsets */
    record Centring(Offsets.Kind offsets, double rate) {}

    /** How the learning rate changes. */
    enum Decay {
        LINEAR,
        CONSTANT,
        INVERSE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The steps.
     *
     * @param learningRate first step size
     * @param decayEpochs T of INVERSE, in epochs
     * @param momentum share of the last step that is added to the next
     * @param initialMomentum the same in the first {@code momentumEpochs} epochs
     * @param weightDecay factor of the L2 penalty {@code weightDecay/2 |W|^2}, weights only
     * @param sparsityTarget wanted mean activity of the hidden units
     * @param sparsityCost how strongly they are pulled there; 0 for not at all
     * @param sparsityDecay share of the old in the sliding average of their activity
     */
    record Steps(
            double learningRate,
            Decay decay,
            int decayEpochs,
            double momentum,
            double initialMomentum,
            int momentumEpochs,
            double weightDecay,
            double sparsityTarget,
            double sparsityCost,
            double sparsityDecay) {
        Steps {
            require(
                    learningRate > 0 && Double.isFinite(learningRate),
                    "learningRate must be finite and greater than 0, but was %s",
                    learningRate);
            require(decayEpochs >= 1, "scheduleEpochs must be at least 1, but was %d", decayEpochs);
            requireShare("momentum", momentum);
            requireShare("initialMomentum", initialMomentum);
            require(momentumEpochs >= 0, "momentumEpochs must be at least 0, but was %d", momentumEpochs);
            requireAtLeast0("weightDecay", weightDecay);
            require(
                    sparsityTarget > 0 && sparsityTarget < 1,
                    "sparsityTarget must be greater than 0 and less than 1, but was %s",
                    sparsityTarget);
            requireAtLeast0("sparsityCost", sparsityCost);
            requireShare("sparsityDecay", sparsityDecay);
        }

        /** Plain steps of one size, without momentum or penalties. */
        static Steps plain(double learningRate) {
            return new Steps(learningRate, Decay.CONSTANT, 1, 0, 0, 0, 0, 0.5, 0, 0);
        }

        Steps withLearningRate(double rate) {
            return new Steps(
                    rate,
                    decay,
                    decayEpochs,
                    momentum,
                    initialMomentum,
                    momentumEpochs,
                    weightDecay,
                    sparsityTarget,
                    sparsityCost,
                    sparsityDecay);
        }

        private static void requireShare(String name, double value) {
            require(value >= 0 && value < 1, "%s must be at least 0 and less than 1, but was %s", name, value);
        }

        boolean hasMomentum() {
            return momentum > 0 || (initialMomentum > 0 && momentumEpochs > 0);
        }

        /** Returns the momentum in this epoch, from 1. */
        double momentumAt(int epoch) {
            return epoch <= momentumEpochs ? initialMomentum : momentum;
        }

        /**
         * Returns the learning rate.
         *
         * @param epochsDone epochs before this step, with the part of the present one
         * @param epochs the most there will be
         */
        double rateAt(double epochsDone, int epochs) {
            return learningRate
                    * switch (decay) {
                        case CONSTANT -> 1;
                        case LINEAR -> 1 - epochsDone / epochs;
                        case INVERSE -> 1 / (1 + epochsDone / decayEpochs);
                    };
        }
    }

    /**
     * Annealed importance sampling of the partition function in training.
     *
     * @param every epochs from one estimate to the next; 0 for none
     */
    record Annealing(int every, int chains, int temperatures) {
        Annealing {
            require(every >= 0, "aisEvery must be at least 0, but was %d", every);
        }

        AnnealedImportanceSampling estimator() {
            return new AnnealedImportanceSampling(chains, AnnealingSchedule.uniform(temperatures));
        }
    }

    private static void requireAtLeast0(String name, double value) {
        require(value >= 0 && Double.isFinite(value), "%s must be finite and at least 0, but was %s", name, value);
    }

    /** The options as a user gives them. */
    static final List<Option> OPTIONS = List.of(
            Option.choice(
                    "algorithm",
                    labels(NegativePhase.Algorithm.values(), NegativePhase.Algorithm::label),
                    "where the negative phase comes from: pcd goes on with persistent chains, cd starts at the data, fast-pcd drives"
                            + " persistent chains by fast weights, tempering exchanges replicas at several temperatures, exact"
                            + " enumerates the smaller side"),
            Option.integer("gibbsSteps", 1, 1, "Gibbs steps of the negative phase (the k of CD-k)"),
            Option.integer(
                    "chains", 0, 0, "persistent chains of pcd, fast-pcd and tempering; 0: as many as a batch has rows"),
            Option.integer(
                    "temperatures",
                    10,
                    2,
                    "replicas of each chain under tempering, at inverse temperatures evenly from 0 (base rates) to 1"),
            Option.number(
                    "fastLearningRate", 0.05, 0, Double.POSITIVE_INFINITY, "step size of the fast weights of fast-pcd"),
            Option.number("fastDecay", 0.95, 0, 0.999, "share of the fast weights that is left after an update"),
            Option.choice(
                    "offsets",
                    labels(Offsets.Kind.values(), Offsets.Kind::label),
                    "what is subtracted from the units in the gradient: their means under the data; nothing (the ordinary gradient);"
                            + " or, enhanced, the average of data and model means"),
            new Option(
                    "offsetRate",
                    Option.Type.NUMBER,
                    0.01,
                    0,
                    true,
                    1,
                    List.of(),
                    "share of each batch in the sliding average of the offsets"),
            Option.positive("learningRate", 0.05, "step size at the start"),
            Option.choice(
                    "schedule",
                    labels(Decay.values(), Decay::label),
                    "linear: the learning rate falls to 0 over the epochs, which lets persistent chains keep up; inverse: it is"
                            + " divided by 1 + epoch / scheduleEpochs"),
            Option.integer("scheduleEpochs", 10, 1, "epochs until the learning rate is halved with schedule inverse"),
            Option.number("momentum", 0, 0, 0.999, "share of the last step that is added to the next"),
            Option.number("initialMomentum", 0.5, 0, 0.999, "the same in the first momentumEpochs epochs"),
            Option.integer("momentumEpochs", 0, 0, "epochs with initialMomentum"),
            Option.number("weightDecay", 0, 0, 1, "factor of the L2 penalty on the weights"),
            Option.number("sparsityTarget", 0.1, 0.0001, 0.9999, "wanted mean activity of each hidden unit"),
            Option.number(
                    "sparsityCost",
                    0,
                    0,
                    Double.POSITIVE_INFINITY,
                    "how strongly hidden units are pulled to sparsityTarget; 0 for not at all"),
            Option.number("sparsityDecay", 0.9, 0, 0.9999, "share of the old in the sliding average of the activities"),
            Option.number("weightScale", 0.01, 0, 10, "standard deviation of the initial weights"),
            Option.integer("batchSize", 100, 1, "rows per update"),
            Option.integer("epochs", 50, 1, "most passes over the training rows"),
            Option.integer(
                    "patience",
                    10,
                    1,
                    "epochs without a better validation score before training ends; the score is the exact log-likelihood where"
                            + " enumeration is cheap (16 units at 784 on the other side), else its estimate every aisEvery epochs,"
                            + " or with aisEvery 0 the pseudo-likelihood"),
            Option.integer(
                    "aisEvery",
                    5,
                    0,
                    "epochs from one estimate of the log-likelihood by annealed importance sampling to the next, where it is not"
                            + " exact; 0 for none"),
            Option.integer("aisChains", 100, 2, "chains of these estimates"),
            Option.integer("aisTemperatures", 500, 1, "temperatures of these estimates"),
            Option.integer(
                            "burnIn",
                            GibbsSampling.STEPS,
                            1,
                            "Gibbs steps of a sampling chain from the base rates to its first sample")
                    .notOfTraining(),
            Option.integer(
                            "thinning",
                            GibbsSampling.STEPS,
                            1,
                            "Gibbs steps from one sample of a chain to its next; up to 1,000 samples come from as many chains")
                    .notOfTraining(),
            Option.integer(
                            "sampleTemperatures",
                            1,
                            1,
                            "replicas of each sampling chain, exchanged as by algorithm tempering; 1 for plain Gibbs sampling")
                    .notOfTraining());

    /** Returns {@link #OPTIONS} with other defaults for some, by name. */
    static List<Option> optionsWithDefaults(Map<String, ?> defaults) {
        return OPTIONS.stream()
                .map(o -> new Option(
                        o.name(),
                        o.type(),
                        defaults.containsKey(o.name()) ? defaults.get(o.name()) : o.defaultValue(),
                        o.minimum(),
                        o.minimumExcluded(),
                        o.maximum(),
                        o.choices(),
                        o.meaning(),
                        o.afterTraining()))
                .toList();
    }

    private static <E> List<String> labels(E[] values, java.util.function.Function<E, String> label) {
        return Stream.of(values).map(label).toList();
    }

    static RbmOptions of(Options o) {
        return new RbmOptions(
                new Negative(
                        NegativePhase.Algorithm.of(o.text("algorithm")),
                        o.integer("gibbsSteps"),
                        o.integer("chains"),
                        o.integer("temperatures"),
                        o.number("fastLearningRate"),
                        o.number("fastDecay")),
                new Centring(Offsets.Kind.of(o.text("offsets")), o.number("offsetRate")),
                new Steps(
                        o.number("learningRate"),
                        Decay.valueOf(o.text("schedule").toUpperCase(Locale.ROOT)),
                        o.integer("scheduleEpochs"),
                        o.number("momentum"),
                        o.number("initialMomentum"),
                        o.integer("momentumEpochs"),
                        o.number("weightDecay"),
                        o.number("sparsityTarget"),
                        o.number("sparsityCost"),
                        o.number("sparsityDecay")),
                new Annealing(o.integer("aisEvery"), o.integer("aisChains"), o.integer("aisTemperatures")),
                new GibbsSampling(o.integer("burnIn"), o.integer("thinning"), o.integer("sampleTemperatures")),
                o.number("weightScale"),
                o.integer("batchSize"),
                o.integer("epochs"),
                o.integer("patience"));
    }
}
