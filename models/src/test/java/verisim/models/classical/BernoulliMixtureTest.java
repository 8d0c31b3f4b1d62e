package verisim.models.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.ModelRegistry;
import verisim.core.model.TrainingContext;
import verisim.core.model.TrainingListener.Progress;
import verisim.core.random.RandomStream;
import verisim.models.TestData;

class BernoulliMixtureTest {
    private static final int D = 8;

    private static BernoulliMixture truth() {
        double[] p = new double[3 * D];
        for (int i = 0; i < p.length; i++) {
            p[i] = i % D % 3 == i / D ? 0.9 : 0.1 + 0.02 * (i % D);
        }
        return new BernoulliMixture(new double[] {0.5, 0.3, 0.2}, p);
    }

    private static Dataset drawn(BernoulliMixture model, Split split, int n) {
        return Dataset.of(
                "drawn",
                split,
                DataKind.BINARY,
                model.sample(n, RandomStream.ofSeed(11).child(split.label())));
    }

    private static BernoulliMixture fit(Dataset train, Dataset validation, Map<String, ?> options) {
        return (BernoulliMixture) DiscreteModels.fit("bernoulli-mixture", train, validation, options);
    }

    private static BernoulliMixtureFit em(Dataset train, int k, double smoothing, boolean incremental, int block) {
        double[][] prior = BernoulliMixtureTrainer.prior(train, smoothing, true);
        return new BernoulliMixtureFit(
                DiscreteRows.blocks(train, block), k, prior[0], prior[1], incremental, RandomStream.ofSeed(12));
    }

    /** From equal components EM cannot part them; so the start must, and does even where all rows are the same. */
    @Test
    void startsAreNotEqualAndSoComponentsComeApart() {
        Dataset train = drawn(truth(), Split.TRAIN, 400);
        BernoulliMixtureFit stuck = em(train, 3, 0.1, false, 100);
        double[] same = new double[3 * D];
        java.util.Arrays.fill(same, 0.4);
        stuck.set(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, same);
        stuck.iterate();
        // Not 0: some kernels of OpenBLAS add up the columns of a product in different orders.
        assertThat(spread(stuck.model())).isLessThan(1e-6);
        assertThat(spread(em(train, 3, 0.1, false, 100).model())).isGreaterThan(0.1);
        Dataset constant = Dataset.of("ones", Split.TRAIN, DataKind.BINARY, new float[] {1, 0, 1, 0, 1, 0}, 2);
        assertThat(spread(em(constant, 2, 0.1, false, 100).model())).isGreaterThan(1e-6);
    }

    /** Returns the largest difference of a probability between the first component and another. */
    private static double spread(BernoulliMixture model) {
        double out = 0;
        for (int k = 1; k < model.components(); k++) {
            for (int d = 0; d < model.features(); d++) {
                out = Math.max(out, Math.abs(model.probability(k, d) - model.probability(0, d)));
            }
        }
        return out;
    }

    /** One iteration against the formulas, in double and row by row. */
    @Test
    void oneIterationIsOneOfEm() {
        Dataset train = drawn(truth(), Split.TRAIN, 300);
        BernoulliMixtureFit fit = em(train, 2, 0.5, false, 64);
        double[] w = {0.4, 0.6};
        double[] p = new double[2 * D];
        for (int i = 0; i < p.length; i++) {
            p[i] = 0.2 + 0.04 * ((7 * i) % 16);
        }
        fit.set(w, p);
        double logLikelihood = fit.iterate();
        double[] n = new double[2];
        double[] ones = new double[2 * D];
        double sum = 0;
        double[] mean = new double[D];
        for (int r = 0; r < 300; r++) {
            double[] joint = w.clone();
            for (int i = 0; i < p.length; i++) {
                joint[i / D] *= train.value(r, i % D) == 1 ? p[i] : 1 - p[i];
            }
            sum += Math.log(joint[0] + joint[1]);
            for (int i = 0; i < p.length; i++) {
                ones[i] += joint[i / D] / (joint[0] + joint[1]) * train.value(r, i % D);
            }
            for (int k = 0; k < 2; k++) {
                n[k] += joint[k] / (joint[0] + joint[1]);
            }
            for (int d = 0; d < D; d++) {
                mean[d] += train.value(r, d);
            }
        }
        assertThat(logLikelihood).isCloseTo(sum / 300, within(1e-5));
        BernoulliMixture model = fit.model();
        for (int k = 0; k < 2; k++) {
            assertThat(model.weights()[k]).isCloseTo(n[k] / 300, within(1e-6));
            for (int d = 0; d < D; d++) {
                // smoothing 0.5: one imagined row in all, which is 1 as often as the (add-one smoothed) mean
                double expected = (ones[k * D + d] + (mean[d] + 1) / 302) / (n[k] + 1);
                assertThat(model.probability(k, d)).isCloseTo(expected, within(1e-6));
            }
        }
    }

    /** With a prior, the likelihood times the prior never falls. */
    @Test
    void theObjectiveNeverFalls() {
        Dataset train = drawn(truth(), Split.TRAIN, 500);
        BernoulliMixtureFit fit = em(train, 5, 0.3, false, 128);
        double before = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < 60; i++) {
            double prior = fit.logPrior();
            double objective = 500 * fit.iterate() + prior;
            assertThat(objective).isGreaterThan(before - 2e-3); // float products: 500 rows x 1e-6 each
            before = objective;
        }
    }

    /** Incremental EM has the same fixed points: from the optimum of one, the other does not move. */
    @Test
    void incrementalEmReachesAnOptimumOfEm() {
        Dataset train = drawn(truth(), Split.TRAIN, 600);
        BernoulliMixtureFit incremental = em(train, 3, 0.3, true, 100);
        double last = 0;
        for (int i = 0; i < 300; i++) {
            last = incremental.iterate();
        }
        BernoulliMixtureFit plain = em(train, 3, 0.3, false, 600);
        BernoulliMixture optimum = incremental.model();
        double[] p = new double[3 * D];
        for (int i = 0; i < p.length; i++) {
            p[i] = optimum.probability(i / D, i % D);
        }
        plain.set(optimum.weights(), p);
        assertThat(plain.iterate()).isCloseTo(last, within(1e-4));
        BernoulliMixture next = plain.model();
        for (int i = 0; i < p.length; i++) {
            assertThat(next.probability(i / D, i % D)).isCloseTo(p[i], within(1e-3));
        }
    }

    /** 50,000 rows; a fit lies about 26 parameters / 2n = 0.0003 nats below the truth, the error of the test is 0.0007. */
    @Test
    void aKnownMixtureIsRecovered() {
        BernoulliMixture truth = truth();
        Dataset test = drawn(truth, Split.TEST, 1000);
        BernoulliMixture model = fit(
                drawn(truth, Split.TRAIN, 50_000),
                drawn(truth, Split.VALIDATION, 5000),
                Map.of("components", 3, "tolerance", 1e-6));
        double[] ours = Arrays2d.toDoubles(model.logProbability(test.toArray()));
        double[] exact = Arrays2d.toDoubles(truth.logProbability(test.toArray()));
        assertThat(PairedDifference.of(ours, exact).standardErrorsBelow()).isLessThan(2);
    }

    /** Of the sizes in the list the one best on validation is kept, whichever its place. */
    @Test
    void theNumberOfComponentsIsChosenOnValidation() {
        BernoulliMixture truth = truth();
        Dataset train = drawn(truth, Split.TRAIN, 3000);
        Dataset validation = drawn(truth, Split.VALIDATION, 3000);
        assertThat(fit(train, validation, Map.of("components", List.of(1, 3, 2)))
                        .components())
                .isEqualTo(3);
        List<Progress> heard = new ArrayList<>();
        BernoulliMixture model = (BernoulliMixture) ModelRegistry.of(DiscreteModels.PROVIDERS)
                .trainer("bernoulli-mixture", Map.of("components", List.of(1, 2), "restarts", 1))
                .fit(
                        train,
                        validation,
                        TrainingContext.of(RandomStream.ofSeed(2)).withListener(heard::add));
        double best = heard.stream()
                .mapToDouble(p -> p.values().get("validation-log-likelihood"))
                .max()
                .orElseThrow();
        assertThat(DiscreteModels.meanLogLikelihood(model, validation)).isCloseTo(best, within(1e-4));
        assertThat(heard.stream().map(p -> p.values().get("smoothing")).distinct())
                .containsExactly(0.01, 0.1, 1.0);
    }

    /** More components than rows. */
    @Test
    void moreComponentsThanRowsIsNoError() {
        BernoulliMixture model = fit(
                TestData.chain(Split.TRAIN, 5, 4), TestData.chain(Split.VALIDATION, 50, 4), Map.of("components", 9));
        assertThat(java.util.Arrays.stream(model.weights()).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void aProbabilityOfZeroIsImpossibleAndNotNaN() {
        BernoulliMixture model = new BernoulliMixture(new double[] {0.5, 0.5}, new double[] {0, 0.5, 0, 1});
        double[] logP = Arrays2d.toDoubles(model.logProbability(Arrays2d.matrix(new float[] {0, 1, 1, 0, 0, 0}, 3, 2)));
        assertThat(logP[0]).isCloseTo(Math.log(0.75), within(1e-15));
        assertThat(logP[1]).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(logP[2]).isCloseTo(Math.log(0.25), within(1e-15));
    }
}
