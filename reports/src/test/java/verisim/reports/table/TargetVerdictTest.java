package verisim.reports.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.metric.MetricRegistry;
import verisim.core.metric.SharedWork;
import verisim.core.metric.Subject;
import verisim.core.random.RandomStream;
import verisim.core.result.Direction;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;
import verisim.core.source.synthetic.GaussianDistribution;
import verisim.reports.table.Verdict.Highlight;

/**
 * A normal distribution of 64 dimensions, 2,000 rows: samples of the truth itself beside those of a model with 0.8 of its covariance, which
 * keep to the middle. Such samples look more real than real ones do.
 */
class TargetVerdictTest {
    private static final int D = 64;
    private static final int N = 2_000;
    private static final RandomStream RANDOM = RandomStream.ofSeed(64).child("shrunk");

    private static DataSplits data;

    @BeforeAll
    static void draw() {
        GaussianDistribution truth = of(1);
        data = new DataSplits(
                "normal", rows(truth, Split.TRAIN), rows(truth, Split.VALIDATION), rows(truth, Split.TEST), Map.of());
    }

    private static Dataset rows(GaussianDistribution truth, Split split) {
        return Dataset.of("normal", split, DataKind.REAL, truth.sample(N, RANDOM.child(split.label())));
    }

    private static GaussianDistribution of(double variance) {
        return GaussianDistribution.isotropic(new double[D], Math.sqrt(variance));
    }

    private static Score measure(String metric, double variance) {
        RandomStream random = RANDOM.child(metric).child("variance " + variance);
        Subject subject = new Subject(
                Optional.empty(),
                of(variance).sample(N, random.child("samples")),
                data,
                Optional.empty(),
                random.child("measure"),
                new SharedWork(random.child("shared")));
        Outcome outcome =
                MetricRegistry.load().measure(metric, Map.of(), subject).outcome();
        Map<String, String> protocol = Map.of();
        return Score.of(List.of(new Measurement(metric, "1", Direction.HIGHER, outcome, 0, protocol)));
    }

    private static Verdict verdict(String metric, double target) {
        return Verdict.ofTarget(target, List.of("truth", "shrunk"), List.of(measure(metric, 1), measure(metric, 0.8)));
    }

    @Test
    void noVerdictPutsTheShrunkModelAboveTheTruth() {
        assertThat(measure("density", 0.8).summary().value()).isGreaterThan(1.5);
        assertThat(verdict("density", 1).highlights()).containsExactly(Highlight.BEST, Highlight.NONE);
        for (String metric : List.of("c2st", "mmd", "energy-distance")) {
            Verdict verdict = verdict(metric, metric.equals("c2st") ? 0.5 : 0);
            assertThat(verdict.highlights().get(0)).as(metric + verdict.note()).isNotEqualTo(Highlight.NONE);
            assertThat(verdict.highlights().get(1)).as(metric + verdict.note()).isNotEqualTo(Highlight.BEST);
        }
    }

    @Test
    void byTheBareValueTheShrunkModelWouldHaveWon() {
        Score truth = measure("density", 1);
        Score shrunk = measure("density", 0.8);
        assertThat(Verdict.of(Direction.HIGHER, List.of("truth", "shrunk"), List.of(truth, shrunk))
                        .highlights())
                .containsExactly(Highlight.NONE, Highlight.BEST);
    }
}
