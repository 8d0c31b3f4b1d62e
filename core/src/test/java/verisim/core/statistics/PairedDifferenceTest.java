package verisim.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import verisim.core.random.RandomStream;
import verisim.core.result.Kind;

class PairedDifferenceTest {
    private static RowScores exact(double[]... replicates) {
        return RowScores.of(Kind.EXACT, List.of(replicates));
    }

    @Test
    void oneReplicateEachGivesTheMeanOfDifferencesWithItsStudentInterval() {
        PairedDifference d =
                PairedDifference.of(exact(new double[] {-1, -9, -4, -2}), exact(new double[] {-2, -11, -7, -4}));
        // Differences 1, 2, 3, 2: mean 2, variance 2/3, standard error sqrt(1/6); t of 3 degrees of freedom is
        // 3.182446.
        assertThat(d.mean()).isCloseTo(2, within(1e-12));
        assertThat(d.standardError()).isCloseTo(Math.sqrt(1 / 6.0), within(1e-12));
        assertThat(d.fitted().low()).isCloseTo(2 - 3.182446305 * Math.sqrt(1 / 6.0), within(1e-8));
        assertThat(d.fitted().high()).isCloseTo(2 + 3.182446305 * Math.sqrt(1 / 6.0), within(1e-8));
        // SciPy: 2 * scipy.stats.t.sf(2 * 6 ** 0.5, 3)
        assertThat(d.p()).isCloseTo(0.016276603459, within(1e-10));
        assertThat(d.retrained().low()).isNaN();
        assertThat(d.rows()).isEqualTo(4);
        assertThat(d.reversed().mean()).isEqualTo(-d.mean());
        assertThat(d.reversed().fitted().low()).isEqualTo(-d.fitted().high());
    }

    @Test
    void replicatesAreAveragedRowByRowAndTheirSpreadWidensTheSecondIntervalOnly() {
        RowScores a = exact(new double[] {1, 3, 5}, new double[] {3, 5, 7});
        RowScores b = exact(new double[] {0, 1, 2}, new double[] {0, 1, 2});
        PairedDifference d = PairedDifference.of(a, b);
        // Row means 2, 4, 6 less 0, 1, 2: 2, 3, 4; standard error 1/sqrt(3), t of 2 degrees of freedom is 4.302653.
        assertThat(d.mean()).isCloseTo(3, within(1e-12));
        assertThat(d.standardError()).isCloseTo(1 / Math.sqrt(3), within(1e-12));
        assertThat(d.fitted().high()).isCloseTo(3 + 4.302652730 / Math.sqrt(3), within(1e-8));
        // Means of a: 3 and 5, so s^2 / R = 1, and b does not vary: Welch's degrees of freedom are 1, t is 12.706205.
        assertThat(d.retrained().high())
                .isCloseTo(3 + Math.hypot(12.706204736, 1.959963985 / Math.sqrt(3)), within(1e-7));
        // One replicate of b, and nothing is known of training it again; a known distribution is not trained.
        assertThat(PairedDifference.of(a, exact(new double[] {0, 1, 2}))
                        .retrained()
                        .low())
                .isNaN();
        assertThat(PairedDifference.of(a, RowScores.ofTruth(new double[] {0, 1, 2}))
                        .retrained())
                .isEqualTo(d.retrained());
        assertThat(PairedDifference.of(a, b).reversed().retrained())
                .isEqualTo(PairedDifference.of(b, a).retrained());
    }

    @Test
    void anErrorThatAllRowsShareIsAdded() {
        double[] rows = {-1, -9, -4, -2};
        double[] other = {-2, -11, -7, -4};
        PairedDifference d =
                PairedDifference.of(new RowScores(Kind.LOWER_BOUND, List.of(rows), 0.3, false), exact(other));
        assertThat(d.standardError()).isCloseTo(Math.hypot(Math.sqrt(1 / 6.0), 0.3), within(1e-12));
    }

    @Test
    void equalScoresDifferByNothingAndAConstantShiftIsCertain() {
        double[] rows = {-1, -9, -4};
        assertThat(PairedDifference.of(exact(rows), exact(rows)).p()).isEqualTo(1);
        PairedDifference shifted = PairedDifference.of(exact(rows), exact(new double[] {-2, -10, -5}));
        assertThat(shifted.p()).isZero();
        assertThat(shifted.fitted()).isEqualTo(new Interval(1, 1));
        PairedDifference single = PairedDifference.of(exact(new double[] {1}), exact(new double[] {0}));
        assertThat(single.p()).isEqualTo(1);
        assertThat(single.fitted().low()).isNaN();
    }

    /**
     * Rows of very different difficulty (sd 10) that two models share, differences of sd 1. Of 4,000 intervals, 95 % +- 1.7 %
     * (4.9 standard errors) hold the truth; one of independent means would be 14 times as wide.
     */
    @Test
    void theFittedIntervalCoversAndIsNarrow() {
        RandomStream random = RandomStream.ofSeed(2026).child("paired-coverage");
        int trials = 4_000;
        int n = 40;
        int covered = 0;
        double width = 0;
        for (int t = 0; t < trials; t++) {
            double[] a = new double[n];
            double[] b = new double[n];
            for (int i = 0; i < n; i++) {
                double difficulty = 10 * random.nextGaussian();
                a[i] = difficulty + 0.3 + random.nextGaussian();
                b[i] = difficulty;
            }
            PairedDifference d = PairedDifference.of(exact(a), exact(b));
            covered += d.fitted().contains(0.3) ? 1 : 0;
            width += d.fitted().width() / trials;
            assertThat(d.p() < 0.05).isEqualTo(!d.fitted().contains(0));
        }
        assertThat(covered / (double) trials).isCloseTo(0.95, within(0.017));
        assertThat(width).isCloseTo(2 * 2.0227 / Math.sqrt(n), within(0.01)); // t of 39 degrees of freedom
    }

    /**
     * Two replicates of each model (or of one, against a known distribution) whose means scatter 3 times as far as the mean
     * over rows does: at least 95 % of the intervals hold the mean over trainings, less 4.9 standard errors of 4,000 trials.
     */
    @Test
    void theRetrainedIntervalCoversWithTwoReplicates() {
        RandomStream random = RandomStream.ofSeed(2026).child("retrained-coverage");
        int trials = 4_000;
        int n = 25;
        int both = 0;
        int one = 0;
        for (int t = 0; t < trials; t++) {
            double[] common = random(n, 1, random);
            double[] other = random(n, 1, random);
            RowScores a = exact(plus(common, 0.6 * random.nextGaussian()), plus(common, 0.6 * random.nextGaussian()));
            RowScores b = exact(plus(other, 0.6 * random.nextGaussian()), plus(other, 0.6 * random.nextGaussian()));
            both += PairedDifference.of(a, b).retrained().contains(0) ? 1 : 0;
            one += PairedDifference.of(a, RowScores.ofTruth(other)).retrained().contains(0) ? 1 : 0;
        }
        assertThat(both / (double) trials).isGreaterThan(0.95 - 0.017);
        assertThat(one / (double) trials).isGreaterThan(0.95 - 0.017);
    }

    @Test
    void unfitScoresAreExplained() {
        assertThatThrownBy(() -> PairedDifference.of(exact(new double[] {1, 2}), exact(new double[] {1})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same test rows")
                .hasMessageContaining("2 and 1");
        assertThatThrownBy(() -> exact(new double[] {1, Double.NEGATIVE_INFINITY}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 2");
        assertThatThrownBy(() -> exact(new double[] {1, 2}, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 rows");
    }

    private static double[] random(int n, double sd, RandomStream random) {
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = sd * random.nextGaussian();
        }
        return out;
    }

    private static double[] plus(double[] x, double shift) {
        List<Double> out = new ArrayList<>();
        for (double v : x) {
            out.add(v + shift);
        }
        return out.stream().mapToDouble(v -> v).toArray();
    }
}
