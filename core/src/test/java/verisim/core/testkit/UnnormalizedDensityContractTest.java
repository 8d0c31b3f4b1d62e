package verisim.core.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.Checks;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.model.AnnealingPath;
import verisim.core.model.UnnormalizedDensity;
import verisim.core.random.RandomStream;

/** The contract on a model whose partition function is known: independent units with {@code log f(x) = sum_d a_d x_d}. */
class UnnormalizedDensityContractTest {
    private static final int FEATURES = 6;

    /** @param error added to the weights of the path, which makes it wrong */
    private record Units(double error) implements UnnormalizedDensity, AnnealingPath {
        private static double logit(int d) {
            return 0.7 * d - 1.5;
        }

        @Override
        public DataKind dataKind() {
            return DataKind.BINARY;
        }

        @Override
        public int features() {
            return FEATURES;
        }

        @Override
        public INDArray sample(int n, RandomStream random) {
            Checks.requireSampleSize(n);
            return Arrays2d.matrix(draw(n, 1, random), n, FEATURES);
        }

        private static float[] draw(int n, double beta, RandomStream random) {
            float[] x = new float[n * FEATURES];
            for (int i = 0; i < x.length; i++) {
                x[i] = random.nextDouble() < LogMath.sigmoid(beta * logit(i % FEATURES)) ? 1f : 0f;
            }
            return x;
        }

        @Override
        public INDArray unnormalizedLogProbability(INDArray x) {
            Checks.requireRows(x, FEATURES, "x");
            return Arrays2d.vector(energies(Arrays2d.toFloats(x)));
        }

        private static double[] energies(float[] x) {
            double[] out = new double[x.length / FEATURES];
            for (int i = 0; i < x.length; i++) {
                out[i / FEATURES] += logit(i % FEATURES) * x[i];
            }
            return out;
        }

        @Override
        public OptionalInt enumerationUnits() {
            return OptionalInt.of(FEATURES);
        }

        @Override
        public double logPartitionByEnumeration() {
            double sum = error;
            for (int d = 0; d < FEATURES; d++) {
                sum += LogMath.softplus(logit(d));
            }
            return sum;
        }

        @Override
        public AnnealingPath annealingPath() {
            return this;
        }

        @Override
        public int stateSize() {
            return FEATURES;
        }

        @Override
        public double baseLogPartition() {
            return FEATURES * Math.log(2);
        }

        @Override
        public float[] sampleBase(int chains, RandomStream random) {
            return draw(chains, 0, random);
        }

        @Override
        public void anneal(
                float[] states, int chains, double from, double to, double[] logWeights, RandomStream random) {
            double[] energies = energies(states);
            for (int i = 0; i < chains; i++) {
                logWeights[i] += (to - from) * (energies[i] + error);
            }
            System.arraycopy(draw(chains, to, random), 0, states, 0, states.length);
        }
    }

    @Nested
    class ARightModel extends UnnormalizedDensityContract {
        @Override
        protected UnnormalizedDensity model() {
            return new Units(0);
        }
    }

    @Test
    void aWrongPartitionFunctionIsCaught() {
        UnnormalizedDensityContract contract = new UnnormalizedDensityContract() {
            @Override
            protected UnnormalizedDensity model() {
                return new Units(0.05);
            }
        };
        assertThatThrownBy(contract::thePartitionFunctionIsTheSumOverAllStates).isInstanceOf(AssertionError.class);
        assertThatThrownBy(contract::annealingFindsThePartitionFunction).isInstanceOf(AssertionError.class);
    }
}
