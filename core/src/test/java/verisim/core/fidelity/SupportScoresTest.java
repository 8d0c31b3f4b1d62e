package verisim.core.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.random.RandomStream;
import verisim.core.statistics.MeanEstimate;

class SupportScoresTest {
    private static float[] gaussian(int n, int d, RandomStream random) {
        float[] x = new float[n * d];
        random.fillGaussian(x, 0, x.length);
        return x;
    }

    /** Values computed in Python by the definition in clovaai/generative-evaluation-prdc, prdc.py; X the test rows; no query is on an edge. */
    @ParameterizedTest
    @CsvSource({"1, 0.8, 1.0, 1.4, 1.0", "2, 0.8, 1.0, 1.1, 1.0"})
    void agreesWithTheDefiningImplementationOnAToy(int k, double p, double r, double d, double c) {
        float[] x = {0, 1, 2, 4, 8};
        float[] y = {0.5f, 1.5f, 2.9f, 9, 20};
        SupportScores scores = SupportScores.of(y, 5, x, 5, 1, k);
        assertThat(scores.precision().value()).isCloseTo(p, within(1e-12));
        assertThat(scores.recall().value()).isCloseTo(r, within(1e-12));
        assertThat(scores.density().value()).isCloseTo(d, within(1e-12));
        assertThat(scores.coverage().value()).isCloseTo(c, within(1e-12));
    }

    /** Against four nested loops in double over sets of unequal size, below and above the width where products take over. */
    @ParameterizedTest
    @ValueSource(ints = {3, 40})
    void agreesWithBruteForce(int d) {
        RandomStream random = RandomStream.ofSeed(d);
        int n = 150;
        int m = 90;
        int k = 4;
        float[] x = gaussian(n, d, random);
        float[] y = gaussian(m, d, random);
        SupportScores scores = SupportScores.of(x, n, y, m, d, k);
        double[] rx = radii(x, n, d, k);
        double[] ry = radii(y, m, d, k);
        double precision = 0;
        double density = 0;
        double recall = 0;
        double coverage = 0;
        for (int i = 0; i < n; i++) {
            int in = 0;
            for (int j = 0; j < m; j++) {
                in += squared(x, i, y, j, d) < ry[j] ? 1 : 0;
            }
            precision += in > 0 ? 1.0 / n : 0;
            density += in / (double) (k * n);
        }
        for (int j = 0; j < m; j++) {
            boolean recalled = false;
            boolean covered = false;
            for (int i = 0; i < n; i++) {
                recalled |= squared(x, i, y, j, d) < rx[i];
                covered |= squared(x, i, y, j, d) < ry[j];
            }
            recall += recalled ? 1.0 / m : 0;
            coverage += covered ? 1.0 / m : 0;
        }
        assertThat(scores.precision().value()).isCloseTo(precision, within(1e-9));
        assertThat(scores.recall().value()).isCloseTo(recall, within(1e-9));
        assertThat(scores.density().value()).isCloseTo(density, within(1e-9));
        assertThat(scores.coverage().value()).isCloseTo(coverage, within(1e-9));
    }

    private static double squared(float[] a, int i, float[] b, int j, int d) {
        double sum = 0;
        for (int l = 0; l < d; l++) {
            double c = (double) a[i * d + l] - b[j * d + l];
            sum += c * c;
        }
        return sum;
    }

    private static double[] radii(float[] a, int n, int d, int k) {
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            double[] all = new double[n];
            for (int j = 0; j < n; j++) {
                all[j] = squared(a, i, a, j, d);
            }
            java.util.Arrays.sort(all);
            out[i] = all[k]; // all[0] is the row itself
        }
        return out;
    }

    /**
     * N = M = 1000 normal rows, k = 5: means and standard deviations of 10 NumPy runs of the defining implementation; tolerance 4.9 standard
     * errors of the difference of two means of 10 (density 4.9 * sd * sqrt(2/10)).
     */
    @ParameterizedTest
    @CsvSource({
        "2, 0.995, 0.002, 0.998, 0.002, 1.000, 0.018, 0.972, 0.007",
        "64, 0.726, 0.014, 0.738, 0.013, 0.970, 0.089, 0.965, 0.013"
    })
    void equalNormalsScoreAsTheDefiningImplementation(
            int d, double p, double pSd, double r, double rSd, double dens, double dSd, double c, double cSd) {
        int runs = 10;
        double[][] values = new double[4][runs];
        for (int run = 0; run < runs; run++) {
            RandomStream random = RandomStream.ofSeed(100 + run).child(d);
            SupportScores s = SupportScores.of(gaussian(1000, d, random), 1000, gaussian(1000, d, random), 1000, d, 5);
            values[0][run] = s.precision().value();
            values[1][run] = s.recall().value();
            values[2][run] = s.density().value();
            values[3][run] = s.coverage().value();
        }
        double factor = 4.9 * Math.sqrt(0.2);
        assertThat(MeanEstimate.of(values[0]).mean()).isCloseTo(p, within(factor * pSd + 5e-4));
        assertThat(MeanEstimate.of(values[1]).mean()).isCloseTo(r, within(factor * rSd + 5e-4));
        assertThat(MeanEstimate.of(values[2]).mean()).isCloseTo(dens, within(factor * dSd + 5e-4));
        assertThat(MeanEstimate.of(values[3]).mean()).isCloseTo(c, within(factor * cSd + 5e-4));
    }

    /**
     * Equal distributions: E[coverage] = 1 - prod_{i=1..k} (N - i)/(M + N - i) (Naeem et al. 2020) and E[density] = 1, here for
     * unequal sizes; and the standard errors against the scatter of 60 runs, whose own relative error is 9 %.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 48})
    void expectationsAndStandardErrorsHoldOverRepetitions(int d) {
        int n = 300; // test rows
        int m = 200; // samples
        int k = 3;
        int runs = 60;
        double[][] values = new double[4][runs];
        double[][] errors = new double[4][runs];
        for (int run = 0; run < runs; run++) {
            RandomStream random = RandomStream.ofSeed(run).child(d);
            SupportScores s = SupportScores.of(gaussian(m, d, random), m, gaussian(n, d, random), n, d, k);
            Balls.Score[] scores = {s.precision(), s.recall(), s.density(), s.coverage()};
            for (int i = 0; i < 4; i++) {
                values[i][run] = scores[i].value();
                errors[i][run] = scores[i].standardError();
            }
        }
        double expected = 1;
        for (int i = 1; i <= k; i++) {
            expected *= (n - i) / (double) (m + n - i);
        }
        MeanEstimate coverage = MeanEstimate.of(values[3]);
        assertThat(coverage.mean()).isCloseTo(1 - expected, within(4.9 * coverage.standardError()));
        MeanEstimate density = MeanEstimate.of(values[2]);
        assertThat(density.mean()).isCloseTo(1, within(4.9 * density.standardError()));
        for (int i = 0; i < 4; i++) {
            double scatter = MeanEstimate.of(values[i]).standardDeviation();
            double stated = Math.sqrt(MeanEstimate.of(
                            java.util.Arrays.stream(errors[i]).map(e -> e * e).toArray())
                    .mean());
            assertThat(stated / scatter).as("score %d, scatter %s", i, scatter).isBetween(0.75, 1.6);
        }
    }

    /** A collapsed generator is precise and recalls nothing; one that scatters wide around the data does the reverse. */
    @Test
    void precisionAndRecallAreNotExchanged() {
        RandomStream random = RandomStream.ofSeed(5);
        int n = 1000;
        int d = 4;
        float[] data = gaussian(n, d, random);
        float[] collapsed = gaussian(n, d, random);
        float[] wide = gaussian(n, d, random);
        for (int i = 0; i < collapsed.length; i++) {
            collapsed[i] *= 1e-3f;
            wide[i] *= 6;
        }
        SupportScores one = SupportScores.of(collapsed, n, data, n, d, 5);
        assertThat(one.precision().value()).isEqualTo(1);
        assertThat(one.recall().value()).isLessThan(0.01);
        assertThat(one.coverage().value()).isLessThan(0.1);
        SupportScores other = SupportScores.of(wide, n, data, n, d, 5);
        assertThat(other.precision().value()).isLessThan(0.1);
        assertThat(other.recall().value()).isGreaterThan(0.95);
    }

    @Test
    void identicalConstantSetsScoreOneAndOtherConstantsZero() {
        float[] a = {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3};
        float[] b = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4};
        SupportScores same = SupportScores.of(a, 12, a.clone(), 12, 1, 5);
        assertThat(same.precision().value()).isEqualTo(1);
        assertThat(same.recall().value()).isEqualTo(1);
        assertThat(same.density().value()).isCloseTo(1, within(1e-12));
        // All tied: 12 queries and 11 rows in random order, and the fifth row is the edge. 1 - prod_{i=1..5} (12 -
        // i)/(24 - i)
        assertThat(same.coverage().value())
                .isCloseTo(1 - 11 * 10 * 9 * 8 * 7 / (23.0 * 22 * 21 * 20 * 19), within(1e-12));
        assertThat(same.precision().standardError()).isZero();
        SupportScores apart = SupportScores.of(b, 12, a, 12, 1, 5);
        assertThat(apart.precision().value()).isZero();
        assertThat(apart.recall().value()).isZero();
        assertThat(apart.density().value()).isZero();
        assertThat(apart.coverage().value()).isZero();
    }

    @Test
    void aSetAgainstItselfIsFullyPreciseRecalledAndCovered() {
        float[] x = gaussian(200, 40, RandomStream.ofSeed(6));
        SupportScores s = SupportScores.of(x, 200, x.clone(), 200, 40, 5);
        assertThat(s.precision().value()).isEqualTo(1);
        assertThat(s.recall().value()).isEqualTo(1);
        assertThat(s.coverage().value()).isEqualTo(1);
    }

    /** Scaling by a power of two is exact in float, shifting binary rows by an integer too. */
    @Test
    void scoresDoNotChangeWithUnitOrOrigin() {
        RandomStream random = RandomStream.ofSeed(7);
        float[] x = gaussian(120, 6, random);
        float[] y = gaussian(150, 6, random);
        SupportScores before = SupportScores.of(x, 120, y, 150, 6, 3);
        for (int i = 0; i < x.length; i++) {
            x[i] *= 4;
        }
        for (int i = 0; i < y.length; i++) {
            y[i] *= 4;
        }
        assertThat(SupportScores.of(x, 120, y, 150, 6, 3)).isEqualTo(before);
    }

    @Test
    @Tag("slow")
    void fiveThousandImagesTakeSeconds() {
        RandomStream random = RandomStream.ofSeed(8);
        float[] x = gaussian(5000, 784, random);
        float[] y = gaussian(5000, 784, random);
        long start = System.nanoTime();
        SupportScores s = SupportScores.of(x, 5000, y, 5000, 784, 5);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(s.coverage().value()).isBetween(0.9, 1.0);
        assertThat(seconds).isLessThan(20);
    }

    /**
     * The closed forms against 4,000 random orders of the tied rows, drawn as a shift of each distance by far less than any difference.
     * 30 samples and 40 test rows of three bits; tolerance 4.9 standard errors.
     */
    @Test
    void tiedScoresAreMeansOverRandomOrders() {
        RandomStream random = RandomStream.ofSeed(11);
        int n = 30;
        int m = 40;
        int d = 3;
        int k = 4;
        float[] x = new float[n * d];
        float[] y = new float[m * d];
        for (float[] set : new float[][] {x, y}) {
            for (int i = 0; i < set.length; i++) {
                set[i] = random.nextInt(2);
            }
        }
        SupportScores scores = SupportScores.of(x, n, y, m, d, k);
        int runs = 4000;
        double[] density = new double[runs];
        double[] coverage = new double[runs];
        for (int run = 0; run < runs; run++) {
            for (int j = 0; j < m; j++) {
                double[] own = new double[m];
                for (int l = 0; l < m; l++) {
                    own[l] = l == j ? Double.POSITIVE_INFINITY : squared(y, j, y, l, d) + 1e-6 * random.nextDouble();
                }
                java.util.Arrays.sort(own);
                int in = 0;
                for (int i = 0; i < n; i++) {
                    in += squared(x, i, y, j, d) + 1e-6 * random.nextDouble() < own[k - 1] ? 1 : 0;
                }
                density[run] += in / (double) (k * n);
                coverage[run] += in > 0 ? 1.0 / m : 0;
            }
        }
        MeanEstimate dens = MeanEstimate.of(density);
        assertThat(scores.density().value()).isCloseTo(dens.mean(), within(4.9 * dens.standardError()));
        MeanEstimate covered = MeanEstimate.of(coverage);
        assertThat(scores.coverage().value()).isCloseTo(covered.mean(), within(4.9 * covered.standardError()));
    }

    /** Precision by four loops in double: 1 - prod (1 - r/(t + 1)) over the balls at whose edge a sample is, on three bits. */
    @Test
    void tiedPrecisionAndRecallFollowTheirFormula() {
        RandomStream random = RandomStream.ofSeed(12);
        int n = 25;
        int m = 35;
        int d = 5;
        int k = 3;
        float[] x = new float[n * d];
        float[] y = new float[m * d];
        for (float[] set : new float[][] {x, y}) {
            for (int i = 0; i < set.length; i++) {
                set[i] = random.nextInt(2);
            }
        }
        SupportScores scores = SupportScores.of(x, n, y, m, d, k);
        assertThat(scores.precision().value()).isCloseTo(union(y, m, x, n, d, k), within(1e-12));
        assertThat(scores.recall().value()).isCloseTo(union(x, n, y, m, d, k), within(1e-12));
    }

    private static double union(float[] a, int n, float[] b, int queries, int d, int k) {
        double[] radii = radii(a, n, d, k);
        double share = 0;
        for (int q = 0; q < queries; q++) {
            double outside = 1;
            for (int i = 0; i < n; i++) {
                double s = squared(b, q, a, i, d);
                if (s < radii[i] || (s == 0 && radii[i] == 0)) {
                    outside = 0;
                } else if (s == radii[i]) {
                    int closer = 0;
                    int tied = 0;
                    for (int j = 0; j < n; j++) {
                        double own = squared(a, i, a, j, d);
                        closer += j != i && own < s ? 1 : 0;
                        tied += j != i && own == s ? 1 : 0;
                    }
                    outside *= 1 - (k - closer) / (tied + 1.0);
                }
            }
            share += (1 - outside) / queries;
        }
        return share;
    }

    /** A grid of tenths, standardised: equal steps differ in their last bits and are equal all the same. */
    @Test
    void roundedRowsScoreAsTheIntegersTheyStandFor() {
        RandomStream random = RandomStream.ofSeed(13);
        int n = 300;
        float[][] integers = new float[2][n];
        float[][] rounded = new float[2][n];
        for (int s = 0; s < 2; s++) {
            for (int i = 0; i < n; i++) {
                integers[s][i] = Math.round(10 * random.nextGaussian());
                rounded[s][i] = (integers[s][i] / 10f - 0.0137f) / 0.993f;
            }
        }
        SupportScores a = SupportScores.of(integers[0], n, integers[1], n, 1, 5);
        SupportScores b = SupportScores.of(rounded[0], n, rounded[1], n, 1, 5);
        assertThat(b.precision().value()).isCloseTo(a.precision().value(), within(1e-12));
        assertThat(b.recall().value()).isCloseTo(a.recall().value(), within(1e-12));
        assertThat(b.density().value()).isCloseTo(a.density().value(), within(1e-12));
        assertThat(b.coverage().value()).isCloseTo(a.coverage().value(), within(1e-12));
    }

    /** Constants of five thousand rows: every pair is tied. */
    @Test
    void fiveThousandEqualRowsTakeSeconds() {
        SupportScores s = SupportScores.of(new float[5000], 5000, new float[5000], 5000, 1, 5);
        assertThat(s.density().value()).isCloseTo(1, within(1e-9));
        assertThat(s.coverage().value()).isCloseTo(1 - Math.pow(2, -5), within(1e-3));
    }
}
