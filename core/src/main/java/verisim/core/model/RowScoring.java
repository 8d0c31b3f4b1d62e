package verisim.core.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.math.Arrays2d;

/**
 * Asks a model for one number a row and holds it to what the capability interfaces promise: n numbers, none of them NaN or plus infinity,
 * the rows unchanged. A number too many would otherwise be dropped in silence, and changed rows would spoil the next metric.
 */
public final class RowScoring {
    private RowScoring() {}

    /**
     * Returns the scores of the rows of {@code x}.
     *
     * @param what the scores are called in messages: {@code log p(x)}
     * @param x shape [n, D]
     * @param scorer gives [n]
     * @throws ContractException if the scorer breaks its promise
     */
    public static double[] score(String what, INDArray x, UnaryOperator<INDArray> scorer) {
        float[] before = Arrays2d.toFloats(x);
        INDArray given = scorer.apply(x);
        if (given == null || given.length() != x.size(0)) {
            throw broken(
                    "%s must be one number a row, but for %d rows came %s",
                    what, x.size(0), given == null ? "null" : given.length() + " numbers");
        }
        double[] scores = Arrays2d.toDoubles(given);
        if (!Arrays.equals(before, Arrays2d.toFloats(x))) {
            throw broken("%s must leave the rows as they are, but changed them", what);
        }
        if (given != x && given.closeable()) {
            given.close();
        }
        for (int r = 0; r < scores.length; r++) {
            if (Double.isNaN(scores[r]) || scores[r] == Double.POSITIVE_INFINITY) {
                throw broken(
                        "%s must be a number below infinity, but is %s in row %d of a batch of %d",
                        what, scores[r], r + 1, scores.length);
            }
        }
        return scores;
    }

    private static ContractException broken(String format, Object... values) {
        return new ContractException(String.format(Locale.ROOT, format, values));
    }
}
