package verisim.core.statistics;

import static verisim.core.Checks.require;

import java.util.List;
import verisim.core.result.Kind;

/**
 * The scores of one model on the same test rows, one array a replicate.
 *
 * @param kind of the scores: a lower bound is one for every row
 * @param replicates R arrays of n finite scores each
 * @param sharedError standard error of the mean over replicates that all rows of a replicate share (of an estimated log Z), beside the
 *     sampling of rows; 0 where there is none
 * @param known whether this is a known distribution rather than a fit, so that fitting again would change nothing
 */
public record RowScores(Kind kind, List<double[]> replicates, double sharedError, boolean known) {
    public RowScores {
        replicates = List.copyOf(replicates);
        require(!replicates.isEmpty(), "replicates must not be empty");
        require(
                sharedError >= 0 && Double.isFinite(sharedError),
                "sharedError must be at least 0 and finite, but was %s",
                sharedError);
        int n = replicates.get(0).length;
        require(n >= 1, "replicates must have at least one row");
        for (double[] rows : replicates) {
            require(rows.length == n, "all replicates must have %d rows, but one has %d", n, rows.length);
            for (int i = 0; i < n; i++) {
                require(Double.isFinite(rows[i]), "score of row %d must be finite, but was %s", i + 1, rows[i]);
            }
        }
    }

    /** Returns scores of a fitted model whose rows share no error. */
    public static RowScores of(Kind kind, List<double[]> replicates) {
        return new RowScores(kind, replicates, 0, false);
    }

    /** Returns the scores of the distribution the rows were drawn from. */
    public static RowScores ofTruth(double[] rows) {
        return new RowScores(Kind.EXACT, List.of(rows), 0, true);
    }

    /** Returns n, the number of rows. */
    public int rows() {
        return replicates.get(0).length;
    }

    /** Returns the mean over replicates of each row. */
    double[] rowMeans() {
        double[] mean = new double[rows()];
        for (double[] scores : replicates) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += scores[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= replicates.size();
        }
        return mean;
    }

    /** Returns the mean over rows and replicates. */
    public MeanEstimate mean() {
        return MeanEstimate.of(rowMeans());
    }

    /** Returns the mean of each replicate. */
    double[] replicateMeans() {
        return replicates.stream()
                .mapToDouble(rows -> MeanEstimate.of(rows).mean())
                .toArray();
    }
}
