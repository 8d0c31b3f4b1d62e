package verisim.core.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import verisim.core.likelihood.IsingRing.Start;
import verisim.core.math.LogMath;
import verisim.core.model.AnnealingPath;
import verisim.core.random.RandomStream;
import verisim.core.testkit.StatisticalAssertions;

/** A ring of 12 spins, whose Z is known by the transfer matrix. Means of weights are tested at |z| < 4.9: one false alarm in a million. */
class ReverseAnnealingTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(17);
    private static final int CHAINS = 20_000;
    private static final IsingRing RING = new IsingRing(12, 0.3, 0.1, Start.EXACT);

    private static double logRatio() {
        return RING.logPartition() - RING.annealingPath().baseLogPartition();
    }

    private static double[] relative(double[] logWeights, double logMean) {
        return Arrays.stream(logWeights).map(w -> Math.exp(w - logMean)).toArray();
    }

    private static double[] backwards(AnnealingSchedule schedule, Start start) {
        AnnealingPath path = new IsingRing(12, 0.3, 0.1, start).annealingPath();
        RandomStream random = RANDOM.child("back" + schedule.steps());
        float[] states = path.sampleModel(CHAINS, 30, random.child("start")).orElseThrow();
        return new AnnealedImportanceSampling(CHAINS, schedule).logWeightsBackwards(path, states, random);
    }

    @Test
    void theTransferMatrixIsTheSumOverAllStates() {
        assertThat(ExactPartition.overExamples(RING)).isCloseTo(RING.logPartition(), within(1e-10));
    }

    @Test
    void meanWeightsAreTheRatiosOfPartitionFunctionsInBothDirectionsAtAnyNumberOfTemperatures() {
        for (int steps : new int[] {1, 2, 5, 20}) {
            AnnealingSchedule schedule = AnnealingSchedule.uniform(steps);
            double[] forwards = new AnnealedImportanceSampling(CHAINS, schedule)
                    .logWeights(RING.annealingPath(), RANDOM.child("forth" + steps));
            StatisticalAssertions.meanIs(relative(forwards, logRatio()), 1);
            StatisticalAssertions.meanIs(relative(backwards(schedule, Start.EXACT), -logRatio()), 1);
        }
    }

    @Test
    void aStartThatIsNotTheModelIsSeen() {
        assertThatThrownBy(() -> StatisticalAssertions.meanIs(
                        relative(backwards(AnnealingSchedule.uniform(5), Start.WRONG), -logRatio()), 1))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void forwardsTendsLowAndBackwardsHigh() {
        var ais = new AnnealedImportanceSampling(20, AnnealingSchedule.uniform(2));
        AnnealingPath path = RING.annealingPath();
        double[] low = new double[300];
        double[] high = new double[300];
        for (int i = 0; i < low.length; i++) {
            RandomStream random = RANDOM.child("sides").child(i);
            low[i] = ais.run(path, random.child("low")).logPartition();
            high[i] = ais.runBackwards(path, RING.draw(20, random.child("start")), random.child("high"))
                    .logPartition();
        }
        RowMean below = RowMean.of(low);
        RowMean above = RowMean.of(high);
        assertThat(below.value()).isLessThan(RING.logPartition() - 3 * below.standardError());
        assertThat(above.value()).isGreaterThan(RING.logPartition() + 3 * above.standardError());
    }

    @Test
    void wrongNumbersOfStatesAreExplained() {
        var ais = new AnnealedImportanceSampling(3, AnnealingSchedule.uniform(2));
        assertThatThrownBy(() -> ais.runBackwards(RING.annealingPath(), new float[12], RANDOM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 x 12");
    }

    /** Independent spins (J = 0): {@code E u^2 / (E u)^2} of a step is a product of D known factors. */
    @Test
    void everyAdaptiveStepHasTheEffectiveShareAskedFor() {
        IsingRing free = new IsingRing(40, 0, 0.8, Start.NONE);
        AnnealingSchedule schedule =
                AnnealingSchedule.adaptive(free.annealingPath(), 2000, 0.98, RANDOM.child("adaptive"));
        assertThat(schedule.steps()).isGreaterThan(5);
        assertThat(schedule.inverseTemperature(0)).isZero();
        assertThat(schedule.inverseTemperature(schedule.steps())).isEqualTo(1);
        for (int k = 1; k < schedule.steps(); k++) {
            double from = schedule.inverseTemperature(k - 1);
            double step = schedule.inverseTemperature(k) - from;
            double h = free.field();
            double logShare = 40
                    * (2 * (logCosh(h * (from + step)) - logCosh(h * from))
                            - (logCosh(h * (from + 2 * step)) - logCosh(h * from)));
            // 2,000 pilot chains know a variance to 3 %; allowed are 20 %
            assertThat(1 - Math.exp(logShare)).isBetween(0.8 * 0.02, 1.2 * 0.02);
        }
        AnnealingSchedule finer =
                AnnealingSchedule.adaptive(free.annealingPath(), 2000, 0.995, RANDOM.child("adaptive"));
        assertThat(finer.steps() / (double) schedule.steps()).isBetween(1.7, 2.3); // sqrt(0.02 / 0.005) = 2
    }

    private static double logCosh(double x) {
        return LogMath.softplus(2 * x) - x - Math.log(2);
    }

    @Test
    void anAdaptiveScheduleLeavesWeightsUnbiased() {
        AnnealingPath path = RING.annealingPath();
        AnnealingSchedule schedule = AnnealingSchedule.adaptive(path, 50, 0.9, RANDOM.child("pilot"));
        double[] weights = new AnnealedImportanceSampling(CHAINS, schedule).logWeights(path, RANDOM.child("frozen"));
        StatisticalAssertions.meanIs(relative(weights, logRatio()), 1);
        StatisticalAssertions.meanIs(relative(backwards(schedule, Start.EXACT), -logRatio()), 1);
    }

    @Test
    void badSharesAreExplained() {
        for (double share : new double[] {0.5, 1, Double.NaN}) {
            assertThatThrownBy(() -> AnnealingSchedule.adaptive(RING.annealingPath(), 50, share, RANDOM))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("share must be above 0.5 and below 1");
        }
    }
}
