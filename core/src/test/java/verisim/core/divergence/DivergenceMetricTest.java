package verisim.core.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import verisim.core.math.Arrays2d;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.metric.MetricRegistry;
import verisim.core.model.GenerativeModel;
import verisim.core.random.RandomStream;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.result.Outcome.Measured;
import verisim.core.source.synthetic.CheckerboardTruth;
import verisim.core.source.synthetic.EnumeratedBinary;
import verisim.core.source.synthetic.GaussianDistribution;
import verisim.core.source.synthetic.GaussianMixtureTruth;
import verisim.core.source.synthetic.ListedBinary;
import verisim.core.source.synthetic.ProductBernoulliTruth;

class DivergenceMetricTest {
    private static final List<String> NAMES = List.of("kl-forward", "kl-reverse", "js", "total-variation");
    private static final RandomStream RANDOM = RandomStream.ofSeed(20261122);

    private static final ProductBernoulliTruth P = new ProductBernoulliTruth(new double[] {0.2, 0.5, 0.9, 0.6, 0.35});
    private static final ProductBernoulliTruth Q = new ProductBernoulliTruth(new double[] {0.3, 0.45, 0.7, 0.6, 0.2});

    // The mixture behind Table 3 of the f-GAN paper and its best Gaussian for forward KL: published-results, 9a.
    private static final GaussianMixtureTruth MIXTURE = new GaussianMixtureTruth(
            new double[] {0.33, 0.67},
            List.of(
                    GaussianDistribution.isotropic(new double[] {-1}, Math.sqrt(0.065)),
                    GaussianDistribution.isotropic(new double[] {2}, Math.sqrt(2))));

    @Test
    void enumerationOfProductsEqualsClosedForms() {
        FakeContext context = FakeContext.of(P, Q, 10, 10, RANDOM.child("products"));
        assertThat(exact("kl-forward", context)).isCloseTo(P.klTo(Q), within(1e-12));
        assertThat(exact("kl-reverse", context)).isCloseTo(Q.klTo(P), within(1e-12));
        // One bit: TV = |p - q|, and JS from its definition.
        ProductBernoulliTruth p = new ProductBernoulliTruth(new double[] {0.2});
        ProductBernoulliTruth q = new ProductBernoulliTruth(new double[] {0.7});
        ProductBernoulliTruth m = new ProductBernoulliTruth(new double[] {0.45});
        FakeContext bit = FakeContext.of(p, q, 10, 10, RANDOM.child("bit"));
        assertThat(exact("total-variation", bit)).isCloseTo(0.5, within(1e-12));
        assertThat(exact("js", bit)).isCloseTo(0.5 * (p.klTo(m) + q.klTo(m)), within(1e-12));
    }

    @Test
    void equalDistributionsAreAtZeroAndJsAndTvAreSymmetric() {
        for (String name : NAMES) {
            assertThat(exact(name, FakeContext.of(P, P, 10, 10, RANDOM.child("same"))))
                    .isCloseTo(0, within(1e-12));
        }
        for (String name : List.of("js", "total-variation")) {
            assertThat(exact(name, FakeContext.of(P, Q, 10, 10, RANDOM.child("a"))))
                    .isCloseTo(exact(name, FakeContext.of(Q, P, 10, 10, RANDOM.child("b"))), within(1e-12))
                    .isGreaterThan(0);
        }
    }

    @Test
    void separateDistributionsReachTheUpperEnds() {
        ProductBernoulliTruth zeros = new ProductBernoulliTruth(new double[] {0, 0.5});
        ProductBernoulliTruth ones = new ProductBernoulliTruth(new double[] {1, 0.5});
        FakeContext context = FakeContext.of(zeros, ones, 10, 10, RANDOM.child("separate"));
        assertThat(exact("js", context)).isCloseTo(Math.log(2), within(1e-12));
        assertThat(exact("total-variation", context)).isCloseTo(1, within(1e-12));
        assertThat(reason("kl-forward", context)).contains("infinite", "100.000 %", "the model gives no probability");
        assertThat(reason("kl-reverse", context)).contains("infinite", "the truth gives no probability");
        // Half of the truth's mass is ruled out: still infinite, and it says how much.
        ProductBernoulliTruth narrow = new ProductBernoulliTruth(new double[] {0, 1});
        assertThat(reason("kl-forward", FakeContext.of(zeros, narrow, 10, 10, RANDOM)))
                .contains("50.000 %");
        assertThat(exact("kl-reverse", FakeContext.of(zeros, narrow, 10, 10, RANDOM)))
                .isCloseTo(Math.log(2), within(1e-12));
    }

    @Test
    void aShortSupportIsAsExactAsAllStates() {
        float[][] rows = {{0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {1, 1, 1, 0, 0}, {0, 1, 1, 0, 1}};
        ListedBinary truth = new ListedBinary(rows);
        FakeContext context = FakeContext.of(truth, Q, 10, 10, RANDOM.child("support"));
        for (String name : List.of("kl-forward", "js", "total-variation")) {
            double all = exact(name, context);
            // enumerate = 2: of 5 features not all 32 states, but a support of 3 states.
            Metric.Result short2 = metric(name, Map.of("enumerate", 2)).measure(context);
            assertThat(((Measured) short2.outcome()).kind()).isEqualTo(Kind.EXACT);
            assertThat(short2.protocol()).containsEntry("estimator", "enumeration of the support");
            assertThat(((Measured) short2.outcome()).value()).isCloseTo(all, within(1e-12));
        }
        assertThat(((Outcome.NotDefined) metric("kl-reverse", Map.of("enumerate", 2))
                                .measure(context)
                                .outcome())
                        .reason())
                .contains("infinite");
        // Closed form: truth {1/2, 1/4, 1/4}, so KL = -entropy - sum p log q.
        double[] logQ = Q.logProbability(
                        Arrays2d.matrix(new float[] {0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0, 1}, 3, 5))
                .toDoubleVector();
        double expected = -truth.entropy() - 0.5 * logQ[0] - 0.25 * logQ[1] - 0.25 * logQ[2];
        assertThat(exact("kl-forward", context)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void monteCarloOfGaussiansCoversTheClosedForm() {
        GaussianDistribution p = new GaussianDistribution(new double[] {0, 1}, new double[][] {{1, 0.4}, {0.4, 0.8}});
        GaussianDistribution q = new GaussianDistribution(new double[] {0.3, 0.8}, new double[][] {{1.3, 0}, {0, 1}});
        // 200 repeats; 190 are expected inside, sd 3.1; 4.9 sd below, and not more than all. One false alarm in a
        // million.
        assertThat(covered("kl-forward", p, q, p.klTo(q))).isGreaterThanOrEqualTo(175);
        assertThat(covered("kl-reverse", p, q, q.klTo(p))).isGreaterThanOrEqualTo(175);
        // Normal distributions with equal covariance: TV = 2 Phi(|m1 - m0| / 2 sigma) - 1.
        GaussianDistribution a = GaussianDistribution.isotropic(new double[] {0}, 1);
        GaussianDistribution b = GaussianDistribution.isotropic(new double[] {1}, 1);
        double tv = 2 * new org.apache.commons.math3.distribution.NormalDistribution().cumulativeProbability(0.5) - 1;
        assertThat(covered("total-variation", a, b, tv)).isGreaterThanOrEqualTo(175);
    }

    /** Counts how often the 95 % interval of 200 seeded repeats covers {@code expected}, and that z-values have spread 1. */
    private static int covered(String name, GenerativeModel truth, GenerativeModel model, double expected) {
        int covered = 0;
        double squares = 0;
        for (int i = 0; i < 200; i++) {
            FakeContext context =
                    FakeContext.of(truth, model, 400, 300, RANDOM.child(name).child(i));
            Measured m = measured(name, context);
            assertThat(m.kind()).isEqualTo(Kind.ESTIMATE);
            covered += m.low() <= expected && expected <= m.high() ? 1 : 0;
            double z = (m.value() - expected) / m.standardError();
            squares += z * z;
        }
        // Mean of z^2 is 1 with sd sqrt(2 / 200) = 0.1 for normal z; twice the width allows for skew.
        assertThat(squares / 200).isBetween(0.5, 1.6);
        return covered;
    }

    @Test
    void monteCarloMeetsTheFganTable() {
        double[][] table = { // best Gaussian of each column, its mean and deviation, the value
            {1.0100, 1.8308, 0.2831}, {1.5782, 1.6319, 0.2480}, {1.3070, 1.7542, 0.1280 / 2}
        };
        for (int i = 0; i < 3; i++) {
            GaussianDistribution model = GaussianDistribution.isotropic(new double[] {table[i][0]}, table[i][1]);
            Measured m = measured(
                    NAMES.get(i), FakeContext.of(MIXTURE, model, 100_000, 100_000, RANDOM.child("f-gan-" + i)));
            // the table is printed to 1e-4, and the recovered mixture is off by up to 3e-4
            assertThat(m.value()).isCloseTo(table[i][2], within(4.9 * m.standardError() + 4e-4));
            assertThat(m.standardError()).isLessThan(0.005);
        }
    }

    @Test
    void monteCarloAgreesWithEnumerationOnTheSameModels() {
        for (String name : NAMES) {
            FakeContext context = FakeContext.of(P, Q, 40_000, 40_000, RANDOM.child("both"));
            Measured m = (Measured)
                    metric(name, Map.of("enumerate", 0)).measure(context).outcome();
            assertThat(m.kind()).isEqualTo(Kind.ESTIMATE);
            assertThat(m.value()).isCloseTo(exact(name, context), within(4.9 * m.standardError()));
        }
    }

    @Test
    void infiniteDivergencesOfDensitiesSayWhy() {
        CheckerboardTruth board = new CheckerboardTruth(4);
        GaussianDistribution model = GaussianDistribution.isotropic(new double[2], 2);
        FakeContext context = FakeContext.of(board, model, 500, 500, RANDOM.child("board"));
        assertThat(reason("kl-reverse", context)).contains("infinite").containsPattern("\\d+ of 500 samples");
        assertThat(measured("kl-forward", context).value()).isGreaterThan(0);
        // The other way round the model rules out what the truth produces.
        FakeContext swapped = FakeContext.of(model, board, 500, 500, RANDOM.child("swapped"));
        assertThat(reason("kl-forward", swapped)).containsPattern("\\d+ of 500 test rows");
        assertThat(measured("js", swapped).value()).isBetween(0.0, Math.log(2));
        assertThat(measured("total-variation", swapped).value()).isBetween(0.0, 1.0);
    }

    @Test
    void anEnergyModelIsNormalisedByEnumeration() {
        double logZ = 12.5;
        for (String name : NAMES) {
            FakeContext plain = FakeContext.of(P, Q, 2000, 2000, RANDOM.child("energy"));
            FakeContext energy = FakeContext.of(
                    P, new FakeModels.Unnormalised(Q, logZ, OptionalInt.empty()), 2000, 2000, RANDOM.child("energy"));
            assertThat(exact(name, energy)).isCloseTo(exact(name, plain), within(1e-12));
            // Not all states enumerated: log Z comes from the model's own units, if they are few enough.
            FakeContext few = FakeContext.of(
                    P, new FakeModels.Unnormalised(Q, logZ, OptionalInt.of(20)), 2000, 2000, RANDOM.child("energy"));
            Map<String, Integer> none = Map.of("enumerate", 0);
            assertThat(((Measured) metric(name, none).measure(few).outcome()).value())
                    .isCloseTo(((Measured) metric(name, none).measure(plain).outcome()).value(), within(1e-12));
            FakeContext many = FakeContext.of(
                    P, new FakeModels.Unnormalised(Q, logZ, OptionalInt.of(21)), 10, 10, RANDOM.child("energy"));
            assertThat(((Outcome.NotDefined) metric(name, none).measure(many).outcome()).reason())
                    .contains("partition function", "21 units");
        }
    }

    @Test
    void samplesAloneGiveAnUpperBoundInExpectation() {
        EnumeratedBinary truth = EnumeratedBinary.ofRbm(
                new double[][] {{1, -1}, {2, 0.5}, {-1, 1}, {0.5, 1}}, new double[] {0.1, -0.5, 0.2, 0}, new double[2]);
        ProductBernoulliTruth model = new ProductBernoulliTruth(new double[] {0.6, 0.6, 0.4, 0.6});
        for (String name : List.of("kl-reverse", "js", "total-variation")) {
            double value = exact(name, FakeContext.of(truth, model, 10, 10, RANDOM));
            double sum = 0;
            double squares = 0;
            double variances = 0;
            int repeats = 300;
            for (int i = 0; i < repeats; i++) {
                FakeContext context = FakeContext.of(
                        truth,
                        new FakeModels.SamplesOnly(model),
                        2,
                        200,
                        RANDOM.child("histogram").child(i));
                Metric.Result result = metric(name, Map.of()).measure(context);
                assertThat(result.protocol())
                        .containsEntry("estimator", "histogram")
                        .containsEntry("samples", "200");
                Measured m = (Measured) result.outcome();
                assertThat(m.kind()).isEqualTo(Kind.UPPER_BOUND);
                sum += m.value();
                squares += (m.value() - value) * (m.value() - value);
                variances += m.standardError() * m.standardError();
            }
            double bias = sum / repeats - value;
            double variance = squares / repeats - bias * bias;
            assertThat(bias).as(name).isBetween(-4.9 * Math.sqrt(variance / repeats), 0.08);
            // The stated standard error is the spread over repeats, to the accuracy of the delta method.
            assertThat(Math.sqrt(variances / repeats / variance)).as(name).isBetween(0.75, 1.35);
        }
        // Without a model, from a file of samples, the same.
        FakeContext context =
                FakeContext.of(truth, model, 2, 200, RANDOM.child("file")).withoutModel();
        assertThat(measured("js", context).kind()).isEqualTo(Kind.UPPER_BOUND);
    }

    @Test
    void latentVariablesBoundForwardKlFromAbove() {
        GaussianDistribution truth = GaussianDistribution.isotropic(new double[] {0.5}, 1);
        GaussianDistribution marginal = GaussianDistribution.isotropic(new double[] {0}, Math.sqrt(2));
        double kl = truth.klTo(marginal);
        // The exact posterior makes the bound tight for any K: every weight is log q(x).
        FakeContext tight = FakeContext.of(truth, new FakeModels.Linear(0.5), 3000, 2, RANDOM.child("latent"));
        FakeContext density = FakeContext.of(truth, marginal, 3000, 2, RANDOM.child("latent"));
        assertThat(measured("kl-forward", tight).value())
                .isCloseTo(measured("kl-forward", density).value(), within(1e-9));
        // A wrong encoder: above the value by KL(encoder, posterior) at K = 1, less at K = 64.
        FakeContext loose = FakeContext.of(truth, new FakeModels.Linear(0.8), 3000, 2, RANDOM.child("latent"));
        Measured elbo = (Measured) metric("kl-forward", Map.of("importanceSamples", 1))
                .measure(loose)
                .outcome();
        Measured many = measured("kl-forward", loose);
        double gap = 0.5 * (0.8 / 0.5 - 1 - Math.log(0.8 / 0.5));
        assertThat(elbo.kind()).isEqualTo(Kind.UPPER_BOUND);
        assertThat(elbo.value()).isCloseTo(kl + gap, within(4.9 * elbo.standardError()));
        assertThat(many.value()).isBetween(kl - 4.9 * many.standardError(), elbo.value());
        assertThat(reason("js", loose)).contains("gives samples only");
        // A prior known up to log Z makes the same bound, if Z can be enumerated.
        FakeModels.Deep deep = new FakeModels.Deep(new FakeModels.Linear(0.5), 3.25, OptionalInt.of(12));
        assertThat(measured("kl-forward", FakeContext.of(truth, deep, 3000, 2, RANDOM.child("latent")))
                        .value())
                .isCloseTo(measured("kl-forward", density).value(), within(1e-9));
        FakeModels.Deep tooDeep = new FakeModels.Deep(new FakeModels.Linear(0.5), 3.25, OptionalInt.of(21));
        assertThat(reason("kl-forward", FakeContext.of(truth, tooDeep, 10, 2, RANDOM)))
                .contains("samples only");
    }

    @Test
    void whatIsNotKnownIsNotDefined() {
        GaussianDistribution normal = GaussianDistribution.isotropic(new double[2], 1);
        FakeContext context = FakeContext.of(normal, new FakeModels.SamplesOnly(normal), 10, 10, RANDOM.child("none"));
        for (String name : NAMES) {
            assertThat(reason(name, context)).contains("gives samples only");
            assertThat(reason(name, context.withoutModel())).contains("samples only");
            assertThat(reason(name, context.withoutTruth())).contains("not known");
            assertThat(reason(name, FakeContext.of(new FakeModels.SamplesOnly(normal), normal, 10, 10, RANDOM)))
                    .contains("no computable density");
        }
        FakeContext bits = FakeContext.of(P, new FakeModels.SamplesOnly(Q), 10, 10, RANDOM.child("bits"));
        assertThat(reason("kl-forward", bits)).contains("gives samples only");
    }

    @Test
    void probabilitiesThatDoNotSumToOneAreRefused() {
        FakeContext context = FakeContext.of(P, new FakeModels.Shifted(Q, 0.5), 10, 10, RANDOM.child("shifted"));
        for (String name : NAMES) {
            assertThatThrownBy(() -> metric(name, Map.of()).measure(context))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("sum to 1.64");
        }
        FakeContext wrong =
                FakeContext.of(P, GaussianDistribution.isotropic(new double[5], 1), 10, 10, RANDOM.child("wrong"));
        assertThatThrownBy(() -> metric("js", Map.of()).measure(wrong)).hasMessageContaining("same space");
    }

    @Test
    void providersSayWhatTheyAre() {
        for (String name : NAMES) {
            assertThat(MetricRegistry.load().get(name).caution()).startsWith("not ");
            assertThat(MetricRegistry.load().get(name).paper()).contains("https://doi.org/");
        }
    }

    private static Metric metric(String name, Map<String, ?> options) {
        return MetricRegistry.load().metric(name, options);
    }

    private static Measured measured(String name, MetricContext context) {
        return (Measured) metric(name, Map.of()).measure(context).outcome();
    }

    private static double exact(String name, MetricContext context) {
        Measured m = measured(name, context);
        assertThat(m.kind()).isEqualTo(Kind.EXACT);
        assertThat(m.standardError()).isZero();
        return m.value();
    }

    private static String reason(String name, MetricContext context) {
        return ((Outcome.NotDefined) metric(name, Map.of()).measure(context).outcome()).reason();
    }
}
