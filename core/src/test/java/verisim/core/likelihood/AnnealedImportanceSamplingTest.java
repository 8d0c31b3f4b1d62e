package verisim.core.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verisim.core.math.LogMath;
import verisim.core.model.AnnealingPath;
import verisim.core.random.RandomStream;

class AnnealedImportanceSamplingTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(11);

    /** Independent binary units with logits going from a to b and a constant factor: Z is known in closed form. */
    @SuppressWarnings("ArrayRecordComponent") // a fixture, never compared
    private record ProductPath(double[] a, double[] b, double logFactor) implements AnnealingPath {
        double logPartition() {
            double sum = logFactor;
            for (double logit : b) {
                sum += LogMath.softplus(logit);
            }
            return sum;
        }

        @Override
        public int stateSize() {
            return a.length;
        }

        @Override
        public double baseLogPartition() {
            double sum = 0;
            for (double logit : a) {
                sum += LogMath.softplus(logit);
            }
            return sum;
        }

        @Override
        public float[] sampleBase(int chains, RandomStream random) {
            float[] states = new float[chains * a.length];
            draw(states, 0, random);
            return states;
        }

        @Override
        public void anneal(float[] states, int chains, double from, double to, double[] w, RandomStream random) {
            for (int r = 0; r < chains; r++) {
                w[r] += (to - from) * logFactor;
                for (int d = 0; d < a.length; d++) {
                    w[r] += (to - from) * (b[d] - a[d]) * states[r * a.length + d];
                }
            }
            draw(states, to, random);
        }

        private void draw(float[] states, double beta, RandomStream random) {
            for (int i = 0; i < states.length; i++) {
                int d = i % a.length;
                states[i] = random.nextDouble() < LogMath.sigmoid((1 - beta) * a[d] + beta * b[d]) ? 1f : 0f;
            }
        }
    }

    private static final ProductPath PATH = new ProductPath(
            new double[] {0, 0.5, -1, 2, 0, 0, 0, 0}, new double[] {2, -1, 1, 0, -3, 0.3, 1.5, -0.2}, 3.25);

    @Test
    void meetsTheClosedConstantOfAProductDistribution() {
        var ais = new AnnealedImportanceSampling(500, AnnealingSchedule.uniform(50));
        for (int seed = 0; seed < 10; seed++) {
            var result = ais.run(PATH, RANDOM.child("closed").child(seed));
            assertThat(result.standardError()).isBetween(1e-4, 0.05);
            assertThat(Math.abs(result.logPartition() - PATH.logPartition()) / result.standardError())
                    .as("seed %d", seed)
                    .isLessThan(4.9);
            assertThat(result.chains()).isEqualTo(500);
            assertThat(result.steps()).isEqualTo(50);
            assertThat(result.carriedByFewChains()).isFalse();
        }
    }

    @Test
    void isUnbiasedForZAndItsStandardErrorIsTheSpreadOfRepetitions() {
        var ais = new AnnealedImportanceSampling(100, AnnealingSchedule.uniform(5));
        int repetitions = 400;
        double[] ratio = new double[repetitions];
        double squares = 0;
        for (int i = 0; i < repetitions; i++) {
            var result = ais.run(PATH, RANDOM.child("repeat").child(i));
            ratio[i] = Math.exp(result.logPartition() - PATH.logPartition());
            squares += result.standardError() * result.standardError();
        }
        RowMean mean = RowMean.of(ratio);
        assertThat(Math.abs(mean.value() - 1) / mean.standardError()).isLessThan(4.9);
        double spread = mean.standardError() * Math.sqrt(repetitions);
        assertThat(Math.sqrt(squares / repetitions) / spread).isBetween(0.8, 1.25);
    }

    @Test
    void stepsOfAConstantFactorAloneGiveItExactly() {
        double[] logits = {0.4, -1};
        var path = new ProductPath(logits, logits, -800);
        var result = new AnnealedImportanceSampling(2, AnnealingSchedule.uniform(7)).run(path, RANDOM);
        assertThat(result.logPartition()).isCloseTo(path.logPartition(), within(1e-9));
        assertThat(result.standardError()).isCloseTo(0, within(1e-9));
        assertThat(result.effectiveSampleSize()).isCloseTo(2, within(1e-9));
    }

    @Test
    void summarisesWeightsInLogSpace() {
        // weights e^900 (1, 3): mean 2, sd sqrt 2, so the relative standard error is sqrt(2)/2/sqrt(2) = 1/2
        var result = new AnnealedImportanceSampling(2, AnnealingSchedule.uniform(10))
                .forwards(1, new double[] {900, 900 + Math.log(3)}, RANDOM);
        assertThat(result.logPartition()).isCloseTo(901 + Math.log(2), within(1e-10));
        assertThat(result.standardError()).isCloseTo(0.5, within(1e-10));
        assertThat(result.effectiveSampleSize()).isCloseTo(1.6, within(1e-10));
    }

    @Test
    void saysWhenOneChainCarriesTheEstimate() {
        double[] logWeights = new double[50];
        logWeights[7] = 40;
        assertThat(new AnnealedImportanceSampling(50, AnnealingSchedule.uniform(10))
                        .forwards(0, logWeights, RANDOM)
                        .carriedByFewChains())
                .isTrue();
    }

    @Test
    void schedulesGoFromZeroToOne() {
        AnnealingSchedule long14500 = AnnealingSchedule.threeSegments();
        assertThat(long14500.steps()).isEqualTo(14500);
        assertThat(long14500.inverseTemperature(1)).isEqualTo(0.001);
        assertThat(long14500.inverseTemperature(500)).isEqualTo(0.5);
        assertThat(long14500.inverseTemperature(501)).isCloseTo(0.5001, within(1e-12));
        assertThat(long14500.inverseTemperature(4500)).isEqualTo(0.9);
        assertThat(long14500.inverseTemperature(4501)).isCloseTo(0.90001, within(1e-12));
        for (AnnealingSchedule schedule : new AnnealingSchedule[] {long14500, AnnealingSchedule.uniform(3)}) {
            assertThat(schedule.inverseTemperature(0)).isZero();
            assertThat(schedule.inverseTemperature(schedule.steps())).isEqualTo(1);
            for (int k = 1; k <= schedule.steps(); k++) {
                assertThat(schedule.inverseTemperature(k)).isGreaterThan(schedule.inverseTemperature(k - 1));
            }
        }
    }

    @Test
    void explainsASingleChain() {
        assertThatThrownBy(() -> new AnnealedImportanceSampling(1, AnnealingSchedule.uniform(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("chains must be at least 2")
                .hasMessageContaining("was 1");
    }
}
