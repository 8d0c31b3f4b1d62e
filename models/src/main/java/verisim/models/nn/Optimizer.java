package verisim.models.nn;

import static verisim.core.Checks.require;

import java.util.Locale;
import java.util.Map;

/** Changes parameters step by step to lower a loss. Holds the state of one training run, for one thread. */
public interface Optimizer {
    /** The optimisers there are. */
    enum Kind {
        ADAM,
        /** With momentum, as in Sutskever et al. (2013). */
        SGD,
        /** SGD with the momentum of Nesterov. */
        NESTEROV,
        ADADELTA,
        ADAGRAD;

        /** Returns the name a user writes. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Returns a new optimiser of this kind with the constants of its paper.
         *
         * @param size number of parameters
         * @param momentum of SGD and NESTEROV; the others do not use it
         */
        public Optimizer of(int size, double momentum) {
            return switch (this) {
                case ADAM -> Adam.of(size);
                case SGD -> new Sgd(size, momentum, false);
                case NESTEROV -> new Sgd(size, momentum, true);
                case ADADELTA -> Adadelta.of(size);
                case ADAGRAD -> new Adagrad(size);
            };
        }
    }

    /**
     * Moves {@code parameters} one step against {@code gradient}, the gradient of a loss to be lowered. A parameter whose gradient
     * has been 0 from the start stays exactly where it is.
     */
    void step(float[] parameters, float[] gradient, double learningRate);

    /**
     * Returns all that the next step depends on besides its arguments, by name: the arrays in use, not copies. With {@link
     * #restore} in a new optimiser of the same kind, steps go on bit for bit.
     */
    Map<String, float[]> state();

    /**
     * Takes over a state of {@link #state}; copies it.
     *
     * @throws IllegalArgumentException if an array is missing or has another length
     */
    default void restore(Map<String, float[]> saved) {
        state().forEach((name, mine) -> {
            float[] given = saved.get(name);
            require(
                    given != null && given.length == mine.length,
                    "the state of the optimizer needs %d values of '%s', but has %s",
                    mine.length,
                    name,
                    given == null ? "none" : given.length);
        });
        state().forEach((name, mine) -> System.arraycopy(saved.get(name), 0, mine, 0, mine.length));
    }
}
