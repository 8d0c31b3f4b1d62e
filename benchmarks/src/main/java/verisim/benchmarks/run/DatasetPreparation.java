package verisim.benchmarks.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.Suite;
import verisim.benchmarks.suite.Suite.DatasetSpec;
import verisim.core.data.CsvRows;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Npy;
import verisim.core.io.Checksums;
import verisim.core.io.FileTree;
import verisim.core.math.Arrays2d;
import verisim.core.model.GenerativeModel;
import verisim.core.model.TractableDensity;
import verisim.core.random.RandomStream;
import verisim.core.result.DatasetRecord;
import verisim.core.result.ResultJson;
import verisim.core.result.RunFolder;
import verisim.core.source.DatasetInfo;
import verisim.core.source.LoadedData;

/** Loads a data set once for a whole run and writes what a report needs of it. */
final class DatasetPreparation {
    private static final int REFERENCE_ROWS = 2_000;
    private static final int BLOCK = 500;
    private static final double MARGIN = 0.08;

    private DatasetPreparation() {}

    static DatasetRecord prepare(
            DatasetSpec spec, RandomStream random, RunFolder run, Path dataFolder, Registries registries) {
        LoadedData loaded = DataLoading.load(spec, dataFolder, random, registries);
        DataSplits splits = loaded.splits();
        Path folder = run.datasetFolder(spec.label());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + folder + ": " + e.getMessage(), e);
        }
        // First what makes the others count, so that a kill leaves nothing that is taken for whole.
        for (String old : List.of("prepared.json", "dataset.json", Checksums.FILE)) {
            FileTree.delete(folder.resolve(old));
        }
        Map<String, String> files = new LinkedHashMap<>();
        Npy.write(
                folder.resolve("reference.npy"),
                CsvRows.numbers(
                        splits.schema(), splits.test().spread(REFERENCE_ROWS).toArray()));
        files.put("reference", "reference.npy");
        Optional<double[]> box = box(splits);
        Optional<GenerativeModel> truth = loaded.truth();
        if (box.isPresent()
                && truth.isPresent()
                && DensityGrid.write(truth.get(), box.get(), splits.schema(), folder.resolve("density.npy"))) {
            files.put("density", "density.npy");
        }
        if (truth.isPresent() && truth.get() instanceof TractableDensity density) {
            Npy.write(folder.resolve("truth-scores.npy"), scores(density, splits.test()));
            files.put("truth-scores", "truth-scores.npy");
        }
        Optional<DatasetInfo> info = spec.source().equals(DatasetSpec.FILE)
                ? Optional.empty()
                : Optional.of(registries.datasets().get(spec.source()).info());
        DatasetRecord record = new DatasetRecord(
                spec.label(),
                splits.kind(),
                splits.features(),
                info.map(DatasetInfo::description).orElse("file of the user's own"),
                info.map(DatasetInfo::licence).orElse("the user's own"),
                info.map(DatasetInfo::citation).orElse(""),
                perSplit(splits, Dataset::size),
                hashes(splits),
                splits.protocol(),
                splits.train().imageShape(),
                box,
                files,
                Optional.of(splits.schema()),
                loaded.notices());
        Checksums.seal(folder, "dataset.json", ResultJson.write(record));
        return record;
    }

    /** Returns {@code log p} of each row under the distribution the rows were drawn from, DOUBLE [n]. */
    private static INDArray scores(TractableDensity truth, Dataset test) {
        double[] scores = new double[test.size()];
        for (int from = 0; from < scores.length; from += BLOCK) {
            int rows = Math.min(BLOCK, scores.length - from);
            float[] values = new float[rows * test.features()];
            test.copyRange(from, rows, values);
            double[] block = Arrays2d.toDoubles(truth.logProbability(Arrays2d.matrix(values, rows, test.features())));
            System.arraycopy(block, 0, scores, from, rows);
        }
        return Arrays2d.vector(scores);
    }

    /** Returns the content hash of each split by its label. */
    static Map<String, String> hashes(DataSplits splits) {
        return perSplit(splits, Dataset::contentHash);
    }

    private static <T> Map<String, T> perSplit(DataSplits splits, java.util.function.Function<Dataset, T> f) {
        Map<String, T> out = new LinkedHashMap<>();
        for (Dataset part : new Dataset[] {splits.train(), splits.validation(), splits.test()}) {
            out.put(part.split().label(), f.apply(part));
        }
        return out;
    }

    /** Returns the region of 2-D REAL data that is drawn: all test points with a margin. */
    private static Optional<double[]> box(DataSplits splits) {
        if (splits.kind() != DataKind.REAL || splits.features() != 2) {
            return Optional.empty();
        }
        double[] box = new double[4];
        for (int d = 0; d < 2; d++) {
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < splits.test().size(); i++) {
                min = Math.min(min, splits.test().value(i, d));
                max = Math.max(max, splits.test().value(i, d));
            }
            double margin = MARGIN * (max > min ? max - min : 1);
            double origin = splits.schema().column(d).origin();
            box[2 * d] = origin + min - margin;
            box[2 * d + 1] = origin + max + margin;
        }
        return Optional.of(box);
    }

    /** Prepares a data set of a suite with the suite's stream. */
    static DatasetRecord prepare(Suite suite, String label, RunFolder run, Path dataFolder, Registries registries) {
        return prepare(
                DataLoading.spec(suite, label),
                verisim.benchmarks.suite.Streams.data(suite, label),
                run,
                dataFolder,
                registries);
    }
}
