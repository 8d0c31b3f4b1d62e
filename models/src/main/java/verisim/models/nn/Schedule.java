package verisim.models.nn;

import static verisim.core.Checks.require;

import java.util.Locale;

/**
 * How the learning rate changes in training, as a factor on the first one.
 *
 * <pre>{@code
 * CONSTANT   1
 * STEP       factor^floor((epoch - 1) / epochs)
 * PLATEAU    factor^k after k times `epochs` epochs in a row without a better validation score
 * LINEAR     1 - t / T at step t = 0, 1, ... of T: what remains of the most steps there may be
 * }</pre>
 *
 * @param epochs of STEP and PLATEAU, at least 1
 * @param factor of STEP and PLATEAU, greater than 0 and at most 1
 */
public record Schedule(Kind kind, int epochs, double factor) {
    /** The kinds of schedule. */
    public enum Kind {
        CONSTANT,
        STEP,
        PLATEAU,
        LINEAR;

        /** Returns the name a user writes. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Schedule {
        require(epochs >= 1, "scheduleEpochs must be at least 1, but was %d", epochs);
        require(factor > 0 && factor <= 1, "scheduleFactor must be greater than 0 and at most 1, but was %s", factor);
    }

    /** Returns the schedule that changes nothing. */
    public static Schedule constant() {
        return new Schedule(Kind.CONSTANT, 10, 0.5);
    }

    /** Returns the schedule that multiplies by {@code factor} after every {@code epochs} epochs. */
    public static Schedule step(int epochs, double factor) {
        return new Schedule(Kind.STEP, epochs, factor);
    }

    /** Returns the schedule that multiplies by {@code factor} when {@code epochs} epochs in a row have brought nothing better. */
    public static Schedule plateau(int epochs, double factor) {
        return new Schedule(Kind.PLATEAU, epochs, factor);
    }

    /** Returns the schedule that falls to 0 evenly over all steps. */
    public static Schedule linear() {
        return new Schedule(Kind.LINEAR, 10, 0.5);
    }

    /** Returns the course of this schedule through one training run. */
    public Course start() {
        return new Course();
    }

    /** Where a training run stands in its schedule. */
    public final class Course {
        private double reduced = 1;
        private double best = Double.NEGATIVE_INFINITY;
        private int worse;

        private Course() {}

        /**
         * Returns the factor on the first learning rate.
         *
         * @param epoch from 1
         * @param done share of all possible steps that are done, from 0 to less than 1
         */
        public double factor(int epoch, double done) {
            return switch (kind) {
                case CONSTANT -> 1;
                case STEP -> {
                    int reductions = (epoch - 1) / epochs;
                    yield StrictMath.pow(factor, reductions);
                }
                case PLATEAU -> reduced;
                case LINEAR -> 1 - done;
            };
        }

        /** Takes note of the validation score of an epoch; higher is better. */
        public void record(double score) {
            if (score > best) {
                best = score;
                worse = 0;
            } else if (++worse == epochs) {
                reduced *= factor;
                worse = 0;
            }
        }

        /** Returns what {@link #restore} needs to go on from here. */
        public double[] state() {
            return new double[] {reduced, best, worse};
        }

        /** Goes on from a state of {@link #state}. */
        public void restore(double[] state) {
            require(state.length == 3, "the state of a schedule has 3 numbers, but got %d", state.length);
            reduced = state[0];
            best = state[1];
            worse = (int) state[2];
        }
    }
}
