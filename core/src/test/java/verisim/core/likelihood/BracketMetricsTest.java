package verisim.core.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.likelihood.IsingRing.Start;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.metric.MetricRegistry;
import verisim.core.model.GenerativeModel;
import verisim.core.random.RandomStream;
import verisim.core.result.Outcome;

/** Brackets of an energy model that is no RBM and gives nothing but a path: 30 spins, more than are ever enumerated by default. */
class BracketMetricsTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(29);
    private static final Map<String, ?> OPTIONS =
            Map.of("estimator", "bracket", "chains", 200, "temperatures", 100, "reverseSteps", 50);

    private record Context(Optional<GenerativeModel> model, DataSplits data, RandomStream random)
            implements MetricContext {
        @Override
        public INDArray samples() {
            throw new AssertionError("a likelihood looks at no samples");
        }

        @Override
        public Optional<GenerativeModel> truth() {
            return Optional.empty();
        }
    }

    private static IsingRing ring(Start start) {
        return new IsingRing(30, 0.4, 0.2, start);
    }

    private static DataSplits data() {
        Map<Split, Dataset> sets = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            float[] rows = ring(Start.EXACT).draw(600, RANDOM.child(split.label()));
            sets.put(split, Dataset.of("ring", split, DataKind.BINARY, rows, 30));
        }
        return new DataSplits(
                "ring", sets.get(Split.TRAIN), sets.get(Split.VALIDATION), sets.get(Split.TEST), Map.of());
    }

    private static Metric.Result measure(String metric, Map<String, ?> options, Start start) {
        return MetricRegistry.load()
                .metric(metric, options)
                .measure(new Context(Optional.of(ring(start)), data(), RANDOM.child("metric")));
    }

    @Test
    void theExactPartitionFunctionLiesInTheBracket() {
        double exact = ring(Start.EXACT).logPartition();
        for (Start start : new Start[] {Start.EXACT, Start.NONE}) {
            Metric.Result result = measure("log-partition", OPTIONS, start);
            Outcome.Bracket bracket = (Outcome.Bracket) result.outcome();
            assertThat(bracket.low()).isLessThan(exact).isGreaterThan(exact - 1);
            assertThat(bracket.high()).isGreaterThan(exact).isLessThan(exact + 1);
            assertThat(bracket.n()).isEqualTo(200);
            assertThat(result.protocol())
                    .containsEntry("log-partition", "bracket")
                    .containsEntry("schedule", "uniform")
                    .containsEntry("temperatures", "100")
                    .containsEntry("reverse-start", start == Start.EXACT ? "exact" : "chains");
            assertThat(result.protocol().containsKey("reverse-steps")).isEqualTo(start == Start.NONE);
        }
    }

    @Test
    void theLikelihoodLiesBetweenTheOppositeSides() {
        float[] rows = data().test().toFloats();
        double[] values = new double[600];
        java.util.Arrays.setAll(
                values,
                r -> ring(Start.EXACT).unnormalized(rows, r) - ring(Start.EXACT).logPartition());
        RowMean exact = RowMean.of(values);
        Metric.Result result = measure("log-likelihood", OPTIONS, Start.EXACT);
        Outcome.Bracket bracket = (Outcome.Bracket) result.outcome();
        double half = 1.959963984540054 * exact.standardError();
        // the errors of rows and of log Z add in squares; the latter alone would be less than 0.5
        assertThat(bracket.low()).isBetween(exact.value() - half - 0.5, exact.value() - 0.8 * half);
        assertThat(bracket.high()).isBetween(exact.value() + 0.8 * half, exact.value() + half + 0.5);
        assertThat(bracket.n()).isEqualTo(600);
        assertThat(result.protocol()).containsEntry("estimator", "bracket").doesNotContainKey("log-partition");
        assertThat(result.rows()).isEmpty();
        Outcome.Bracket bits = (Outcome.Bracket)
                measure("bits-per-dimension", OPTIONS, Start.EXACT).outcome();
        assertThat(bits.low()).isCloseTo(-bracket.high() / (30 * Math.log(2)), within(1e-12));
        assertThat(bits.high()).isCloseTo(-bracket.low() / (30 * Math.log(2)), within(1e-12));
    }

    @Test
    void theEstimateHasAnIntervalThatReachesFartherUp() {
        Map<String, ?> options = Map.of("estimator", "ais", "chains", 50, "schedule", "adaptive", "share", 0.9);
        Metric.Result result = measure("log-partition", options, Start.NONE);
        Outcome.Measured value = (Outcome.Measured) result.outcome();
        assertThat(value.high() - value.value()).isGreaterThan(value.value() - value.low());
        assertThat(Math.abs(value.value() - ring(Start.NONE).logPartition())).isLessThan(4.9 * value.standardError());
        assertThat(result.protocol())
                .containsEntry("schedule", "adaptive")
                .containsEntry("share", "0.9")
                .doesNotContainKey("temperatures");
        // log Z may be higher, so the log-likelihood may be lower
        Outcome.Measured likelihood = (Outcome.Measured)
                measure("log-likelihood", options, Start.NONE).outcome();
        assertThat(likelihood.value() - likelihood.low()).isGreaterThan(likelihood.high() - likelihood.value());
        Outcome.Measured bits = (Outcome.Measured)
                measure("bits-per-dimension", options, Start.NONE).outcome();
        assertThat(bits.high()).isCloseTo(-likelihood.low() / (30 * Math.log(2)), within(1e-12));
    }

    @Test
    void sidesTheWrongWayRoundAreAnErrorThatSaysWhatToDo() {
        // So few steps that chains from the base are still far from the model's.
        Map<String, ?> options = Map.of("estimator", "bracket", "chains", 200, "temperatures", 5);
        for (String metric : new String[] {"log-partition", "log-likelihood"}) {
            assertThatThrownBy(() -> measure(metric, options, Start.WRONG))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("wrong way round")
                    .hasMessageContaining("raise reverseSteps");
        }
    }
}
