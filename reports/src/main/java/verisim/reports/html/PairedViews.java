package verisim.reports.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verisim.core.result.Kind;
import verisim.core.statistics.PairedComparisons.Pair;
import verisim.core.statistics.PairedDifference;
import verisim.core.statistics.RowScores;
import verisim.reports.chart.PairedChart;
import verisim.reports.chart.Palette;
import verisim.reports.html.PageView.PairedView;
import verisim.reports.html.PageView.Table;
import verisim.reports.table.Digits;
import verisim.reports.table.Leaderboard;
import verisim.reports.table.PairedScores;

/** Turns the comparisons row by row of one data set into what the template shows. */
final class PairedViews {
    private static final String NONE = "\u2014";

    private PairedViews() {}

    /** Returns one view for each metric whose models were compared. */
    static List<PairedView> of(Leaderboard board, Palette palette, FigureFiles figures, String id) {
        List<PairedView> views = new ArrayList<>();
        for (Leaderboard.Column column : board.columns()) {
            column.paired().ifPresent(paired -> {
                String name = id + "-paired-" + column.metric();
                List<String> charts = PairedChart.of(paired, column.metric(), board.dataset(), palette, name)
                        .map(figures::add)
                        .map(List::of)
                        .orElse(List.of());
                views.add(new PairedView(
                        "Paired differences: " + column.metric(),
                        sentences(paired),
                        charts,
                        models(paired),
                        paired.comparisons().pairs().size() > paired.models().size() - 1
                                ? Optional.of(pairs(paired))
                                : Optional.empty()));
            });
        }
        return views;
    }

    private static List<String> sentences(PairedScores paired) {
        List<String> out = new ArrayList<>();
        paired.reference()
                .flatMap(reference -> paired.comparisons().pairs().stream()
                        .filter(p -> p.a().equals(reference))
                        .filter(p -> paired.models().get(p.b()).kind() == Kind.EXACT)
                        .min(Comparator.comparingDouble(p -> p.difference().mean())))
                .ifPresent(p -> out.add("The two best exact models: " + paired.sentence(p) + "."));
        paired.comparisons().pairs().stream()
                .filter(p -> p.resolved() && paired.models().get(p.a()).kind() == Kind.LOWER_BOUND)
                .filter(p -> paired.reference().filter(p.b()::equals).isPresent())
                .forEach(p -> out.add("A lower bound above the best exact model: " + paired.sentence(p) + "."));
        paired.truth()
                .ifPresent(
                        truth -> out.add(
                                "The truth itself has " + mean(truth) + " "
                                        + paired.unit().replace("/", " per ")
                                        + " on these rows: in expectation no model does better. The gap to it, row by row, estimates KL(truth, model)."));
        paired.leftOut().forEach((label, why) -> out.add("Not compared: " + label + ", " + why + "."));
        return out;
    }

    private static Table models(PairedScores paired) {
        Optional<String> reference = paired.reference();
        boolean truth = !paired.truths().isEmpty();
        List<String> headers = new ArrayList<>(List.of("model", "kind", "fitted models", "mean"));
        reference.ifPresent(r -> headers.addAll(List.of("less " + r, "p (Holm)", "trained again")));
        if (truth) {
            headers.add("gap to the truth");
        }
        List<Map.Entry<String, RowScores>> order =
                new ArrayList<>(paired.models().entrySet());
        order.sort(Comparator.comparingDouble(
                        (Map.Entry<String, RowScores> e) -> e.getValue().mean().mean())
                .reversed());
        List<List<String>> rows = new ArrayList<>();
        paired.truth().ifPresent(t -> {
            List<String> row = new ArrayList<>(List.of("truth", "known", "", mean(t)));
            reference.ifPresent(r ->
                    row.addAll(List.of(paired.gap(r).map(PairedScores::printed).orElse(NONE), NONE, NONE)));
            row.add("0");
            rows.add(row);
        });
        for (Map.Entry<String, RowScores> e : order) {
            String label = e.getKey();
            Kind kind = e.getValue().kind();
            List<String> row = new ArrayList<>(List.of(label, kind.label().replace('-', ' ')));
            Optional<Pair> pair = reference.flatMap(r -> paired.comparisons().pair(label, r));
            row.add(
                    reference.filter(label::equals).isPresent()
                            ? "best exact"
                            : pair.map(PairedViews::finding).orElse(NONE));
            row.add(kind.mark() + " " + mean(e.getValue()));
            if (reference.isPresent()) {
                Optional<PairedDifference> d = pair.map(p ->
                        p.a().equals(label) ? p.difference() : p.difference().reversed());
                row.add(d.map(v -> PairedScores.mark(kind, Kind.EXACT) + PairedScores.printed(v))
                        .orElse(NONE));
                row.add(pair.map(p -> PairedScores.printedP(p.adjusted())).orElse(NONE));
                row.add(d.map(v -> retrained(PairedScores.mark(kind, Kind.EXACT), v))
                        .orElse(NONE));
            }
            if (truth) {
                row.add(paired.gap(label)
                        .map(g ->
                                (kind == Kind.EXACT ? Kind.ESTIMATE.mark() + " " : PairedScores.mark(Kind.EXACT, kind))
                                        + PairedScores.printed(g))
                        .orElse(NONE));
            }
            rows.add(row);
        }
        return new Table(headers, 3, rows);
    }

    private static Table pairs(PairedScores paired) {
        List<Pair> order = new ArrayList<>(paired.comparisons().pairs());
        order.sort(Comparator.comparing(Pair::a).thenComparing(Pair::b));
        List<List<String>> rows = new ArrayList<>();
        for (Pair p : order) {
            rows.add(List.of(
                    p.a(),
                    p.b(),
                    finding(p),
                    paired.mark(p) + PairedScores.printed(p.difference()),
                    PairedScores.printedP(p.difference().p()),
                    PairedScores.printedP(p.adjusted()),
                    retrained(paired.mark(p), p.difference())));
        }
        return new Table(
                List.of("higher", "lower", "fitted models", "difference", "p", "p (Holm)", "trained again"), 3, rows);
    }

    private static String finding(Pair pair) {
        String fitted = pair.resolved() ? pair.a() + " is better" : "not resolved";
        return fitted
                + pair.resolvedWhenRetrained()
                        .map(again -> again.equals(pair.resolved())
                                ? ""
                                : again ? "; trained again: " + pair.a() : "; trained again: not resolved")
                        .orElse("");
    }

    private static String retrained(String mark, PairedDifference d) {
        return Double.isNaN(d.retrained().low()) ? NONE : mark + PairedScores.printedRetrained(d);
    }

    /** Returns the mean over rows with the half-width of its interval over rows. */
    private static String mean(RowScores scores) {
        var mean = scores.mean();
        return Digits.of(mean.mean(), mean.interval(0.95).width() / 2).plain();
    }
}
