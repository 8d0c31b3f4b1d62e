package verisim.core.result;

import static verisim.core.Checks.require;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verisim.core.io.Checksums;
import verisim.core.io.WholeFile;

/**
 * The layout of a run on disk.
 *
 * <pre>{@code
 * suite.yaml                                        resolved: every default written out
 * plan.json                                         the cells that the suite comes to, with their keys: all others are left out
 * environment.json                                  versions, CPU, JVM flags, threads
 * datasets/<dataset>/dataset.json, prepared.json, reference.npy, density.npy, truth-scores.npy
 * cells/<dataset>/<model>/<replicate>/result.json, training.csv, samples.npy, density.npy, scores/<metric>.npy,
 *                                                   completions.npy, model/, trained.json, log.txt
 * results.csv, results.json
 * report/
 * }</pre>
 *
 * <p>Each folder has a {@code SHA256SUMS} of what is read back, see {@link Checksums}; what is damaged is named, set aside as {@code
 * FILE.damaged} and made anew by the next run.
 *
 * <p>{@code density.npy} of a cell has the grid of its data set's record. {@code training.csv} has the columns {@code epoch,
 * step, seconds} and then the names the model reports. A cell that is not finished may have a folder {@code checkpoint/} from which its
 * training goes on. {@code trained.json} says of {@code model/} by which settings it was trained, so that other metrics need no new
 * training. {@code scores/<metric>.npy} is a DOUBLE array [n]: the value of each test row whose mean is the measurement, nats;
 * {@code truth-scores.npy} is the same of the distribution the data was drawn from.
 */
public record RunFolder(Path root) {
    private static final Pattern SUITE = Pattern.compile("(?m)^suite:[ \\t]*(.*?)[ \\t]*\\r?$");

    public Path suiteFile() {
        return root.resolve("suite.yaml");
    }

    public Path environmentFile() {
        return root.resolve("environment.json");
    }

    public Path planFile() {
        return root.resolve("plan.json");
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

    /** Returns whether this run was written with a plan and checksums. */
    public boolean isSealed() {
        return has(root.resolve(Checksums.FILE)) || has(planFile());
    }

    boolean has(Path file) {
        return Files.isRegularFile(file);
    }

    /**
     * Reads what belongs to the run; what is damaged is left out and named.
     *
     * @throws IllegalArgumentException if this is not the folder of a run, or one without checksums has a file that cannot be read
     */
    public RunContent read() {
        require(
                Files.isDirectory(root),
                "%s is not the folder of a run: it does not exist; give the folder that 'verisim run' wrote",
                root);
        return RunContent.read(this);
    }

    /** Reads the results of all cells that belong to the run and are finished, sorted by data set, model and replicate. */
    public List<CellResult> readCells() {
        return read().cells();
    }

    /** Returns the suite's name: the {@code suite} line of {@code suite.yaml}. */
    public Optional<String> suiteName() {
        try {
            Matcher matcher = SUITE.matcher(
                    Files.exists(suiteFile())
                            ? new String(Files.readAllBytes(suiteFile()), StandardCharsets.UTF_8)
                            : "");
            if (!matcher.find()) {
                return Optional.empty();
            }
            String value = matcher.group(1);
            boolean quoted = value.length() >= 2
                    && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                    && value.charAt(value.length() - 1) == value.charAt(0);
            String name = quoted ? value.substring(1, value.length() - 1) : value;
            return name.isEmpty() ? Optional.empty() : Optional.of(name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + suiteFile() + ": " + e.getMessage(), e);
        }
    }

    /** Writes the result of a cell and the checksums of all its files; the cell is finished when the result is there. */
    public void writeResult(CellResult result) {
        Checksums.seal(cellFolder(result.cell()), "result.json", ResultJson.write(result));
    }

    /** Writes a file of the folder itself with its checksum. */
    public void writeRoot(Path file, String text) {
        Checksums.write(root, String.valueOf(file.getFileName()), text);
    }

    /** Writes {@code text} so that {@code file} is either as before or complete: to a neighbour first, then renamed. */
    public static void writeWhole(Path file, String text) {
        WholeFile.write(file, text);
    }
}
