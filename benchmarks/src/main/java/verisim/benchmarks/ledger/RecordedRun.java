package verisim.benchmarks.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import verisim.core.result.CellResult;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;
import verisim.core.result.Range;
import verisim.core.result.ResultJson;
import verisim.core.statistics.Replicates;
import verisim.core.statistics.Summary;

/**
 * The results of one run, as the ledger keeps them.
 *
 * @param suiteText the suite as it ran; empty if the record has none
 */
record RecordedRun(List<CellResult> cells, Map<String, Object> environment, Optional<String> suiteText) {
    static final String RESULTS = "results.json";
    static final String ENVIRONMENT = "environment.json";
    static final String SUITE = "suite.yaml";

    /** In {@link #ENVIRONMENT}: cells that were added from other machines, each with its own in words. */
    static final String OTHER_MACHINES = "otherMachines";

    static RecordedRun read(String at, String results, Optional<String> environment, Optional<String> suite) {
        Map<String, Object> facts = new LinkedHashMap<>();
        environment.ifPresent(text -> {
            Map<?, ?> map = ResultJson.parse(at + ENVIRONMENT, text, Map.class);
            map.forEach((key, value) -> facts.put(String.valueOf(key), value));
        });
        return new RecordedRun(List.of(ResultJson.parse(at + RESULTS, results, CellResult[].class)), facts, suite);
    }

    List<CellResult> cells(String dataset, String model) {
        return cells.stream()
                .filter(cell -> cell.cell().dataset().equals(dataset)
                        && cell.cell().model().equals(model))
                .toList();
    }

    /** Returns what the replicates gave together on a metric. */
    static Summary summary(List<CellResult> replicates, String metric) {
        List<Outcome> outcomes = new ArrayList<>();
        for (CellResult cell : replicates) {
            outcomes.add(cell.failure()
                    .<Outcome>map(failure -> failure)
                    .orElseGet(() -> cell.measurements().stream()
                            .filter(m -> m.metric().equals(metric))
                            .map(Measurement::outcome)
                            .findFirst()
                            .orElse(new Outcome.NotDefined("the run did not measure " + metric))));
        }
        Range range = replicates.stream()
                .flatMap(cell -> cell.measurements().stream())
                .filter(m -> m.metric().equals(metric))
                .map(Measurement::range)
                .findFirst()
                .orElse(Range.REAL);
        return Replicates.summarize(outcomes, range);
    }

    /** Returns the commits these cells were run with. */
    static String commit(List<CellResult> replicates) {
        Set<String> commits = new LinkedHashSet<>();
        replicates.forEach(cell -> commits.add(cell.provenance().versions().getOrDefault("commit", "unknown")));
        return String.join(", ", commits);
    }

    /** Returns the mean wall time of a fit in seconds; NaN if none is known. */
    static double fitSeconds(List<CellResult> replicates) {
        return replicates.stream()
                .map(cell -> cell.seconds().get("fit"))
                .filter(java.util.Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    /** Returns the machines that these cells of the run were run on, in words. */
    String machine(List<CellResult> of) {
        return String.join("; ", new LinkedHashSet<>(machines(of).values()));
    }

    /** Returns for each of these cells of the run the machine it was run on, in words. */
    Map<String, String> machines(List<CellResult> of) {
        Map<?, ?> others = environment.get(OTHER_MACHINES) instanceof Map<?, ?> map ? map : Map.of();
        Map<String, String> out = new LinkedHashMap<>();
        for (CellResult cell : of) {
            String id = cell.cell().toString();
            out.put(id, others.containsKey(id) ? String.valueOf(others.get(id)) : machine());
        }
        return out;
    }

    /** Returns the machine of the run in a few words; cells may have been added from others. */
    String machine() {
        List<String> parts = new ArrayList<>();
        fact("processor").ifPresent(parts::add);
        fact("cores").ifPresent(cores -> parts.add(cores + (cores.equals("1") ? " core" : " cores")));
        fact("threadsPerCell").ifPresent(n -> parts.add(n + (n.equals("1") ? " thread" : " threads") + " a model"));
        fact("jvm").ifPresent(parts::add);
        return parts.isEmpty() ? "unknown" : String.join(", ", parts);
    }

    private Optional<String> fact(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::valueOf);
    }
}
