package verisim.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.result.Outcome.Bracket;
import verisim.core.result.Outcome.Measured;
import verisim.core.statistics.Ranking.Relation;

class RankingTest {
    private static Summary of(double value, double error, Kind kind) {
        return Replicates.summarize(List.of(Measured.of(value, error, 100, kind)));
    }

    private static Summary bracket(double low, double high) {
        return Replicates.summarize(List.of((Outcome) new Bracket(low, high, 10)));
    }

    @Test
    void aLowerBoundDoesNotLoseToAnExactValueButMayWin() {
        Summary exact = of(-80, 0.1, Kind.EXACT);
        assertThat(Ranking.compare(of(-85, 0.1, Kind.LOWER_BOUND), exact, Direction.HIGHER))
                .isEqualTo(Relation.NOT_RESOLVED);
        assertThat(Ranking.compare(of(-75, 0.1, Kind.LOWER_BOUND), exact, Direction.HIGHER))
                .isEqualTo(Relation.BETTER);
        assertThat(Ranking.compare(of(-75, 0.1, Kind.UPPER_BOUND), exact, Direction.HIGHER))
                .isEqualTo(Relation.NOT_RESOLVED);
        assertThat(Ranking.compare(of(-85, 0.1, Kind.UPPER_BOUND), exact, Direction.HIGHER))
                .isEqualTo(Relation.WORSE);
    }

    @Test
    void twoBoundsOfOneKindAreNotResolved() {
        assertThat(Ranking.compare(of(-75, 0.1, Kind.LOWER_BOUND), of(-85, 0.1, Kind.LOWER_BOUND), Direction.HIGHER))
                .isEqualTo(Relation.NOT_RESOLVED);
    }

    /** Half-widths 0.196 each: the difference must exceed 0.277. */
    @Test
    void intervalsAreToldApartByTheErrorOfTheirDifference() {
        Summary zero = of(0, 0.1, Kind.EXACT);
        assertThat(Ranking.compare(of(0.28, 0.1, Kind.EXACT), zero, Direction.HIGHER))
                .isEqualTo(Relation.BETTER);
        assertThat(Ranking.compare(of(0.27, 0.1, Kind.EXACT), zero, Direction.HIGHER))
                .isEqualTo(Relation.NOT_RESOLVED);
    }

    @Test
    void unknownErrorResolvesNothing() {
        Summary unknown =
                Replicates.summarize(List.of(new Measured(1, Double.NaN, Double.NaN, Double.NaN, 10, Kind.ESTIMATE)));
        assertThat(Ranking.compare(unknown, of(0, 0, Kind.EXACT), Direction.HIGHER))
                .isEqualTo(Relation.NOT_RESOLVED);
    }

    @Test
    void bracketsCompareByTheirFacingSides() {
        assertThat(Ranking.compare(bracket(-70, -60), of(-80, 0.1, Kind.EXACT), Direction.HIGHER))
                .isEqualTo(Relation.BETTER);
        assertThat(Ranking.compare(bracket(-90, -60), of(-80, 0.1, Kind.EXACT), Direction.HIGHER))
                .isEqualTo(Relation.NOT_RESOLVED);
    }

    /** Negating values, bounds and direction together must change nothing. */
    @Test
    void orderIsInvariantUnderNegatingMetricAndDirection() {
        Map<String, Summary> up = new LinkedHashMap<>();
        Map<String, Summary> down = new LinkedHashMap<>();
        put(up, down, "a", -80, Kind.EXACT);
        put(up, down, "b", -85, Kind.LOWER_BOUND);
        put(up, down, "c", -90, Kind.EXACT);
        put(up, down, "d", -70, Kind.UPPER_BOUND);
        put(up, down, "e", -80.01, Kind.ESTIMATE);
        List<Ranking.Place> one = Ranking.order(up, Direction.HIGHER);
        List<Ranking.Place> other = Ranking.order(down, Direction.LOWER);
        assertThat(one).extracting(Ranking.Place::name).containsExactly("d", "a", "e", "b", "c");
        assertThat(other).extracting(Ranking.Place::name).containsExactly("d", "a", "e", "b", "c");
        for (int i = 0; i < one.size(); i++) {
            assertThat(other.get(i).bestPlace()).isEqualTo(one.get(i).bestPlace());
            assertThat(other.get(i).worstPlace()).isEqualTo(one.get(i).worstPlace());
        }
        // c is beaten by a, b and e, and is open towards d, whose truth may lie anywhere below -70.
        assertThat(one.get(4).bestPlace()).isEqualTo(4);
        assertThat(one.get(4).worstPlace()).isEqualTo(5);
        // a beats c; b, d and e are open.
        assertThat(one.get(1).bestPlace()).isEqualTo(1);
        assertThat(one.get(1).worstPlace()).isEqualTo(4);
    }

    private static void put(Map<String, Summary> up, Map<String, Summary> down, String name, double v, Kind kind) {
        up.put(name, of(v, 0.1, kind));
        Kind mirrored =
                kind == Kind.LOWER_BOUND ? Kind.UPPER_BOUND : kind == Kind.UPPER_BOUND ? Kind.LOWER_BOUND : kind;
        down.put(name, of(-v, 0.1, mirrored));
    }

    @Test
    void modelsWithoutANumberHaveNoPlaceAndMixedKindsAreTold() {
        Map<String, Summary> summaries = new LinkedHashMap<>();
        summaries.put("gan", Replicates.summarize(List.of(new Outcome.NotDefined("no density"))));
        summaries.put("made", of(-1, 0.1, Kind.EXACT));
        assertThat(Ranking.order(summaries, Direction.HIGHER)).hasSize(1);
        assertThat(Ranking.alikeKinds(summaries.values())).isTrue();
        summaries.put("vae", of(-1, 0.1, Kind.LOWER_BOUND));
        assertThat(Ranking.alikeKinds(summaries.values())).isFalse();
    }
}
