package verisim.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import verisim.core.math.Arrays2d;
import verisim.core.model.TractableDensity;

/** What a model with an exact {@code log p(x)} must do, whatever its data and number of features. */
public abstract class DensityContract extends GenerativeModelContract {
    /** Products in float may add up in another order in another batch. */
    private static final double BATCH_TOLERANCE = 1e-5;

    @Override
    protected abstract TractableDensity model();

    private TractableDensity density() {
        return (TractableDensity) subject();
    }

    private INDArray examples(int n) {
        return subject().sample(n, stream("examples"));
    }

    @Test
    final void scoresAreDoublesOnePerExampleAndFinite() {
        for (int n : new int[] {1, 5, 300}) {
            INDArray logP = density().logProbability(examples(n));
            assertThat(logP.shape()).containsExactly(n);
            assertThat(logP.dataType()).isEqualTo(DataType.DOUBLE);
            for (double v : Arrays2d.toDoubles(logP)) {
                assertThat(v).isFinite();
            }
        }
    }

    @Test
    final void anExampleScoresTheSameInAnyBatch() {
        int n = 1037;
        INDArray x = examples(n);
        double[] whole = Arrays2d.toDoubles(density().logProbability(x));
        for (int size : new int[] {1, 3, 500}) {
            for (int from = 0; from < n; from += size == 1 ? 97 : size) {
                int to = Math.min(n, from + size);
                double[] part = Arrays2d.toDoubles(density().logProbability(rows(x, from, to)));
                for (int i = from; i < to; i++) {
                    assertThat(part[i - from])
                            .as("row %d in a batch of %d", i, to - from)
                            .isCloseTo(whole[i], within(BATCH_TOLERANCE * Math.max(1, Math.abs(whole[i]))));
                }
            }
        }
    }

    /** ND4J arrays come in other orders and types, and as windows on larger arrays; their values are what counts. */
    @Test
    final void layoutAndTypeOfTheInputDoNotMatter() {
        int d = subject().features();
        INDArray x = examples(40);
        double[] expected = Arrays2d.toDoubles(density().logProbability(x));
        INDArray wide = Nd4j.zeros(DataType.FLOAT, 40, d + 3);
        wide.put(new org.nd4j.linalg.indexing.INDArrayIndex[] {NDArrayIndex.all(), NDArrayIndex.interval(2, d + 2)}, x);
        INDArray window = wide.get(NDArrayIndex.all(), NDArrayIndex.interval(2, d + 2));
        for (INDArray same : new INDArray[] {x.dup('f'), x.castTo(DataType.DOUBLE), window}) {
            assertThat(Arrays2d.toDoubles(density().logProbability(same))).isEqualTo(expected);
        }
    }

    @Test
    final void scoringLeavesItsInputUnchanged() {
        INDArray x = examples(64);
        float[] before = Arrays2d.toFloats(x);
        density().logProbability(x);
        assertThat(Arrays2d.toFloats(x)).isEqualTo(before);
    }

    @Test
    final void wrongNumberOfColumnsIsExplained() {
        int d = subject().features();
        for (int columns : new int[] {d + 1, d + 2}) {
            assertThatThrownBy(() -> density().logProbability(Nd4j.zeros(DataType.FLOAT, 4, columns)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[n, " + d + "]")
                    .hasMessageContaining("[4, " + columns + "]");
        }
        assertThatThrownBy(() -> density().logProbability(Nd4j.zeros(DataType.FLOAT, d)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[n, " + d + "]");
    }

    private static INDArray rows(INDArray x, int from, int to) {
        return x.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }
}
