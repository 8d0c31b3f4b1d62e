package verisim.models.boltzmann;

import java.util.Locale;
import java.util.Map;
import verisim.core.random.RandomStream;

/** Where the expectations under the model come from, which the gradient of the log-likelihood needs. Has the state of one run. */
interface NegativePhase {
    /** What a user chooses from. */
    enum Algorithm {
        /** Persistent chains. */
        PCD,
        /** Chains that start at the data. */
        CD,
        /** Persistent chains with fast weights. */
        FAST_PCD,
        /** Persistent chains at several temperatures. */
        TEMPERING,
        /** All states. */
        EXACT;

        /** Returns the name a user writes. */
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Algorithm of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** Returns how many rows {@link #fill} appends at most. */
    int mostRows();

    /**
     * Computes the hidden probabilities of the data rows and appends rows whose weighted mean of {@code v h}, {@code v} and {@code h} is
     * the model's expectation, or an estimate of it.
     */
    void fill(PhaseRows rows, RandomStream random);

    /**
     * Lets chains that go on from one update to the next find the model before the first update: one that has been trained before is far
     * from the base rates that they begin at.
     */
    default void settle(int steps, RandomStream random) {}

    /** Hears of the gradient after each update: W, b, c of the ordinary machine. */
    default void follow(float[] gradient) {}

    /** Returns what is worth a look after an epoch, and begins to count anew. The same names every time. */
    default Map<String, Double> figures() {
        return Map.of();
    }

    /** Returns what {@link #restore} needs, in arrays that change no more. */
    default Map<String, float[]> state() {
        return Map.of();
    }

    /** Goes on from a state of {@link #state}. */
    default void restore(Map<String, float[]> state) {}

    /**
     * Returns the negative phase that {@code options} describe.
     *
     * @param model as training changes it
     * @param batchSize most rows of a batch
     */
    static NegativePhase of(RbmOptions.Negative options, RbmParameters model, float[] baseLogits, int batchSize) {
        int chains = options.chains() == 0 ? batchSize : options.chains();
        return switch (options.algorithm()) {
            case CD -> new DataChains(model, baseLogits, options.gibbsSteps(), batchSize);
            case PCD -> new ModelChains(model, new ParallelChains(model, baseLogits, 1, chains), options.gibbsSteps());
            case TEMPERING ->
                new ModelChains(
                        model,
                        new ParallelChains(model, baseLogits, options.temperatures(), chains),
                        options.gibbsSteps());
            case FAST_PCD -> new FastChains(model, baseLogits, options, chains);
            case EXACT -> new AllStates(model);
        };
    }
}
