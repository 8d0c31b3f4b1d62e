package verisim.core.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
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
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.metric.Metric;
import verisim.core.metric.MetricContext;
import verisim.core.metric.MetricRegistry;
import verisim.core.model.GenerativeModel;
import verisim.core.model.LatentVariableModel;
import verisim.core.model.TractableDensity;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.model.UnnormalizedPrior;
import verisim.core.random.RandomStream;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;

class LikelihoodMetricsTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(13);
    private static final double[] LOGITS = {1, -2, 0.3, 0, 2.5};

    private record Context(Optional<GenerativeModel> model, DataSplits data) implements MetricContext {
        @Override
        public INDArray samples() {
            throw new AssertionError("a likelihood looks at no samples");
        }

        @Override
        public Optional<GenerativeModel> truth() {
            return Optional.empty();
        }

        @Override
        public RandomStream random() {
            return RANDOM.child("metric");
        }
    }

    /** A plain sampler. */
    private record Sampler(GenerativeModel model) implements GenerativeModel {
        @Override
        public DataKind dataKind() {
            return model.dataKind();
        }

        @Override
        public int features() {
            return model.features();
        }

        @Override
        public INDArray sample(int n, RandomStream random) {
            return model.sample(n, random);
        }
    }

    /** Normalised; rows that start with {@code impossible} ones have probability zero. */
    private record Normalised(ProductOfBernoullis model, int impossible) implements TractableDensity {
        @Override
        public INDArray logProbability(INDArray x) {
            float[] rows = Arrays2d.toFloats(x);
            int features = model.features();
            double[] out = new double[rows.length / features];
            for (int r = 0; r < out.length; r++) {
                out[r] = model.unnormalized(rows, r) - model.logPartition();
                int ones = 0;
                while (ones < features && rows[r * features + ones] == 1f) {
                    ones++;
                }
                out[r] = ones >= impossible ? Double.NEGATIVE_INFINITY : out[r];
            }
            return Arrays2d.vector(out);
        }

        @Override
        public DataKind dataKind() {
            return DataKind.BINARY;
        }

        @Override
        public int features() {
            return model.features();
        }

        @Override
        public INDArray sample(int n, RandomStream random) {
            return model.sample(n, random);
        }
    }

    private static ProductOfBernoullis product(boolean enumerable) {
        return new ProductOfBernoullis(LOGITS, 7.5, enumerable);
    }

    private static DataSplits binary(int n) {
        Map<Split, Dataset> sets = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            INDArray x = new ProductOfBernoullis(new double[5], 0, true).sample(n, RANDOM.child(split.label()));
            sets.put(split, Dataset.of("coins", split, DataKind.BINARY, x));
        }
        return new DataSplits(
                "coins", sets.get(Split.TRAIN), sets.get(Split.VALIDATION), sets.get(Split.TEST), Map.of());
    }

    private static Metric.Result measure(
            String metric, Map<String, ?> options, GenerativeModel model, DataSplits data) {
        return MetricRegistry.load().metric(metric, options).measure(new Context(Optional.ofNullable(model), data));
    }

    private static Outcome.Measured measured(Metric.Result result) {
        assertThat(result.outcome()).isInstanceOf(Outcome.Measured.class);
        return (Outcome.Measured) result.outcome();
    }

    private static String reason(Metric.Result result) {
        assertThat(result.outcome()).isInstanceOf(Outcome.NotDefined.class);
        return ((Outcome.NotDefined) result.outcome()).reason();
    }

    private static RowMean truth(DataSplits data) {
        float[] rows = data.test().toFloats();
        double[] values = new double[data.test().size()];
        java.util.Arrays.setAll(
                values, r -> product(true).unnormalized(rows, r) - product(true).logPartition());
        return RowMean.of(values);
    }

    @Test
    void exactDensitiesAndEnumeratedOnesAgreeAndMayBeRankedTogether() {
        DataSplits data = binary(1201); // three blocks
        RowMean truth = truth(data);
        Metric.Result tractable = measure("log-likelihood", Map.of(), new Normalised(product(true), 99), data);
        Metric.Result enumerated = measure("log-likelihood", Map.of(), product(true), data);
        for (Metric.Result result : new Metric.Result[] {tractable, enumerated}) {
            Outcome.Measured value = measured(result);
            assertThat(value.value()).isCloseTo(truth.value(), within(1e-10));
            assertThat(value.standardError()).isCloseTo(truth.standardError(), within(1e-10));
            assertThat(value.n()).isEqualTo(1201);
            assertThat(value.kind()).isEqualTo(Kind.EXACT);
            assertThat(result.protocol()).containsExactly(Map.entry("estimator", "exact"));
        }
    }

    @Test
    void theValueOfEveryTestRowIsKeptInOrderWhereTheMeanIsALikelihood() {
        DataSplits data = binary(1201); // three blocks
        float[] x = data.test().toFloats();
        Metric.Result exact = measure("log-likelihood", Map.of(), new Normalised(product(true), 99), data);
        double[] rows = exact.rows().orElseThrow();
        assertThat(rows).hasSize(1201);
        for (int r = 0; r < rows.length; r++) {
            assertThat(rows[r])
                    .isCloseTo(product(true).unnormalized(x, r) - product(true).logPartition(), within(1e-10));
        }
        Metric.Result annealed = measure(
                "log-likelihood", Map.of("enumerationLimit", 0, "temperatures", 20, "chains", 10), product(true), data);
        assertThat(RowMean.of(annealed.rows().orElseThrow()).value())
                .isCloseTo(measured(annealed).value(), within(1e-12));
        Metric.Result bits = measure("bits-per-dimension", Map.of(), product(true), data);
        assertThat(RowMean.of(bits.rows().orElseThrow()).value())
                .isCloseTo(measured(bits).value(), within(1e-12));
        assertThat(measure("pseudo-likelihood", Map.of(), product(true), data).rows())
                .isEmpty();
    }

    @Test
    void anEnergyModelWithoutEnumerationOfItsOwnIsSummedOverAllExamples() {
        assertThat(ExactPartition.units(product(false))).hasValue(5);
        assertThat(ExactPartition.logPartition(product(false)))
                .isCloseTo(product(true).logPartition(), within(1e-10));
        var larger = new ProductOfBernoullis(new double[] {1, 2, 3, -1, -2, -3, 0.5, 1, 1, 0, 0.1}, -900, false);
        assertThat(ExactPartition.logPartition(larger)).isCloseTo(larger.logPartition(), within(1e-10));
    }

    @Test
    void beyondTheLimitTheLikelihoodIsAnEstimateWithBothErrors() {
        DataSplits data = binary(500);
        Map<String, ?> options = Map.of("enumerationLimit", 4, "chains", 50, "temperatures", 3);
        Metric.Result result = measure("log-likelihood", options, product(false), data);
        Outcome.Measured value = measured(result);
        Outcome.Measured logZ = measured(measure("log-partition", options, product(false), data));
        assertThat(value.kind()).isEqualTo(Kind.ESTIMATE);
        assertThat(logZ.kind()).isEqualTo(Kind.ESTIMATE);
        assertThat(logZ.n()).isEqualTo(50);
        assertThat(Math.abs(logZ.value() - product(true).logPartition()) / logZ.standardError())
                .isLessThan(4.9);
        assertThat(value.standardError()).isGreaterThan(1.05 * truth(data).standardError());
        assertThat(Math.abs(value.value() - truth(data).value())).isLessThan(0.5);
        assertThat(result.protocol())
                .containsEntry("estimator", "ais")
                .containsEntry("chains", "50")
                .containsEntry("temperatures", "3");
    }

    @Test
    void aLatentVariableModelGivesALowerBound() {
        var model = new LinearGaussian(new double[] {1.5, -0.7}, new double[] {0, 1}, 0.6, 1.5, 0.3);
        Map<Split, Dataset> sets = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            sets.put(split, Dataset.of("line", split, DataKind.REAL, model.sample(700, RANDOM.child(split.label()))));
        }
        DataSplits data = new DataSplits(
                "line", sets.get(Split.TRAIN), sets.get(Split.VALIDATION), sets.get(Split.TEST), Map.of());
        double[] x = Arrays2d.toDoubles(data.test().toArray());
        double exact = 0;
        for (int r = 0; r < 700; r++) {
            exact += model.exact(x, 2 * r) / 700;
        }
        Metric.Result iwae = measure("log-likelihood", Map.of("importanceSamples", 100), model, data);
        assertThat(measured(iwae).kind()).isEqualTo(Kind.LOWER_BOUND);
        assertThat(measured(iwae).value()).isCloseTo(exact, within(0.02));
        assertThat(iwae.protocol())
                .containsOnly(Map.entry("estimator", "iwae"), Map.entry("importance-samples", "100"));
        Metric.Result elbo = measure("elbo", Map.of("importanceSamples", 100), model, data);
        assertThat(measured(elbo).value()).isCloseTo(exact - model.gap(), within(0.02));
        assertThat(measured(elbo).kind()).isEqualTo(Kind.LOWER_BOUND);
        Metric.Result same =
                measure("log-likelihood", Map.of("importanceSamples", 100, "estimator", "elbo"), model, data);
        assertThat(same.outcome()).isEqualTo(elbo.outcome());
        assertThat(same.protocol()).isEqualTo(elbo.protocol());
        assertThat(same.rows().orElseThrow()).containsExactly(elbo.rows().orElseThrow());
        Outcome.Measured bits = measured(measure("bits-per-dimension", Map.of("importanceSamples", 100), model, data));
        assertThat(bits.kind()).isEqualTo(Kind.UPPER_BOUND);
        assertThat(bits.value()).isCloseTo(-measured(iwae).value() / (2 * Math.log(2)), within(1e-12));
        assertThat(bits.standardError()).isCloseTo(measured(iwae).standardError() / (2 * Math.log(2)), within(1e-12));
        assertThat(reason(measure("pseudo-likelihood", Map.of(), model, data))).contains("BINARY");
        assertThat(reason(measure("log-likelihood", Map.of("estimator", "exact"), model, data)))
                .contains("choose auto");
    }

    /** One latent coin z with unnormalised prior decides between two products; the encoder tosses a fair coin. */
    @SuppressWarnings("ArrayRecordComponent") // a fixture, never compared
    private record CoinMixture(ProductOfBernoullis coin, double[][] logits) implements UnnormalizedPrior {
        double exact(float[] rows, int row) {
            double[] logs = new double[2];
            for (int z = 0; z < 2; z++) {
                logs[z] = coin.unnormalized(new float[] {z}, 0) - coin.logPartition() + conditional(rows, row, z);
            }
            return LogMath.logSumExp(logs);
        }

        double conditional(float[] rows, int row, int z) {
            var p = new ProductOfBernoullis(logits[z], 0, true);
            return p.unnormalized(rows, row) - p.logPartition();
        }

        @Override
        public UnnormalizedDensity prior() {
            return coin;
        }

        @Override
        public DataKind dataKind() {
            return DataKind.BINARY;
        }

        @Override
        public int features() {
            return logits[0].length;
        }

        @Override
        public INDArray sample(int n, RandomStream random) {
            throw new AssertionError("a bound needs no samples of x");
        }

        @Override
        public LatentVariableModel withPriorLogPartition(double logPartition) {
            return new CoinLatent(this, logPartition);
        }
    }

    private static final class CoinLatent extends DelegatingLatentModel {
        private final CoinMixture model;
        private final double logPartition;

        CoinLatent(CoinMixture model, double logPartition) {
            super(new LinearGaussian(new double[5], new double[5], 1, 1, 0));
            this.model = model;
            this.logPartition = logPartition;
        }

        @Override
        public INDArray encode(INDArray x, RandomStream random) {
            float[] z = new float[(int) x.size(0)];
            for (int i = 0; i < z.length; i++) {
                z[i] = random.nextInt(2);
            }
            return Arrays2d.matrix(z, z.length, 1);
        }

        @Override
        public INDArray logPosterior(INDArray z, INDArray x) {
            double[] out = new double[(int) x.size(0)];
            java.util.Arrays.fill(out, -Math.log(2));
            return Arrays2d.vector(out);
        }

        @Override
        public INDArray logPrior(INDArray z) {
            double[] out = Arrays2d.toDoubles(model.prior().unnormalizedLogProbability(z));
            java.util.Arrays.setAll(out, i -> out[i] - logPartition);
            return Arrays2d.vector(out);
        }

        @Override
        public INDArray logConditional(INDArray x, INDArray z) {
            float[] rows = Arrays2d.toFloats(x);
            float[] latent = Arrays2d.toFloats(z);
            double[] out = new double[latent.length];
            java.util.Arrays.setAll(out, r -> model.conditional(rows, r, (int) latent[r]));
            return Arrays2d.vector(out);
        }
    }

    @Test
    void anUnnormalisedPriorIsNormalisedFirst() {
        DataSplits data = binary(300);
        var model = new CoinMixture(
                new ProductOfBernoullis(new double[] {0.8}, 3, true), new double[][] {LOGITS, {-1, 1, 0, 2, -0.5}});
        float[] rows = data.test().toFloats();
        double exact = 0;
        for (int r = 0; r < 300; r++) {
            exact += model.exact(rows, r) / 300;
        }
        Metric.Result bound = measure("log-likelihood", Map.of("importanceSamples", 400), model, data);
        assertThat(measured(bound).kind()).isEqualTo(Kind.LOWER_BOUND);
        assertThat(measured(bound).value()).isCloseTo(exact, within(0.01));
        assertThat(bound.protocol())
                .containsEntry("log-partition", "enumeration")
                .containsEntry("importance-samples", "400");
        Metric.Result annealed = measure(
                "log-likelihood",
                Map.of("importanceSamples", 400, "estimator", "ais", "temperatures", 20),
                model,
                data);
        assertThat(annealed.protocol()).containsEntry("log-partition", "ais").containsEntry("temperatures", "20");
        assertThat(measured(annealed).value()).isCloseTo(exact, within(0.05));
        assertThat(measured(annealed).standardError())
                .isGreaterThan(measured(bound).standardError());
        assertThat(measured(measure("log-partition", Map.of(), model, data)).value())
                .isCloseTo(model.coin().logPartition(), within(1e-12));
        assertThat(measured(measure("elbo", Map.of(), model, data)).value()).isLessThan(exact);
    }

    @Test
    void pseudoLikelihoodOfIndependentUnitsIsTheirLikelihood() {
        DataSplits data = binary(150);
        for (GenerativeModel model : new GenerativeModel[] {product(false), new Normalised(product(false), 99)}) {
            Outcome.Measured value = measured(measure("pseudo-likelihood", Map.of(), model, data));
            assertThat(value.value()).isCloseTo(truth(data).value(), within(1e-10));
            assertThat(value.n()).isEqualTo(150);
        }
        assertThat(measured(measure("pseudo-likelihood", Map.of("rows", 7), product(false), data))
                        .n())
                .isEqualTo(7);
    }

    @Test
    void saysWhyThereIsNoNumber() {
        DataSplits data = binary(100);
        GenerativeModel sampler = new Sampler(product(true));
        assertThat(reason(measure("log-likelihood", Map.of(), sampler, data))).contains("a GAN has no density");
        assertThat(reason(measure("bits-per-dimension", Map.of(), sampler, data)))
                .contains("a GAN has no density");
        assertThat(reason(measure("log-likelihood", Map.of(), null, data))).contains("only samples");
        assertThat(reason(measure("elbo", Map.of(), product(true), data))).contains("latent");
        assertThat(reason(measure("log-partition", Map.of(), sampler, data))).contains("energy model");
        assertThat(reason(measure("pseudo-likelihood", Map.of(), sampler, data)))
                .contains("up to a constant");
        assertThat(reason(measure(
                        "log-likelihood", Map.of("estimator", "exact", "enumerationLimit", 4), product(false), data)))
                .contains("2^5")
                .contains("2^4");
        assertThat(reason(measure(
                        "log-partition",
                        Map.of("estimator", "enumeration", "enumerationLimit", 4),
                        product(false),
                        data)))
                .contains("choose estimator ais");
        assertThat(reason(measure("log-likelihood", Map.of("estimator", "iwae"), product(true), data)))
                .contains("iwae");
    }

    @Test
    void rowsOfProbabilityZeroAreCounted() {
        DataSplits data = binary(400);
        int impossible = 0;
        for (int r = 0; r < 400; r++) {
            boolean all = true;
            for (int d = 0; d < 3; d++) {
                all &= data.test().value(r, d) == 1f;
            }
            impossible += all ? 1 : 0;
        }
        assertThat(impossible).isPositive();
        assertThat(reason(measure("log-likelihood", Map.of(), new Normalised(product(true), 3), data)))
                .isEqualTo("minus infinity: " + impossible + " of 400 test rows have probability zero under the model");
    }
}
