package verisim.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.benchmarks.run.Versions;
import verisim.benchmarks.store.RunStore;
import verisim.benchmarks.suite.Plan;
import verisim.benchmarks.suite.Plan.PlannedCell;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.Suite;
import verisim.benchmarks.suite.SuiteReader;
import verisim.core.model.SavedModel;
import verisim.core.random.RandomStream;
import verisim.core.result.CellResult;
import verisim.core.result.DatasetRecord;
import verisim.core.result.RunFolder;
import verisim.reports.html.Report;
import verisim.reports.table.ResultTable;
import verisim.reports.table.RunData;

/** Bits that flip in the files of a finished run: never a wrong number, always named, made anew by the next run. */
class DamagedRunTest {
    private static final String SUITE = """
            suite: damaged
            replicates: 2
            samples: 40
            datasets:
              - {name: two-moons, as: moons, train: 100, validation: 40, test: 60}
              - {name: bars-and-stripes, as: bars}
            models:
              - gaussian
              - kde
              - product-bernoulli
              - {name: rbm, hidden: 3, epochs: 3, burnIn: 20}
            metrics: [log-likelihood, mmd]
            limits: {time: 1m, memory: 512m}
            """;

    private static final Registries REGISTRIES = Registries.load();

    @TempDir
    private static Path folder;

    private static Path out;
    private static RunFolder run;
    private static Suite suite;

    /** Every file of the finished run by its path. */
    private static final Map<Path, byte[]> FILES = new TreeMap<>();

    private static final Map<String, CellResult> CELLS = new LinkedHashMap<>();
    private static final Map<String, DatasetRecord> RECORDS = new LinkedHashMap<>();
    private static Set<String> rows;

    @BeforeAll
    static void runOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("damaged.yaml"), SUITE);
        out = folder.resolve("run");
        Cli first = Cli.run("run", file.toString(), "--out", out.toString(), "--jobs", "2");
        assertThat(first.code()).as(first.all()).isZero();
        assertThat(first.all()).contains("8 of 8 cells are good").doesNotContain("note:");
        run = new RunFolder(out);
        suite = new SuiteReader(REGISTRIES).parse("suite.yaml", Files.readString(run.suiteFile()), Map.of());
        run.readCells().forEach(cell -> CELLS.put(cell.cell().toString(), cell));
        run.read().datasets().forEach(record -> RECORDS.put(record.name(), record));
        rows = new HashSet<>(Files.readAllLines(out.resolve("results.csv")));
        for (Path path : tree()) {
            FILES.put(path, Files.readAllBytes(path));
        }
        List<String> names =
                readBack().stream().map(f -> String.valueOf(f.getFileName())).toList();
        assertThat(names)
                .contains(
                        "result.json", "samples.npy", "density.npy", "training.csv", "completions.npy", "trained.json")
                .contains("arrays.safetensors", "manifest.json", "dataset.json", "reference.npy", "truth-scores.npy")
                .contains("prepared.json", "suite.yaml", "environment.json", "plan.json", "log-likelihood.npy")
                .contains("SHA256SUMS", "data.json", "training-rows.npy");
    }

    private static List<Path> tree() throws IOException {
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> !f.endsWith(".lock"))
                    .toList();
        }
    }

    /** Those that something reads: not the tables, the pages and the logs. */
    private static List<Path> readBack() {
        return FILES.keySet().stream()
                .filter(f -> !f.startsWith(run.reportFolder())
                        && !f.endsWith("log.txt")
                        && !f.endsWith("results.csv")
                        && !f.endsWith("results.json"))
                .toList();
    }

    private static void restore() throws IOException {
        for (Path path : tree()) {
            if (!FILES.containsKey(path)) {
                Files.delete(path);
            }
        }
        for (Map.Entry<Path, byte[]> file : FILES.entrySet()) {
            Path path = file.getKey();
            if (!Files.isRegularFile(path) || !java.util.Arrays.equals(Files.readAllBytes(path), file.getValue())) {
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
        }
    }

    private static boolean isOfTheModel(Path file) {
        return file.getParent().endsWith("model");
    }

    /** Whether it is read when a run goes on, and by no report. */
    private static boolean isForResumeOnly(Path file) {
        return isOfTheModel(file) || file.endsWith("trained.json") || file.endsWith("prepared.json");
    }

    /** Reads all that a report reads; what it shows must be as before or missing, and the file named. */
    private static void checkReport(Path damaged) throws IOException {
        RunData data = RunData.read(run).checked();
        for (CellResult cell : data.cells()) {
            assertThat(cell).isEqualTo(CELLS.get(cell.cell().toString()));
            for (String name : cell.files().values()) {
                assertThat(data.file(cell, name)).isNotEqualTo(Optional.of(damaged));
            }
        }
        for (DatasetRecord record : data.datasets()) {
            for (String name : record.files().values()) {
                assertThat(data.file(record, name)).isNotEqualTo(Optional.of(damaged));
            }
        }
        ResultTable.writeCsv(run);
        assertThat(rows).containsAll(Files.readAllLines(out.resolve("results.csv")));
        if (!isForResumeOnly(damaged)) {
            // Where the checksums are damaged, that is what is named, or the file beside them.
            assertThat(String.join("\n", data.notes()))
                    .contains(damaged.endsWith("SHA256SUMS") ? damaged.getParent() + "/" : damaged.toString());
        }
        if (isOfTheModel(damaged)) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> {
                        SavedModel.readState(damaged.getParent());
                        SavedModel.readData(damaged.getParent());
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(damaged.getParent().toString());
        }
    }

    /** Asks what a run that goes on would do: the file is named and set aside, and what it belongs to is made anew. */
    private static void checkResume(Path damaged) {
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("versions", Versions.all());
        try (RunStore store = RunStore.open(out, suite, environment)) {
            List<String> anew = new ArrayList<>();
            for (Suite.DatasetSpec dataset : suite.datasets()) {
                Optional<DatasetRecord> record = store.preparedDataset(suite, dataset);
                if (record.isEmpty()) {
                    anew.add("datasets/" + dataset.label() + "/");
                }
            }
            Plan plan = Plan.of(suite, RECORDS, REGISTRIES);
            for (PlannedCell cell : store.missing(plan)) {
                anew.add("cells/" + cell.id() + "/");
            }
            String notes = String.join("\n", store.notes());
            assertThat(notes).contains(damaged.endsWith("SHA256SUMS") ? damaged.getParent() + "/" : damaged.toString());
            String place = out.relativize(damaged).toString();
            if (place.contains("/")) {
                assertThat(anew)
                        .singleElement()
                        .satisfies(part -> assertThat(place).startsWith(part));
            } else {
                assertThat(anew).isEmpty();
            }
        }
    }

    private static void flip(int times, long seed) throws IOException {
        RandomStream random = RandomStream.ofSeed(seed).child("flips");
        List<Path> files = readBack();
        long bytes = files.stream().mapToLong(f -> FILES.get(f).length).sum();
        Set<Path> hit = new HashSet<>();
        for (int i = 0; i < times; i++) {
            // By turns any file, and any byte of all.
            Path file = files.get((int) (random.nextDouble() * files.size()));
            int at = (int) (random.nextDouble() * FILES.get(file).length);
            if (i % 2 == 1) {
                long place = (long) (random.nextDouble() * bytes);
                for (Path candidate : files) {
                    if (place < FILES.get(candidate).length) {
                        file = candidate;
                        at = (int) place;
                        break;
                    }
                    place -= FILES.get(candidate).length;
                }
            }
            byte[] flipped = FILES.get(file).clone();
            flipped[at] ^= (byte) (1 << (int) (random.nextDouble() * 8));
            Files.write(file, flipped);
            hit.add(file);
            try {
                checkReport(file);
                checkResume(file);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("flip " + i + ", byte " + at + " of " + out.relativize(file), e);
            }
            restore();
        }
        assertThat(hit.size()).isGreaterThan(Math.min(times / 3, files.size() / 2));
    }

    @AfterAll
    static void theRunIsWholeAgain() throws IOException {
        restore();
        assertThat(RunData.read(run).checked().notes()).isEmpty();
    }

    @Test
    void aFlippedBitGivesNoWrongNumberAndIsNamed() throws IOException {
        flip(30, 1);
    }

    @Test
    @Tag("slow")
    void fiveHundredFlippedBitsGiveNoWrongNumberAndAreNamed() throws IOException {
        flip(500, 2);
    }

    @Test
    void aFileThatIsCutOffOrMissingIsNamed() throws IOException {
        Set<String> kinds = new HashSet<>();
        for (Path file : readBack()) {
            if (kinds.add(String.valueOf(file.getFileName()))) {
                Files.write(file, java.util.Arrays.copyOf(FILES.get(file), FILES.get(file).length / 2));
                checkReport(file);
                checkResume(file);
                restore();
                Files.delete(file);
                if (!file.equals(out.resolve("SHA256SUMS"))) {
                    checkReport(file);
                }
                restore();
            }
        }
        assertThat(kinds.size()).isGreaterThan(15);
    }

    @Test
    void theReportSaysWhatItLeavesOut() throws IOException {
        for (String name : List.of("result.json", "samples.npy", "training.csv", "reference.npy", "plan.json")) {
            Path file = readBack().stream()
                    .filter(f -> f.endsWith(name))
                    .findFirst()
                    .orElseThrow();
            byte[] flipped = FILES.get(file).clone();
            flipped[flipped.length / 2] ^= 4;
            Files.write(file, flipped);
            Report.write(List.of(out), run.reportFolder());
            assertThat(Files.readString(run.reportFolder().resolve("index.html")))
                    .contains(out.relativize(file) + " is damaged: its SHA-256 is not that of SHA256SUMS");
            restore();
        }
    }

    @Test
    @Tag("slow")
    void theNextRunMakesItAnew() throws IOException {
        Path result = out.resolve("cells/moons/gaussian/1/result.json");
        Path arrays = out.resolve("cells/bars/rbm/2/model/arrays.safetensors");
        Path reference = out.resolve("datasets/moons/reference.npy");
        for (Path file : List.of(result, arrays, reference)) {
            byte[] flipped = FILES.get(file).clone();
            flipped[flipped.length - 9] ^= 1;
            Files.write(file, flipped);
        }
        Cli again = Cli.run("run", folder.resolve("damaged.yaml").toString(), "--out", out.toString());
        assertThat(again.code()).isZero();
        assertThat(again.out())
                .contains("result.json is set aside as result.json.damaged and made anew")
                .contains("model is set aside as model.damaged and made anew")
                .contains("reference.npy is set aside as reference.npy.damaged and made anew")
                .contains("8 of 8 cells are good");
        assertThat(result.resolveSibling("result.json.damaged")).exists();
        assertThat(Files.readAllBytes(arrays)).isEqualTo(FILES.get(arrays));
        assertThat(Files.readAllBytes(reference)).isEqualTo(FILES.get(reference));
        for (CellResult cell : run.readCells()) {
            CellResult before = CELLS.get(cell.cell().toString());
            assertThat(cell.key()).isEqualTo(before.key());
            for (int i = 0; i < before.measurements().size(); i++) {
                assertThat(cell.measurements().get(i).outcome())
                        .isEqualTo(before.measurements().get(i).outcome());
            }
        }
        restore();
    }
}
