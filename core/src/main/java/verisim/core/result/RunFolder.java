package verisim.core.result;

import static verisim.core.Checks.require;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import verisim.core.io.WholeFile;

/**
 * The layout of a run on disk.
 *
 * <pre>{@code
 * suite.yaml                                        resolved: every default written out
 * environment.json                                  versions, CPU, JVM flags, threads
 * datasets/<dataset>/dataset.json, reference.npy, density.npy, truth-scores.npy
 * cells/<dataset>/<model>/<replicate>/result.json, training.csv, samples.npy, density.npy, scores/<metric>.npy,
 *                                                   completions.npy, model/, trained.json, log.txt
 * results.csv, results.json
 * report/
 * }</pre>
 *
 * <p>{@code density.npy} of a cell has the grid of its data set's record. {@code training.csv} has the columns {@code epoch,
 * step, seconds} and then the names the model reports. A cell that is not finished may have a folder {@code checkpoint/} from which its
 * training goes on. {@code trained.json} says of {@code model/} by which settings it was trained, so that other metrics need no new
 * training. {@code scores/<metric>.npy} is a DOUBLE array [n]: the value of each test row whose mean is the measurement, nats;
 * {@code truth-scores.npy} is the same of the distribution the data was drawn from.
 */
public record RunFolder(Path root) {
    public Path suiteFile() {
        return root.resolve("suite.yaml");
    }

    public Path environmentFile() {
        return root.resolve("environment.json");
    }

    public Path datasetFolder(String dataset) {
        return root.resolve("datasets").resolve(dataset);
    }

    public Path cellFolder(CellId cell) {
        return root.resolve("cells").resolve(cell.folder());
    }

    public Path resultFile(CellId cell) {
        return cellFolder(cell).resolve("result.json");
    }

    public Path reportFolder() {
        return root.resolve("report");
    }

    /**
     * Reads the results of all finished cells, sorted by data set, model and replicate.
     *
     * @throws IllegalArgumentException if this is not the folder of a run
     */
    public List<CellResult> readCells() {
        return readAll(root.resolve("cells"), "result.json", CellResult.class);
    }

    /** Reads the records of all prepared data sets, sorted by name. */
    public List<DatasetRecord> readDatasets() {
        return readAll(root.resolve("datasets"), "dataset.json", DatasetRecord.class);
    }

    /** Reads {@code environment.json}: names and values in the order they should be shown. */
    public Map<String, Object> readEnvironment() {
        return ResultJson.readMap(environmentFile());
    }

    /** Writes {@code text} so that {@code file} is either as before or complete: to a neighbour first, then renamed. */
    public static void writeWhole(Path file, String text) {
        WholeFile.write(file, text);
    }

    private <T> List<T> readAll(Path folder, String fileName, Class<T> type) {
        require(
                Files.isDirectory(root),
                "%s is not the folder of a run: it does not exist; give the folder that 'verisim run' wrote",
                root);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<T> out = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.endsWith(fileName)).sorted().toList()) {
                out.add(ResultJson.read(file, type));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder + ": " + e.getMessage(), e);
        }
        return out;
    }
}
