package verisim.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.benchmarks.store.CheckpointPlace;
import verisim.core.result.CellId;
import verisim.core.result.CellResult;
import verisim.core.result.RunFolder;

/** Training that is killed and started again, with real processes, against training that is left alone. */
@Tag("slow")
class ResumeTest {
    private static final String SUITE = """
            suite: interrupted
            samples: 200
            datasets:
              - {name: rbm-data, as: bits, train: 300, validation: 100, test: 200}
            models:
              - {name: vae, hidden: [20], batchSize: 20, epochs: 600, patience: 599}
            metrics: [elbo]
            limits: {time: 2m, memory: 512m, threads: 1}
            """;

    private static final CellId CELL = new CellId("bits", "vae", 1);

    @TempDir
    private Path folder;

    @BeforeEach
    void keepACheckpointOfEveryEpoch() {
        System.setProperty(CheckpointPlace.INTERVAL_PROPERTY, "0");
    }

    @AfterEach
    void restoreTheInterval() {
        System.clearProperty(CheckpointPlace.INTERVAL_PROPERTY);
    }

    @Test
    void aCellWhoseWorkerWasKilledGoesOnWithTheSameNumbers() throws Exception {
        Path suite = Files.writeString(folder.resolve("interrupted.yaml"), SUITE);
        Path whole = folder.resolve("whole");
        assertThat(Cli.run("run", suite.toString(), "--out", whole.toString()).code())
                .isZero();
        Path killed = folder.resolve("killed");
        RunFolder run = new RunFolder(killed);
        Path training = run.cellFolder(CELL).resolve("training.csv");
        List<ProcessHandle> others = ProcessHandle.current().children().toList();
        CompletableFuture<Cli> first =
                CompletableFuture.supplyAsync(() -> Cli.run("run", suite.toString(), "--out", killed.toString()));
        await(() -> lines(training) > 50);
        List<ProcessHandle> workers = ProcessHandle.current()
                .children()
                .filter(p -> !others.contains(p))
                .toList();
        assertThat(workers).hasSize(1);
        workers.get(0).destroyForcibly();
        assertThat(first.get(1, TimeUnit.MINUTES).code()).isEqualTo(1);
        assertThat(run.cellFolder(CELL).resolve("checkpoint/training.checkpoint"))
                .exists();
        int before = lines(training);
        assertThat(before).isLessThan(601);

        Cli second = Cli.run("run", suite.toString(), "--out", killed.toString());
        assertThat(second.all()).contains("1 of 1 cells are good");
        assertThat(run.cellFolder(CELL).resolve("checkpoint")).doesNotExist();
        assertThat(withoutSeconds(training))
                .hasSize(601)
                .isEqualTo(withoutSeconds(new RunFolder(whole).cellFolder(CELL).resolve("training.csv")));
        List<Double> seconds = seconds(training);
        assertThat(seconds).isSorted();
        CellResult cell = run.readCells().get(0);
        assertThat(cell.measurements().get(0).outcome())
                .isEqualTo(new RunFolder(whole)
                        .readCells()
                        .get(0)
                        .measurements()
                        .get(0)
                        .outcome());
        assertThat(cell.seconds().get("fit")).isGreaterThanOrEqualTo(seconds.get(seconds.size() - 1) - 0.001);
        assertThat(Files.mismatch(
                        run.cellFolder(CELL).resolve("model/arrays.safetensors"),
                        new RunFolder(whole).cellFolder(CELL).resolve("model/arrays.safetensors")))
                .isEqualTo(-1);
    }

    @Test
    void aFitThatWasKilledGoesOnWithResume() throws Exception {
        Path whole = folder.resolve("whole");
        assertThat(Cli.run(fit(whole)).all()).contains("fitted vae");
        assertThat(whole.resolve("checkpoint")).doesNotExist();
        Path killed = folder.resolve("killed");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + CheckpointPlace.INTERVAL_PROPERTY + "=0",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(fit(killed)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("killed.log").toFile())
                .start();
        await(() -> lines(killed.resolve("training.csv")) > 50);
        process.destroyForcibly().waitFor();
        assertThat(killed.resolve("fit.json")).doesNotExist();

        Cli without = Cli.run(fit(killed));
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains("holds an interrupted fit; give --resume");
        Cli resumed = Cli.run(fit(killed, "--resume"));
        assertThat(resumed.all()).contains("fitted vae");
        assertThat(withoutSeconds(killed.resolve("training.csv")))
                .hasSize(601)
                .isEqualTo(withoutSeconds(whole.resolve("training.csv")));
        assertThat(Files.mismatch(
                        killed.resolve("model/arrays.safetensors"), whole.resolve("model/arrays.safetensors")))
                .isEqualTo(-1);
        assertThat(killed.resolve("checkpoint")).doesNotExist();
        assertThat(Cli.run(fit(killed, "--resume")).err()).contains("holds a fitted model");
    }

    private static String[] fit(Path out, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "fit", "vae", "rbm-data", "--out", out.toString(), "--set", "hidden=20", "--set", "batchSize=20"));
        arguments.addAll(List.of("--set", "epochs=600", "--set", "patience=599"));
        arguments.addAll(List.of("--data", "train=300", "--data", "validation=100", "--data", "test=200"));
        arguments.addAll(List.of(more));
        return arguments.toArray(new String[0]);
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.holds()) {
            assertThat(System.nanoTime() - start).as("a minute has passed").isLessThan(60_000_000_000L);
            Thread.sleep(20);
        }
    }

    private static int lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    private static List<String> withoutSeconds(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceFirst("^(\\d+,\\d+),[0-9.]+,", "$1,"))
                .toList();
    }

    private static List<Double> seconds(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> Double.valueOf(line.split(",", -1)[2]))
                .toList();
    }
}
