package verisim.models.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verisim.core.likelihood.AnnealedImportanceSampling;
import verisim.core.likelihood.AnnealingSchedule;
import verisim.core.math.LogMath;
import verisim.core.model.AnnealingPath;
import verisim.core.random.RandomStream;
import verisim.core.testkit.StatisticalAssertions;

class RbmAnnealingPathTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(31);

    @Test
    void theBaseIsNormalisedAsItSaysAndTheFullStepIsTheModel() {
        Rbm rbm = TinyRbm.random(5, 4, 1, "path");
        AnnealingPath path = rbm.annealingPath();
        // f_0(v) = f_1(v) / (f_1 / f_0)(v), read off one jump from 0 to 1 at every v
        float[] states = TinyRbm.states(5);
        double[] ratio = new double[32];
        path.anneal(states, 32, 0, 1, ratio, RANDOM.child("jump"));
        double[] logBase = new double[32];
        double[] unnormalized = TinyRbm.unnormalized(rbm);
        for (int v = 0; v < 32; v++) {
            logBase[v] = Math.log(unnormalized[v]) - ratio[v];
        }
        assertThat(LogMath.logSumExp(logBase)).isCloseTo(path.baseLogPartition(), within(1e-5));

        double[] probabilities = new double[32];
        for (int v = 0; v < 32; v++) {
            probabilities[v] = Math.exp(logBase[v] - path.baseLogPartition());
        }
        float[] drawn = path.sampleBase(50_000, RANDOM.child("base"));
        assertThat(TinyRbm.chiSquare(TinyRbm.counts(drawn, 50_000, 5), probabilities))
                .isGreaterThan(1e-3);
    }

    @Test
    void partsOfTheWayAddUp() {
        Rbm rbm = TinyRbm.random(5, 4, 1, "path");
        AnnealingPath path = rbm.annealingPath();
        double[] whole = new double[32];
        double[] parts = new double[32];
        double[] back = new double[32];
        path.anneal(TinyRbm.states(5), 32, 0.1, 0.7, whole, RANDOM);
        path.anneal(TinyRbm.states(5), 32, 0.1, 0.4, parts, RANDOM);
        path.anneal(TinyRbm.states(5), 32, 0.4, 0.7, parts, RANDOM);
        path.anneal(TinyRbm.states(5), 32, 0.7, 0.1, back, RANDOM);
        for (int v = 0; v < 32; v++) {
            assertThat(parts[v]).isCloseTo(whole[v], within(1e-10));
            assertThat(back[v]).isCloseTo(-whole[v], within(1e-10));
        }
    }

    @Test
    void annealingMeetsEnumeration() {
        for (double scale : new double[] {0.1, 0.5, 1}) {
            Rbm rbm = TinyRbm.random(20, 10, scale, "ais" + scale);
            double exact = rbm.logPartitionByEnumeration();
            for (int seed = 0; seed < 4; seed++) {
                var result = new AnnealedImportanceSampling(100, AnnealingSchedule.uniform(500))
                        .run(rbm.annealingPath(), RANDOM.child("ais" + scale).child(seed));
                assertThat(result.carriedByFewChains()).isFalse();
                assertThat(result.standardError()).isBetween(1e-5, 0.2);
                // 12 tests at 3 standard errors: 3 % to fail for another seed; this one is fixed
                assertThat(Math.abs(result.logPartition() - exact) / result.standardError())
                        .as("scale %s, seed %d: %s, exact %s", scale, seed, result, exact)
                        .isLessThan(3);
            }
        }
    }

    /** Few temperatures, so that a kernel which left another density invariant would show; |z| < 4.9. */
    @Test
    void meanWeightsAreRatiosOfPartitionFunctionsInBothDirections() {
        int chains = 40_000;
        for (int[] size : new int[][] {{6, 4}, {4, 6}}) {
            Rbm rbm = TinyRbm.random(size[0], size[1], 0.7, "identity" + size[0]);
            AnnealingPath path = rbm.annealingPath();
            double logRatio = TinyRbm.logPartition(rbm) - path.baseLogPartition();
            RandomStream random = RANDOM.child("identity" + size[0]);
            for (int steps : new int[] {1, 3}) {
                float[] states = path.sampleBase(chains, random.child("base"));
                double[] forwards = new double[chains];
                float[] back =
                        path.sampleModel(chains, 4, random.child("start")).orElseThrow();
                double[] backwards = new double[chains];
                for (int k = 0; k < steps; k++) {
                    double from = (double) k / steps;
                    double to = (k + 1.0) / steps;
                    path.anneal(
                            states,
                            chains,
                            from,
                            to,
                            forwards,
                            random.child("forth").child(k));
                    path.anneal(
                            back,
                            chains,
                            1 - from,
                            1 - to,
                            backwards,
                            random.child("back").child(k));
                }
                java.util.Arrays.setAll(forwards, i -> Math.exp(forwards[i] - logRatio));
                java.util.Arrays.setAll(backwards, i -> Math.exp(backwards[i] + logRatio));
                StatisticalAssertions.meanIs(forwards, 1);
                StatisticalAssertions.meanIs(backwards, 1);
            }
        }
    }

    @Test
    void exactSamplesAndMovesAtTheModelFollowItsProbabilities() {
        for (int[] size : new int[][] {{6, 4}, {4, 6}}) {
            Rbm rbm = TinyRbm.random(size[0], size[1], 1, "exact" + size[0]);
            AnnealingPath path = rbm.annealingPath();
            float[] drawn = path.sampleModel(50_000, 4, RANDOM.child("exact")).orElseThrow();
            assertThat(TinyRbm.chiSquare(TinyRbm.counts(drawn, 50_000, size[0]), TinyRbm.probabilities(rbm)))
                    .isGreaterThan(1e-3);
            path.anneal(drawn, 50_000, 1, 1, new double[50_000], RANDOM.child("move"));
            assertThat(TinyRbm.chiSquare(TinyRbm.counts(drawn, 50_000, size[0]), TinyRbm.probabilities(rbm)))
                    .isGreaterThan(1e-3);
            assertThat(path.sampleModel(10, 3, RANDOM)).isEmpty();
        }
    }

    @Test
    void logRatiosAreThoseOfAStep() {
        AnnealingPath path = TinyRbm.random(5, 4, 1, "path").annealingPath();
        double[] step = new double[32];
        double[] asked = new double[32];
        path.anneal(TinyRbm.states(5), 32, 0.2, 0.9, step, RANDOM);
        path.logRatios(TinyRbm.states(5), 32).between(0.2, 0.9, asked);
        for (int v = 0; v < 32; v++) {
            assertThat(asked[v]).isCloseTo(step[v], within(1e-12));
        }
    }
}
