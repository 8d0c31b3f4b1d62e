package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.likelihood.ImportanceWeightedBound;
import verisim.core.likelihood.RowMean;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.LatentVariableModel;
import verisim.core.random.RandomStream;
import verisim.core.testkit.StatisticalAssertions;

class DbmTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(41);

    static List<TinyDbm> machines() {
        return List.of(TinyDbm.random(0.8, "two", 4, 3, 2), TinyDbm.random(0.8, "three", 4, 3, 2, 3));
    }

    private static LatentVariableModel normalised(TinyDbm tiny) {
        return tiny.machine(60).withPriorLogPartition(tiny.logPartition());
    }

    private static INDArray repeat(int state, int bits, int n) {
        float[] rows = new float[n * bits];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = TinyRbm.on(state, i % bits) ? 1f : 0f;
        }
        return Arrays2d.matrix(rows, n, bits);
    }

    @ParameterizedTest
    @MethodSource("machines")
    void thePartitionFunctionIsTheSumOverAllStates(TinyDbm tiny) {
        assertThat(tiny.machine(1).prior().logPartitionByEnumeration()).isCloseTo(tiny.logPartition(), within(1e-6));
        assertThat(tiny.machine(1).prior().enumerationUnits()).hasValue(tiny.odd());
    }

    @ParameterizedTest
    @MethodSource("machines")
    void priorAndConditionalsAreNormalisedAndGiveTheExactMarginal(TinyDbm tiny) {
        LatentVariableModel model = normalised(tiny);
        int latents = model.latents();
        int states = 1 << latents;
        INDArray z = Arrays2d.matrix(TinyRbm.states(latents), states, latents);
        double[] prior = Arrays2d.toDoubles(model.logPrior(z));
        double[] expected = tiny.oddProbabilities();
        for (int s = 0; s < states; s++) {
            assertThat(prior[s]).isCloseTo(Math.log(expected[s]), within(1e-5));
        }
        double[] exact = tiny.probabilities();
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

    @ParameterizedTest
    @MethodSource("machines")
    void samplesFollowTheExactProbabilities(TinyDbm tiny) {
        Dbm machine = tiny.machine(60);
        float[] rows = Arrays2d.toFloats(machine.sample(50_000, RANDOM.child("sample")));
        StatisticalAssertions.chiSquareFits(TinyRbm.counts(rows, 50_000, 4), tiny.probabilities());
        LatentVariableModel model = normalised(tiny);
        float[] prior = Arrays2d.toFloats(model.samplePrior(50_000, RANDOM.child("prior")));
        StatisticalAssertions.chiSquareFits(TinyRbm.counts(prior, 50_000, tiny.odd()), tiny.oddProbabilities());
    }

    @ParameterizedTest
    @MethodSource("machines")
    void theEncoderDrawsWhatItsDensitySays(TinyDbm tiny) {
        LatentVariableModel model = normalised(tiny);
        int states = 1 << model.latents();
        INDArray z = Arrays2d.matrix(TinyRbm.states(model.latents()), states, model.latents());
        double[] p = Arrays2d.toDoubles(model.logPosterior(z, repeat(6, 4, states)));
        Arrays.setAll(p, s -> Math.exp(p[s]));
        float[] drawn = Arrays2d.toFloats(model.encode(repeat(6, 4, 50_000), RANDOM.child("encode")));
        StatisticalAssertions.chiSquareFits(TinyRbm.counts(drawn, 50_000, model.latents()), p);
    }

    @ParameterizedTest
    @MethodSource("machines")
    void decodeIsTheMeanOfTheConditional(TinyDbm tiny) {
        LatentVariableModel model = normalised(tiny);
        int states = 1 << model.latents();
        INDArray z = Arrays2d.matrix(TinyRbm.states(model.latents()), states, model.latents());
        double[] expected = new double[states * 4];
        for (int v = 0; v < 16; v++) {
            double[] log = Arrays2d.toDoubles(model.logConditional(repeat(v, 4, states), z));
            for (int i = 0; i < expected.length; i++) {
                expected[i] += TinyRbm.on(v, i % 4) ? Math.exp(log[i / 4]) : 0;
            }
        }
        float[] mean = Arrays2d.toFloats(model.decode(z));
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) mean[i]).isCloseTo(expected[i], within(1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("machines")
    void boundsAreOrderedBelowTheExactLogLikelihood(TinyDbm tiny) {
        LatentVariableModel model = normalised(tiny);
        double[] p = tiny.probabilities();
        float[] rows = TinyRbm.draw(p, 3000, 4, RANDOM.child("rows"));
        Dataset data = Dataset.of("tiny", Split.TEST, DataKind.BINARY, rows, 4);
        double[] exact = new double[3000];
        Arrays.setAll(exact, r -> Math.log(p[TinyRbm.index(rows, r, 4)]));
        double last = Double.NEGATIVE_INFINITY;
        for (int k : new int[] {2, 10, 200}) {
            var bounds = new ImportanceWeightedBound(k).evaluate(model, data, RANDOM.child("bound"));
            double[] gap = new double[exact.length];
            Arrays.setAll(gap, r -> exact[r] - bounds.bound()[r]);
            RowMean mean = RowMean.of(gap);
            assertThat(mean.value()).isGreaterThan(-4.9 * mean.standardError());
            assertThat(bounds.meanElbo().value()).isLessThan(bounds.meanBound().value());
            assertThat(bounds.meanBound().value()).isGreaterThan(last);
            last = bounds.meanBound().value();
        }
        assertThat(last).isCloseTo(RowMean.of(exact).value(), within(0.02));
    }

    /** The mean over draws of z, in which h2 is summed out, is at least the mean-field bound over all layers. */
    @ParameterizedTest
    @MethodSource("machines")
    void theSampledBoundLiesBetweenTheMeanFieldBoundAndTheTruth(TinyDbm tiny) {
        Dbm machine = tiny.machine(60);
        LatentVariableModel model = normalised(tiny);
        int latents = model.latents();
        int states = 1 << latents;
        INDArray z = Arrays2d.matrix(TinyRbm.states(latents), states, latents);
        double[] prior = Arrays2d.toDoubles(model.logPrior(z));
        double[] exact = tiny.probabilities();
        MeanField field = new MeanField(machine.shape(), machine.parameters(), machine.meanField(), 16);
        float[] v = TinyRbm.states(4);
        field.run(v, 0, 16);
        for (int s = 0; s < 16; s++) {
            INDArray x = repeat(s, 4, states);
            double[] conditional = Arrays2d.toDoubles(model.logConditional(x, z));
            double[] posterior = Arrays2d.toDoubles(model.logPosterior(z, x));
            double expected = 0;
            for (int i = 0; i < states; i++) {
                expected += Math.exp(posterior[i]) * (prior[i] + conditional[i] - posterior[i]);
            }
            double meanField = field.bound(v, 0, s) - tiny.logPartition();
            assertThat(meanField).isLessThan(expected + 1e-5);
            assertThat(expected).isLessThan(Math.log(exact[s]) + 1e-5);
            assertThat(meanField).isGreaterThan(Math.log(exact[s]) - 0.5);
        }
    }

    @Test
    void aSavedModelIsTheSame() {
        for (TinyDbm tiny : machines()) {
            Dbm machine = tiny.machine(30);
            Dbm loaded = (Dbm) new DbmProvider().load(machine.state());
            assertThat(loaded.parameters().values())
                    .containsExactly(machine.parameters().values());
            assertThat(loaded.meanField()).isEqualTo(machine.meanField());
            assertThat(Arrays2d.toFloats(loaded.sample(30, RANDOM)))
                    .containsExactly(Arrays2d.toFloats(machine.sample(30, RANDOM)));
        }
    }

    @Test
    void explainsLayersThatDoNotFit() {
        INDArray two = Nd4j.zeros(DataType.FLOAT, 2);
        INDArray square = Nd4j.zeros(DataType.FLOAT, 2, 2);
        assertThatThrownBy(() -> Dbm.of(List.of(square), List.of(two, two), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two or three hidden layers");
        assertThatThrownBy(() -> Dbm.of(List.of(square, square), List.of(two, two, Nd4j.zeros(DataType.FLOAT, 3)), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weights 2 must have shape [2, 3], but have shape [2, 2]");
        assertThatThrownBy(() -> Dbm.of(List.of(square, square), List.of(two, two), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one bias vector more");
    }
}
