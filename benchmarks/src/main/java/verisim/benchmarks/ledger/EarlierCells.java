package verisim.benchmarks.ledger;

import static verisim.core.Checks.require;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    /** Facts of the machine that the ledger prints; times of others would stand under its name. */
    private static final List<String> MACHINE = List.of("processor", "cores", "threadsPerCell", "jvm");

    private EarlierCells() {}

    /**
     * Returns the cells of both: those of the run, and of the record those which the run does not have and its suite asks for with the
     * same settings.
     *
     * @throws IllegalArgumentException if the record is of another machine, or its suite cannot be compared
     */
    static List<CellResult> with(
            RecordedRun earlier, List<CellResult> cells, Map<String, Object> environment, String suiteText) {
        for (String fact : MACHINE) {
            require(
                    Objects.equals(
                            String.valueOf(earlier.environment().get(fact)), String.valueOf(environment.get(fact))),
                    "the recorded run has %s %s and this one %s, so they cannot be one record; --replace puts this one in its place",
                    fact,
                    earlier.environment().get(fact),
                    environment.get(fact));
        }
        SuiteReader reader = new SuiteReader(Registries.load());
        Suite then = reader.parse("the recorded suite", earlier.suiteText().orElse(""), Map.of());
        Suite now = reader.parse("the run's suite", suiteText, Map.of());
        boolean alike = then.seed() == now.seed()
                && then.samples() == now.samples()
                && then.metrics().equals(now.metrics())
                && then.limits().threads() == now.limits().threads();
        Set<CellId> run = cells.stream().map(CellResult::cell).collect(Collectors.toSet());
        Stream<CellResult> kept = earlier.cells().stream()
                .filter(cell -> alike && !run.contains(cell.cell()) && isAsked(cell.cell(), then, now));
        return Stream.concat(cells.stream(), kept)
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
