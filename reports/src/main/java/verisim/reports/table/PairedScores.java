package verisim.reports.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Npy;
import verisim.core.math.Arrays2d;
import verisim.core.result.DatasetRecord;
import verisim.core.result.Kind;
import verisim.core.result.Outcome;
import verisim.core.statistics.MeanEstimate;
import verisim.core.statistics.PairedComparisons;
import verisim.core.statistics.PairedDifference;
import verisim.core.statistics.RowScores;
import verisim.core.statistics.Summary;

/**
 * The models of one column compared row by row, for a metric of which higher is better.
 *
 * @param unit of the scores
 * @param models scores of the test rows by the model's label; estimates are left out, since their bias is not in their error
 * @param comparisons of all pairs scored on the same rows
 * @param truths scores of the distribution the rows were drawn from, by model: where it is known for the model's test rows
 * @param leftOut why a model that has a number is not compared, by its label
 */
public record PairedScores(
        String unit,
        Map<String, RowScores> models,
        PairedComparisons comparisons,
        Map<String, RowScores> truths,
        Map<String, String> leftOut) {
    /** How far the mean of the rows may lie from the recorded value before the file is taken for one of another run. */
    private static final double TOLERANCE = 1e-9;

    /** Returns the comparison; empty if no model has scores of rows that can be compared with anything. */
    static Optional<PairedScores> of(
            String unit, List<String> labels, List<Score> scores, List<List<Replicate>> replicates) {
        return of(false, unit, labels, scores, replicates);
    }

    /** Returns the comparison of a metric of which lower is better: its scores are negated, and a bound becomes one of the other side. */
    static Optional<PairedScores> ofNegated(
            String unit, List<String> labels, List<Score> scores, List<List<Replicate>> replicates) {
        return of(true, unit, labels, scores, replicates);
    }

    private static Optional<PairedScores> of(
            boolean negated, String unit, List<String> labels, List<Score> scores, List<List<Replicate>> replicates) {
        Map<String, RowScores> models = new LinkedHashMap<>();
        Map<String, Map<String, String>> protocols = new LinkedHashMap<>();
        Map<String, RowScores> truths = new LinkedHashMap<>();
        Map<String, String> leftOut = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            Score score = scores.get(i);
            if (score == null || score.summary().status() != Summary.Status.MEASURED) {
                continue;
            }
            String label = labels.get(i);
            Kind kind = score.summary().kind().orElseThrow();
            if (kind == Kind.ESTIMATE) {
                leftOut.put(label, "an estimate, whose bias nobody knows");
                continue;
            }
            try {
                models.put(label, rows(kind, replicates.get(i), negated));
                protocols.put(label, score.protocol());
                if (!negated) { // the truth's scores are in nats, of which higher is better
                    truth(score.protocol(), replicates.get(i).get(0)).ifPresent(t -> truths.put(label, t));
                }
            } catch (IllegalArgumentException e) {
                leftOut.put(label, e.getMessage());
            }
        }
        PairedComparisons comparisons = PairedComparisons.of(
                models, (a, b) -> sameRows(models, protocols, a, b) && agree(protocols.get(a), protocols.get(b)));
        return comparisons.pairs().isEmpty() && truths.isEmpty()
                ? Optional.empty()
                : Optional.of(new PairedScores(
                        unit,
                        Collections.unmodifiableMap(models),
                        comparisons,
                        Collections.unmodifiableMap(truths),
                        Collections.unmodifiableMap(leftOut)));
    }

    private static boolean sameRows(
            Map<String, RowScores> models, Map<String, Map<String, String>> protocols, String a, String b) {
        String test = protocols.get(a).get("test");
        return test != null
                && test.equals(protocols.get(b).get("test"))
                && models.get(a).rows() == models.get(b).rows();
    }

    /** Returns whether no setting that both name, other than the estimator, differs. */
    static boolean agree(Map<String, String> one, Map<String, String> other) {
        return one.entrySet().stream()
                .allMatch(e -> e.getKey().equals("estimator")
                        || e.getValue().equals(other.getOrDefault(e.getKey(), e.getValue())));
    }

    /** Returns the scores of the replicates that gave a number. */
    private static RowScores rows(Kind kind, List<Replicate> replicates, boolean negated) {
        List<double[]> rows = new ArrayList<>();
        double shared = 0;
        for (Replicate replicate : replicates) {
            if (replicate.measurement().outcome() instanceof Outcome.Measured m) {
                Path file = replicate
                        .scores()
                        .orElseThrow(() -> new IllegalArgumentException("the run kept no scores of single rows"));
                double[] values = read(file);
                MeanEstimate mean = MeanEstimate.of(values);
                if (values.length != m.n()
                        || !(Math.abs(mean.mean() - m.value()) <= TOLERANCE * Math.max(1, Math.abs(m.value())))) {
                    throw new IllegalArgumentException("the scores of its rows in " + file.getFileName()
                            + " are not those behind its number; run the cell again");
                }
                // What the recorded error holds beyond the sampling of rows is that of log Z, which all rows share.
                double beyond = m.standardError() * m.standardError() - mean.standardError() * mean.standardError();
                boolean more = m.standardError() > mean.standardError() * (1 + 1e-6);
                shared += more ? beyond : 0;
                rows.add(negated ? Arrays.stream(values).map(v -> -v).toArray() : values);
            }
        }
        return new RowScores(negated ? opposite(kind) : kind, rows, Math.sqrt(shared) / rows.size(), false);
    }

    private static Kind opposite(Kind kind) {
        return switch (kind) {
            case LOWER_BOUND -> Kind.UPPER_BOUND;
            case UPPER_BOUND -> Kind.LOWER_BOUND;
            case EXACT, ESTIMATE -> kind;
        };
    }

    private static Optional<RowScores> truth(Map<String, String> protocol, Replicate replicate) {
        String test = protocol.get("test");
        Optional<DatasetRecord> record =
                replicate.run().dataset(replicate.cell().cell().dataset());
        String file = record.map(r -> r.files().get("truth-scores")).orElse(null);
        boolean same = test != null
                && record.isPresent()
                && record.get().hashes().getOrDefault("test", "").startsWith(test);
        if (file == null || !same) {
            return Optional.empty();
        }
        return replicate.run().file(record.get(), file).map(f -> RowScores.ofTruth(read(f)));
    }

    private static double[] read(Path file) {
        INDArray x = Npy.read(file);
        if (x.rank() != 1 || x.length() == 0) {
            throw new IllegalArgumentException(
                    file.getFileName() + " must hold one score a row, but has rank " + x.rank());
        }
        return Arrays2d.toDoubles(x);
    }

    /** Returns the exact model with the highest mean, the one others are set beside. */
    public Optional<String> reference() {
        return models.entrySet().stream()
                .filter(e -> e.getValue().kind() == Kind.EXACT)
                .max((a, b) -> Double.compare(
                        a.getValue().mean().mean(), b.getValue().mean().mean()))
                .map(Map.Entry::getKey);
    }

    /** Returns the scores of the distribution the rows were drawn from, if one is known. */
    public Optional<RowScores> truth() {
        return truths.values().stream().findFirst();
    }

    /**
     * Returns how far {@code model} falls short of the truth's log-likelihood on the test rows, an estimate of KL(truth, model); an
     * upper bound of it where the model's score is a lower bound. Empty if the truth is not known.
     */
    public Optional<PairedDifference> gap(String model) {
        RowScores truth = truths.get(model);
        RowScores scores = models.get(model);
        return truth == null || scores == null || truth.rows() != scores.rows()
                ? Optional.empty()
                : Optional.of(PairedDifference.of(truth, scores));
    }

    /**
     * Returns one sentence: {@code made beats gaussian by 0.31 ± 0.04 nats per example (paired over 2,000 test rows)}. A bound that may
     * lie on either side is said to leave the order open.
     */
    public String sentence(PairedComparisons.Pair pair) {
        PairedDifference d = pair.difference();
        String by = printed(d) + " " + unit.replace("/", " per ");
        int fits = Math.max(d.replicatesOfA(), d.replicatesOfB());
        String how = String.format(Locale.ROOT, " (paired over %,d test rows", d.rows())
                + (fits > 1 ? ", mean of " + fits + " fits" : "") + ")";
        boolean open = models.get(pair.b()).kind() == Kind.LOWER_BOUND
                || models.get(pair.a()).kind() == Kind.UPPER_BOUND;
        if (open) {
            return pair.a() + " and " + pair.b() + " are not told apart: " + pair.a() + " scores " + mark(pair) + by
                    + " more, but the bound leaves open which is better" + how;
        }
        if (!pair.resolved()) {
            return pair.a() + " and " + pair.b() + " are not told apart: they differ by " + by + how;
        }
        boolean exact = models.get(pair.a()).kind() == Kind.EXACT
                && models.get(pair.b()).kind() == Kind.EXACT;
        return pair.a() + " beats " + pair.b() + (exact ? " by " : " by at least ") + by + how;
    }

    /**
     * Returns the mark of {@code a - b}, with a space behind it: at least so much where a is a lower bound, at most so much where b is
     * one, and the other way round for upper bounds; empty for two exact scores.
     */
    public static String mark(Kind a, Kind b) {
        boolean least = a == Kind.LOWER_BOUND || b == Kind.UPPER_BOUND;
        boolean most = a == Kind.UPPER_BOUND || b == Kind.LOWER_BOUND;
        if (least == most) {
            return "";
        }
        return (least ? Kind.LOWER_BOUND : Kind.UPPER_BOUND).mark() + " ";
    }

    /** Returns the mark of the difference of two of the models. */
    public String mark(PairedComparisons.Pair pair) {
        return mark(models.get(pair.a()).kind(), models.get(pair.b()).kind());
    }

    /** Returns a difference with the half-width of the interval for the fitted models. */
    public static String printed(PairedDifference d) {
        return Digits.of(d.mean(), d.fitted().width() / 2).plain();
    }

    /** Returns a difference with the half-width of the interval for models trained anew, or a dash. */
    public static String printedRetrained(PairedDifference d) {
        return Double.isNaN(d.retrained().low())
                ? "\u2014"
                : Digits.of(d.mean(), d.retrained().width() / 2).plain();
    }

    /** Returns a p-value with two digits: {@code 0.013, 3.1e-7, <1e-15}. */
    public static String printedP(double p) {
        if (p < 1e-15) {
            return "<1e-15";
        }
        return p >= 1e-3
                ? String.format(Locale.ROOT, "%.2g", p)
                : String.format(Locale.ROOT, "%.1e", p).replace("e-0", "e-");
    }
}
