package verisim.reports.table;

import static org.assertj.core.api.Assertions.assertThat;
import static verisim.reports.table.Verdict.Highlight.BEST;
import static verisim.reports.table.Verdict.Highlight.BEST_OF_KIND;
import static verisim.reports.table.Verdict.Highlight.NONE;
import static verisim.reports.table.Verdict.Highlight.TIED;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;

class VerdictTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    @Test
    void aClearlyHigherExactValueIsBest() {
        Verdict verdict = higher(exact(-4, 0.1), exact(-6, 0.1));
        assertThat(verdict.highlights()).containsExactly(BEST, NONE);
        assertThat(verdict.note()).isEqualTo("Best: a.");
    }

    @Test
    void overlappingIntervalsAreNotResolved() {
        Verdict verdict = higher(exact(-4, 0.1), exact(-4.1, 0.1), exact(-9, 0.1));
        assertThat(verdict.highlights()).containsExactly(TIED, TIED, NONE);
        assertThat(verdict.note()).isEqualTo("Not resolved, intervals overlap: a, b.");
    }

    @Test
    void anExactValueIsBestOfItsKindOnlyWhileABoundMayLieAboveIt() {
        Verdict verdict = higher(exact(-4, 0.1), exact(-6, 0.1), of(-5, 0.1, Kind.LOWER_BOUND));
        assertThat(verdict.highlights()).containsExactly(BEST_OF_KIND, NONE, NONE);
        assertThat(verdict.note()).contains("exact values: a").contains("c (\u2265)");
    }

    @Test
    void aLowerBoundAboveAnExactValueBeatsIt() {
        assertThat(higher(exact(-4, 0.1), of(-3, 0.1, Kind.LOWER_BOUND)).highlights())
                .containsExactly(NONE, BEST);
    }

    @Test
    void anUpperBoundBelowAnExactValueIsBeaten() {
        assertThat(higher(exact(-4, 0.1), of(-5, 0.1, Kind.UPPER_BOUND)).highlights())
                .containsExactly(BEST, NONE);
    }

    @Test
    void boundsAreNotRankedAmongThemselves() {
        Verdict verdict = higher(of(-4, 0.1, Kind.LOWER_BOUND), of(-9, 0.1, Kind.LOWER_BOUND));
        assertThat(verdict.highlights()).containsExactly(NONE, NONE);
        assertThat(verdict.note()).contains("a (\u2265), b (\u2265)");
    }

    @Test
    void estimatesAreNotRankedWithExactValuesHoweverFarApart() {
        Verdict verdict =
                higher(exact(-4, 0.1), exact(-8, 0.1), of(-2, 0.1, Kind.ESTIMATE), of(-20, 0.1, Kind.ESTIMATE));
        assertThat(verdict.highlights()).containsExactly(BEST_OF_KIND, NONE, BEST_OF_KIND, NONE);
    }

    @Test
    void estimatesOfAnotherProtocolAreNotRanked() {
        Score a = score(Outcome.Measured.of(1, 0.01, 9, Kind.ESTIMATE), Map.of("bandwidth", "1"));
        Score b = score(Outcome.Measured.of(2, 0.01, 9, Kind.ESTIMATE), Map.of("bandwidth", "2"));
        assertThat(Verdict.of(Direction.LOWER, NAMES, List.of(a, b)).highlights())
                .containsExactly(NONE, NONE);
        assertThat(Verdict.of(Direction.LOWER, NAMES, List.of(a, a, b)).highlights())
                .containsExactly(TIED, TIED, NONE);
    }

    @Test
    void exactValuesOfOtherTestRowsAreNotRankedButOtherEstimatorsAre() {
        Score a = score(Outcome.Measured.of(1, 0.01, 9, Kind.EXACT), Map.of("test", "ab", "estimator", "exact"));
        Score b = score(Outcome.Measured.of(2, 0.01, 9, Kind.EXACT), Map.of("test", "cd", "estimator", "exact"));
        Score c = score(Outcome.Measured.of(3, 0.01, 9, Kind.EXACT), Map.of("test", "ab", "estimator", "enumeration"));
        assertThat(Verdict.of(Direction.LOWER, NAMES, List.of(a, b)).highlights())
                .containsExactly(NONE, NONE);
        assertThat(Verdict.of(Direction.LOWER, NAMES, List.of(a, c)).highlights())
                .containsExactly(BEST, NONE);
    }

    @Test
    void aBracketCountsAsAnIntervalOfTheQuantity() {
        assertThat(higher(score(new Outcome.Bracket(-4.2, -4.1, 9), Map.of()), exact(-5, 0.1))
                        .highlights())
                .containsExactly(BEST, NONE);
        assertThat(higher(score(new Outcome.Bracket(-5.2, -4.1, 9), Map.of()), exact(-5, 0.1))
                        .highlights())
                .containsExactly(TIED, TIED);
        // It may be the better one, but shows no more than -6.
        assertThat(higher(score(new Outcome.Bracket(-6, -4.1, 9), Map.of()), exact(-5, 0.1))
                        .highlights())
                .containsExactly(NONE, TIED);
    }

    @Test
    void aValueWithoutKnownErrorResolvesNothing() {
        Score a = score(new Outcome.Measured(1, Double.NaN, Double.NaN, Double.NaN, 9, Kind.EXACT), Map.of());
        Verdict verdict = higher(a, exact(-5, 0.1));
        assertThat(verdict.highlights()).containsExactly(NONE, TIED);
        assertThat(verdict.note())
                .isEqualTo("Not resolved, intervals overlap: b. Not resolved, too uncertain to be set beside it: a.");
    }

    /** The example of a reader: a collapsed model at 0 +- 3 was shaded, a sound one at 1.9 +- 0.3 was not. */
    @Test
    void aNumberIsNotHighlightedForBeingUncertain() {
        Verdict verdict = higher(estimate(2.5, 0.1), estimate(1.9, 0.3), estimate(0, 3));
        assertThat(verdict.highlights()).containsExactly(TIED, NONE, NONE);
        assertThat(verdict.note())
                .isEqualTo("Not resolved, intervals overlap: a. Not resolved, too uncertain to be set beside it: c.");
        assertThat(higher(estimate(1.9, 0.3), estimate(0, 3)).highlights()).containsExactly(TIED, NONE);
        // Not even where luck puts the uncertain one on top, or where it has the same value.
        assertThat(higher(estimate(1.9, 0.3), estimate(2.5, 3)).highlights()).containsExactly(TIED, NONE);
        assertThat(higher(estimate(1.9, 0.3), estimate(1.9, 3)).highlights()).containsExactly(TIED, NONE);
        // The same with a target: 1.9 and 0 lie as far from 1.
        assertThat(target(1, estimate(1.9, 0.3), estimate(0, 3)).highlights()).containsExactly(TIED, NONE);
    }

    @Test
    void numbersOfOnePrecisionAreTiedWhereverTheyAreNotResolved() {
        for (double difference = 0; difference < 0.5; difference += 0.01) {
            Verdict verdict = higher(estimate(0, 0.3), estimate(-difference, 0.3));
            assertThat(verdict.highlights())
                    .as("%s", difference)
                    .isEqualTo(difference > Math.sqrt(2) * 0.3 ? List.of(BEST, NONE) : List.of(TIED, TIED));
        }
    }

    @Test
    void aTargetIsApproachedFromEitherSideAndNotPassed() {
        assertThat(target(1, estimate(1.9, 0.1), estimate(1.02, 0.1)).highlights())
                .containsExactly(NONE, BEST);
        assertThat(target(0.5, estimate(0.44, 0.01), estimate(0.5, 0.01)).highlights())
                .containsExactly(NONE, BEST);
        assertThat(target(0, estimate(-0.004, 0.001), estimate(0.0001, 0.001)).highlights())
                .containsExactly(NONE, BEST);
        assertThat(target(1, estimate(0.94, 0.05), estimate(1.06, 0.05)).highlights())
                .containsExactly(TIED, TIED);
        assertThat(target(1, estimate(1.9, 0.1), estimate(1.02, 0.1)).note())
                .isEqualTo("Ranked by the distance to 1. Best: b.");
    }

    @Test
    void aWarnedNumberIsNeverBestAndKeepsNoOtherFromIt() {
        Verdict verdict = higher(exact(-4, 0.1), exact(-6, 0.1), warned(-2, 0.1));
        assertThat(verdict.highlights()).containsExactly(BEST, NONE, NONE);
        assertThat(verdict.note()).isEqualTo("Best: a. Left out, a warning stands against it: c.");
        Verdict alone = higher(exact(-4, 0.1), warned(-2, 0.1), warned(-9, 0.1));
        assertThat(alone.highlights()).containsExactly(NONE, NONE, NONE);
        assertThat(alone.note())
                .isEqualTo("Fewer than two numbers without a warning: nothing to rank. Left out, a warning stands"
                        + " against it: b, c.");
        assertThat(target(0, estimate(1, 0.1), estimate(2, 0.1), warned(0, 0.1)).highlights())
                .containsExactly(BEST, NONE, NONE);
    }

    @Test
    void negatingValuesAndDirectionChangesNothing() {
        List<Score> up =
                List.of(exact(-4, 0.1), exact(-6, 0.1), of(-5, 0.1, Kind.LOWER_BOUND), of(-1, 1, Kind.UPPER_BOUND));
        List<Score> down =
                List.of(exact(4, 0.1), exact(6, 0.1), of(5, 0.1, Kind.UPPER_BOUND), of(1, 1, Kind.LOWER_BOUND));
        assertThat(Verdict.of(Direction.LOWER, NAMES, down).highlights())
                .isEqualTo(Verdict.of(Direction.HIGHER, NAMES, up).highlights());
    }

    @Test
    void withoutDirectionOrASecondNumberThereIsNoBest() {
        assertThat(Verdict.of(Direction.NONE, NAMES, List.of(exact(1, 0), exact(2, 0)))
                        .highlights())
                .containsExactly(NONE, NONE);
        Score absent = score(new Outcome.NotDefined("a GAN has no density"), Map.of());
        assertThat(Verdict.of(Direction.HIGHER, NAMES, Arrays.asList(exact(1, 0), absent, null))
                        .highlights())
                .containsExactly(NONE, NONE, NONE);
    }

    private static Verdict higher(Score... scores) {
        return Verdict.of(Direction.HIGHER, NAMES, List.of(scores));
    }

    private static Verdict target(double target, Score... scores) {
        return Verdict.ofTarget(target, NAMES, List.of(scores));
    }

    /** @param half half-width of the 95 % interval */
    private static Score estimate(double value, double half) {
        return of(value, half / 1.959963984540054, Kind.ESTIMATE);
    }

    private static Score warned(double value, double error) {
        return Score.of(List.of(new Measurement(
                        "m", "1", Direction.HIGHER, Outcome.Measured.of(value, error, 100, Kind.EXACT), 0, Map.of())
                .withWarnings(List.of("chains have not mixed"))));
    }

    private static Score exact(double value, double error) {
        return of(value, error, Kind.EXACT);
    }

    private static Score of(double value, double error, Kind kind) {
        return score(Outcome.Measured.of(value, error, 100, kind), Map.of());
    }

    private static Score score(Outcome outcome, Map<String, String> protocol) {
        return Score.of(List.of(new Measurement("m", "1", Direction.HIGHER, outcome, 0, protocol)));
    }
}
