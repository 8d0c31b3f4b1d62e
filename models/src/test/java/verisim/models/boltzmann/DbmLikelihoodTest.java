package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricRegistry;
import verisim.core.metric.SharedWork;
import verisim.core.metric.Subject;
import verisim.core.model.AnnealingPath;
import verisim.core.model.UnnormalizedPosterior;
import verisim.core.random.RandomStream;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.testkit.StatisticalAssertions;

/** What the metrics say of machines whose likelihood is known by listing all states. */
class DbmLikelihoodTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(59);
    private static final int ROWS = 400;

    private static float[] rows(TinyDbm tiny) {
        return TinyRbm.draw(tiny.probabilities(), ROWS, 4, RANDOM.child("rows"));
    }

    private static Metric.Result measure(TinyDbm tiny, String metric, Map<String, ?> options) {
        return MetricRegistry.load().metric(metric, options).measure(subject(tiny));
    }

    private static Subject subject(TinyDbm tiny) {
        Map<Split, Dataset> sets = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            sets.put(split, Dataset.of("tiny", split, DataKind.BINARY, rows(tiny), 4));
        }
        DataSplits data = new DataSplits(
                "tiny", sets.get(Split.TRAIN), sets.get(Split.VALIDATION), sets.get(Split.TEST), Map.of());
        return new Subject(
                Optional.of(tiny.machine(10)),
                Arrays2d.matrix(new float[4], 1, 4),
                data,
                Optional.empty(),
                RANDOM.child("metric"),
                new SharedWork(RANDOM.child("shared")));
    }

    private static double exact(TinyDbm tiny) {
        double[] p = tiny.probabilities();
        float[] rows = rows(tiny);
        double sum = 0;
        for (int r = 0; r < ROWS; r++) {
            sum += Math.log(p[TinyRbm.index(rows, r, 4)]) / ROWS;
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("verisim.models.boltzmann.DbmTest#machines")
    void eachEstimatorIsOfItsKindAndNearTheTruth(TinyDbm tiny) {
        double truth = exact(tiny);
        Outcome.Measured exact = (Outcome.Measured)
                measure(tiny, "log-likelihood", Map.of("estimator", "exact")).outcome();
        assertThat(exact.kind()).isEqualTo(Kind.EXACT);
        assertThat(exact.value()).isCloseTo(truth, within(1e-5));
        Outcome.Measured bound =
                (Outcome.Measured) measure(tiny, "log-likelihood", Map.of()).outcome();
        assertThat(bound.kind()).isEqualTo(Kind.LOWER_BOUND);
        assertThat(bound.value()).isBetween(truth - 0.1, truth + 0.01);
        Outcome.Measured elbo =
                (Outcome.Measured) measure(tiny, "elbo", Map.of()).outcome();
        assertThat(elbo.kind()).isEqualTo(Kind.LOWER_BOUND);
        assertThat(elbo.value()).isLessThan(bound.value());
        Map<String, Object> options = new HashMap<>(Map.of("estimator", "posterior-ais", "posteriorRows", ROWS));
        Metric.Result estimate = measure(tiny, "log-likelihood", options);
        Outcome.Measured annealed = (Outcome.Measured) estimate.outcome();
        assertThat(annealed.kind()).isEqualTo(Kind.ESTIMATE);
        assertThat(annealed.n()).isEqualTo(ROWS);
        assertThat(annealed.value()).isCloseTo(truth, within(0.01));
        assertThat(estimate.protocol()).containsEntry("posterior-chains", "20");
        options.put("posteriorRows", 50);
        assertThat(((Outcome.Measured) measure(tiny, "log-likelihood", options).outcome()).n())
                .isEqualTo(50);
    }

    /** Two steps of two chains: another log Z by each annealing, so that what they agree in is one and the same. */
    @ParameterizedTest
    @MethodSource("verisim.models.boltzmann.DbmTest#machines")
    void theMetricsOfASubjectShareOneLogPartitionAndOneSetOfDraws(TinyDbm tiny) {
        Map<String, Object> rough = Map.of("chains", 2, "temperatures", 2, "enumerationLimit", 0);
        Subject subject = subject(tiny);
        double logZ = value("log-partition", rough, subject);
        double bound = value("log-likelihood", rough, subject);
        double elbo = value("elbo", rough, subject);
        double exact = value("log-partition", Map.of(), subject);
        assertThat(logZ).isNotCloseTo(exact, within(1e-4));
        assertThat(bound + logZ).isCloseTo(value("log-likelihood", Map.of(), subject) + exact, within(1e-9));
        assertThat(elbo + logZ).isCloseTo(value("elbo", Map.of(), subject) + exact, within(1e-9));
        assertThat(elbo).isLessThan(bound);
        assertThat(value("elbo", rough, subject(tiny)))
                .as("measured alone it is the same number")
                .isEqualTo(elbo);
    }

    private static double value(String metric, Map<String, ?> options, Subject subject) {
        Metric.Result result = MetricRegistry.load().metric(metric, options).measure(subject);
        return ((Outcome.Measured) result.outcome()).value();
    }

    /** Of every example: by enumeration equal, and by annealing in two steps unbiased. */
    @ParameterizedTest
    @MethodSource("verisim.models.boltzmann.DbmTest#machines")
    void thePartitionFunctionOfThePosteriorIsTheUnnormalisedProbability(TinyDbm tiny) {
        double[] expected = tiny.unnormalized();
        int chains = 20_000;
        for (int v = 0; v < 16; v++) {
            float[] x = Arrays.copyOfRange(TinyRbm.states(4), v * 4, v * 4 + 4);
            UnnormalizedPosterior.Posterior posterior = tiny.machine(1).posterior(x);
            assertThat(posterior.logFactor() + posterior.density().logPartitionByEnumeration())
                    .isCloseTo(Math.log(expected[v]), within(1e-5));
            AnnealingPath path = posterior.density().annealingPath();
            float[] states = path.sampleBase(chains, RANDOM.child("base").child(v));
            double[] weights = new double[chains];
            for (int k = 0; k < 2; k++) {
                path.anneal(states, chains, k / 2.0, (k + 1) / 2.0, weights, RANDOM.child(k));
            }
            double shift = posterior.logFactor() + path.baseLogPartition() - Math.log(expected[v]);
            Arrays.setAll(weights, i -> Math.exp(weights[i] + shift));
            StatisticalAssertions.meanIs(weights, 1);
        }
    }
}
