package verisim.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.core.result.CellId;
import verisim.core.result.CellResult;
import verisim.core.result.RunFolder;

/** Whole runs with worker processes, on suites that take seconds. */
class RunCommandTest {
    private static final String SUITE = """
            suite: tiny
            replicates: 2
            samples: 200
            datasets:
              - {name: rbm-data, as: bits, train: 300, validation: 100, test: 200}
            models:
              - product-bernoulli
            metrics: [log-likelihood, kl-forward]
            limits: {time: 1m, memory: 512m}
            """;

    @TempDir
    private Path folder;

    @Test
    void aRunLeavesResultsTablesAndReportAndIsNotDoneTwice() throws IOException {
        Path suite = Files.writeString(folder.resolve("tiny.yaml"), SUITE);
        Path out = folder.resolve("run");
        Cli first = Cli.run("run", suite.toString(), "--out", out.toString(), "--jobs", "2");
        assertThat(first.all()).contains("2 of 2 cells are good");
        assertThat(first.code()).isZero();
        RunFolder run = new RunFolder(out);
        List<CellResult> cells = run.readCells();
        assertThat(cells).hasSize(2).allSatisfy(cell -> {
            assertThat(cell.measurements()).extracting("metric").containsExactly("log-likelihood", "kl-forward");
            assertThat(cell.files()).containsKeys("samples", "model");
        });
        assertThat(out.resolve("results.csv")).exists();
        assertThat(out.resolve("results.json")).exists();
        assertThat(Files.readString(out.resolve("report/index.html"))).contains("product-bernoulli", "log-likelihood");

        // A cell is taken away, as if the run had been killed in it; half a result of it is left behind.
        Map<String, FileTime> before = times(out);
        CellId lost = new CellId("bits", "product-bernoulli", 2);
        Files.delete(run.resultFile(lost));
        Files.writeString(run.cellFolder(lost).resolve("result.json.part"), "{");
        Files.setLastModifiedTime(
                run.resultFile(new CellId("bits", "product-bernoulli", 1)), FileTime.from(Instant.EPOCH));
        Cli second = Cli.run("run", suite.toString(), "--out", out.toString(), "--jobs", "1");
        assertThat(second.code()).isZero();
        assertThat(Files.getLastModifiedTime(run.resultFile(new CellId("bits", "product-bernoulli", 1)))
                        .toInstant())
                .isEqualTo(Instant.EPOCH);
        assertThat(times(out).get("datasets/bits/reference.npy")).isEqualTo(before.get("datasets/bits/reference.npy"));
        assertThat(numbers(run.readCells())).isEqualTo(numbers(cells));

        // Other settings are other cells: nothing old is taken for new.
        Cli changed =
                Cli.run("run", suite.toString(), "--out", out.toString(), "--set", "product-bernoulli.smoothing=0.5");
        assertThat(changed.code()).isZero();
        assertThat(numbers(run.readCells())).isNotEqualTo(numbers(cells));
    }

    @Test
    void otherMetricsAreMeasuredOnTheModelThatIsThere() throws IOException {
        String text = SUITE.replace("replicates: 2", "replicates: 1")
                .replace("- product-bernoulli", "- {name: rbm, hidden: 4, epochs: 3}");
        Path first = Files.writeString(folder.resolve("first.yaml"), text);
        Path out = folder.resolve("run");
        assertThat(Cli.run("run", first.toString(), "--out", out.toString()).code())
                .isZero();
        RunFolder run = new RunFolder(out);
        CellResult before = run.readCells().get(0);
        Path cell = run.cellFolder(before.cell());
        Map<String, FileTime> times = times(cell);
        assertThat(times).containsKeys("trained.json", "training.csv", "model/arrays.safetensors");

        Path second = Files.writeString(folder.resolve("second.yaml"), text.replace("kl-forward]", "log-partition]\n"));
        assertThat(Cli.run("run", second.toString(), "--out", out.toString()).code())
                .isZero();
        CellResult after = run.readCells().get(0);
        assertThat(after.key()).isNotEqualTo(before.key());
        assertThat(after.measurements()).extracting("metric").containsExactly("log-likelihood", "log-partition");
        assertThat(after.measurements().get(0).outcome())
                .isEqualTo(before.measurements().get(0).outcome());
        assertThat(after.parameters()).isEqualTo(before.parameters());
        assertThat(after.files()).containsEntry("training", "training.csv").containsEntry("model", "model");
        assertThat(after.provenance().versions()).containsKey("commit-of-training");
        for (String kept : List.of("trained.json", "training.csv", "model/arrays.safetensors")) {
            assertThat(times(cell).get(kept)).as(kept).isEqualTo(times.get(kept));
        }

        // Another model is trained, and the old one's file does not stand in for it.
        assertThat(Cli.run("run", second.toString(), "--out", out.toString(), "--set", "rbm.epochs=2")
                        .code())
                .isZero();
        assertThat(Files.readAllLines(cell.resolve("training.csv"))).hasSize(3);
        assertThat(run.readCells().get(0).provenance().versions()).doesNotContainKey("commit-of-training");
    }

    @Test
    void twoSuitesInOneFolderMakeNoMixedRow() throws IOException {
        Path suite = Files.writeString(folder.resolve("tiny.yaml"), SUITE);
        Path out = folder.resolve("run");
        assertThat(Cli.run("run", suite.toString(), "--out", out.toString()).code())
                .isZero();
        RunFolder run = new RunFolder(out);
        List<CellResult> first = run.readCells();
        Cli second =
                Cli.run("run", suite.toString(), "--out", out.toString(), "--set", "seed=9", "--set", "replicates=1");
        assertThat(second.all())
                .contains("1 of 1 cells are good")
                .contains("1 cell of an earlier suite or of other data in the same folder is left out");
        assertThat(run.readCells()).singleElement().satisfies(cell -> {
            assertThat(cell.cell().replicate()).isEqualTo(1);
            assertThat(cell.key()).isNotEqualTo(first.get(0).key());
        });
        assertThat(Files.readAllLines(out.resolve("results.csv"))).hasSize(3);
        assertThat(Files.readString(out.resolve("results.json"))).doesNotContain("\"replicate\" : 2");
        assertThat(Files.readString(out.resolve("report/index.html")))
                .contains("1 cell of an earlier suite")
                .contains("1 of 1 cell finished");
        assertThat(run.resultFile(new CellId("bits", "product-bernoulli", 2))).exists();

        // The first suite again: the other's cell gives way, the cell that was left out is there still.
        Cli third = Cli.run("run", suite.toString(), "--out", out.toString());
        assertThat(third.all()).contains("2 of 2 cells are good").doesNotContain("left out");
        assertThat(numbers(run.readCells())).isEqualTo(numbers(first));

        // A name that holds the other's is another suite.
        Path tin = Files.writeString(folder.resolve("tin.yaml"), SUITE.replace("suite: tiny", "suite: tin"));
        assertThat(Cli.run("run", tin.toString(), "--out", out.toString()).err())
                .contains("holds a run of another suite (tiny), not of tin");
    }

    @Test
    void aRunOfAnEarlierVersionIsReadAsItIsAndGoesOn() throws IOException {
        Path suite = Files.writeString(folder.resolve("tiny.yaml"), SUITE);
        Path out = folder.resolve("run");
        Cli.run("run", suite.toString(), "--out", out.toString());
        RunFolder run = new RunFolder(out);
        List<CellResult> cells = run.readCells();
        try (var files = Files.walk(out)) {
            for (Path file : files.filter(f -> f.endsWith("SHA256SUMS") || f.endsWith("plan.json"))
                    .toList()) {
                Files.delete(file);
            }
        }
        assertThat(run.readCells()).isEqualTo(cells);
        assertThat(run.read().notes()).singleElement().asString().contains("written by an earlier version");
        Map<String, FileTime> before = times(out);
        Cli again = Cli.run("run", suite.toString(), "--out", out.toString());
        assertThat(again.all()).contains("2 of 2 cells are good");
        assertThat(run.readCells()).isEqualTo(cells);
        assertThat(times(out).get("cells/bits/product-bernoulli/1/result.json"))
                .isEqualTo(before.get("cells/bits/product-bernoulli/1/result.json"));
        assertThat(run.isSealed()).isTrue();
    }

    @Test
    void addingAModelChangesNoOtherNumber() throws IOException {
        Path suite = Files.writeString(folder.resolve("tiny.yaml"), SUITE);
        Path more = Files.writeString(
                folder.resolve("more.yaml"),
                SUITE.replace("models:\n", "models:\n  - {name: product-bernoulli, as: another}\n"));
        Cli.run("run", suite.toString(), "--out", folder.resolve("a").toString());
        Cli.run("run", more.toString(), "--out", folder.resolve("b").toString());
        List<CellResult> a = new RunFolder(folder.resolve("a")).readCells();
        List<CellResult> b = new RunFolder(folder.resolve("b"))
                .readCells().stream()
                        .filter(c -> !c.cell().model().equals("another"))
                        .toList();
        assertThat(b).hasSize(2);
        assertThat(numbers(b)).isEqualTo(numbers(a));
    }

    @Test
    void aFailingModelIsRecordedAndTheOthersGoOn() throws IOException {
        // A constant column leaves no density; a GAN needs none.
        StringBuilder csv = new StringBuilder("a,b\n");
        for (int i = 0; i < 60; i++) {
            csv.append(Math.sin(i)).append(",1\n");
        }
        Files.writeString(folder.resolve("flat.csv"), csv);
        Path suite = Files.writeString(folder.resolve("s.yaml"), """
                suite: failing
                samples: 50
                datasets: [{file: %s, kind: REAL}]
                models: [gaussian, {name: gan, epochs: 1}]
                metrics: [mmd]
                """.formatted(folder.resolve("flat.csv")));
        Cli run =
                Cli.run("run", suite.toString(), "--out", folder.resolve("run").toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("failed: flat/gaussian/1 in phase fit: ")
                .contains("1 of 2 cells are good, 1 failed")
                .doesNotContain("\tat ");
        assertThat(Files.readString(folder.resolve("run/report/index.html"))).contains("has the same value, 1, in all");
    }

    private static Map<String, FileTime> times(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            Map<String, FileTime> out = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.put(root.relativize(file).toString(), Files.getLastModifiedTime(file));
            }
            return out;
        }
    }

    private static Map<String, String> numbers(List<CellResult> cells) {
        return cells.stream()
                .flatMap(cell -> cell.measurements().stream()
                        .map(m -> Map.entry(
                                cell.cell() + " " + m.metric(), m.outcome().toString())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
