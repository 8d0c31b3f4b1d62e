package verisim.models.boltzmann;

import static verisim.core.Checks.require;

import java.util.List;
import verisim.core.option.Option;
import verisim.core.option.Options;

/**
 * How an RBM is trained and sampled. The number of hidden units is given apart, since a DBN trains several.
 *
 * @param persistent whether the negative phase goes on with its own chains (PCD) or starts at the data (CD)
 * @param gibbsSteps k, Gibbs steps of the negative phase
 * @param linearDecay whether the learning rate falls linearly to 0 over the epochs
 * @param weightDecay factor of the L2 penalty {@code weightDecay/2 |W|^2}, weights only
 * @param weightScale standard deviation of the initial weights
 * @param patience epochs without a better validation score before training ends
 * @param sampleSteps Gibbs steps behind each sample
 */
record RbmOptions(
        boolean persistent,
        int gibbsSteps,
        double learningRate,
        boolean linearDecay,
        double momentum,
        double weightDecay,
        double weightScale,
        int batchSize,
        int epochs,
        int patience,
        int sampleSteps) {
    RbmOptions {
        require(gibbsSteps >= 1, "gibbsSteps must be at least 1, but was %d", gibbsSteps);
        require(
                learningRate > 0 && Double.isFinite(learningRate),
                "learningRate must be finite and greater than 0, but was %s",
                learningRate);
        require(momentum >= 0 && momentum < 1, "momentum must be at least 0 and less than 1, but was %s", momentum);
        require(
                weightDecay >= 0 && Double.isFinite(weightDecay),
                "weightDecay must be finite and at least 0, but was %s",
                weightDecay);
        require(
                weightScale >= 0 && Double.isFinite(weightScale),
                "weightScale must be finite and at least 0, but was %s",
                weightScale);
        require(batchSize >= 1, "batchSize must be at least 1, but was %d", batchSize);
        require(epochs >= 1, "epochs must be at least 1, but was %d", epochs);
        require(patience >= 1, "patience must be at least 1, but was %d", patience);
        require(sampleSteps >= 1, "sampleSteps must be at least 1, but was %d", sampleSteps);
    }

    /** The options as a user gives them. */
    static final List<Option> OPTIONS = List.of(
            Option.choice(
                    "algorithm",
                    List.of("pcd", "cd"),
                    "where the negative phase starts: pcd goes on with as many persistent chains as a batch has rows, cd starts at"
                            + " the data"),
            Option.integer("gibbsSteps", 1, 1, "Gibbs steps of the negative phase (the k of CD-k)"),
            Option.positive("learningRate", 0.05, "step size at the start"),
            Option.choice(
                    "schedule",
                    List.of("linear", "constant"),
                    "linear: the learning rate falls to 0 over the epochs, which lets persistent chains keep up"),
            Option.number("momentum", 0, 0, 0.999, "share of the last step that is added to the next"),
            Option.number("weightDecay", 0, 0, 1, "factor of the L2 penalty on the weights"),
            Option.number("weightScale", 0.01, 0, 10, "standard deviation of the initial weights"),
            Option.integer("batchSize", 100, 1, "rows per update, and number of persistent chains"),
            Option.integer("epochs", 50, 1, "most passes over the training rows"),
            Option.integer(
                    "patience",
                    10,
                    1,
                    "epochs without a better validation score before training ends; the score is the exact log-likelihood where"
                            + " enumeration is cheap (16 units at 784 on the other side), else the pseudo-likelihood"),
            Option.integer(
                    "sampleSteps",
                    Rbm.SAMPLE_STEPS,
                    1,
                    "Gibbs steps from the base rates to the end of a chain, which is a sample"));

    static RbmOptions of(Options options) {
        return new RbmOptions(
                options.text("algorithm").equals("pcd"),
                options.integer("gibbsSteps"),
                options.number("learningRate"),
                options.text("schedule").equals("linear"),
                options.number("momentum"),
                options.number("weightDecay"),
                options.number("weightScale"),
                options.integer("batchSize"),
                options.integer("epochs"),
                options.integer("patience"),
                options.integer("sampleSteps"));
    }

    static RbmOptions defaults() {
        return of(Options.resolve("rbm", OPTIONS, java.util.Map.of()));
    }
}
