package verisim.reports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verisim.core.data.DataKind;
import verisim.core.data.Npy;
import verisim.core.math.Arrays2d;
import verisim.core.result.CellId;
import verisim.core.result.CellResult;
import verisim.core.result.DatasetRecord;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;
import verisim.core.result.Provenance;
import verisim.core.result.ResultJson;
import verisim.core.result.RunFolder;
import verisim.core.statistics.MeanEstimate;

/**
 * A run whose differences can be worked out by hand: four test rows of a known distribution, two exact models of two replicates, a
 * lower bound below both and one above both, an estimate, and an exact model whose scores of single rows were not kept.
 */
public final class PairedFixture {
    public static final String DATASET = "four rows";
    private static final String HASH = "ab12cd34";
    private final RunFolder run;

    private PairedFixture(Path root) {
        run = new RunFolder(root);
    }

    /** Writes the run into {@code root} and returns it. */
    public static RunFolder write(Path root) {
        PairedFixture fixture = new PairedFixture(root);
        RunFolder.writeWhole(fixture.run.suiteFile(), "suite: paired\nseed: 1\n");
        fixture.dataset();
        fixture.model(
                "high", Kind.EXACT, true, new double[] {-1.5, -2.5, -3.5, -2.5}, new double[] {-2.5, -3.5, -4.5, -3.5});
        fixture.model("low", Kind.EXACT, true, new double[] {-3.9, -5, -6.1, -5}, new double[] {-3.9, -5, -6.1, -5});
        fixture.model("bound-below", Kind.LOWER_BOUND, true, new double[] {-4, -6, -9, -9});
        fixture.model("bound-above", Kind.LOWER_BOUND, true, new double[] {-1, -1.75, -3, -2.25});
        fixture.model("estimated", Kind.ESTIMATE, true, new double[] {-1, -2, -3, -4});
        fixture.model("unkept", Kind.EXACT, false, new double[] {-2, -3, -4, -5});
        return fixture.run;
    }

    private void dataset() {
        Path folder = run.datasetFolder(DATASET);
        scores(folder.resolve("truth-scores.npy"), -0.5, -1, -2, -1.5);
        DatasetRecord record = new DatasetRecord(
                DATASET,
                DataKind.BINARY,
                3,
                "Made up.",
                "none",
                "none",
                Map.of("test", 4),
                Map.of("test", HASH),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of("truth-scores", "truth-scores.npy"));
        RunFolder.writeWhole(folder.resolve("dataset.json"), ResultJson.write(record));
    }

    private void model(String name, Kind kind, boolean kept, double[]... replicates) {
        for (int r = 1; r <= replicates.length; r++) {
            double[] rows = replicates[r - 1];
            CellId id = new CellId(DATASET, name, r);
            MeanEstimate mean = MeanEstimate.of(rows);
            Map<String, String> files = new LinkedHashMap<>();
            if (kept) {
                scores(run.cellFolder(id).resolve("scores.npy"), rows);
                files.put("scores/log-likelihood", "scores.npy");
            }
            List<Measurement> measurements = new ArrayList<>();
            measurements.add(new Measurement(
                    "log-likelihood",
                    "nats/example",
                    Direction.HIGHER,
                    Outcome.Measured.of(mean.mean(), mean.standardError(), rows.length, kind),
                    0.5,
                    Map.of("test", HASH.substring(0, 4))));
            Provenance provenance = new Provenance("p", Map.of(), Map.of(), Map.of(), "1/" + id, 1, Map.of());
            CellResult result = new CellResult(
                    id, "key", "family", Optional.empty(), provenance, Map.of("fit", 1.0), 7, measurements, files);
            RunFolder.writeWhole(run.resultFile(id), ResultJson.write(result));
        }
    }

    private static void scores(Path file, double... rows) {
        Npy.write(file, Arrays2d.vector(rows));
    }
}
