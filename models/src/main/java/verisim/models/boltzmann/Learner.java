package verisim.models.boltzmann;

import java.util.Map;
import verisim.core.random.RandomStream;

/** What makes the updates of one training run, and has the state that they need. */
interface Learner {
    /**
     * Makes one update.
     *
     * @param batch rows of data, in an array of at least {@code count} rows
     * @param momentum share of the last step that is kept
     */
    void step(float[] batch, int count, double learningRate, double momentum, RandomStream random);

    /** Returns all parameters in one array; not a copy, and the next step may or may not change it. */
    float[] parameters();

    /** Goes on from these parameters. */
    void setParameters(float[] values);

    /** Returns whether the last update was finite. */
    boolean finite();

    /** Returns what is worth a look after an epoch, and begins to count anew. The same names every time. */
    Map<String, Double> figures();

    /** Returns all that {@link #restore} needs besides the parameters, in arrays that change no more. */
    Map<String, float[]> state();

    /** Goes on from a state of {@link #state}. */
    void restore(Map<String, float[]> state);
}
