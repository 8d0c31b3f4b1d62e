package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.likelihood.ImportanceWeightedBound;
import verisim.core.likelihood.RowMean;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.LatentVariableModel;
import verisim.core.random.RandomStream;

class DbnTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(17);

    private static Dbn network(int... widths) {
        List<Rbm> layers = new java.util.ArrayList<>();
        for (int i = 1; i < widths.length; i++) {
            layers.add(TinyRbm.random(widths[i - 1], widths[i], 0.8, "layer" + i));
        }
        return Dbn.of(layers);
    }

    /** log p(below given above) through an RBM's weights, by the definition. */
    private static double conditional(Rbm rbm, long below, long above) {
        double sum = 0;
        for (int d = 0; d < rbm.features(); d++) {
            double field = rbm.parameters().visibleBias(d);
            for (int j = 0; j < rbm.hidden(); j++) {
                field += TinyRbm.on(above, j) ? rbm.parameters().weight(d, j) : 0;
            }
            sum += LogMath.logSigmoid(TinyRbm.on(below, d) ? field : -field);
        }
        return sum;
    }

    private static double[] exact(Dbn dbn) {
        List<Rbm> layers = dbn.layers();
        double[] p = TinyRbm.probabilities(dbn.top());
        for (int i = layers.size() - 2; i >= 0; i--) {
            double[] below = new double[1 << layers.get(i).features()];
            for (int v = 0; v < below.length; v++) {
                for (int h = 0; h < p.length; h++) {
                    below[v] += p[h] * Math.exp(conditional(layers.get(i), v, h));
                }
            }
            p = below;
        }
        return p;
    }

    private static LatentVariableModel normalised(Dbn dbn) {
        return dbn.withPriorLogPartition(dbn.prior().logPartitionByEnumeration());
    }

    @Test
    void priorAndConditionalsAreNormalisedAndGiveTheExactMarginal() {
        for (int[] widths : new int[][] {{4, 3, 5}, {4, 3, 2, 3}}) {
            Dbn dbn = network(widths);
            LatentVariableModel model = normalised(dbn);
            int latents = model.latents();
            assertThat(latents).isEqualTo(widths.length == 3 ? 3 : 5);
            int states = 1 << latents;
            INDArray z = Arrays2d.matrix(TinyRbm.states(latents), states, latents);
            double[] prior = Arrays2d.toDoubles(model.logPrior(z));
            assertThat(LogMath.logSumExp(prior)).isCloseTo(0, within(1e-5));
            double[] exact = exact(dbn);
            for (int v = 0; v < 16; v++) {
                INDArray x = repeat(v, 4, states);
                double[] joint = Arrays2d.toDoubles(model.logConditional(x, z));
                double[] posterior = Arrays2d.toDoubles(model.logPosterior(z, x));
                for (int s = 0; s < states; s++) {
                    joint[s] += prior[s];
                }
                assertThat(LogMath.logSumExp(joint)).isCloseTo(Math.log(exact[v]), within(1e-5));
                assertThat(LogMath.logSumExp(posterior)).isCloseTo(0, within(1e-5));
            }
        }
    }

    private static INDArray repeat(int state, int bits, int n) {
        float[] rows = new float[n * bits];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = TinyRbm.on(state, i % bits) ? 1f : 0f;
        }
        return Arrays2d.matrix(rows, n, bits);
    }

    @Test
    void samplesFollowTheExactMarginal() {
        for (int[] widths : new int[][] {{5, 4, 3}, {5, 3, 4, 3}}) {
            Dbn dbn = network(widths);
            float[] rows = Arrays2d.toFloats(dbn.sample(50_000, RANDOM.child("sample")));
            assertThat(TinyRbm.chiSquare(TinyRbm.counts(rows, 50_000, 5), exact(dbn)))
                    .isGreaterThan(1e-3);
        }
    }

    @Test
    void encoderAndPriorDrawWhatTheirDensitiesSay() {
        LatentVariableModel model = normalised(network(4, 3, 2, 3));
        int n = 50_000;
        INDArray z = Arrays2d.matrix(TinyRbm.states(5), 32, 5);
        double[] prior = Arrays2d.toDoubles(model.logPrior(z));
        java.util.Arrays.setAll(prior, i -> Math.exp(prior[i]));
        float[] drawn = Arrays2d.toFloats(model.samplePrior(n, RANDOM.child("prior")));
        assertThat(TinyRbm.chiSquare(TinyRbm.counts(drawn, n, 5), prior)).isGreaterThan(1e-3);
        double[] posterior = Arrays2d.toDoubles(model.logPosterior(z, repeat(6, 4, 32)));
        java.util.Arrays.setAll(posterior, i -> Math.exp(posterior[i]));
        float[] encoded = Arrays2d.toFloats(model.encode(repeat(6, 4, n), RANDOM.child("encode")));
        assertThat(TinyRbm.chiSquare(TinyRbm.counts(encoded, n, 5), posterior)).isGreaterThan(1e-3);
    }

    @Test
    void decodeIsTheMeanOfTheConditional() {
        LatentVariableModel model = normalised(network(4, 3, 2, 3));
        INDArray z = Arrays2d.matrix(TinyRbm.states(5), 32, 5);
        float[] mean = Arrays2d.toFloats(model.decode(z));
        double[] expected = new double[32 * 4];
        for (int v = 0; v < 16; v++) {
            double[] log = Arrays2d.toDoubles(model.logConditional(repeat(v, 4, 32), z));
            for (int i = 0; i < expected.length; i++) {
                expected[i] += TinyRbm.on(v, i % 4) ? Math.exp(log[i / 4]) : 0;
            }
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) mean[i]).isCloseTo(expected[i], within(1e-5));
        }
    }

    @Test
    void boundsAreOrderedBelowTheExactLogLikelihood() {
        Dbn dbn = network(5, 4, 3);
        LatentVariableModel model = normalised(dbn);
        double[] p = exact(dbn);
        float[] rows = TinyRbm.draw(p, 3000, 5, RANDOM.child("rows"));
        Dataset data = Dataset.of("tiny", Split.TEST, DataKind.BINARY, rows, 5);
        double[] exact = new double[3000];
        for (int r = 0; r < exact.length; r++) {
            exact[r] = Math.log(p[TinyRbm.index(rows, r, 5)]);
        }
        double last = Double.NEGATIVE_INFINITY;
        for (int k : new int[] {2, 10, 200}) {
            var bounds = new ImportanceWeightedBound(k).evaluate(model, data, RANDOM.child("bound"));
            double[] gap = new double[exact.length];
            java.util.Arrays.setAll(gap, r -> exact[r] - bounds.bound()[r]);
            RowMean mean = RowMean.of(gap);
            assertThat(mean.value()).isGreaterThan(-4.9 * mean.standardError());
            assertThat(bounds.meanElbo().value()).isLessThan(bounds.meanBound().value());
            assertThat(bounds.meanBound().value()).isGreaterThan(last);
            last = bounds.meanBound().value();
        }
        assertThat(last).isCloseTo(RowMean.of(exact).value(), within(0.02));
    }

    @Test
    void aSavedModelIsTheSame() {
        Dbn dbn = network(5, 4, 3, 2);
        Dbn loaded = (Dbn) new DbnProvider().load(dbn.state());
        assertThat(Arrays2d.toFloats(loaded.sample(30, RANDOM)))
                .containsExactly(Arrays2d.toFloats(dbn.sample(30, RANDOM)));
        INDArray x = dbn.sample(30, RANDOM);
        INDArray z = normalised(dbn).encode(x, RANDOM.child("z"));
        assertThat(Arrays2d.toDoubles(normalised(loaded).logPrior(z)))
                .containsExactly(Arrays2d.toDoubles(normalised(dbn).logPrior(z)));
    }

    @Test
    void explainsLayersThatDoNotFit() {
        Rbm a = TinyRbm.random(4, 3, 1, "a");
        Rbm b = TinyRbm.random(2, 3, 1, "b");
        assertThatThrownBy(() -> Dbn.of(List.of(a, b)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 and 3");
        assertThatThrownBy(() -> Dbn.of(List.of(a)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least two");
    }
}
