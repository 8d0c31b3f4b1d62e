package verisim.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import verisim.core.random.RandomStream;
import verisim.core.result.Kind;
import verisim.core.statistics.PairedComparisons.Pair;
import verisim.core.statistics.Ranking.Relation;

class PairedComparisonsTest {
    private static final int N = 500;

    /** Rows of common difficulty, {@code shift} above it with noise of standard deviation 1. */
    private static double[] rows(double shift, String name) {
        RandomStream difficulty = RandomStream.ofSeed(3).child("difficulty");
        RandomStream own = RandomStream.ofSeed(3).child(name);
        double[] out = new double[N];
        for (int i = 0; i < N; i++) {
            out[i] = 20 * difficulty.nextGaussian() + shift + own.nextGaussian();
        }
        return out;
    }

    private static PairedComparisons compare(Map<String, RowScores> models) {
        return PairedComparisons.of(models, (a, b) -> true);
    }

    private static Map<String, RowScores> two(Kind upper, Kind lower) {
        Map<String, RowScores> models = new LinkedHashMap<>();
        models.put("low", RowScores.of(lower, List.of(rows(-1, "low"))));
        models.put("high", RowScores.of(upper, List.of(rows(0, "high"))));
        return models;
    }

    @Test
    void exactScoresAreToldApartBothWaysThoughTheirOwnIntervalsOverlap() {
        PairedComparisons paired = compare(two(Kind.EXACT, Kind.EXACT));
        Pair pair = paired.pairs().get(0);
        assertThat(pair.a()).isEqualTo("high");
        assertThat(pair.difference().mean()).isCloseTo(1, within(5 * Math.sqrt(2.0 / N)));
        assertThat(pair.resolved()).isTrue();
        assertThat(pair.resolvedWhenRetrained()).isEmpty();
        assertThat(paired.fitted("high", "low")).contains(Relation.BETTER);
        assertThat(paired.fitted("low", "high")).contains(Relation.WORSE);
        assertThat(paired.retrained("low", "high")).isEmpty();
        MeanEstimate high = MeanEstimate.of(rows(0, "high"));
        assertThat(high.interval(0.95).contains(MeanEstimate.of(rows(-1, "low")).mean()))
                .isTrue();
    }

    @Test
    void aLowerBoundMayWinButNotLoseAndAnUpperBoundMayLoseButNotWin() {
        assertThat(compare(two(Kind.LOWER_BOUND, Kind.EXACT)).fitted("high", "low"))
                .contains(Relation.BETTER);
        assertThat(compare(two(Kind.EXACT, Kind.LOWER_BOUND)).fitted("high", "low"))
                .contains(Relation.NOT_RESOLVED);
        assertThat(compare(two(Kind.EXACT, Kind.LOWER_BOUND)).pairs().get(0).adjusted())
                .isEqualTo(1);
        assertThat(compare(two(Kind.EXACT, Kind.UPPER_BOUND)).fitted("high", "low"))
                .contains(Relation.BETTER);
        assertThat(compare(two(Kind.UPPER_BOUND, Kind.EXACT)).fitted("high", "low"))
                .contains(Relation.NOT_RESOLVED);
        assertThat(compare(two(Kind.LOWER_BOUND, Kind.UPPER_BOUND)).fitted("high", "low"))
                .contains(Relation.BETTER);
    }

    @Test
    void whereNothingCanFollowThereIsNoPair() {
        assertThat(compare(two(Kind.LOWER_BOUND, Kind.LOWER_BOUND)).pairs()).isEmpty();
        assertThat(compare(two(Kind.ESTIMATE, Kind.EXACT)).pairs()).isEmpty();
        assertThat(PairedComparisons.of(two(Kind.EXACT, Kind.EXACT), (a, b) -> false)
                        .pairs())
                .isEmpty();
    }

    @Test
    void anAdvantageSmallerThanTheSpreadOfTrainingsHoldsForTheFittedModelsOnly() {
        Map<String, RowScores> models = new LinkedHashMap<>();
        models.put("a", RowScores.of(Kind.EXACT, List.of(rows(2, "a1"), rows(0, "a2"))));
        models.put("b", RowScores.of(Kind.EXACT, List.of(rows(-0.5, "b1"), rows(-1, "b2"))));
        PairedComparisons paired = compare(models);
        assertThat(paired.fitted("a", "b")).contains(Relation.BETTER);
        assertThat(paired.retrained("a", "b")).contains(Relation.NOT_RESOLVED);
        models.put("b", RowScores.of(Kind.EXACT, List.of(rows(-60, "b1"), rows(-60.1, "b2"))));
        assertThat(compare(models).retrained("b", "a")).contains(Relation.WORSE);
    }

    @Test
    void theCorrectionIsOverAllPairs() {
        Map<String, RowScores> models = new LinkedHashMap<>();
        for (int m = 0; m < 6; m++) {
            models.put("m" + m, RowScores.of(Kind.EXACT, List.of(rows(0, "same" + m))));
        }
        PairedComparisons paired = compare(models);
        assertThat(paired.pairs()).hasSize(15);
        double least = paired.pairs().stream()
                .mapToDouble(q -> q.difference().p())
                .min()
                .orElseThrow();
        double leastAdjusted =
                paired.pairs().stream().mapToDouble(Pair::adjusted).min().orElseThrow();
        assertThat(leastAdjusted).isCloseTo(Math.min(1, 15 * least), within(1e-12));
    }

    /** By hand; R's {@code p.adjust(p, "holm")} gives the same. */
    @Test
    void holmMultipliesTheKthSmallestByWhatIsLeft() {
        assertThat(PairedComparisons.holm(new double[] {0.03, 0.01, 0.04, 0.02, 0.05}))
                .containsExactly(new double[] {0.09, 0.05, 0.09, 0.08, 0.09}, within(1e-12));
        assertThat(PairedComparisons.holm(new double[] {0.9, 0.6})).containsExactly(new double[] {1, 1}, within(0.0));
        assertThat(PairedComparisons.holm(new double[0])).isEmpty();
    }

    /** Ten true hypotheses, 4,000 times: some is rejected in at most 5 % of cases, plus 4.9 standard errors; without correction 40 %. */
    @Test
    void holmKeepsTheChanceOfAnyFalseRejection() {
        RandomStream random = RandomStream.ofSeed(2026).child("holm");
        int rejected = 0;
        for (int t = 0; t < 4_000; t++) {
            double[] p = new double[10];
            for (int i = 0; i < p.length; i++) {
                p[i] = random.nextDouble();
            }
            double[] adjusted = PairedComparisons.holm(p);
            boolean any = false;
            for (double q : adjusted) {
                any |= q < 0.05;
            }
            rejected += any ? 1 : 0;
        }
        assertThat(rejected / 4_000.0).isBetween(0.05 - 0.017, 0.05 + 0.017);
    }
}
