package verisim.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class RandomStreamTest {
    @Test
    void aChildDependsOnNameAndParentKeyOnly() {
        RandomStream a = RandomStream.ofSeed(7).child("x");
        RandomStream parent = RandomStream.ofSeed(7);
        parent.nextLong();
        parent.child("other").nextLong();
        assertThat(parent.child("x").nextLong()).isEqualTo(a.nextLong());
        assertThat(RandomStream.ofSeed(7).child("y").nextLong())
                .isNotEqualTo(RandomStream.ofSeed(7).child("x").nextLong());
        assertThat(RandomStream.ofSeed(8).child("x").nextLong())
                .isNotEqualTo(RandomStream.ofSeed(7).child("x").nextLong());
        assertThat(RandomStream.ofSeed(7).child("a").child("b").path()).isEqualTo("7/a/b");
    }

    /** The numbers are part of the file format: results of one release can be replayed by the next. */
    @Test
    void theFirstNumbersAreFixedForEver() {
        RandomStream r = RandomStream.ofSeed(42).child("fit");
        assertThat(new long[] {r.nextLong(), r.nextLong()}).containsExactly(FIRST, SECOND);
    }

    private static final long FIRST = 8293110986790462528L;
    private static final long SECOND = 5490372686147753606L;

    @Test
    void momentsAndRangesAreRight() {
        int n = 1_000_000;
        float[] u = new float[n];
        float[] g = new float[n];
        RandomStream r = RandomStream.ofSeed(3);
        r.child("u").fillUniform(u, 0, n);
        r.child("g").fillGaussian(g, 0, n);
        double mean = 0;
        double square = 0;
        double gMean = 0;
        double gSquare = 0;
        for (int i = 0; i < n; i++) {
            assertThat(u[i] >= 0f && u[i] < 1f).isTrue();
            mean += u[i];
            square += (double) u[i] * u[i];
            gMean += g[i];
            gSquare += (double) g[i] * g[i];
        }
        // 4.9 standard errors: one false alarm in a million.
        assertThat(mean / n).isCloseTo(0.5, within(4.9 * Math.sqrt(1 / 12.0 / n)));
        assertThat(square / n).isCloseTo(1 / 3.0, within(4.9 * Math.sqrt(4 / 45.0 / n)));
        assertThat(gMean / n).isCloseTo(0, within(4.9 / Math.sqrt(n)));
        assertThat(gSquare / n).isCloseTo(1, within(4.9 * Math.sqrt(2.0 / n)));
    }

    @Test
    void bernoulliFollowsItsProbabilitiesAndItsEdges() {
        int n = 300_001;
        float[] p = new float[n];
        float[] x = new float[n];
        java.util.Arrays.fill(p, 0.3f);
        RandomStream.ofSeed(5).fillBernoulli(p, x, 0, n);
        double mean = 0;
        for (float v : x) {
            mean += v;
        }
        assertThat(mean / n).isCloseTo(0.3, within(4.9 * Math.sqrt(0.21 / n)));
        float[] edges = {0f, 1f, -1f, 2f};
        RandomStream.ofSeed(6).fillBernoulli(edges, edges, 0, 4);
        assertThat(edges).containsExactly(0f, 1f, 0f, 1f);
    }

    /** Two numbers of 24 bits from each one of 64, also across blocks and where p is just above, at or just below the number. */
    @Test
    void bernoulliIsOneWhereTheNumberIsBelowP() {
        int n = 2_001;
        RandomStream bits = RandomStream.ofSeed(7);
        float[] u = new float[n];
        for (int i = 0; i < n; i += 2) {
            long pair = bits.nextLong();
            u[i] = pair >>> 40;
            if (i + 1 < n) {
                u[i + 1] = pair >>> 8 & 0xffffff;
            }
        }
        float[] p = new float[n + 3];
        for (int i = 0; i < n; i++) {
            float at = u[i] * 0x1p-24f;
            p[3 + i] = i % 3 == 0 ? at : i % 3 == 1 ? Math.nextUp(at) : Math.nextDown(at);
        }
        float[] x = new float[n + 3];
        RandomStream.ofSeed(7).fillBernoulli(p, x, 3, n);
        for (int i = 0; i < n; i++) {
            assertThat(x[3 + i]).isEqualTo(i % 3 == 1 ? 1f : 0f);
        }
        float[] smallest = new float[1_000];
        java.util.Arrays.fill(smallest, Float.MIN_VALUE);
        RandomStream.ofSeed(7).fillBernoulli(smallest, smallest, 0, 1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(smallest[i]).isEqualTo(u[i] == 0f ? 1f : 0f);
        }
    }

    @Test
    void permutationsAreUniform() {
        int[] counts = new int[6];
        RandomStream r = RandomStream.ofSeed(9);
        for (int i = 0; i < 60_000; i++) {
            int[] p = r.permutation(3);
            counts[p[0] * 2 + (p[1] > p[2] ? 1 : 0)]++;
        }
        double chi = 0;
        for (int c : counts) {
            chi += (c - 10_000.0) * (c - 10_000.0) / 10_000;
        }
        assertThat(chi).isLessThan(20.5); // chi-square, 5 degrees of freedom, p = 1e-3
    }

    @Test
    void theBackendsOwnGeneratorIsNotTouched() {
        Nd4j.getRandom().setSeed(11);
        float before = Nd4j.getRandom().nextFloat();
        Nd4j.getRandom().setSeed(11);
        RandomStream.ofSeed(1).child("a").fillGaussian(new float[1000], 0, 1000);
        assertThat(Nd4j.getRandom().nextFloat()).isEqualTo(before);
    }
}
