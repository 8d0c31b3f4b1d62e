package verisim.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.SuiteReader;
import verisim.core.random.RandomStream;
import verisim.core.result.CellId;
import verisim.core.result.CellResult;
import verisim.core.result.Outcome;
import verisim.core.result.RunFolder;

/** A file of the user's own that is edited between runs, and while a run goes on. */
class EditedFileTest {
    private static final CellId CELL = new CellId("my", "gaussian", 1);
    private static final int ROWS = 400;

    @TempDir
    private Path folder;

    private void write(double mean) throws IOException {
        RandomStream random = RandomStream.ofSeed(5).child("rows");
        StringBuilder csv = new StringBuilder("a,b\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append(mean + random.nextGaussian())
                    .append(',')
                    .append(random.nextGaussian())
                    .append('\n');
        }
        Files.writeString(folder.resolve("my.csv"), csv);
    }

    private Path suite() throws IOException {
        return Files.writeString(folder.resolve("edited.yaml"), """
                suite: edited
                samples: 50
                datasets: [{file: %s, kind: REAL}]
                models: [gaussian]
                metrics: [log-likelihood]
                limits: {time: 1m, memory: 512m}
                """.formatted(folder.resolve("my.csv")));
    }

    /** Runs the suite in a JVM of its own, as maps without an order have another in each. */
    private String runInAJvm(Path out) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "verisim.benchmarks.cli.Main"));
        command.addAll(List.of("run", suite().toString(), "--out", out.toString()));
        Path log = folder.resolve("log.txt");
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(code).as(Files.readString(log)).isZero();
        return Files.readString(log);
    }

    private static double value(CellResult cell) {
        return ((Outcome.Measured) cell.measurements().get(0).outcome()).value();
    }

    private static CellResult only(Path out) {
        List<CellResult> cells = new RunFolder(out).readCells();
        assertThat(cells).hasSize(1);
        return cells.get(0);
    }

    @Test
    @Tag("slow")
    void sixEditsAreNoticedSixTimes() throws Exception {
        Path out = folder.resolve("run");
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            write(3 * i);
            runInAJvm(out);
            Path fresh = folder.resolve("fresh" + i);
            runInAJvm(fresh);
            CellResult cell = only(out);
            hashes.add(cell.provenance().dataHashes().get("test"));
            assertThat(cell.provenance().dataHashes())
                    .isEqualTo(only(fresh).provenance().dataHashes());
            assertThat(value(cell)).isEqualTo(value(only(fresh)));
        }
        assertThat(hashes).doesNotHaveDuplicates();
        // Nothing edited, nothing prepared or trained anew, in any JVM.
        var prepared = Files.getLastModifiedTime(out.resolve("datasets/my/dataset.json"));
        var measured = Files.getLastModifiedTime(new RunFolder(out).resultFile(CELL));
        for (int i = 0; i < 3; i++) {
            runInAJvm(out);
        }
        assertThat(Files.getLastModifiedTime(out.resolve("datasets/my/dataset.json")))
                .isEqualTo(prepared);
        assertThat(Files.getLastModifiedTime(new RunFolder(out).resultFile(CELL)))
                .isEqualTo(measured);
    }

    @Test
    void aFileThatChangesInMidRunFailsTheCell() throws Exception {
        write(0);
        Path out = folder.resolve("run");
        runInAJvm(out);
        RunFolder run = new RunFolder(out);
        CellResult before = only(out);
        write(40);
        Registries registries = Registries.load();
        CellWork work = new CellWork(
                new SuiteReader(registries).parse("suite.yaml", Files.readString(run.suiteFile()), Map.of()),
                CELL,
                before.key(),
                run,
                folder,
                registries,
                new CellWork.Progress() {
                    @Override
                    public void phase(String name) {}

                    @Override
                    public void epoch(int epoch, int epochs) {}
                });
        CellResult after = work.run();
        assertThat(after.measurements()).isEmpty();
        assertThat(after.failure().orElseThrow().error())
                .isEqualTo("my.csv changed while the run was going on; run the same command again");
        assertThat(out.resolve("datasets/my/prepared.json")).doesNotExist();
        // The same command again is right.
        runInAJvm(out);
        assertThat(only(out).provenance().dataHashes())
                .isNotEqualTo(before.provenance().dataHashes());
    }
}
