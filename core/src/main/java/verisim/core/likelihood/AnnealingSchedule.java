package verisim.core.likelihood;

import static verisim.core.Checks.require;

/**
 * The inverse temperatures {@code 0 = beta_0 < beta_1 < ... < beta_K = 1} that annealing goes through.
 *
 * @see <a href="https://doi.org/10.1145/1390156.1390266">Salakhutdinov and Murray (2008), whose schedule is the second one</a>
 */
public final class AnnealingSchedule {
    private final double[] betas;

    private AnnealingSchedule(double[] betas) {
        this.betas = betas;
    }

    /** Returns K equal steps. */
    public static AnnealingSchedule uniform(int steps) {
        require(steps >= 1, "temperatures must be at least 1, but was %d", steps);
        double[] betas = new double[steps + 1];
        for (int k = 0; k <= steps; k++) {
            betas[k] = (double) k / steps;
        }
        return new AnnealingSchedule(betas);
    }

    /**
     * Returns the schedule of Salakhutdinov and Murray with its 14,500 steps: 500 from 0 to 0.5, 4,000 from 0.5 to 0.9, 10,000 from
     * 0.9 to 1.
     */
    public static AnnealingSchedule threeSegments() {
        int[] counts = {500, 4000, 10000};
        double[] ends = {0.5, 0.9, 1};
        double[] betas = new double[14501];
        int at = 1;
        double start = 0;
        for (int segment = 0; segment < counts.length; segment++) {
            for (int i = 1; i <= counts[segment]; i++) {
                betas[at++] =
                        i == counts[segment] ? ends[segment] : start + (ends[segment] - start) * i / counts[segment];
            }
            start = ends[segment];
        }
        return new AnnealingSchedule(betas);
    }

    /** Returns K, the number of steps. */
    public int steps() {
        return betas.length - 1;
    }

    /** Returns beta_k, for k from 0 to {@link #steps()}. */
    public double inverseTemperature(int k) {
        return betas[k];
    }
}
