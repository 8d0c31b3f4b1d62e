package verisim.core.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.Checks;
import verisim.core.data.DataKind;
import verisim.core.math.Arrays2d;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;

/** A contract is worth what it catches: a right model passes, and each way of being wrong fails the test that is meant for it. */
class ContractsCatchWrongModelsTest {
    private static final int FEATURES = 10;

    /** What is wrong with {@link Coins}. */
    private enum Fault {
        NONE,
        /** Every probability is 2 % too large: 0.51 for 0.50. */
        BIAS_OF_EVERY_FEATURE,
        /** The probability of one feature is 2 % too large. */
        BIAS_OF_ONE_FEATURE,
        /** 2 % of the samples are all ones. */
        TWO_PERCENT_OF_ANOTHER_DISTRIBUTION,
        /** log p is 1e-5 too large. */
        NOT_NORMALISED,
        CHANGED_BY_SAMPLING,
        WRITES_INTO_ITS_INPUT,
        DEPENDS_ON_THE_BATCH
    }

    /** Independent features with probabilities 0.3 to 0.66. */
    private static final class Coins implements TractableDensity {
        private final Fault fault;
        private int calls;

        Coins(Fault fault) {
            this.fault = fault;
        }

        @Override
        public DataKind dataKind() {
            return DataKind.BINARY;
        }

        @Override
        public int features() {
            return FEATURES;
        }

        private static double p(int feature) {
            return 0.3 + 0.04 * feature;
        }

        @Override
        public INDArray sample(int n, RandomStream random) {
            Checks.requireSampleSize(n);
            RandomStream stream = fault == Fault.CHANGED_BY_SAMPLING ? random.child(calls++) : random;
            float[] x = new float[n * FEATURES];
            for (int i = 0; i < n; i++) {
                boolean other = fault == Fault.TWO_PERCENT_OF_ANOTHER_DISTRIBUTION && stream.nextDouble() < 0.02;
                for (int d = 0; d < FEATURES; d++) {
                    boolean biased =
                            fault == Fault.BIAS_OF_EVERY_FEATURE || (fault == Fault.BIAS_OF_ONE_FEATURE && d == 5);
                    double p = other ? 1 : biased ? 1.02 * p(d) : p(d);
                    x[i * FEATURES + d] = stream.nextDouble() < p ? 1f : 0f;
                }
            }
            return Arrays2d.matrix(x, n, FEATURES);
        }

        @Override
        public INDArray logProbability(INDArray x) {
            Checks.requireRows(x, FEATURES, "x");
            float[] values = Arrays2d.toFloats(x);
            double[] out = new double[values.length / FEATURES];
            for (int i = 0; i < values.length; i++) {
                double p = p(i % FEATURES);
                out[i / FEATURES] += Math.log(values[i] > 0.5f ? p : 1 - p);
            }
            switch (fault) {
                case NOT_NORMALISED -> java.util.Arrays.setAll(out, i -> out[i] + 1e-5);
                case DEPENDS_ON_THE_BATCH -> java.util.Arrays.setAll(out, i -> out[i] * (1 + 1e-4 / out.length));
                case WRITES_INTO_ITS_INPUT -> x.putScalar(0, 0, 1 - x.getFloat(0, 0));
                default -> {}
            }
            return Arrays2d.vector(out);
        }
    }

    @Nested
    class ARightModelAsDensity extends DensityContract {
        @Override
        protected TractableDensity model() {
            return new Coins(Fault.NONE);
        }
    }

    @Nested
    class ARightModelAsBinaryDensity extends BinaryDensityContract {
        @Override
        protected TractableDensity model() {
            return new Coins(Fault.NONE);
        }
    }

    /** A normal distribution with mean 3 and standard deviation 2 in one dimension, sampled with another deviation. */
    private record Bell(double sampledDeviation) implements TractableDensity {
        @Override
        public DataKind dataKind() {
            return DataKind.REAL;
        }

        @Override
        public int features() {
            return 1;
        }

        @Override
        public INDArray sample(int n, RandomStream random) {
            Checks.requireSampleSize(n);
            float[] x = new float[n];
            for (int i = 0; i < n; i++) {
                x[i] = (float) (3 + sampledDeviation * random.nextGaussian());
            }
            return Arrays2d.matrix(x, n, 1);
        }

        @Override
        public INDArray logProbability(INDArray x) {
            Checks.requireRows(x, 1, "x");
            double[] out = Arrays2d.toDoubles(x);
            java.util.Arrays.setAll(
                    out, i -> verisim.core.math.LogMath.logStandardNormal((out[i] - 3) / 2) - Math.log(2));
            return Arrays2d.vector(out);
        }
    }

    @Nested
    class ARightModelAsRealDensity extends RealDensityContract {
        @Override
        protected TractableDensity model() {
            return new Bell(2);
        }
    }

    @Test
    void aSpreadFivePercentTooLargeIsCaught() {
        RealDensityContract contract = new RealDensityContract() {
            @Override
            protected TractableDensity model() {
                return new Bell(2.1);
            }
        };
        assertThatCode(contract::theDensityIntegratesToOne).doesNotThrowAnyException();
        assertCaught(contract::samplesFollowTheDensity);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BIAS_OF_EVERY_FEATURE", "BIAS_OF_ONE_FEATURE", "TWO_PERCENT_OF_ANOTHER_DISTRIBUTION"})
    void aSamplerBiasedByTwoPercentIsCaught(Fault bias) {
        BinaryDensityContract contract = binary(bias);
        assertThatCode(contract::probabilitiesOfAllStatesSumToOne).doesNotThrowAnyException();
        assertCaught(contract::samplesFollowTheProbabilities);
    }

    @Test
    void probabilitiesThatSumToMoreThanOneAreCaught() {
        assertCaught(binary(Fault.NOT_NORMALISED)::probabilitiesOfAllStatesSumToOne);
    }

    @Test
    void aModelChangedBySamplingIsCaught() {
        DensityContract contract = density(Fault.CHANGED_BY_SAMPLING);
        assertCaught(contract::samplingDoesNotChangeTheModel);
        assertCaught(contract::theSameStreamGivesTheSameSamples);
    }

    @Test
    void aModelThatWritesIntoItsInputIsCaught() {
        assertCaught(density(Fault.WRITES_INTO_ITS_INPUT)::scoringLeavesItsInputUnchanged);
    }

    @Test
    void scoresThatDependOnTheBatchAreCaught() {
        assertCaught(density(Fault.DEPENDS_ON_THE_BATCH)::anExampleScoresTheSameInAnyBatch);
    }

    private static void assertCaught(ThrowingCallable test) {
        assertThatThrownBy(test).isInstanceOf(AssertionError.class);
    }

    private static BinaryDensityContract binary(Fault fault) {
        return new BinaryDensityContract() {
            @Override
            protected TractableDensity model() {
                return new Coins(fault);
            }
        };
    }

    private static DensityContract density(Fault fault) {
        return new DensityContract() {
            @Override
            protected TractableDensity model() {
                return new Coins(fault);
            }
        };
    }
}
