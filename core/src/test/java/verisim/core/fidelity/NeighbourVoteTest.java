package verisim.core.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import verisim.core.random.RandomStream;
import verisim.core.statistics.MeanEstimate;

class NeighbourVoteTest {
    private static float[] gaussian(int n, double mean, RandomStream random) {
        float[] x = new float[n];
        random.fillGaussian(x, 0, n);
        for (int i = 0; i < n; i++) {
            x[i] += (float) mean;
        }
        return x;
    }

    /** Under equality the accuracy is one half in mean with the binomial scatter {@code 1/(2 sqrt n)}, here over 200 runs. */
    @Test
    void equalDistributionsCannotBeToldApart() {
        RandomStream random = RandomStream.ofSeed(1);
        int runs = 200;
        int size = 200;
        double[] values = new double[runs];
        for (int r = 0; r < runs; r++) {
            NeighbourVote vote =
                    NeighbourVote.of(gaussian(size, 0, random), gaussian(size, 0, random), size, 1, random);
            values[r] = vote.accuracy();
            assertThat(vote.n()).isEqualTo(size);
            assertThat(vote.k()).isEqualTo(14);
        }
        MeanEstimate mean = MeanEstimate.of(values);
        assertThat(mean.mean()).isCloseTo(0.5, within(4.9 * mean.standardError()));
        assertThat(mean.standardDeviation() * 2 * Math.sqrt(size)).isBetween(0.75, 1.3);
    }

    /** N(0,1) and N(2,1): no classifier beats Phi(1) = 0.841, and with 2,000 training rows this one comes within 0.02. */
    @Test
    void accuracyComesNearTheBestPossible() {
        RandomStream random = RandomStream.ofSeed(2);
        NeighbourVote vote = NeighbourVote.of(gaussian(2000, 0, random), gaussian(2000, 2, random), 2000, 1, random);
        double best = new NormalDistribution().cumulativeProbability(1);
        double error = Math.sqrt(best * (1 - best) / vote.n());
        assertThat(vote.accuracy()).isBetween(best - 0.02 - 4.9 * error, best + 4.9 * error);
    }

    @Test
    void identicalConstantsAreAnEvenGuessAndDifferentOnesCertain() {
        float[] a = new float[40];
        float[] b = new float[40];
        java.util.Arrays.fill(b, 1f);
        assertThat(NeighbourVote.of(a, b, 40, 1, RandomStream.ofSeed(1)).accuracy())
                .isEqualTo(1);
        assertThat(NeighbourVote.of(a, a.clone(), 40, 1, RandomStream.ofSeed(1)).accuracy())
                .isEqualTo(0.5);
    }
}
