package verisim.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Schema;
import verisim.core.math.Arrays2d;
import verisim.core.math.LogMath;
import verisim.core.random.RandomStream;

/**
 * Holds a model, whoever wrote it, to what its interfaces promise, before any of its numbers is believed. The checks are cheap: 64 rows
 * scored twice, two samples drawn twice, every value of the samples looked at.
 *
 * <p>Decision. Here and not in the models, since a plug-in need not extend anything of ours. What the checks cannot see: a density that is
 * not normalised over more than {@link #LISTED} states or over real numbers, unless the truth is known, whose log-likelihood it then must
 * not pass.
 */
public final class ModelContract {
    /** Scores of one row in two batches may differ by this, nats, or by {@link #RELATIVE}: models compute in float. */
    static final double ABSOLUTE = 1e-4;
    /** Share of the score that it may differ by. */
    static final double RELATIVE = 1e-5;
    /** Most states whose probabilities are summed up. */
    static final int LISTED = 4096;

    private static final double MASS_TOLERANCE = 1e-3;
    private static final int ROWS = 64;
    private static final int REPEATED = 2;

    private ModelContract() {}

    /**
     * Returns how {@code samples} of {@code model} break the promise of {@link GenerativeModel#sample}, if they do: n rows of D values, FLOAT,
     * each a value that its column can have; the same numbers for the same stream.
     *
     * @param samples what the model gave for {@code n}; may be null
     * @param random a stream to draw from, of its own
     */
    public static Optional<String> ofSamples(
            GenerativeModel model, INDArray samples, int n, Schema schema, RandomStream random) {
        Optional<String> broken = ofSamples(samples, n, schema);
        return broken.isPresent() ? broken : guarded("samples", () -> ofRepetition(model, random));
    }

    private static Optional<String> ofSamples(INDArray samples, int n, Schema schema) {
        int features = schema.features();
        boolean shaped = samples != null && samples.rank() == 2 && samples.size(0) == n && samples.size(1) == features;
        if (!shaped) {
            return broken(
                    "samples must have shape [%d, %d], but %s",
                    n, features, samples == null ? "are null" : "have shape " + Arrays.toString(samples.shape()));
        }
        if (samples.dataType() != DataType.FLOAT) {
            return broken("samples must be FLOAT, but are %s", samples.dataType());
        }
        float[] values = Arrays2d.toFloats(samples);
        for (int i = 0; i < values.length; i++) {
            int d = i % features;
            if (!schema.column(d).holds(values[i])) {
                return broken(
                        "samples must be %s, but sample %d has the value %s in %s",
                        switch (schema.kind()) {
                            case REAL -> "finite";
                            case BINARY -> "0 or 1";
                            case CATEGORICAL -> "codes from 0 to " + (schema.levels(d) - 1) + " there";
                        },
                        i / features + 1,
                        values[i],
                        schema.label(d));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofRepetition(GenerativeModel model, RandomStream random) {
        float[] first = Arrays2d.toFloats(model.sample(REPEATED, random.child("same")));
        float[] second = Arrays2d.toFloats(model.sample(REPEATED, random.child("same")));
        return Arrays.equals(first, second)
                ? Optional.empty()
                : broken("the same stream must give the same samples, but gave others the second time");
    }

    /**
     * Returns how the log-probabilities of {@code model} break their promise, if it has any and they do: one number a row, none of them NaN or
     * infinite above, rows left as they are, the same number in any batch; of BINARY and CATEGORICAL data none above 0, and a sum
     * of 1 where all states can be listed.
     *
     * @param rows some of them are scored; nothing is chosen by them
     */
    public static Optional<String> ofDensity(GenerativeModel model, Dataset rows, RandomStream random) {
        Dataset few = rows.spread(ROWS);
        INDArray x = few.toArray();
        return guarded("log p(x)", () -> {
            if (model instanceof TractableDensity density) {
                double[] scores = inAnyBatch("log p(x)", pick -> density.logProbability(pick.apply(x)), x);
                Optional<String> above = aboveOne(scores, rows.kind());
                return above.isPresent() ? above : ofMass(density, rows);
            }
            if (model instanceof UnnormalizedDensity energy) {
                inAnyBatch("-F(x)", pick -> energy.unnormalizedLogProbability(pick.apply(x)), x);
            }
            if (model instanceof LatentVariableModel latent) {
                INDArray z = latent.encode(x, random.child("encode"));
                inAnyBatch("log p(x given z)", pick -> latent.logConditional(pick.apply(x), pick.apply(z)), x);
                inAnyBatch("log q(z given x)", pick -> latent.logPosterior(pick.apply(z), pick.apply(x)), x);
                inAnyBatch("log p(z)", pick -> latent.logPrior(pick.apply(z)), z);
            }
            return Optional.empty();
        });
    }

    /** Scores a batch: takes its rows out of whatever arrays it needs. */
    private interface BatchScorer {
        INDArray score(UnaryOperator<INDArray> pick);
    }

    private interface Check {
        Optional<String> run();
    }

    private static Optional<String> guarded(String what, Check check) {
        try {
            return check.run();
        } catch (ContractException e) {
            return Optional.of(e.getMessage());
        } catch (RuntimeException e) {
            return broken("%s could not be computed for a small batch: %s", what, e);
        }
    }

    /** Scores all rows at once, and again from the last to the first in batches of 1, 2, 3, … rows. */
    private static double[] inAnyBatch(String what, BatchScorer scorer, INDArray x) {
        int n = Math.toIntExact(x.size(0));
        double[] whole = score(what, scorer, x, i -> i, n);
        int done = 0;
        for (int size = 1; done < n; size++) {
            int count = Math.min(size, n - done);
            int last = n - 1 - done;
            double[] part = score(what, scorer, x, i -> last - i, count);
            for (int i = 0; i < count; i++) {
                double other = whole[last - i];
                if (!alike(other, part[i])) {
                    throw new ContractException(String.format(
                            Locale.ROOT,
                            "%s of an example must be the same in any batch, but is %s in a batch of %d rows and %s in one of %d",
                            what,
                            other,
                            n,
                            part[i],
                            count));
                }
            }
            done += count;
        }
        return whole;
    }

    private static double[] score(String what, BatchScorer scorer, INDArray x, IntUnaryOperator row, int count) {
        // The rows are copied, as a scorer is given them: what it does to them is seen, and does no harm.
        INDArray mine = rows(x, row, count);
        return RowScoring.score(what, mine, given -> scorer.score(from -> from == x ? given : rows(from, row, count)));
    }

    private static INDArray rows(INDArray from, IntUnaryOperator row, int count) {
        int columns = Math.toIntExact(from.size(1));
        double[] all = Arrays2d.toDoubles(from);
        double[] out = new double[count * columns];
        for (int i = 0; i < count; i++) {
            System.arraycopy(all, row.applyAsInt(i) * columns, out, i * columns, columns);
        }
        return Arrays2d.matrix(out, count, columns).castTo(from.dataType());
    }

    /** Returns whether two scores of one row differ by no more than float arithmetic in another order explains. */
    static boolean alike(double a, double b) {
        return a == b || Math.abs(a - b) <= Math.max(ABSOLUTE, RELATIVE * Math.abs(a));
    }

    /** Returns that a probability is above 1, if one is and the data have probabilities, not densities. */
    public static Optional<String> aboveOne(double[] logProbabilities, DataKind kind) {
        for (double v : logProbabilities) {
            if (kind != DataKind.REAL && v > MASS_TOLERANCE) {
                return broken(
                        "a probability of %s data must be at most 1, but log p(x) of a row is %s, above 0", kind, v);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofMass(TractableDensity density, Dataset rows) {
        Optional<INDArray> states = states(rows.schema());
        if (states.isEmpty()) {
            return Optional.empty();
        }
        double mass = Math.exp(LogMath.logSumExp(RowScoring.score("log p(x)", states.get(), density::logProbability)));
        // A categorical model may know levels that the rows do not have; probability of such is lost, not made up.
        boolean fits = mass <= 1 + MASS_TOLERANCE && (rows.kind() != DataKind.BINARY || mass >= 1 - MASS_TOLERANCE);
        return fits
                ? Optional.empty()
                : broken(
                        "the probabilities of all %d states must sum to 1, but sum to %.6g",
                        states.get().size(0), mass);
    }

    /** Returns all states of discrete columns, FLOAT [S, D]; empty if there are too many or the columns are REAL. */
    private static Optional<INDArray> states(Schema schema) {
        if (schema.kind() == DataKind.REAL) {
            return Optional.empty();
        }
        List<float[]> states = new ArrayList<>();
        states.add(new float[schema.features()]);
        for (int d = 0; d < schema.features(); d++) {
            int before = states.size();
            if ((long) before * schema.levels(d) > LISTED) {
                return Optional.empty();
            }
            for (int level = 1; level < schema.levels(d); level++) {
                for (int s = 0; s < before; s++) {
                    float[] state = states.get(s).clone();
                    state[d] = level;
                    states.add(state);
                }
            }
        }
        float[] values = new float[states.size() * schema.features()];
        for (int s = 0; s < states.size(); s++) {
            System.arraycopy(states.get(s), 0, values, s * schema.features(), schema.features());
        }
        return Optional.of(Arrays2d.matrix(values, states.size(), schema.features()));
    }

    private static Optional<String> broken(String format, Object... values) {
        return Optional.of(String.format(Locale.ROOT, format, values));
    }
}
