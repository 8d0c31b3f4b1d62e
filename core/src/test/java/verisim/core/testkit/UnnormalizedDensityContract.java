package verisim.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static verisim.core.Checks.require;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.AnnealingPath;
import verisim.core.model.UnnormalizedDensity;

/**
 * What an energy model of few binary features must do: its scores, its partition function and its annealing path must belong
 * to one another, checked by listing all {@code 2^D} states. For its samples use {@link BinaryDensityContract} with {@code
 * log p = score - log Z}.
 */
public abstract class UnnormalizedDensityContract extends GenerativeModelContract {
    private static final int CHAINS = 4000;
    private static final int TEMPERATURES = 100;

    @Override
    protected abstract UnnormalizedDensity model();

    private UnnormalizedDensity density() {
        UnnormalizedDensity density = (UnnormalizedDensity) subject();
        require(
                density.dataKind() == DataKind.BINARY && density.features() <= 10,
                "this contract takes BINARY models of at most 10 features, but got %s with %d",
                density.dataKind(),
                density.features());
        return density;
    }

    private double logPartitionByStates() {
        INDArray states = BinaryDensityContract.allStates(density().features());
        return LogMath.logSumExp(Arrays2d.toDoubles(density().unnormalizedLogProbability(states)));
    }

    @Test
    final void scoresAreDoublesOnePerExampleAndTheInputIsKept() {
        INDArray x = subject().sample(30, stream("scores"));
        float[] before = Arrays2d.toFloats(x);
        INDArray scores = density().unnormalizedLogProbability(x);
        assertThat(scores.shape()).containsExactly(30);
        assertThat(scores.dataType()).isEqualTo(DataType.DOUBLE);
        assertThat(Arrays2d.toFloats(x)).isEqualTo(before);
        assertThatThrownBy(() -> density()
                        .unnormalizedLogProbability(
                                Nd4j.zeros(DataType.FLOAT, 4, density().features() + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[n, " + density().features() + "]");
    }

    @Test
    final void thePartitionFunctionIsTheSumOverAllStates() {
        if (density().enumerationUnits().isPresent()) {
            double expected = logPartitionByStates();
            assertThat(density().logPartitionByEnumeration())
                    .isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
        } else {
            assertThatThrownBy(() -> density().logPartitionByEnumeration()).isInstanceOf(IllegalStateException.class);
        }
    }

    /** The mean weight of annealed chains is {@code Z / Z_0} without bias, whatever the number of temperatures. */
    @Test
    final void annealingFindsThePartitionFunction() {
        AnnealingPath path = density().annealingPath();
        float[] states = path.sampleBase(CHAINS, stream("base"));
        assertThat(states).hasSize(CHAINS * path.stateSize());
        double[] logWeights = new double[CHAINS];
        for (int t = 0; t < TEMPERATURES; t++) {
            double from = (double) t / TEMPERATURES;
            double to = (t + 1.0) / TEMPERATURES;
            path.anneal(states, CHAINS, from, to, logWeights, stream("anneal").child(t));
        }
        double logRatio = logPartitionByStates() - path.baseLogPartition();
        double[] relative = new double[CHAINS];
        java.util.Arrays.setAll(relative, i -> Math.exp(logWeights[i] - logRatio));
        StatisticalAssertions.meanIs(relative, 1);
    }

    /** From exact samples of the model, where its path draws them, the mean weight of the way back is {@code Z_0 / Z}. */
    @Test
    final void annealingBackwardsFindsThePartitionFunction() {
        AnnealingPath path = density().annealingPath();
        path.sampleModel(CHAINS, density().features(), stream("model")).ifPresent(states -> {
            assertThat(states).hasSize(CHAINS * path.stateSize());
            double[] logWeights = new double[CHAINS];
            for (int t = TEMPERATURES; t > 0; t--) {
                double from = (double) t / TEMPERATURES;
                double to = (t - 1.0) / TEMPERATURES;
                path.anneal(states, CHAINS, from, to, logWeights, stream("back").child(t));
            }
            double logRatio = logPartitionByStates() - path.baseLogPartition();
            double[] relative = new double[CHAINS];
            java.util.Arrays.setAll(relative, i -> Math.exp(logWeights[i] + logRatio));
            StatisticalAssertions.meanIs(relative, 1);
        });
    }

    /** The weight of a step is {@code log f_to - log f_from} of the state before it, so it changes sign with the direction. */
    @Test
    final void theWeightOfAStepBackwardsIsTheOppositeOfTheStepForwards() {
        AnnealingPath path = density().annealingPath();
        float[] states = path.sampleBase(20, stream("base"));
        double[] forwards = new double[20];
        double[] backwards = new double[20];
        path.anneal(states.clone(), 20, 0.3, 0.7, forwards, stream("step"));
        path.anneal(states.clone(), 20, 0.7, 0.3, backwards, stream("step"));
        for (int i = 0; i < 20; i++) {
            assertThat(backwards[i]).isCloseTo(-forwards[i], within(1e-4 * Math.max(1, Math.abs(forwards[i]))));
        }
    }
}
