package verisim.benchmarks.ledger;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verisim.benchmarks.suite.SuiteException;
import verisim.benchmarks.suite.SuiteReader;
import verisim.core.option.Names;
import verisim.core.result.CellResult;
import verisim.core.statistics.Summary;

/** Published figures, each with what a recorded run says to it. */
public final class Ledger {
    private static final String VALIDATION = "validation-log-likelihood";

    private final LedgerFolder folder;
    private final List<PublishedFigure> figures;
    private final Map<String, Optional<RecordedRun>> runs = new LinkedHashMap<>();

    private Ledger(LedgerFolder folder, List<PublishedFigure> figures) {
        this.folder = folder;
        this.figures = figures;
    }

    /**
     * Reads a ledger and checks every entry.
     *
     * @throws SuiteException if an entry is wrong or names a suite, data set or model that does not exist; with its line
     */
    public static Ledger read(LedgerFolder folder) {
        Ledger ledger = new Ledger(folder, FigureReader.read(LedgerFolder.FIGURES, folder.figures()));
        ledger.figures.forEach(ledger::check);
        return ledger;
    }

    public List<PublishedFigure> figures() {
        return figures;
    }

    /**
     * Returns one row a figure, in the order of the file.
     *
     * @param ids which figures; empty means all
     */
    public List<LedgerRow> rows(Collection<String> ids) {
        List<String> known = figures.stream().map(PublishedFigure::id).toList();
        for (String id : ids) {
            if (!known.contains(id)) {
                throw new IllegalArgumentException(Names.unknown("figure", id, known));
            }
        }
        return figures.stream()
                .filter(figure -> ids.isEmpty() || ids.contains(figure.id()))
                .map(this::row)
                .toList();
    }

    private Optional<RecordedRun> run(String suite) {
        return runs.computeIfAbsent(suite, folder::run);
    }

    private void check(PublishedFigure figure) {
        if (figure.ours().isEmpty()) {
            return;
        }
        PublishedFigure.Ours ours = figure.ours().get();
        Optional<String> recorded = run(ours.suite()).flatMap(RecordedRun::suiteText);
        if (recorded.isEmpty() && !SuiteReader.BUNDLED.contains(ours.suite())) {
            if (run(ours.suite()).isPresent()) {
                return;
            }
            throw new SuiteException(figure.place() + ": "
                    + Names.unknown("bundled or recorded suite", ours.suite(), SuiteReader.BUNDLED));
        }
        SuiteLabels labels =
                SuiteLabels.of(ours.suite() + ".yaml", recorded.orElseGet(() -> SuiteReader.bundledText(ours.suite())));
        if (!labels.datasets().contains(ours.dataset())) {
            throw new SuiteException(figure.place() + ": "
                    + Names.unknown("data set in suite " + ours.suite(), ours.dataset(), labels.datasets()));
        }
        for (String model : ours.models()) {
            if (!labels.models().contains(model)) {
                throw new SuiteException(figure.place() + ": "
                        + Names.unknown("model in suite " + ours.suite(), model, labels.models()));
            }
        }
    }

    private LedgerRow row(PublishedFigure figure) {
        if (figure.ours().isEmpty()) {
            return without(figure, "", "", Verdict.without(Verdict.Status.CONTEXT, "context"));
        }
        PublishedFigure.Ours ours = figure.ours().get();
        String models = String.join(" | ", ours.models());
        Optional<RecordedRun> run = run(ours.suite());
        if (run.isEmpty()) {
            return without(figure, ours.suite(), models, Verdict.without(Verdict.Status.NO_RUN, "no run yet"));
        }
        List<String> present = ours.models().stream()
                .filter(model -> !run.get().cells(ours.dataset(), model).isEmpty())
                .toList();
        if (present.isEmpty()) {
            return without(
                    figure,
                    ours.suite(),
                    models,
                    Verdict.without(Verdict.Status.NO_RUN, "no run yet: the recorded one has no such cell"));
        }
        Optional<String> chosen = choose(run.get(), ours, present);
        if (chosen.isEmpty()) {
            return without(
                    figure,
                    ours.suite(),
                    models,
                    Verdict.without(
                            Verdict.Status.NO_NUMBER, "no number: the run has no " + VALIDATION + " to choose by"));
        }
        return answered(figure, ours, run.get(), chosen.get());
    }

    private static LedgerRow answered(
            PublishedFigure figure, PublishedFigure.Ours ours, RecordedRun run, String model) {
        List<CellResult> cells = run.cells(ours.dataset(), model);
        Summary summary = RecordedRun.summary(cells, ours.metric());
        String target = figure.target().isPresent()
                ? Verdict.target(figure.target().getAsDouble(), figure.direction(), summary)
                : "";
        return new LedgerRow(
                figure,
                Verdict.of(figure, summary),
                Optional.of(summary),
                target,
                ours.suite(),
                model,
                RecordedRun.commit(cells),
                RecordedRun.fitSeconds(cells),
                run.machine(cells));
    }

    /** Returns the model with the best mean validation log-likelihood; of one model itself. */
    private static Optional<String> choose(RecordedRun run, PublishedFigure.Ours ours, List<String> models) {
        if (ours.models().size() == 1) {
            return Optional.of(models.get(0));
        }
        String best = null;
        double bestValue = Double.NEGATIVE_INFINITY;
        for (String model : models) {
            Summary summary = RecordedRun.summary(run.cells(ours.dataset(), model), VALIDATION);
            if (summary.status() == Summary.Status.MEASURED && summary.missing() == 0 && summary.value() > bestValue) {
                best = model;
                bestValue = summary.value();
            }
        }
        return Optional.ofNullable(best);
    }

    private static LedgerRow without(PublishedFigure figure, String suite, String model, Verdict verdict) {
        String target = figure.target().isPresent() ? "open" : "";
        return new LedgerRow(figure, verdict, Optional.empty(), target, suite, model, "", Double.NaN, "");
    }

    /** Returns how many rows have each verdict, in the order of {@link Verdict.Status}. */
    public static Map<Verdict.Status, Long> counts(List<LedgerRow> rows) {
        Map<Verdict.Status, Long> counts = new java.util.EnumMap<>(Verdict.Status.class);
        rows.forEach(row -> counts.merge(row.verdict().status(), 1L, Long::sum));
        return counts;
    }
}
