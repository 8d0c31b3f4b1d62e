package verisim.core.metric;

import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Dataset;
import verisim.core.math.Arrays2d;
import verisim.core.model.RowScoring;
import verisim.core.model.TractableDensity;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.statistics.MeanEstimate;

/**
 * Numbers that a quantity cannot have, beyond what error explains: then the model's density is not one, or its samples are not of it.
 *
 * <p>A number is impossible by an excess e over n rows if e is above four standard errors and {@code n e} above {@link #LOG_CHANCE}. The
 * second half keeps the lucky from being accused. For a density q and rows of p, {@code E_p[q / p]} is at most 1, so by Markov's inequality
 * the chance that {@code sum_i log q(x_i) - log p(x_i)} passes s is at most {@code exp(-s)}, however crooked the distribution: here
 * {@code 1e-8}. It matters where a few rows in millions count, which are seldom among the test rows, and the standard error knows
 * nothing of them. The same holds for a KL divergence below 0, whose negated log-ratios are these, and for bounds by importance
 * weights, whose expectation is the density.
 */
public final class Impossible {
    /** Standard errors within which a number may be on the wrong side. */
    public static final double ERRORS = 4;

    /** Minus the logarithm of the chance, {@code 1e-8}, that a true density is accused. */
    public static final double LOG_CHANCE = 18.420680743952367;

    /** By how much a number without error may be on the wrong side: float models round. */
    public static final double ROUNDING = 1e-6;

    private static final int BLOCK = 512;

    private Impossible() {}

    /**
     * Returns whether a mean over {@code n} rows is on the wrong side by more than error explains.
     *
     * @param excess how far it is on the wrong side; negative on the right one
     */
    public static boolean is(double excess, double standardError, long n) {
        return excess > ROUNDING && excess > ERRORS * standardError && n * excess > LOG_CHANCE;
    }

    /** Returns the failure of a number that cannot be. */
    public static Outcome.Failed failed(String format, Object... values) {
        return new Outcome.Failed("contract", String.format(Locale.ROOT, format, values));
    }

    /**
     * Returns the failure of a log-likelihood that lies above the truth's: by Gibbs' inequality none does in expectation.
     *
     * @param rows log p(x) of each test row under the model, or a lower bound on it
     * @param truth the same of the distribution the rows were drawn from
     * @param shared standard error that all rows share (of an estimated log Z); 0 if none
     */
    public static Optional<Outcome.Failed> aboveTruth(double[] rows, double[] truth, double shared) {
        MeanEstimate difference = MeanEstimate.ofDifferences(rows, truth);
        double error = Math.hypot(difference.standardError(), shared);
        if (!is(difference.mean(), error, rows.length)) {
            return Optional.empty();
        }
        double errors = difference.mean() / error;
        return Optional.of(failed(
                "a log-likelihood must not pass that of the distribution the rows were drawn from, but is above the truth's by %.6g"
                        + " nats/example on the same %d test rows, %s: the model's log-probabilities are not those of a distribution%s",
                difference.mean(),
                rows.length,
                errors < 1e6 ? String.format(Locale.ROOT, "%.3g standard errors", errors) : "on every one",
                shared > 0 ? ", or the estimate of log Z is too low" : ""));
    }

    /** Returns log p(x) of each row, nats. */
    public static double[] scores(TractableDensity density, Dataset rows) {
        double[] out = new double[rows.size()];
        for (int from = 0; from < out.length; from += BLOCK) {
            int count = Math.min(BLOCK, out.length - from);
            float[] values = new float[count * rows.features()];
            rows.copyRange(from, count, values);
            try (INDArray x = Arrays2d.matrix(values, count, rows.features())) {
                System.arraycopy(RowScoring.score("log p(x)", x, density::logProbability), 0, out, from, count);
            }
        }
        return out;
    }

    /**
     * Returns {@code divergence}, or its failure if it is below 0 by more than its error explains; one that is exact has none but rounding.
     *
     * @param name for the message
     * @param n rows of the smaller sample behind it
     */
    public static Outcome unlessBelowZero(String name, Outcome.Measured divergence, long n) {
        double value = divergence.value();
        boolean impossible =
                divergence.kind() == Kind.EXACT ? value < -ROUNDING : is(-value, divergence.standardError(), n);
        return impossible
                ? failed(
                        "%s must be at least 0, but is %.6g with a standard error of %.2g: the model's log-probabilities are not those"
                                + " of a distribution, or its samples are not drawn from it",
                        name, value, divergence.standardError())
                : divergence;
    }
}
