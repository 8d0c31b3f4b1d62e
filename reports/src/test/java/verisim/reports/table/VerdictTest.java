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
        assertThat(higher(score(new Outcome.Bracket(-6, -4.1, 9), Map.of()), exact(-5, 0.1))
                        .highlights())
                .containsExactly(TIED, TIED);
    }

    @Test
    void aValueWithoutKnownErrorResolvesNothing() {
        Score a = score(new Outcome.Measured(1, Double.NaN, Double.NaN, Double.NaN, 9, Kind.EXACT), Map.of());
        assertThat(higher(a, exact(-5, 0.1)).highlights()).containsExactly(TIED, TIED);
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
