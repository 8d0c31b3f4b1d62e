package verisim.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.benchmarks.cli.Main;
import verisim.core.model.ModelProvider;
import verisim.core.result.CellResult;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;
import verisim.core.result.RunFolder;
import verisim.core.testkit.LyingModel.Lie;

/** A plug-in that breaks its promises, in whole runs and in {@code evaluate}: each lie fails, none is best. */
class LyingModelTest {
    @TempDir
    private Path folder;

    @Test
    void everyLieFailsInTheWorkerInEvaluateAndInTheReport() throws IOException, InterruptedException {
        StringBuilder models = new StringBuilder();
        for (Lie lie : Lie.values()) {
            String word = LyingProvider.word(lie);
            models.append("  - {name: liar, as: ")
                    .append(word)
                    .append(", lie: ")
                    .append(word)
                    .append("}\n");
        }
        Path suite = Files.writeString(folder.resolve("lies.yaml"), """
                suite: lies
                replicates: 1
                samples: 300
                datasets:
                  - {name: gaussian-data, train: 2000, validation: 100, test: 400}
                models:
                  - gaussian
                """ + models + """
                metrics: [log-likelihood, bits-per-dimension, kl-forward, mmd]
                limits: {time: 1m, memory: 512m}
                """);
        Path out = folder.resolve("run");
        run("run", suite.toString(), "--out", out.toString(), "--jobs", "2");
        RunFolder run = new RunFolder(out);
        List<CellResult> cells = run.readCells();
        assertThat(cells).hasSize(1 + Lie.values().length);
        for (CellResult cell : cells) {
            assertThat(cell.failure()).as(cell.cell().toString()).isEmpty();
            Lie lie = cell.cell().model().equals("gaussian")
                    ? Lie.NONE
                    : Lie.valueOf(cell.cell()
                            .model()
                            .toUpperCase(java.util.Locale.ROOT)
                            .replace('-', '_'));
            for (Measurement m : cell.measurements()) {
                boolean broken =
                        lie != Lie.NONE && lie.ofSamples() == m.metric().equals("mmd");
                assertThat(m.outcome() instanceof Outcome.Failed f && f.phase().equals("contract"))
                        .as(lie + " " + m.metric() + " " + m.outcome())
                        .isEqualTo(broken);
            }
            assertThat(cell.files().containsKey("samples")).isEqualTo(!lie.ofSamples());
        }
        String table = Files.readString(out.resolve("report/tables/gaussian-data.csv"));
        List<String> best = table.lines()
                .filter(l -> l.contains("log-likelihood") || l.contains("kl-forward"))
                .filter(l -> l.contains(",best") || l.contains(",not-resolved,"))
                .map(l -> l.split(",")[2])
                .collect(Collectors.toList());
        assertThat(best)
                .isNotEmpty()
                .noneMatch(name -> Map.of(
                                "shifted", 1, "doubled", 1, "batch-size", 1, "changes-rows", 1, "noise-on-scores", 1)
                        .containsKey(name));
        assertThat(Files.readString(out.resolve("results.csv"))).contains("contract: ");

        for (String lie : List.of("shifted", "one-sample-too-few")) {
            String printed = run(
                    "evaluate",
                    out.resolve("cells/gaussian-data/" + lie + "/1").toString(),
                    "gaussian-data",
                    "--metric",
                    "log-likelihood",
                    "--metric",
                    "mmd");
            boolean ofSamples = lie.equals("one-sample-too-few");
            assertThat(line(printed, "log-likelihood").contains("contract broken"))
                    .as(printed)
                    .isEqualTo(!ofSamples);
            assertThat(line(printed, "mmd").contains("contract broken"))
                    .as(printed)
                    .isEqualTo(ofSamples);
        }
    }

    private static String line(String printed, String metric) {
        return printed.lines().filter(l -> l.startsWith(metric)).findFirst().orElse("");
    }

    /** Runs the program with the plug-in on its class path, and that of its workers. */
    private String run(String... arguments) throws IOException, InterruptedException {
        Path plugin = folder.resolve("plugin");
        Path service = plugin.resolve("META-INF/services/" + ModelProvider.class.getName());
        Files.createDirectories(service.getParent());
        Files.writeString(service, LyingProvider.class.getName() + "\n");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + plugin,
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path printed = folder.resolve("printed.txt");
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start()
                .waitFor();
        return Files.readString(printed);
    }
}
