package verisim.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import verisim.core.random.RandomStream;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.result.Outcome.Bracket;
import verisim.core.result.Outcome.Failed;
import verisim.core.result.Outcome.Measured;
import verisim.core.result.Outcome.NotDefined;
import verisim.core.result.Range;
import verisim.core.statistics.Summary.Status;

class ReplicatesTest {
    private static final Outcome FAILED = new Failed("fit", "loss was NaN in epoch 3");
    private static final Outcome UNDEFINED = new NotDefined("a GAN has no density");

    private static Outcome exact(double value, double error) {
        return Measured.of(value, error, 100, Kind.EXACT);
    }

    @Test
    void oneReplicateKeepsItsOwnInterval() {
        Outcome skewed = new Measured(0.9, 0.05, 0.7, 0.95, 40, Kind.ESTIMATE);
        Summary s = Replicates.summarize(List.of(skewed));
        assertThat(s).extracting(Summary::value, Summary::low, Summary::high).containsExactly(0.9, 0.7, 0.95);
        assertThat(s.spread()).isNaN();
        assertThat(s.replicates()).isEqualTo(1);
        assertThat(s.kind()).contains(Kind.ESTIMATE);
    }

    /** Values 1 and 3 without own error: sd sqrt 2, standard error 1, t factor 12.706. */
    @Test
    void twoReplicatesGiveTheWideIntervalTheyDeserve() {
        Summary s = Replicates.summarize(List.of(exact(1, 0), exact(3, 0)));
        assertThat(s.value()).isEqualTo(2);
        assertThat(s.standardError()).isCloseTo(1, within(1e-12));
        assertThat(s.low()).isCloseTo(2 - 12.7062047, within(1e-6));
        assertThat(s.high()).isCloseTo(2 + 12.7062047, within(1e-6));
    }

    /** A deterministic model gives equal values; the error of the test rows must not vanish with the spread. */
    @Test
    void equalReplicatesKeepTheErrorOfTheTestRows() {
        Summary s = Replicates.summarize(List.of(exact(-9, 0.1), exact(-9, 0.1), exact(-9, 0.1)));
        assertThat(s.spread()).isZero();
        assertThat(s.standardError()).isCloseTo(0.1, within(1e-12));
        assertThat(s.high() - s.low()).isCloseTo(2 * 0.1959963985, within(1e-8));
    }

    @Test
    void unknownOwnErrorLeavesTheSpread() {
        Outcome a = new Measured(1, Double.NaN, Double.NaN, Double.NaN, 1, Kind.ESTIMATE);
        Outcome b = new Measured(3, Double.NaN, Double.NaN, Double.NaN, 1, Kind.ESTIMATE);
        assertThat(Replicates.summarize(List.of(a, b)).standardError()).isCloseTo(1, within(1e-12));
    }

    @Test
    void failuresAreCountedAndNamed() {
        Summary s = Replicates.summarize(List.of(exact(1, 0), FAILED, exact(3, 0)));
        assertThat(s.status()).isEqualTo(Status.MEASURED);
        assertThat(s.replicates()).isEqualTo(2);
        assertThat(s.missing()).isEqualTo(1);
        assertThat(s.reason()).isEqualTo("fit: loss was NaN in epoch 3");
    }

    @Test
    void withoutNumbersTheReasonStays() {
        assertThat(Replicates.summarize(List.of(UNDEFINED, UNDEFINED)))
                .extracting(Summary::status, Summary::reason)
                .containsExactly(Status.NOT_DEFINED, "a GAN has no density");
        assertThat(Replicates.summarize(List.of(UNDEFINED, FAILED)).status()).isEqualTo(Status.FAILED);
        assertThatThrownBy(() -> Replicates.summarize(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unlikeKindsAreNotAveraged() {
        Outcome bound = Measured.of(1, 0, 10, Kind.LOWER_BOUND);
        Summary s = Replicates.summarize(List.of(exact(1, 0), bound));
        assertThat(s.status()).isEqualTo(Status.MIXED);
        assertThat(s.value()).isNaN();
        assertThat(s.reason()).endsWith("1 exact, 1 lower-bound");
        assertThat(Replicates.summarize(List.of(exact(1, 0), new Bracket(0, 1, 5)))
                        .status())
                .isEqualTo(Status.MIXED);
    }

    @Test
    void bracketsWidenBySpread() {
        Summary s = Replicates.summarize(List.of(new Bracket(-10, -7, 5), new Bracket(-10, -5, 5)));
        assertThat(s.status()).isEqualTo(Status.BRACKET);
        assertThat(s.low()).isEqualTo(-10);
        assertThat(s.high()).isCloseTo(-6 + 12.7062047, within(1e-6));
        assertThat(s.kind()).isEmpty();
        Summary open = Replicates.summarize(
                List.of(new Bracket(Double.NEGATIVE_INFINITY, 1, 5), new Bracket(Double.NEGATIVE_INFINITY, 1, 5)));
        assertThat(open.low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(open.high()).isEqualTo(1);
    }

    /**
     * Fits scatter with sd 1 around 5, all scored on the same rows, whose error (sd 2) is shared by the three replicates. The
     * interval must hold 5 at least 95 times in a hundred: 2,000 repetitions, 4.9 sd is 48.
     */
    @Test
    void intervalCoversFitsAndSharedTestRowsTogether() {
        RandomStream random = RandomStream.ofSeed(21);
        int hits = 0;
        for (int r = 0; r < 2_000; r++) {
            double shared = 2 * random.nextGaussian();
            Summary s = Replicates.summarize(List.of(
                    exact(5 + shared + random.nextGaussian(), 2),
                    exact(5 + shared + random.nextGaussian(), 2),
                    exact(5 + shared + random.nextGaussian(), 2)));
            hits += s.low() <= 5 && 5 <= s.high() ? 1 : 0;
        }
        assertThat(hits).isGreaterThan(1_900 - 48);
    }

    private static Outcome share(double p, int n) {
        Interval interval = Intervals.wilson(p, n);
        return new Measured(p, Math.sqrt(p * (1 - p) / n), interval.low(), interval.high(), n, Kind.ESTIMATE);
    }

    /** Two of p = 1 keep the lower side that one had; p = 0.9 and 1 would reach from -0.3 to 2.2. */
    @Test
    void intervalsOfSharesStayInTheirRangeAndHaveAWidth() {
        Summary all = Replicates.summarize(List.of(share(1, 50), share(1, 50)), Range.SHARE);
        assertThat(all.low()).isCloseTo(Intervals.wilson(1, 50).low(), within(1e-12));
        assertThat(all.high()).isEqualTo(1);
        Summary wide = Replicates.summarize(List.of(share(0.9, 50), share(1, 50)), Range.SHARE);
        assertThat(wide.low()).isCloseTo(0.95 - Math.hypot(0.05 * 12.7062047, 0.0819), within(0.02));
        assertThat(wide.high()).isEqualTo(1);
        Summary density = Replicates.summarize(List.of(exact(0.1, 0.01), exact(0.3, 0.01)), Range.NOT_NEGATIVE);
        assertThat(density.low()).isZero();
        assertThat(density.high()).isGreaterThan(1);
    }

    /** Eight modes twice: nothing says how far another training could fall. */
    @Test
    void equalCountsWithoutErrorHaveNoInterval() {
        Outcome eight = new Measured(8, Double.NaN, Double.NaN, Double.NaN, 2500, Kind.ESTIMATE);
        Summary s = Replicates.summarize(List.of(eight, eight), Range.NOT_NEGATIVE);
        assertThat(s.value()).isEqualTo(8);
        assertThat(s.low()).isNaN();
        assertThat(s.high()).isNaN();
        assertThat(s.standardError()).isNaN();
    }
}
