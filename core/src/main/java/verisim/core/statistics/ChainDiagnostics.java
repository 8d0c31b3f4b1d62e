package verisim.core.statistics;

import static verisim.core.Checks.require;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * What several Markov chains tell about their own mixing, from one number (a free energy, say) watched along each.
 *
 * <p>With n draws of each of m chains, W the mean of the chains' variances, {@code V = W (n - 1)/n + B/n} the estimate of the variance
 * that also counts the spread B/n of the chains' means, and s_t the mean of the chains' autocovariances at lag t,
 *
 * <pre>{@code rho_t = 1 - (W - s_t) / V,   tau = 1 + 2 sum_t rho_t,   effective sample size = m n / tau}</pre>
 *
 * <p>The sum ends by Geyer's initial monotone sequence: sums of two successive rho are added while they are positive, each cut down to
 * the one before. Chains are split in halves first, so a trend within a chain counts as disagreement. All three are estimates from
 * these draws: chains that all miss the same mode look well.
 *
 * <p>{@code rHat} compares V with W, {@code sqrt(V / W)}, on ranks turned into normal scores; the larger of that of the draws and that of
 * their distances from the median, which sees chains that differ in spread only.
 *
 * @param chains m
 * @param draws n, of each chain
 * @param autocorrelationTime tau, in draws; below 1 if draws are antithetic. NaN if all draws are equal
 * @param effectiveSampleSize how many independent draws would give the mean as well; NaN if all draws are equal
 * @param rHat near 1 if the chains agree; NaN if all draws are equal
 * @see <a href="https://doi.org/10.1214/20-BA1221">Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), Rank-normalization,
 *     folding, and localization: an improved R-hat for assessing convergence of MCMC</a>
 * @see <a href="https://doi.org/10.1214/ss/1177011137">Geyer (1992), Practical Markov chain Monte Carlo</a>
 */
public record ChainDiagnostics(
        int chains, int draws, double autocorrelationTime, double effectiveSampleSize, double rHat) {

    /**
     * Looks at chains.
     *
     * @param values [m][n], each chain in the order of time; at least one chain, at least 4 draws, all chains equally long, all values
     *     finite
     */
    public static ChainDiagnostics of(double[][] values) {
        require(values.length >= 1, "there must be at least one chain, but there is none");
        int n = values[0].length;
        require(n >= 4, "chains must have at least 4 draws, but have %d", n);
        for (double[] chain : values) {
            require(chain.length == n, "chains must be equally long, but have %d and %d draws", n, chain.length);
            for (double value : chain) {
                require(Double.isFinite(value), "draws must be finite, but one is %s", value);
            }
        }
        double[][] halves = halves(values);
        double bulk = ratio(normalScores(halves));
        if (Double.isNaN(bulk)) {
            return new ChainDiagnostics(values.length, n, Double.NaN, Double.NaN, Double.NaN);
        }
        double spread = ratio(normalScores(folded(halves))); // NaN if all draws are equally far from the median
        double rHat = Double.isNaN(spread) ? bulk : Math.max(bulk, spread);
        double tau = autocorrelationTime(halves);
        return new ChainDiagnostics(values.length, n, tau, (double) values.length * n / tau, rHat);
    }

    /** Returns the first and the last {@code floor(n / 2)} draws of each chain as chains of their own. */
    private static double[][] halves(double[][] values) {
        int n = values[0].length;
        double[][] out = new double[2 * values.length][];
        for (int c = 0; c < values.length; c++) {
            out[2 * c] = Arrays.copyOfRange(values[c], 0, n / 2);
            out[2 * c + 1] = Arrays.copyOfRange(values[c], n - n / 2, n);
        }
        return out;
    }

    private static double[] flat(double[][] values) {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[][] folded(double[][] values) {
        double[] sorted = flat(values);
        Arrays.sort(sorted);
        int n = sorted.length; // even, since chains were split
        double median = 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]);
        return Arrays.stream(values)
                .map(chain ->
                        Arrays.stream(chain).map(v -> Math.abs(v - median)).toArray())
                .toArray(double[][]::new);
    }

    /** Returns the normal quantiles of {@code (rank - 3/8) / (S + 1/4)}; equal values share the mean of their ranks. */
    private static double[][] normalScores(double[][] values) {
        double[] all = flat(values);
        int[] order = IntStream.range(0, all.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> all[i]))
                .mapToInt(i -> i)
                .toArray();
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        double[] scores = new double[all.length];
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && all[order[to]] == all[order[from]]) {
                to++;
            }
            double rank = 0.5 * (from + 1 + to);
            double score = normal.inverseCumulativeProbability((rank - 0.375) / (all.length + 0.25));
            for (int i = from; i < to; i++) {
                scores[order[i]] = score;
            }
            from = to;
        }
        int n = values[0].length;
        return IntStream.range(0, values.length)
                .mapToObj(c -> Arrays.copyOfRange(scores, c * n, (c + 1) * n))
                .toArray(double[][]::new);
    }

    /** Returns {@code sqrt(V / W)}; NaN if all values are equal, infinite if only those of each chain are. */
    private static double ratio(double[][] values) {
        double within = within(values);
        double total = total(values, within);
        return total == 0 ? Double.NaN : Math.sqrt(total / within);
    }

    private static double mean(double[] chain) {
        return Arrays.stream(chain).average().orElseThrow();
    }

    private static double within(double[][] values) {
        return Arrays.stream(values)
                .mapToDouble(chain -> autocovariance(chain, mean(chain), 0) * chain.length / (chain.length - 1))
                .average()
                .orElseThrow();
    }

    private static double total(double[][] values, double within) {
        double[] means =
                Arrays.stream(values).mapToDouble(ChainDiagnostics::mean).toArray();
        double grand = mean(means);
        double spread = Arrays.stream(means).map(m -> (m - grand) * (m - grand)).sum() / (means.length - 1);
        int n = values[0].length;
        return within * (n - 1) / n + spread;
    }

    /** {@code (1/n) sum_i (x_i - mean) (x_{i+lag} - mean)}. */
    private static double autocovariance(double[] chain, double mean, int lag) {
        double sum = 0;
        for (int i = 0; i + lag < chain.length; i++) {
            sum += (chain[i] - mean) * (chain[i + lag] - mean);
        }
        return sum / chain.length;
    }

    private static double autocorrelationTime(double[][] values) {
        int n = values[0].length;
        double within = within(values);
        double total = total(values, within);
        double[] means =
                Arrays.stream(values).mapToDouble(ChainDiagnostics::mean).toArray();
        double sum = 0;
        double before = Double.POSITIVE_INFINITY;
        for (int lag = 0; lag + 1 < n; lag += 2) {
            double pair =
                    correlation(values, means, lag, within, total) + correlation(values, means, lag + 1, within, total);
            if (!(pair > 0)) {
                break;
            }
            before = Math.min(before, pair);
            sum += before;
        }
        // As in the paper, no more effective draws than m n log10(m n): antithetic chains could else give a negative
        // number.
        return Math.max(2 * sum - 1, 1 / Math.log10(Math.max(10, values.length * (double) n)));
    }

    private static double correlation(double[][] values, double[] means, int lag, double within, double total) {
        if (lag == 0) {
            return 1;
        }
        double covariance = 0;
        for (int c = 0; c < values.length; c++) {
            covariance += autocovariance(values[c], means[c], lag) / values.length;
        }
        return 1 - (within - covariance) / total;
    }
}
