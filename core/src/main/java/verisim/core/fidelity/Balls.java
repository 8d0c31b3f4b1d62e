package verisim.core.fidelity;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import verisim.core.math.Distances;
import verisim.core.random.RandomStream;
import verisim.core.statistics.MeanEstimate;

/**
 * The balls around the rows of one set A, each reaching to the k-th nearest other row of A, and what of a second set B lies in
 * them. Their union is the estimate of A's support behind precision (A the test rows), recall (A the samples), density and
 * coverage.
 *
 * <p>A ball is open, as in the defining implementation ({@code distance < radius}). Where distances tie, that rule breaks: the balls
 * of repeated rows are empty and those of rows on a grid hold too much or too little. So rows at equal distance from a centre stand
 * in an order drawn at random for each ball, and scores are means over these orders, in closed form. For a ball with c rows of A closer than
 * the radius and t rows of A tied at it, let {@code r = k - c}: the ball ends at the r-th of the tied rows, and
 *
 * <pre>{@code
 * a query at the radius is inside with probability   r / (t + 1)
 * f queries at the radius, none closer: covered with  1 - prod_{j<r} (t - j)/(t + f - j)
 * a query in no ball for certain: in the union with   1 - prod_i (1 - p_i)       over the balls at whose radius it is
 * }</pre>
 *
 * <p>In a union a query that equals the centre of a ball of radius 0 is certain: that row occurs more than k times in A.
 *
 * <p>For A and B of one distribution a query then takes each place among the other rows of A with equal probability, tied or not: the
 * density is 1 in expectation and the coverage {@code 1 - prod_{i=1..k} (n - i)/(n + m - i)} on discrete data too. Where nothing is
 * tied, these are the open balls. {@link Ties} says what is tied.
 *
 * <p>Standard errors come from half-samples: 60 times a random half of A meets a random half of B, with radii found anew among
 * A's half, and the standard deviation of the score over these is the standard error of the score on the whole sets. (Halving
 * doubles the variance of a score; half of that is common to all half-samples, because they are drawn from the same rows.)
 * Leaving out a row or a small block at a time, the jackknife, overstates the error of nearest-neighbour scores up to twofold.
 *
 * @see <a href="https://doi.org/10.1214/aos/1176325770">Politis and Romano (1994), Large sample confidence regions based on
 *     subsamples under minimal assumptions</a>
 */
final class Balls {
    private static final int HALVES = 60;

    /** Columns of what is kept for each half-sample and, last, for the whole set. */
    private static final int SETS = HALVES + 1;

    /** Bit of the whole set, beside bits 0 to HALVES - 1 of the half-samples. */
    private static final long WHOLE = 1L << HALVES;

    private final int n;
    private final int queries;
    private final int k;
    private final long[] memberOfA; // [n] bit h: the row is in half h
    private final long[] memberOfB; // [queries]
    private final float[]
            from; // [n, SETS] least squared distance that is tied with the radius; -1 where there is no ball
    private final float[] to; // [n, SETS] largest
    private final int[] left; // [n, SETS] r
    private final int[] tied; // [n, SETS] t
    private final float[] widest; // [n] largest of to
    private final long[] inside; // [queries] bit h: certainly in some ball of half h
    private final double[] outside; // [queries, SETS] probability to be in none of the balls at whose radius it is
    private final long[] covered; // [n] bit h: the ball certainly holds a query of half h
    private final int[] tiedQueries; // [n, SETS] f
    private final long[] pairs = new long[SETS]; // pairs (ball, query certainly inside)

    /** Finds the radii of {@code a} [n, d]; n must exceed k. */
    Balls(float[] a, int n, int d, int k, Ties ties, Halves ofA, Halves ofB) {
        this.n = n;
        this.k = k;
        this.queries = ofB.members.length;
        this.memberOfA = ofA.members;
        this.memberOfB = ofB.members;
        this.from = new float[n * SETS];
        this.to = new float[n * SETS];
        this.left = new int[n * SETS];
        this.tied = new int[n * SETS];
        this.widest = new float[n];
        this.inside = new long[queries];
        this.outside = new double[queries * SETS];
        this.covered = new long[n];
        this.tiedQueries = new int[n * SETS];
        Arrays.fill(outside, 1);
        findRadii(a, d, ties);
    }

    /** Which rows of a set are in which half-samples. */
    static final class Halves {
        private final long[] members; // [n] bit h: the row is in half h

        private Halves(long[] members) {
            this.members = members;
        }

        /** Deals n rows; the same for the same n and name, so that a score's error does not depend on what else is measured. */
        static Halves of(int n, String name) {
            RandomStream random = RandomStream.ofSeed(0).child("half-samples").child(name);
            long[] members = new long[n];
            for (int h = 0; h < HALVES; h++) {
                int[] order = random.permutation(n);
                for (int i = 0; i < n / 2; i++) {
                    members[order[i]] |= 1L << h;
                }
            }
            return new Halves(members);
        }
    }

    /** One neighbour more than the radii may come from is kept: it shows where rows tied with a radius are not all at hand. */
    private void findRadii(float[] a, int d, Ties ties) {
        int kept = Math.min(n - 1, 4 * k + 12);
        Neighbours neighbours = new Neighbours(a, n, d, Math.min(n - 1, kept + 1));
        boolean[] beyond = new boolean[n];
        boolean any = false;
        for (int i = 0; i < n; i++) {
            for (int h = 0; h < SETS; h++) {
                int at = i * SETS + h;
                if (h < HALVES && (memberOfA[i] >>> h & 1) == 0) {
                    from[at] = -1;
                    to[at] = -1;
                    continue;
                }
                float radius = neighbours.squared(i, h == HALVES ? k - 1 : lastInHalf(neighbours, i, h, kept));
                from[at] = ties.from(radius);
                to[at] = ties.to(radius);
                widest[i] = Math.max(widest[i], to[at]);
                countKept(neighbours, i, h);
            }
            beyond[i] = neighbours.count() > kept && neighbours.squared(i, kept) <= widest[i];
            any |= beyond[i];
        }
        if (any) {
            countTied(a, d, beyond);
        }
    }

    /** Of 4k + 12 neighbours about half are in the half, so the k-th of these is found; else the farthest kept one stands in. */
    private int lastInHalf(Neighbours neighbours, int i, int h, int kept) {
        int seen = 0;
        for (int l = 0; l < kept; l++) {
            seen += (int) (memberOfA[neighbours.row(i, l)] >>> h & 1);
            if (seen == k) {
                return l;
            }
        }
        return kept - 1;
    }

    private boolean member(int row, int h) {
        return h == HALVES || (memberOfA[row] >>> h & 1) != 0;
    }

    private void countKept(Neighbours neighbours, int i, int h) {
        int at = i * SETS + h;
        left[at] = k;
        for (int l = 0; l < neighbours.count() && neighbours.squared(i, l) <= to[at]; l++) {
            if (member(neighbours.row(i, l), h)) {
                if (neighbours.squared(i, l) < from[at]) {
                    left[at]--;
                } else {
                    tied[at]++;
                }
            }
        }
    }

    /** Counts the rows at the radii again, over all rows, where the neighbours that were kept do not hold them all. */
    private void countTied(float[] a, int d, boolean[] beyond) {
        for (int i = 0; i < n; i++) {
            if (beyond[i]) {
                Arrays.fill(tied, i * SETS, (i + 1) * SETS, 0);
            }
        }
        Distances.squared(a, n, a, n, d, (i0, rows, j0, columns, v) -> {
            for (int i = i0; i < i0 + rows; i++) {
                int at = (i - i0) * columns - j0;
                for (int j = Math.max(i + 1, j0); j < j0 + columns; j++) {
                    countTied(i, j, v[at + j], beyond);
                    countTied(j, i, v[at + j], beyond);
                }
            }
        });
    }

    private void countTied(int i, int other, float squared, boolean[] beyond) {
        if (!beyond[i] || squared > widest[i]) {
            return;
        }
        int at = i * SETS;
        for (long open = (memberOfA[i] & memberOfA[other]) | WHOLE; open != 0; open &= open - 1) {
            int h = Long.numberOfTrailingZeros(open);
            tied[at + h] += squared >= from[at + h] && squared <= to[at + h] ? 1 : 0;
        }
    }

    /** Takes note of the squared distance between the centre of ball {@code i} and query {@code q}; each pair once. */
    void visit(int i, int q, float squared) {
        if (squared <= widest[i]) {
            visitNear(i, q, squared);
        }
    }

    private void visitNear(int i, int q, float squared) {
        int at = i * SETS;
        long mask = 0;
        for (long open = (memberOfA[i] & memberOfB[q]) | WHOLE; open != 0; open &= open - 1) {
            int h = Long.numberOfTrailingZeros(open);
            if (squared < from[at + h]) {
                mask |= 1L << h;
                pairs[h]++;
            } else if (squared <= to[at + h]) {
                tiedQueries[at + h]++;
                outside[q * SETS + h] *= squared == 0 ? 0 : 1 - insideIfTied(at + h);
            }
        }
        inside[q] |= mask;
        covered[i] |= mask;
    }

    private double insideIfTied(int ball) {
        return Math.min(1, left[ball] / (tied[ball] + 1.0));
    }

    private double coveredIfTied(int ball) {
        int t = tied[ball];
        int f = tiedQueries[ball];
        double missed = 1;
        for (int j = 0; j < left[ball] && missed > 0; j++) {
            missed *= t > j ? (t - j) / (t + f - (double) j) : 0;
        }
        return f == 0 ? 0 : 1 - missed;
    }

    /** A score with its standard error over both sets; NaN where half a set has no k-th neighbour. */
    record Score(double value, double standardError) {}

    /** Returns the share of queries that lie in at least one ball: precision if A is the test rows, recall if A is the samples. */
    Score share() {
        return share(inside, memberOfB, at -> 1 - outside[at]);
    }

    /** Returns the share of balls that hold at least one query. */
    Score coverage() {
        return share(covered, memberOfA, this::coveredIfTied);
    }

    /** Returns {@code 1/(k M)} times the number of pairs (ball, query inside): 1 in expectation if A and B are alike. */
    Score density() {
        double[] expected = new double[SETS];
        for (int at = 0; at < tiedQueries.length; at++) {
            expected[at % SETS] += tiedQueries[at] == 0 ? 0 : tiedQueries[at] * insideIfTied(at);
        }
        double[] halves = new double[HALVES];
        long rows = queries / 2;
        for (int h = 0; h < HALVES; h++) {
            halves[h] = (pairs[h] + expected[h]) / ((double) k * rows);
        }
        return score((pairs[HALVES] + expected[HALVES]) / ((double) k * queries), halves);
    }

    /** @param uncertain gives the probability that counts for a row, by half, whose bit is not set */
    private Score share(long[] certain, long[] members, IntToDoubleFunction uncertain) {
        double[] hits = new double[SETS];
        for (int row = 0; row < certain.length; row++) {
            for (long open = members[row] | WHOLE; open != 0; open &= open - 1) {
                int h = Long.numberOfTrailingZeros(open);
                hits[h] += (certain[row] >>> h & 1) != 0 ? 1 : uncertain.applyAsDouble(row * SETS + h);
            }
        }
        double[] halves = new double[HALVES];
        int rows = certain.length / 2;
        for (int h = 0; h < HALVES; h++) {
            halves[h] = hits[h] / rows;
        }
        return score(hits[HALVES] / certain.length, halves);
    }

    private Score score(double value, double[] halves) {
        boolean known = n / 2 > k && queries / 2 > k;
        return new Score(value, known ? MeanEstimate.of(halves).standardDeviation() : Double.NaN);
    }
}
