package verisim.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.model.GenerativeModel;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;
import verisim.core.result.Outcome;
import verisim.core.source.DatasetRegistry;
import verisim.core.source.LoadedData;
import verisim.core.testkit.LyingModel;
import verisim.core.testkit.LyingModel.Lie;

/** Models that break a promise, measured as the harness measures. */
class ContractTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(14).child("contract");
    private static final MetricRegistry METRICS = MetricRegistry.load();
    private static final LoadedData REAL = data("gaussian-data");
    private static final LoadedData BINARY = data("rbm-data");

    private static LoadedData data(String name) {
        return DatasetRegistry.load()
                .load(name, Map.of("train", 300, "validation", 100, "test", 1000), RANDOM.child("data"));
    }

    private static Outcome measure(String metric, LoadedData data, Lie lie) {
        GenerativeModel model = new LyingModel((TractableDensity) data.truth().orElseThrow(), lie);
        return METRICS.measure(metric, Map.of(), model, data, RANDOM.child(lie.name()));
    }

    @ParameterizedTest
    @EnumSource(Lie.class)
    void aLieFailsTheMetricsThatRestOnItAndNoOthers(Lie lie) {
        for (LoadedData data : List.of(REAL, BINARY)) {
            for (String density : List.of("log-likelihood", "bits-per-dimension", "kl-forward")) {
                boolean broken = lie != Lie.NONE && !lie.ofSamples();
                check(measure(density, data, lie), broken, lie + " " + density);
            }
            check(measure("mmd", data, lie), lie.ofSamples(), lie + " mmd");
            check(measure("kl-reverse", data, lie), lie != Lie.NONE, lie + " kl-reverse");
        }
    }

    private static void check(Outcome outcome, boolean broken, String what) {
        if (broken) {
            assertThat(outcome).as(what).isInstanceOf(Outcome.Failed.class);
            Outcome.Failed failed = (Outcome.Failed) outcome;
            assertThat(failed.phase()).as(what).isEqualTo("contract");
            assertThat(failed.error()).as(what).contains("must");
        } else {
            assertThat(outcome).as(what).isInstanceOf(Outcome.Measured.class);
        }
    }

    /** Where the truth is not known, what can be seen in the rows themselves is seen all the same. */
    @ParameterizedTest
    @EnumSource(
            value = Lie.class,
            names = {"NONE", "DOUBLED"},
            mode = EnumSource.Mode.EXCLUDE)
    void mostLiesNeedNoTruthToBeFound(Lie lie) {
        for (LoadedData data : List.of(REAL, BINARY)) {
            boolean seen = lie != Lie.SHIFTED || data.equals(BINARY);
            LoadedData unknown = new LoadedData(data.splits(), Optional.empty());
            GenerativeModel model =
                    new LyingModel((TractableDensity) data.truth().orElseThrow(), lie);
            Outcome outcome = METRICS.measure(
                    lie.ofSamples() ? "mmd" : "log-likelihood", Map.of(), model, unknown, RANDOM.child(lie.name()));
            assertThat(outcome instanceof Outcome.Failed)
                    .as(lie + " " + data.splits().kind())
                    .isEqualTo(seen);
        }
    }

    @Test
    void theMessageSaysWhatWasPromisedAndWhatCame() {
        assertThat(error("log-likelihood", Lie.SHIFTED))
                .contains("above the truth's by 300.000 nats/example on the same 1000 test rows, on every one");
        assertThat(error("log-likelihood", Lie.ONE_SCORE_TOO_MANY)).contains("one number a row", "came 65 numbers");
        assertThat(error("log-likelihood", Lie.BATCH_SIZE)).contains("the same in any batch");
        assertThat(error("log-likelihood", Lie.CHANGES_ROWS)).contains("leave the rows as they are");
        assertThat(error("mmd", Lie.ONE_SAMPLE_TOO_FEW)).contains("shape [2000, 2]", "have shape [1999, 2]");
        assertThat(error("mmd", Lie.DOUBLE_SAMPLES)).contains("FLOAT", "DOUBLE");
        assertThat(error("mmd", Lie.NOT_A_SAMPLE)).contains("sample 2000", "NaN", "column 1");
        assertThat(error("mmd", Lie.OTHER_SAMPLES_EACH_TIME)).contains("the same stream");
    }

    private static String error(String metric, Lie lie) {
        return ((Outcome.Failed) measure(metric, REAL, lie)).error();
    }

    /** Samples may be sound numbers and yet not those of this data. */
    @Test
    void aModelOfOtherDataIsFound() {
        GenerativeModel other = BINARY.truth().orElseThrow();
        Outcome outcome = METRICS.measure("mmd", Map.of(), other, REAL, RANDOM.child("other"));
        assertThat(((Outcome.Failed) outcome).error()).contains("REAL", "BINARY");
    }

    /**
     * The luckiest sound models: the density that gives no mass to what test rows seldom show, {@code p / (1 - m)} elsewhere, lies above
     * the truth by the same amount on every row wherever no test row falls into the gap, so its standard error is 0.
     */
    @Test
    void aLuckyModelIsNotAccused() {
        int n = 1000;
        for (double gap : new double[] {1e-4, 1e-3, 1e-2}) {
            double excess = -Math.log1p(-gap);
            boolean accused = Impossible.is(excess, 0, n);
            double chance = Math.pow(1 - gap, n);
            assertThat(accused).isEqualTo(chance < 1e-8);
        }
        assertThat(Impossible.is(-Math.log1p(-0.02), 0, n)).isTrue(); // chance 1.7e-9
    }

    /** Twenty fits of a Gaussian by moments of the test rows themselves: the likeliest that a sound density can be there. */
    @Test
    void notEvenAModelFittedToTheTestRowsPassesTheTruthByFourErrorsPaired() {
        for (int seed = 0; seed < 20; seed++) {
            RandomStream random = RANDOM.child("fitted").child(seed);
            LoadedData data = DatasetRegistry.load()
                    .load("gaussian-data", Map.of("train", 50, "validation", 50, "test", 400), random.child("data"));
            DataSplits swapped = new DataSplits(
                    "fitted",
                    Dataset.of(
                            "a",
                            Split.TRAIN,
                            DataKind.REAL,
                            data.splits().test().toArray()),
                    data.splits().validation(),
                    data.splits().test(),
                    Map.of());
            GenerativeModel fitted = gaussian(swapped.train());
            Outcome outcome = METRICS.measure(
                    "log-likelihood", Map.of(), fitted, new LoadedData(swapped, data.truth()), random.child("measure"));
            assertThat(outcome).isInstanceOf(Outcome.Measured.class);
        }
    }

    private static GenerativeModel gaussian(Dataset rows) {
        double[] x = verisim.core.math.Arrays2d.toDoubles(rows.toArray());
        int n = rows.size();
        double[] mean = new double[2];
        double[][] covariance = new double[2][2];
        for (int i = 0; i < n; i++) {
            mean[0] += x[2 * i] / n;
            mean[1] += x[2 * i + 1] / n;
        }
        for (int i = 0; i < n; i++) {
            for (int a = 0; a < 2; a++) {
                for (int b = 0; b < 2; b++) {
                    covariance[a][b] += (x[2 * i + a] - mean[a]) * (x[2 * i + b] - mean[b]) / n;
                }
            }
        }
        return new verisim.core.source.synthetic.GaussianDistribution(mean, covariance);
    }

    @Test
    void warningsOfTheSamplerGoWithTheMetricsOfSamplesAlone() {
        TractableDensity truth = (TractableDensity) REAL.truth().orElseThrow();
        GenerativeModel.Samples drawn =
                new GenerativeModel.Samples(truth.sample(100, RANDOM.child("drawn")), List.of("chains have not mixed"));
        Findings findings = Findings.of(
                truth, drawn, 100, REAL.splits(), REAL.truth(), List.of("stopped"), RANDOM.child("findings"));
        Subject subject = new Subject(
                Optional.of(truth),
                drawn.rows(),
                REAL.splits(),
                REAL.truth(),
                RANDOM.child("measure"),
                new SharedWork(RANDOM.child("shared")),
                findings);
        assertThat(METRICS.measure("mmd", Map.of(), subject).warnings())
                .containsExactly("stopped", "chains have not mixed");
        assertThat(METRICS.measure("log-likelihood", Map.of(), subject).warnings())
                .containsExactly("stopped");
        assertThat(METRICS.measure("elbo", Map.of(), subject).warnings()).isEmpty(); // there is no number
    }
}
