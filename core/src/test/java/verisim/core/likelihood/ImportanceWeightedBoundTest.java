package verisim.core.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.math.Arrays2d;
import verisim.core.model.LatentVariableModel;
import verisim.core.random.RandomStream;

class ImportanceWeightedBoundTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(5);

    private static LinearGaussian model(double varianceFactor, double shift) {
        return new LinearGaussian(new double[] {1.5, -0.7, 0.2}, new double[] {0.3, -2, 5}, 0.6, varianceFactor, shift);
    }

    private static Dataset data(int n) {
        return Dataset.of("linear", Split.TEST, DataKind.REAL, model(1, 0).sample(n, RANDOM.child("data")));
    }

    private static double[] exact(Dataset data) {
        double[] x = Arrays2d.toDoubles(data.toArray());
        double[] out = new double[data.size()];
        for (int r = 0; r < out.length; r++) {
            out[r] = model(1, 0).exact(x, r * 3);
        }
        return out;
    }

    @Test
    void withTheTruePosteriorEveryBoundIsExact() {
        Dataset data = data(600);
        double[] exact = exact(data);
        for (int k : new int[] {1, 7}) {
            var rows = new ImportanceWeightedBound(k).evaluate(model(1, 0), data, RANDOM);
            for (int r = 0; r < exact.length; r++) {
                assertThat(rows.elbo()[r]).isCloseTo(exact[r], within(1e-10));
                assertThat(rows.bound()[r]).isCloseTo(exact[r], within(1e-10));
            }
        }
    }

    @Test
    void elboFallsShortByTheDivergenceAndMoreSamplesTightenTheBound() {
        Dataset data = data(4000);
        double[] exact = exact(data);
        LinearGaussian model = model(1.8, 0.5);
        double last = Double.NEGATIVE_INFINITY;
        for (int k : new int[] {1, 2, 8, 64}) {
            var rows = new ImportanceWeightedBound(k)
                    .evaluate(model, data, RANDOM.child("k").child(k));
            double[] elboGap = new double[exact.length];
            double[] boundGap = new double[exact.length];
            for (int r = 0; r < exact.length; r++) {
                elboGap[r] = exact[r] - rows.elbo()[r];
                boundGap[r] = exact[r] - rows.bound()[r];
            }
            RowMean elbo = RowMean.of(elboGap);
            RowMean bound = RowMean.of(boundGap);
            assertThat(Math.abs(elbo.value() - model.gap()) / elbo.standardError())
                    .as("K = %d", k)
                    .isLessThan(4.9);
            assertThat(bound.value()).isGreaterThan(-4.9 * bound.standardError());
            assertThat(-bound.value()).as("K = %d", k).isGreaterThan(last);
            last = -bound.value();
            if (k == 1) {
                assertThat(rows.bound()).containsExactly(rows.elbo(), within(1e-12));
            }
        }
        assertThat(-last).as("gap at K = 64").isLessThan(0.02 * model.gap() + 0.01);
    }

    @Test
    void theReconstructionTermAloneIsAnotherNumber() {
        Dataset data = data(2000);
        LinearGaussian model = model(1, 0);
        double[] reconstruction =
                Arrays2d.toDoubles(model.logConditional(data.toArray(), model.encode(data.toArray(), RANDOM)));
        double bound = new ImportanceWeightedBound(5)
                .evaluate(model, data, RANDOM)
                .meanBound()
                .value();
        assertThat(RowMean.of(reconstruction).value() - bound).isGreaterThan(0.5);
    }

    @Test
    void drawsTheNumberOfSamplesItWasAskedForWhateverTheBlock() {
        Dataset data = data(3);
        var counting = new int[1];
        LinearGaussian model = model(2, 0);
        var rows = new ImportanceWeightedBound(1000)
                .evaluate(new CountingLatentModel(model, counting), data, RANDOM.child("count"));
        assertThat(counting[0]).isEqualTo(3 * 1000);
        assertThat(rows.bound()).hasSize(3);
    }

    @Test
    void everySampleIsDrawnAnewEvenIfTheEncoderAsksItsStreamForChildren() {
        Dataset data = data(200);
        var rows = new ImportanceWeightedBound(50)
                .evaluate(new ChildStreamEncoder(model(2, 0.5)), data, RANDOM.child("children"));
        assertThat(rows.meanBound().value() - rows.meanElbo().value()).isGreaterThan(0.1);
    }

    @Test
    void explainsWrongFeatures() {
        Dataset other = Dataset.of("other", Split.TEST, DataKind.REAL, new float[] {1, 2}, 2);
        assertThatThrownBy(() -> new ImportanceWeightedBound(1).evaluate(model(1, 0), other, RANDOM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 features")
                .hasMessageContaining("has 2");
    }

    /** Counts the rows it encodes. */
    private static final class CountingLatentModel extends DelegatingLatentModel {
        private final int[] count;

        CountingLatentModel(LatentVariableModel model, int[] count) {
            super(model);
            this.count = count;
        }

        @Override
        public INDArray encode(INDArray x, RandomStream random) {
            count[0] += (int) x.size(0);
            return super.encode(x, random);
        }
    }

    /** Draws from a child of the stream it is given, as many models do. */
    private static final class ChildStreamEncoder extends DelegatingLatentModel {
        ChildStreamEncoder(LatentVariableModel model) {
            super(model);
        }

        @Override
        public INDArray encode(INDArray x, RandomStream random) {
            return super.encode(x, random.child("noise"));
        }
    }
}
