package verisim.core.fidelity;

import verisim.core.random.RandomStream;
import verisim.core.statistics.MeanEstimate;

/**
 * The balls around the rows of one set A, each reaching to the k-th nearest other row of A, and what of a second set B lies in
 * them. Their union is the estimate of A's support behind precision (A the test rows), recall (A the samples), density and
 * coverage.
 *
 * <p>Rule: a ball is open, as in the defining implementation ({@code distance < radius}), but a ball of radius 0, whose centre
 * occurs at least k + 1 times in A, holds what equals its centre. Without this, two identical constant sets would score 0.
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

    /** Bit of the whole set, beside bits 0 to HALVES - 1 of the half-samples. */
    private static final long WHOLE = 1L << HALVES;

    private final int n;
    private final int queries;
    private final int k;
    private final long[] memberOfA; // [n] bit h: the row is in half h
    private final long[] memberOfB; // [queries]
    private final float[] radius; // [n, HALVES + 1] squared, last column for the whole set; -1 where there is no ball
    private final float[] widest; // [n] largest of each row
    private final long[] inside; // [queries] bit h: in some ball of half h
    private final long[] covered; // [n] bit h: the ball holds a query of half h
    private final long[] pairs = new long[HALVES + 1]; // pairs (ball, query inside)

    /** Finds the radii of {@code a} [n, d]; n must exceed k. */
    Balls(float[] a, int n, int d, int k, Halves ofA, Halves ofB) {
        this.n = n;
        this.k = k;
        this.queries = ofB.members.length;
        this.memberOfA = ofA.members;
        this.memberOfB = ofB.members;
        this.radius = new float[n * (HALVES + 1)];
        this.widest = new float[n];
        this.inside = new long[queries];
        this.covered = new long[n];
        findRadii(new Neighbours(a, n, d, Math.min(n - 1, 4 * k + 12)));
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

    private void findRadii(Neighbours neighbours) {
        int kept = neighbours.count();
        for (int i = 0; i < n; i++) {
            int at = i * (HALVES + 1);
            for (int h = 0; h < HALVES; h++) {
                radius[at + h] = (memberOfA[i] >>> h & 1) == 0 ? -1 : radiusInHalf(neighbours, i, h, kept);
                widest[i] = Math.max(widest[i], radius[at + h]);
            }
            radius[at + HALVES] = neighbours.squared(i, k - 1);
            widest[i] = Math.max(widest[i], radius[at + HALVES]);
        }
    }

    /** Of 4k + 12 neighbours about half are in the half, so the k-th of these is found; else the farthest kept one stands in. */
    private float radiusInHalf(Neighbours neighbours, int i, int h, int kept) {
        int seen = 0;
        for (int l = 0; l < kept; l++) {
            seen += (int) (memberOfA[neighbours.row(i, l)] >>> h & 1);
            if (seen == k) {
                return neighbours.squared(i, l);
            }
        }
        return neighbours.squared(i, kept - 1);
    }

    private static boolean holds(float squaredRadius, float squared) {
        return squared < squaredRadius || (squaredRadius == 0 && squared == 0);
    }

    /** Takes note of the squared distance between the centre of ball {@code i} and query {@code q}; each pair once. */
    void visit(int i, int q, float squared) {
        if (squared <= widest[i]) {
            visitNear(i, q, squared);
        }
    }

    private void visitNear(int i, int q, float squared) {
        int at = i * (HALVES + 1);
        long mask = 0;
        for (long open = memberOfA[i] & memberOfB[q]; open != 0; open &= open - 1) {
            int h = Long.numberOfTrailingZeros(open);
            if (holds(radius[at + h], squared)) {
                mask |= 1L << h;
                pairs[h]++;
            }
        }
        if (holds(radius[at + HALVES], squared)) {
            mask |= WHOLE;
            pairs[HALVES]++;
        }
        inside[q] |= mask;
        covered[i] |= mask;
    }

    /** A score with its standard error over both sets; NaN where half a set has no k-th neighbour. */
    record Score(double value, double standardError) {}

    /** Returns the share of queries that lie in at least one ball: precision if A is the test rows, recall if A is the samples. */
    Score share() {
        return share(inside);
    }

    /** Returns the share of balls that hold at least one query. */
    Score coverage() {
        return share(covered);
    }

    /** Returns {@code 1/(k M)} times the number of pairs (ball, query inside): 1 in expectation if A and B are alike. */
    Score density() {
        double[] halves = new double[HALVES];
        long rows = queries / 2;
        for (int h = 0; h < HALVES; h++) {
            halves[h] = pairs[h] / ((double) k * rows);
        }
        return score(pairs[HALVES] / ((double) k * queries), halves);
    }

    private Score share(long[] masks) {
        int[] hits = new int[HALVES + 1];
        for (long mask : masks) {
            for (long open = mask; open != 0; open &= open - 1) {
                hits[Long.numberOfTrailingZeros(open)]++;
            }
        }
        double[] halves = new double[HALVES];
        int rows = masks.length / 2;
        for (int h = 0; h < HALVES; h++) {
            halves[h] = hits[h] / (double) rows;
        }
        return score(hits[HALVES] / (double) masks.length, halves);
    }

    private Score score(double value, double[] halves) {
        boolean known = n / 2 > k && queries / 2 > k;
        return new Score(value, known ? MeanEstimate.of(halves).standardDeviation() : Double.NaN);
    }
}
