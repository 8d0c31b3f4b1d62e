package verisim.models.boltzmann;

import verisim.core.random.RandomStream;

/**
 * The kind of an RBM's visible units: all that distinguishes one with real or categorical data from one with binary data.
 *
 * <p>Hidden units see visible ones through their statistics s, and visible units see hidden ones through their fields:
 *
 * <pre>{@code -E(v, h) = b.s + c.h + s W h + m(s),   p(h_j = 1 given v) = sigmoid(c_j + s W_j),   fields f = b + W h}</pre>
 *
 * <p>With V statistics W is [V, H]. All rows of visible units in this package hold statistics, which determine v; whoever takes data
 * turns them into statistics by {@link #read}. The base distribution, where chains and annealing start, has fields bA and the density
 * {@code exp(bA.s + m0(s))}; tempered fields are {@code beta f + (1 - beta) bA}.
 */
interface VisibleUnits {
    /** Returns the number of parameters these units have beside b, for V statistics. */
    default int ownParameters(int visible) {
        return 0;
    }

    /** Gives the own parameters the values that training begins with. */
    default void begin(RbmParameters model) {}

    /** Turns {@code rows} rows of data, as training sees them, into statistics, in place. */
    default void read(RbmParameters model, float[] values, int rows) {}

    /** Turns the fields of the rows from number {@code from} on into the means of the statistics given these, in place. */
    void means(RbmParameters model, float[] fields, int from, int rows);

    /**
     * Draws statistics given the tempered fields of {@code rows} rows, in place.
     *
     * @param betas inverse temperature of each row, or one for all
     */
    void draw(RbmParameters model, float[] fields, int rows, float[] betas, RandomStream random);

    /** Returns {@code log sum_v exp(f.s(v) + m(s(v)))}, an integral for real v, of one row of fields; nats. */
    double logNormalizer(RbmParameters model, float[] fields, int at);

    /** Returns {@code log sum_v exp(bA.s(v) + m0(s(v)))}, nats. */
    double baseLogNormalizer(RbmParameters model, float[] baseFields);

    /** Returns m(s) of one row, nats. */
    default double modelTerm(RbmParameters model, float[] statistics, int at) {
        return 0;
    }

    /** Returns m0(s) of one row, nats. */
    default double baseTerm(RbmParameters model, float[] statistics, int at) {
        return 0;
    }

    /** Returns the squared distance of two rows of statistics, in squared units of v. */
    default double squaredDistance(RbmParameters model, float[] a, float[] b, int at) {
        double sum = 0;
        for (int d = 0; d < model.visible(); d++) {
            double error = a[at + d] - b[at + d];
            sum += error * error;
        }
        return sum;
    }

    /** Returns whether visible units are few enough, and countable, to list their states rather than those of the hidden ones. */
    default boolean listed(RbmParameters model) {
        return false;
    }

    /** Returns the unnormalised probabilities of all states of the visible units if they are {@link #listed}, else the hidden units. */
    BlockedStates states(RbmParameters model);

    /**
     * Writes the gradient of the units' own parameters.
     *
     * @param rows both phases, s - mu and weights times h - lambda
     * @param offsets mu and lambda
     * @param gradient of W, b and c as a centred machine has it; see {@link RbmUpdates}
     */
    default void ownGradient(RbmParameters model, PhaseRows rows, Offsets offsets, float[] gradient) {}

    /** Turns the gradient into a direction that does not depend on the units' scales, in place. */
    default void precondition(RbmParameters model, float[] gradient) {}

    /** Brings the units' own parameters back into the range they must have. */
    default void confine(RbmParameters model) {}
}
