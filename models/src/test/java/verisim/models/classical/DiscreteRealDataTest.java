package verisim.models.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.math.Arrays2d;
import verisim.core.model.GenerativeModel;
import verisim.core.model.JointDensity;
import verisim.core.random.RandomStream;
import verisim.core.source.DatasetRegistry;

/** Known figures on real data from the folder that VERISIM_DATA names; skipped without it. */
class DiscreteRealDataTest {
    /** Sets in which equal mutual informations occur. */
    private static final Set<String> TIES = Set.of("ad", "bbc", "cwebkb", "tmovie");

    private static DataSplits load(String name, Map<String, ?> options) {
        String root = System.getenv("VERISIM_DATA");
        Assumptions.assumeTrue(
                root != null && !root.isBlank(), "VERISIM_DATA is not set; it names the folder of data sets");
        return DatasetRegistry.load()
                .load(name, options, RandomStream.ofSeed(1).child("data"))
                .splits();
    }

    private static GenerativeModel fit(String model, DataSplits data, Map<String, ?> options) {
        return DiscreteModels.fit(model, data.train(), data.validation(), options);
    }

    private static List<String[]> figures() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                DiscreteRealDataTest.class.getResourceAsStream("debd-closed-forms.csv"), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("set,"))
                    .map(line -> line.split(",", -1))
                    .toList();
        }
    }

    /** All 40 figures; both models on all sets, reading included, within a minute. */
    @Tag("slow")
    @Test
    void closedFormsOnAllTwentySetsAreReproduced() throws IOException {
        long start = System.nanoTime();
        List<String[]> figures = figures();
        assertThat(figures).hasSize(20);
        for (String[] row : figures) {
            DataSplits data = load(row[0], Map.of());
            double independent =
                    DiscreteModels.meanLogLikelihood(fit("product-bernoulli", data, Map.of()), data.test());
            assertThat(independent)
                    .as("product-bernoulli on %s", row[0])
                    .isCloseTo(Double.parseDouble(row[1]), within(3e-4));
            double tree = DiscreteModels.meanLogLikelihood(fit("chow-liu", data, Map.of()), data.test());
            assertThat(tree)
                    .as("chow-liu on %s", row[0])
                    .isCloseTo(Double.parseDouble(row[3]), within(TIES.contains(row[0]) ? 0.02 : 1e-3));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(seconds).isLessThan(60);
    }

    /** The two differ by 1 to 8 nats, so a loader that swaps validation and test rows cannot pass. */
    @ParameterizedTest
    @CsvSource({
        "tmovie, -69.5176, -64.8215",
        "bbc, -254.1776, -261.7928",
        "cwebkb, -166.9768, -163.4499",
        "ad, -17.4549, -16.5076"
    })
    void validationAndTestRowsAreNotMixedUp(String name, double validation, double test) {
        DataSplits data = load(name, Map.of());
        GenerativeModel tree = fit("chow-liu", data, Map.of("smoothing", 0.5));
        assertThat(DiscreteModels.meanLogLikelihood(tree, data.validation())).isCloseTo(validation, within(0.02));
        assertThat(DiscreteModels.meanLogLikelihood(tree, data.test())).isCloseTo(test, within(0.02));
    }

    /** No model whose probabilities sum to 1 has more than minus the entropy of the empirical distribution of the test rows. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"nltcs, -5.4080", "msnbc, -5.9278", "kdd, -1.7292", "plants, -6.9675"})
    void noModelExceedsTheHardCeiling(String name, double ceiling) {
        DataSplits data = load(name, Map.of());
        assertThat(negativeEntropy(data.test())).isCloseTo(ceiling, within(1e-4));
        Map<String, Map<String, ?>> models = Map.of(
                "product-bernoulli", Map.of(),
                "product-categorical", Map.of(),
                "chow-liu", Map.of(),
                "bernoulli-mixture", Map.of("components", 20, "smoothing", 0.1, "restarts", 1, "iterations", 15),
                "hmm", Map.of("restarts", 1, "iterations", 3));
        for (Map.Entry<String, Map<String, ?>> entry : models.entrySet()) {
            double logLikelihood =
                    DiscreteModels.meanLogLikelihood(fit(entry.getKey(), data, entry.getValue()), data.test());
            assertThat(logLikelihood).as(entry.getKey()).isBetween(5 * ceiling, ceiling);
        }
    }

    private static double negativeEntropy(Dataset data) {
        Map<java.util.BitSet, Integer> counts = new HashMap<>();
        for (int r = 0; r < data.size(); r++) {
            java.util.BitSet row = new java.util.BitSet();
            for (int d = 0; d < data.features(); d++) {
                row.set(d, data.value(r, d) == 1);
            }
            counts.merge(row, 1, Integer::sum);
        }
        double sum = 0;
        for (int c : counts.values()) {
            double p = (double) c / data.size();
            sum += p * Math.log(p);
        }
        return sum;
    }

    /** The figures of Germain et al. (2015), Table 4; size and smoothing chosen on validation rows. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"mushrooms, -14.46", "nips, -290.02", "adult-binary, -20.44"})
    void mixturesReachPublishedFigures(String name, double published) {
        DataSplits data = load(name, Map.of());
        GenerativeModel mixture = fit("bernoulli-mixture", data, Map.of("components", 50, "restarts", 1));
        assertThat(DiscreteModels.meanLogLikelihood(mixture, data.test())).isGreaterThan(published);
    }

    /** Labels reach the test rows, and the classes are told apart far better than by chance (0.1). */
    @Test
    void naiveBayesTellsDigitsApart() {
        DataSplits data = load("digits", Map.of("values", "binarised"));
        JointDensity model = (JointDensity) fit("naive-bayes", data, Map.of());
        int[] labels = data.test().labels().orElseThrow();
        double[] posterior = Arrays2d.toDoubles(model.logPosterior(data.test().toArray()));
        int right = 0;
        for (int r = 0; r < labels.length; r++) {
            int best = 0;
            for (int c = 0; c < 10; c++) {
                best = posterior[10 * r + c] > posterior[10 * r + best] ? c : best;
            }
            right += best == labels[r] ? 1 : 0;
        }
        assertThat(right / (double) labels.length).isGreaterThan(0.8);
    }
}
