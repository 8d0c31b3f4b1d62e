package verisim.benchmarks.ledger;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.Suite;
import verisim.benchmarks.suite.Suite.DatasetSpec;
import verisim.benchmarks.suite.Suite.ModelSpec;
import verisim.benchmarks.suite.SuiteReader;
import verisim.core.result.CellId;
import verisim.core.result.CellResult;

/** The cells of an older record that still hold when a run of the same suite is added to it. */
final class EarlierCells {
    private EarlierCells() {}

    /**
     * Returns the cells of the record which the run does not have and its suite asks for with the same settings.
     *
     * @throws IllegalArgumentException if its suite cannot be compared
     */
    static List<CellResult> kept(RecordedRun earlier, List<CellResult> cells, String suiteText) {
        SuiteReader reader = new SuiteReader(Registries.load());
        Suite then = reader.parse("the recorded suite", earlier.suiteText().orElse(""), Map.of());
        Suite now = reader.parse("the run's suite", suiteText, Map.of());
        boolean alike = then.seed() == now.seed()
                && then.samples() == now.samples()
                && then.metrics().equals(now.metrics())
                && then.limits().threads() == now.limits().threads();
        Set<CellId> run = cells.stream().map(CellResult::cell).collect(Collectors.toSet());
        return earlier.cells().stream()
                .filter(cell -> alike && !run.contains(cell.cell()) && isAsked(cell.cell(), then, now))
                .toList();
    }

    /** Returns the cells of both, in the order of a record. */
    static List<CellResult> merged(List<CellResult> cells, List<CellResult> kept) {
        return Stream.concat(cells.stream(), kept.stream())
                .sorted(Comparator.comparing((CellResult cell) -> cell.cell().dataset())
                        .thenComparing(cell -> cell.cell().model())
                        .thenComparing(cell -> cell.cell().replicate()))
                .toList();
    }

    private static boolean isAsked(CellId cell, Suite then, Suite now) {
        Optional<ModelSpec> model = model(now, cell.model());
        return cell.replicate() <= now.replicates()
                && dataset(now, cell.dataset()).isPresent()
                && dataset(now, cell.dataset()).equals(dataset(then, cell.dataset()))
                && model.filter(m -> m.appliesTo(cell.dataset())).isPresent()
                && model.map(EarlierCells::settings)
                        .equals(model(then, cell.model()).map(EarlierCells::settings));
    }

    private static Optional<DatasetSpec> dataset(Suite suite, String label) {
        return suite.datasets().stream().filter(d -> d.label().equals(label)).findFirst();
    }

    private static Optional<ModelSpec> model(Suite suite, String label) {
        return suite.models().stream().filter(m -> m.label().equals(label)).findFirst();
    }

    /** Returns the model without the data sets it is fitted to. */
    private static ModelSpec settings(ModelSpec model) {
        return new ModelSpec(model.label(), model.provider(), model.options(), List.of());
    }
}
