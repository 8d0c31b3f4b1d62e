package verisim.benchmarks.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.statistics.Replicates;
import verisim.core.statistics.Summary;

class VerdictTest {
    private static PublishedFigure figure(double value, Kind kind, Direction direction) {
        return new PublishedFigure(
                "a",
                "f, line 1",
                value,
                "nats/example",
                kind,
                direction,
                "log-likelihood",
                "d",
                "",
                "m",
                "s",
                Evidence.QUOTED,
                0.1,
                OptionalDouble.empty(),
                Optional.empty());
    }

    private static Summary ours(double value, double error, Kind kind) {
        return Replicates.summarize(List.of(Outcome.Measured.of(value, error, 100, kind)));
    }

    /** Tolerance 0.1, so that up to 0.5 is "within". An error of 1 is an interval of 1.96 to either side. */
    @ParameterizedTest
    @CsvSource({
        // published -88, exact against exact: the error of the shared test rows decides nothing
        "EXACT, EXACT, HIGHER, -88.05, 1, REPRODUCED",
        "EXACT, EXACT, HIGHER, -88.1, 1, REPRODUCED",
        "EXACT, EXACT, HIGHER, -87.9, 1, REPRODUCED",
        "EXACT, EXACT, HIGHER, -87.8, 1, BETTER",
        "EXACT, EXACT, HIGHER, -88.4, 1, WITHIN",
        "EXACT, EXACT, HIGHER, -88.6, 1, NOT_REACHED",
        // lower is better: the same distances, turned
        "EXACT, EXACT, LOWER, -87.9, 1, REPRODUCED",
        "EXACT, EXACT, LOWER, -88.2, 1, BETTER",
        "EXACT, EXACT, LOWER, -87.6, 1, WITHIN",
        "EXACT, EXACT, LOWER, -87.4, 1, NOT_REACHED",
        // a lower bound that is smaller has not lost, one that is greater has won
        "EXACT, LOWER_BOUND, HIGHER, -90, 0, NOT_RESOLVED",
        "EXACT, LOWER_BOUND, HIGHER, -87, 0, BETTER",
        "EXACT, LOWER_BOUND, HIGHER, -87, 1, NOT_RESOLVED",
        "EXACT, LOWER_BOUND, HIGHER, -88, 0, NOT_RESOLVED",
        // an upper bound cannot win, but it can lose
        "EXACT, UPPER_BOUND, HIGHER, -80, 0, NOT_RESOLVED",
        "EXACT, UPPER_BOUND, HIGHER, -89, 0, NOT_REACHED",
        "EXACT, UPPER_BOUND, LOWER, -89, 0, BETTER",
        // against a published lower bound an exact value below it has lost, one above it may not have won
        "LOWER_BOUND, EXACT, HIGHER, -89, 0, NOT_REACHED",
        "LOWER_BOUND, EXACT, HIGHER, -88.3, 0, WITHIN",
        "LOWER_BOUND, EXACT, HIGHER, -80, 0, NOT_RESOLVED",
        "LOWER_BOUND, LOWER_BOUND, HIGHER, -88.05, 0, REPRODUCED",
        "LOWER_BOUND, LOWER_BOUND, HIGHER, -80, 0, NOT_RESOLVED",
        "LOWER_BOUND, LOWER_BOUND, HIGHER, -95, 0, NOT_RESOLVED",
        // estimates carry their interval
        "EXACT, ESTIMATE, HIGHER, -88.05, 1, REPRODUCED",
        "EXACT, ESTIMATE, HIGHER, -89, 1, NOT_RESOLVED",
        "EXACT, ESTIMATE, HIGHER, -91, 1, NOT_REACHED",
        "EXACT, ESTIMATE, HIGHER, -85, 1, BETTER",
        "ESTIMATE, EXACT, HIGHER, -88.15, 0, NOT_RESOLVED",
        "ESTIMATE, EXACT, HIGHER, -87, 0, BETTER",
    })
    void kindsAndDirectionsAreRespected(
            Kind published, Kind kind, Direction direction, double value, double error, Verdict.Status expected) {
        Verdict verdict = Verdict.of(figure(-88, published, direction), ours(value, error, kind));
        assertThat(verdict.status()).isEqualTo(expected);
        assertThat(verdict.difference()).isEqualTo(value + 88);
    }

    @Test
    void aShortfallIsToldInNumbers() {
        PublishedFigure figure = figure(-88, Kind.EXACT, Direction.HIGHER);
        assertThat(Verdict.of(figure, ours(-88.31, 0, Kind.EXACT)).words()).isEqualTo("within 0.31");
        assertThat(Verdict.of(figure, ours(-90, 0, Kind.EXACT)).words()).isEqualTo("not reached, short by 2.00");
        assertThat(Verdict.of(figure, ours(-90, 0, Kind.LOWER_BOUND)).words())
                .isEqualTo("not resolved: ours is a lower bound, the published figure exact");
    }

    @Test
    void whatGaveNoNumberHasNoVerdict() {
        Summary none = Replicates.summarize(List.of(new Outcome.Failed("fit", "loss was NaN")));
        assertThat(Verdict.of(figure(-88, Kind.EXACT, Direction.HIGHER), none).status())
                .isEqualTo(Verdict.Status.NO_NUMBER);
    }

    @ParameterizedTest
    @CsvSource({
        "HIGHER, EXACT, -88, 1, met",
        "HIGHER, EXACT, -88.25, 1, missed by 0.25",
        "LOWER, EXACT, -87.75, 1, missed by 0.25",
        "LOWER, EXACT, -89, 1, met",
        "HIGHER, LOWER_BOUND, -87, 0, met",
        "HIGHER, LOWER_BOUND, -89, 0, not resolved",
        "HIGHER, UPPER_BOUND, -87, 0, not resolved",
        "HIGHER, UPPER_BOUND, -89, 0, missed by 1.00",
        "HIGHER, ESTIMATE, -87, 1, not resolved"
    })
    void aTargetIsMetOnEveryReadingOrNotAtAll(
            Direction direction, Kind kind, double value, double error, String expected) {
        assertThat(Verdict.target(-88, direction, ours(value, error, kind))).isEqualTo(expected);
    }

    @Test
    void replicatesAreAveragedBeforeTheyAreCompared() {
        Summary two = Replicates.summarize(List.of(
                Outcome.Measured.of(-88.0, 0.2, 100, Kind.EXACT), Outcome.Measured.of(-88.6, 0.2, 100, Kind.EXACT)));
        Verdict verdict = Verdict.of(figure(-88, Kind.EXACT, Direction.HIGHER), two);
        assertThat(verdict.words()).isEqualTo("within 0.30");
    }
}
