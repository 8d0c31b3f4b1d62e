package verisim.benchmarks.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import verisim.benchmarks.suite.Plan;
import verisim.benchmarks.suite.Plan.PlannedCell;
import verisim.benchmarks.suite.Streams;
import verisim.benchmarks.suite.Suite;
import verisim.benchmarks.suite.Suite.DatasetSpec;
import verisim.benchmarks.suite.SuiteWriter;
import verisim.benchmarks.suite.UserFile;
import verisim.core.io.Checksums;
import verisim.core.io.DamagedFileException;
import verisim.core.io.FileTree;
import verisim.core.io.WholeFile;
import verisim.core.result.CellId;
import verisim.core.result.CellResult;
import verisim.core.result.DatasetRecord;
import verisim.core.result.ResultJson;
import verisim.core.result.RunFolder;
import verisim.core.result.RunPlan;

/**
 * A run's folder as the runner uses it: knows which cells are finished, and keeps two runs from writing to one folder. The
 * lock goes when the process goes, however it ends.
 */
public final class RunStore implements AutoCloseable {
    private static final String PREPARED = "prepared.json";
    private static final String EARLIER = "earlier";

    private final RunFolder folder;
    private final FileChannel lockChannel;
    private final Map<?, ?> versions;
    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

    private RunStore(RunFolder folder, FileChannel lockChannel, Map<?, ?> versions) {
        this.folder = folder;
        this.versions = versions;
        this.lockChannel = lockChannel;
    }

    /**
     * Opens the folder of a run, a new one or one to go on with, and writes the resolved suite to it.
     *
     * @throws IllegalArgumentException if it holds another suite's run or something else, or another process writes to it
     */
    public static RunStore open(Path root, Suite suite, Map<String, Object> environment) {
        RunFolder folder = new RunFolder(root);
        try {
            if (Files.isRegularFile(root)) {
                throw new IllegalArgumentException("--out " + root + " is a file; give a folder");
            }
            boolean known = isKnown(folder);
            if (Files.isDirectory(root) && !known && !isEmptyOfForeignFiles(root)) {
                throw new IllegalArgumentException(
                        "--out " + root + " holds files that are not a run of Verisim; give an empty or a new folder");
            }
            if (known) {
                String before = suiteBefore(folder).orElse(suite.name());
                if (!before.equals(suite.name())) {
                    throw new IllegalArgumentException("--out " + root + " holds a run of another suite (" + before
                            + "), not of " + suite.name() + "; give another folder");
                }
            }
            Files.createDirectories(root);
            FileChannel channel = lock(root);
            Map<?, ?> versions = environment.get("versions") instanceof Map<?, ?> map ? map : Map.of();
            RunStore store = new RunStore(folder, channel, versions);
            store.begin(suite, environment);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + root + ": " + e.getMessage(), e);
        }
    }

    /** A run whose suite.yaml is lost is a run still. */
    private static boolean isKnown(RunFolder folder) {
        return Files.exists(folder.suiteFile()) || Files.exists(folder.planFile()) || folder.isSealed();
    }

    private static Optional<String> suiteBefore(RunFolder folder) {
        try {
            return folder.read().suite();
        } catch (IllegalArgumentException e) {
            return folder.suiteName(); // a folder of an earlier version in which something cannot be read
        }
    }

    /** Writes the files of the run itself. What the folder holds belongs to the new suite once that is planned. */
    private void begin(Suite suite, Map<String, Object> environment) throws IOException {
        String text = SuiteWriter.write(suite);
        boolean known = isKnown(folder);
        if (known && !folder.isSealed()) {
            sealWhatIsThere();
        }
        for (Path file : List.of(folder.planFile(), folder.environmentFile(), folder.suiteFile())) {
            String name = String.valueOf(file.getFileName());
            if (known) {
                check(() -> {
                    Checksums sums = Checksums.required(folder.root());
                    if (Files.exists(file) || sums.names().contains(name)) {
                        sums.check(name);
                    }
                });
            }
        }
        // Bytes, not text: a damaged file need not be text, and is set aside by now.
        boolean same = Files.exists(folder.suiteFile())
                && Arrays.equals(Files.readAllBytes(folder.suiteFile()), text.getBytes(StandardCharsets.UTF_8));
        RunPlan unknown = RunPlan.unknownYet(suite.name());
        if (known && !same) {
            folder.writeRoot(folder.planFile(), ResultJson.write(unknown));
        }
        folder.writeRoot(folder.suiteFile(), text);
        folder.writeRoot(folder.environmentFile(), ResultJson.write(environment));
        if (!Files.exists(folder.planFile())) {
            folder.writeRoot(folder.planFile(), ResultJson.write(unknown));
        }
    }

    /** Takes the files of an earlier version, which wrote no checksums, as they are. */
    private void sealWhatIsThere() throws IOException {
        for (String part : List.of("cells", "datasets")) {
            Path within = folder.root().resolve(part);
            if (!Files.isDirectory(within)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(within)) {
                List<Path> found = files.toList();
                for (String mark : List.of("manifest.json", "trained.json", "result.json", "dataset.json")) {
                    for (Path file : found) {
                        if (file.endsWith(mark)) {
                            Checksums.seal(file.getParent());
                        }
                    }
                }
            }
        }
        RunPlan old = RunPlan.unknownYet(folder.suiteName().orElse(""));
        Checksums.seal(folder.root(), "plan.json", ResultJson.write(old));
        notes.add("the folder was written by an earlier version without checksums: its files are taken as they are");
    }

    /** Writes down which cells belong to the run. */
    public void writePlan(Suite suite, Plan plan) {
        Map<CellId, String> keys = new LinkedHashMap<>();
        plan.cells().forEach(cell -> keys.put(cell.id(), cell.key()));
        List<String> datasets =
                suite.datasets().stream().map(DatasetSpec::label).toList();
        folder.writeRoot(folder.planFile(), ResultJson.write(RunPlan.of(suite.name(), datasets, keys)));
    }

    /** Returns what was found damaged and set aside, a line each. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Returns whether what {@code reading} checks is whole; what is damaged is named and set aside. */
    private boolean check(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (DamagedFileException e) {
            Path file = e.file();
            // A model is whole or it is not: its other files are of no use.
            Path aside = file.getParent().endsWith(TrainedModel.MODEL) ? file.getParent() : file;
            boolean there = Files.exists(aside);
            FileTree.setAside(aside);
            notes.add(e.getMessage()
                    + (there
                            ? "; " + aside.getFileName() + " is set aside as " + aside.getFileName() + Checksums.DAMAGED
                            : "")
                    + " and made anew");
            return false;
        }
    }

    private static boolean isEmptyOfForeignFiles(Path root) {
        String[] names = root.toFile().list();
        return names == null || List.of(names).stream().allMatch(".lock"::equals);
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IllegalArgumentException(
                    "another process is running in " + root + "; wait for it to end or give another folder");
        }
        return channel;
    }

    public RunFolder folder() {
        return folder;
    }

    /** Returns the planned cells that have no result yet, or one of other settings, or a failed one. */
    public List<PlannedCell> missing(Plan plan) {
        return plan.cells().stream().filter(cell -> !isFinished(cell)).toList();
    }

    private boolean isFinished(PlannedCell cell) {
        Path cellFolder = folder.cellFolder(cell.id());
        boolean there = Files.exists(folder.resultFile(cell.id()));
        boolean whole =
                check(() -> Checksums.of(cellFolder).ifPresent(sums -> sums.checkAllBut(there ? "" : "result.json")));
        if (!there || !whole || !check(() -> Checksums.required(cellFolder).check("result.json"))) {
            return false;
        }
        try {
            CellResult result = read(cell.id());
            return result.key().equals(cell.key()) && result.failure().isEmpty();
        } catch (IllegalArgumentException e) {
            return false; // not readable: a result of an older format, or damaged; it is run again
        }
    }

    /** Removes what is left of an unfinished cell, but for a checkpoint of its training, or its trained model, and the log of it. */
    public void clear(CellId cell) {
        Path cellFolder = folder.cellFolder(cell);
        Path checkpoint = CheckpointPlace.in(cellFolder).folder();
        boolean trained = TrainedModel.existsIn(cellFolder);
        boolean resumable = trained || Files.exists(checkpoint);
        Path log = cellFolder.resolve("training.csv");
        keepEarlier(cell);
        FileTree.delete(folder.resultFile(cell));
        FileTree.delete(
                cellFolder,
                path -> path.startsWith(checkpoint)
                        || isAside(cellFolder, path)
                        || path.startsWith(cellFolder.resolve(EARLIER))
                        || path.equals(cellFolder.resolve(Checksums.FILE))
                        || (resumable && path.equals(log))
                        || (trained && TrainedModel.isPart(cellFolder, path)));
        check(() -> Checksums.forgetMissing(cellFolder));
    }

    /** Keeps the result of an earlier suite's cell of this name, which nothing reads, as {@code earlier/KEY.json}. */
    private void keepEarlier(CellId cell) {
        if (!Files.exists(folder.resultFile(cell))) {
            return;
        }
        try {
            CellResult result = read(cell);
            if (result.failure().isEmpty()) {
                Path kept = folder.cellFolder(cell)
                        .resolve(EARLIER)
                        .resolve(result.key().substring(0, 16) + ".json");
                WholeFile.write(kept, ResultJson.write(result));
            }
        } catch (IllegalArgumentException e) {
            return; // not readable: nothing is lost
        }
    }

    private static boolean isAside(Path within, Path file) {
        for (Path name : within.relativize(file)) {
            if (name.toString().endsWith(Checksums.DAMAGED)) {
                return true;
            }
        }
        return false;
    }

    public CellResult read(CellId cell) {
        return ResultJson.read(folder.resultFile(cell), CellResult.class);
    }

    public void write(CellResult result) {
        folder.writeResult(result);
    }

    /** Returns the record of a data set if it was prepared with these very settings, by this program, from files of this content. */
    public Optional<DatasetRecord> preparedDataset(Suite suite, DatasetSpec dataset) {
        try {
            Path specFile = specFile(dataset);
            if (Files.isRegularFile(specFile)
                    && !check(() -> Checksums.required(folder.datasetFolder(dataset.label()))
                            .checkAll())) {
                return Optional.empty();
            }
            if (!Files.exists(specFile) || !Files.readString(specFile).equals(specText(suite, dataset))) {
                return Optional.empty();
            }
            DatasetRecord record = readDataset(dataset.label());
            return holdsFilesOf(dataset, record) ? Optional.of(record) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns whether files of the user's own hold what they held when the data set was prepared. */
    private static boolean holdsFilesOf(DatasetSpec dataset, DatasetRecord record) {
        return !dataset.source().equals(DatasetSpec.FILE)
                || record.protocol()
                        .entrySet()
                        .containsAll(
                                UserFile.dataset(dataset.options()).fileHashes().entrySet());
    }

    /** Notes with which settings a data set was prepared and returns its record. */
    public DatasetRecord recordPrepared(Suite suite, DatasetSpec dataset) {
        Checksums.write(folder.datasetFolder(dataset.label()), PREPARED, specText(suite, dataset));
        return readDataset(dataset.label());
    }

    public DatasetRecord readDataset(String label) {
        return ResultJson.read(folder.datasetFolder(label).resolve("dataset.json"), DatasetRecord.class);
    }

    /** Lets the next run prepare a data set anew, whatever it finds. */
    public static void forgetPrepared(RunFolder run, String label) {
        FileTree.delete(run.datasetFolder(label).resolve(PREPARED));
    }

    private Path specFile(DatasetSpec dataset) {
        return folder.datasetFolder(dataset.label()).resolve(PREPARED);
    }

    private String specText(Suite suite, DatasetSpec dataset) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("spec", dataset);
        all.put("stream", Streams.data(suite, dataset.label()).path());
        all.put("versions", new TreeMap<>(versions));
        return ResultJson.write(all);
    }

    /** Lets the folder go. */
    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
