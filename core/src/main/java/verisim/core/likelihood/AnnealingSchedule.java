package verisim.core.likelihood;

import static verisim.core.Checks.require;

import java.util.Arrays;
import verisim.core.model.AnnealingPath;
import verisim.core.random.RandomStream;

/**
 * The inverse temperatures {@code 0 = beta_0 < beta_1 < ... < beta_K = 1} that annealing goes through.
 *
 * @see <a href="https://doi.org/10.1145/1390156.1390266">Salakhutdinov and Murray (2008), whose schedule is the second one</a>
 * @see <a href="https://doi.org/10.1080/10618600.2015.1060885">Zhou, Johansen and Aston (2016), Toward automatic model comparison: an
 *     adaptive sequential Monte Carlo approach, whose schedule is the third</a>
 */
public final class AnnealingSchedule {
    private static final int MOST_STEPS = 1_000_000;
    private static final int BISECTIONS = 30;

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

    /**
     * Returns steps of equal difficulty, found on a pilot run: the next temperature is the one at which
     *
     * <pre>{@code (sum_m u_m)^2 / (M sum_m u_m^2) = share,   u_m = f_to(x_m) / f_from(x_m)}</pre>
     *
     * by bisection, the effective share of the step's weights. Pilot chains count alike: their moves keep them near the density they
     * stand for, while the running weights of the paper's conditional effective sample size would soon leave one chain to decide.
     *
     * <p>Estimate on chains and random numbers of their own along this schedule, frozen: temperatures that depended on the states
     * they weigh would bias the weights.
     *
     * @param pilotChains at least 10
     * @param share above 0.5 and below 1; the closer to 1 the more steps, about in proportion to {@code 1 / sqrt(1 - share)}
     * @throws IllegalStateException if a million steps do not reach the model
     */
    public static AnnealingSchedule adaptive(AnnealingPath path, int pilotChains, double share, RandomStream random) {
        require(pilotChains >= 10, "pilotChains must be at least 10, but was %d", pilotChains);
        require(share > 0.5 && share < 1, "share must be above 0.5 and below 1, but was %s", share);
        float[] states = path.sampleBase(pilotChains, random.child("base"));
        RandomStream moves = random.child("moves");
        double[] ignored = new double[pilotChains];
        double[] betas = new double[1024];
        int k = 0;
        double step = 1e-3;
        while (betas[k] < 1) {
            if (k == MOST_STEPS) {
                throw new IllegalStateException("after " + k + " steps the adaptive schedule has only reached beta = "
                        + betas[k] + "; lower the share, now " + share);
            }
            double to = next(path.logRatios(states, pilotChains), pilotChains, betas[k], step, share);
            step = to - betas[k];
            path.anneal(states, pilotChains, betas[k], to, ignored, moves.child(k));
            if (++k == betas.length) {
                betas = Arrays.copyOf(betas, 2 * k);
            }
            betas[k] = to;
        }
        return new AnnealingSchedule(Arrays.copyOf(betas, k + 1));
    }

    private static double next(AnnealingPath.LogRatios ratios, int chains, double from, double step, double share) {
        double[] logs = new double[chains];
        double low = from;
        double high = Math.min(1, from + 2 * step);
        while (effectiveShare(ratios, from, high, logs) >= share) {
            if (high == 1) {
                return 1;
            }
            low = high;
            high = Math.min(1, from + 2 * (high - from));
        }
        for (int i = 0; i < BISECTIONS && (low == from || high - low > 0.01 * (low - from)); i++) {
            double middle = 0.5 * (low + high);
            if (effectiveShare(ratios, from, middle, logs) >= share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low > from ? low : high; // high is then no farther than 2^-BISECTIONS steps away
    }

    private static double effectiveShare(AnnealingPath.LogRatios ratios, double from, double to, double[] logs) {
        ratios.between(from, to, logs);
        double largest = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            largest = Math.max(largest, log);
        }
        double sum = 0;
        double squares = 0;
        for (double log : logs) {
            double u = Math.exp(log - largest);
            sum += u;
            squares += u * u;
        }
        return sum * sum / (logs.length * squares);
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
