package verisim.reports.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verisim.core.result.Kind;
import verisim.core.statistics.PairedComparisons.Pair;
import verisim.core.statistics.PairedDifference;
import verisim.core.statistics.RowScores;

/**
 * The paired differences of all data sets as text: one row a pair of models, and one for each model's gap to the truth where that is known
 * (finding {@code gap}).
 */
public final class PairedTables {
    private static final List<String> COLUMNS = List.of(
            "dataset",
            "metric",
            "unit",
            "a",
            "b",
            "kind_a",
            "kind_b",
            "difference",
            "standard_error",
            "low",
            "high",
            "p",
            "p_holm",
            "finding",
            "retrained_low",
            "retrained_high",
            "finding_retrained",
            "n",
            "replicates_a",
            "replicates_b");
    private static final String TRUTH = "truth";

    private PairedTables() {}

    /**
     * One line of the tables: a less b.
     *
     * @param mark of the difference where one of the two is a bound
     */
    private record Line(
            String dataset,
            String metric,
            String unit,
            String a,
            String b,
            String kindA,
            String kindB,
            String mark,
            PairedDifference difference,
            Optional<Pair> pair) {
        String finding() {
            return pair.map(p -> p.resolved() ? "better" : "not-resolved").orElse("gap");
        }

        boolean retrainedKnown() {
            return !Double.isNaN(difference.retrained().low());
        }

        String retrained() {
            return pair.flatMap(Pair::resolvedWhenRetrained)
                    .map(r -> r ? "better" : "not-resolved")
                    .orElse("");
        }
    }

    /** Returns whether there is anything to write. */
    public static boolean isEmpty(List<Leaderboard> boards) {
        return lines(boards).isEmpty();
    }

    /** Returns full precision; {@code low, high} for the fitted models, {@code retrained_low, retrained_high} for models trained anew. */
    public static String csv(List<Leaderboard> boards) {
        StringBuilder out = new StringBuilder();
        Csv.appendRow(out, COLUMNS);
        for (Line line : lines(boards)) {
            PairedDifference d = line.difference;
            List<String> fields = new ArrayList<>(
                    List.of(line.dataset, line.metric, line.unit, line.a, line.b, line.kindA, line.kindB));
            fields.addAll(List.of(Csv.number(d.mean()), Csv.number(d.standardError())));
            fields.addAll(
                    List.of(Csv.number(d.fitted().low()), Csv.number(d.fitted().high())));
            fields.add(line.pair.map(p -> Csv.number(d.p())).orElse(""));
            fields.add(line.pair.map(p -> Csv.number(p.adjusted())).orElse(""));
            fields.add(line.finding());
            fields.addAll(List.of(
                    Csv.number(d.retrained().low()), Csv.number(d.retrained().high()), line.retrained()));
            fields.addAll(List.of(
                    Integer.toString(d.rows()),
                    Integer.toString(d.replicatesOfA()),
                    Integer.toString(d.replicatesOfB())));
            Csv.appendRow(out, fields);
        }
        return out.toString();
    }

    /** Returns a Markdown table of what the report prints. */
    public static String markdown(List<Leaderboard> boards) {
        StringBuilder out = new StringBuilder("""
                | data set | metric | a | b | a less b | p (Holm) | fitted models | trained again |
                |---|---|---|---|---|---|---|---|
                """);
        for (Line line : lines(boards)) {
            List<String> cells = cells(line);
            cells.replaceAll(TableFiles::markdownText);
            out.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
        return out.append(
                        "\n- ± is half a 95 % interval. \"a less b\" is about the models as fitted and other test rows; \"trained again\" adds")
                .append(" what other trainings would change. \u2265 and \u2264: one of the two is a bound.\n")
                .toString();
    }

    /** Returns a LaTeX tabular; needs no package. */
    public static String latex(List<Leaderboard> boards) {
        StringBuilder out = new StringBuilder("""
                % a less b with half a 95 % interval: of the models as fitted, and of models trained again
                \\begin{tabular}{llllrrlr}
                \\hline
                data set & metric & a & b & a less b & p (Holm) & fitted models & trained again \\\\
                \\hline
                """);
        for (Line line : lines(boards)) {
            List<String> cells = cells(line);
            cells.replaceAll(c -> c.equals("\u2014") ? "---" : TableFiles.latexText(c));
            out.append(String.join(" & ", cells)).append(" \\\\\n");
        }
        return out.append("\\hline\n\\end{tabular}\n").toString();
    }

    private static List<String> cells(Line line) {
        return new ArrayList<>(List.of(
                line.dataset,
                line.metric,
                line.a,
                line.b,
                line.mark + PairedScores.printed(line.difference),
                line.pair.map(p -> PairedScores.printedP(p.adjusted())).orElse("\u2014"),
                switch (line.finding()) {
                    case "better" -> "a is better";
                    case "gap" -> "gap to the truth";
                    default -> "not resolved";
                },
                line.retrainedKnown() ? line.mark + PairedScores.printedRetrained(line.difference) : "\u2014"));
    }

    private static List<Line> lines(List<Leaderboard> boards) {
        List<Line> lines = new ArrayList<>();
        for (Leaderboard board : boards) {
            for (Leaderboard.Column column : board.columns()) {
                column.paired().ifPresent(paired -> addLines(board.dataset(), column, paired, lines));
            }
        }
        return lines;
    }

    private static void addLines(String dataset, Leaderboard.Column column, PairedScores paired, List<Line> lines) {
        for (Pair p : paired.comparisons().pairs()) {
            lines.add(new Line(
                    dataset,
                    column.metric(),
                    column.unit(),
                    p.a(),
                    p.b(),
                    kind(paired.models().get(p.a())),
                    kind(paired.models().get(p.b())),
                    paired.mark(p),
                    p.difference(),
                    Optional.of(p)));
        }
        paired.models()
                .forEach((label, scores) -> paired.gap(label)
                        .ifPresent(gap -> lines.add(new Line(
                                dataset,
                                column.metric(),
                                column.unit(),
                                TRUTH,
                                label,
                                "known",
                                kind(scores),
                                PairedScores.mark(Kind.EXACT, scores.kind()),
                                gap,
                                Optional.empty()))));
    }

    private static String kind(RowScores scores) {
        return scores.kind().label();
    }
}
