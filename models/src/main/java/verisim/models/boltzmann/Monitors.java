package verisim.models.boltzmann;

import java.util.Map;
import verisim.core.random.RandomStream;

/** What is watched in one training run, of the model as it is when asked. */
interface Monitors {
    /** Enumeration of this many (state, unit) pairs takes some 50 ms. */
    double CHEAP = 1e8;

    /**
     * Returns whether log Z may be enumerated in every epoch.
     *
     * @param units of the side that is enumerated
     * @param width units of the wider side
     */
    static boolean cheap(int units, int width) {
        return units <= 30 && Math.pow(2, units) * width <= CHEAP;
    }

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
