package verisim.benchmarks.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import verisim.core.result.CellId;
import verisim.core.result.CellResult;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;
import verisim.core.result.Provenance;
import verisim.core.result.ResultJson;
import verisim.core.result.RunFolder;

/** A small run on disk: data set coins, models plain, wide (better on test rows), tall (better on validation rows). */
final class LedgerFixture {
    static final String SUITE = """
            # The suite as it ran.
            suite: small
            datasets:
              - {name: product-bernoulli-data, as: coins}
            models:
              - plain
              - {name: made, as: wide}
              - {name: made, as: tall}
            """;

    private LedgerFixture() {}

    static void write(RunFolder run) {
        RunFolder.writeWhole(run.suiteFile(), SUITE);
        RunFolder.writeWhole(
                run.environmentFile(),
                ResultJson.write(new TreeMap<>(Map.of(
                        "processor",
                        "Abacus 3",
                        "cores",
                        2,
                        "threadsPerCell",
                        1,
                        "jvm",
                        "VM 17",
                        "jvmFlags",
                        List.of("-Dfolder=/secret/place")))));
        write(run, cell("plain", 1, -2.0, -2.1));
        write(run, cell("plain", 2, -2.2, -2.1));
        write(run, cell("wide", 1, -1.5, -1.9));
        write(run, cell("tall", 1, -1.75, -1.6));
    }

    static void write(RunFolder run, CellResult cell) {
        RunFolder.writeWhole(run.resultFile(cell.cell()), ResultJson.write(cell));
    }

    static CellResult cell(String model, int replicate, double test, double validation) {
        return cell(
                model,
                replicate,
                Optional.empty(),
                List.of(measured("log-likelihood", test), measured("validation-log-likelihood", validation)));
    }

    static CellResult failed(String model) {
        return cell(model, 1, Optional.of(new Outcome.Failed("fit", "loss was NaN")), List.of());
    }

    private static CellResult cell(
            String model, int replicate, Optional<Outcome.Failed> failure, List<Measurement> measurements) {
        return new CellResult(
                new CellId("coins", model, replicate),
                "key",
                "family",
                failure,
                new Provenance(
                        model, Map.of(), Map.of(), Map.of(), "1/x", 1, Map.of("commit", "0123456789abcdef-dirty")),
                Map.of("fit", 12.5 * replicate),
                7,
                measurements,
                Map.of());
    }

    private static Measurement measured(String metric, double value) {
        return new Measurement(
                metric,
                "nats/example",
                Direction.HIGHER,
                Outcome.Measured.of(value, 0.1, 100, Kind.EXACT),
                0.1,
                Map.of());
    }
}
