package verisim.models.boltzmann;

import java.util.Map;
import verisim.core.random.RandomStream;

/** What is watched in one training run, of the model as it is when asked. */
interface Monitors {
    /** Returns the name of the figure that the best epoch is chosen by; higher is better. */
    String scoreName();

    /** Returns how many epochs lie between two scores. */
    int scoreEvery();

    /**
     * Returns the figures, the same names every time.
     *
     * @param scored whether the score is wanted now; if not, it may be NaN
     */
    Map<String, Double> figures(boolean scored, RandomStream random);
}
