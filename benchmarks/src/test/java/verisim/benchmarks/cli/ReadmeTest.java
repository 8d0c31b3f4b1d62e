package verisim.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.benchmarks.suite.Registries;
import verisim.benchmarks.suite.Suite;
import verisim.benchmarks.suite.SuiteReader;

/** Everything in README.md that can be run is run. The two commands of its first section are run by CI. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static List<String> blocks(String language) throws IOException {
        Matcher matcher =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(readme());
        return matcher.results().map(r -> r.group(1)).toList();
    }

    @Test
    void theJavaProgramCompilesAndRuns() throws Exception {
        assertThat(blocks("java")).hasSize(1);
        Path source =
                Files.writeString(folder.resolve("Example.java"), blocks("java").get(0));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(compiled).isZero();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path") + System.getProperty("path.separator") + folder,
                        "Example")
                .redirectErrorStream(true)
                .start();
        String output;
        try (var reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            output =
                    String.join("\n", new java.io.BufferedReader(reader).lines().toList());
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).contains("log-likelihood Measured", "kind=EXACT", "kl-forward Measured", "mmd Measured");
    }

    @Test
    void theCommandsByHandWorkAsPrinted() throws IOException {
        assumeTrue(
                System.getenv("VERISIM_DATA") != null,
                "needs the digits data; set VERISIM_DATA to a folder that has it");
        List<String> commands = blocks("sh").stream()
                .filter(block -> block.contains("./verisim fit") || block.contains("./verisim complete"))
                .flatMap(String::lines)
                .filter(line -> line.startsWith("./verisim "))
                .toList();
        assertThat(commands).hasSize(6);
        for (String command : commands) {
            String[] words = command.substring("./verisim ".length())
                    .replace("runs/", folder + "/")
                    .split(" +");
            Cli cli = Cli.run(words);
            assertThat(cli.code()).as(command + "\n" + cli.all()).isZero();
        }
        assertThat(folder.resolve("made-digits/samples.png")).isNotEmptyFile();
        assertThat(folder.resolve("made-digits/samples.csv")).isNotEmptyFile();
        assertThat(folder.resolve("made-digits/completions.png")).isNotEmptyFile();
    }

    @Test
    void theSuiteIsGood() throws IOException {
        String yaml = blocks("yaml").get(0);
        Files.writeString(folder.resolve("my.csv"), "a,b,c\n1,2,0\n");
        Suite suite = new SuiteReader(Registries.load())
                .parse(
                        "README.md",
                        yaml.replace("my.csv", folder.resolve("my.csv").toString()),
                        Map.of());
        assertThat(suite.models()).extracting(Suite.ModelSpec::label).containsExactly("gaussian", "made", "made-deep");
    }

    @Test
    void everyNameInTheTablesExistsAndNoneIsMissing() throws IOException {
        String text = readme();
        Registries registries = Registries.load();
        registries.models().all().forEach(m -> assertThat(text).contains("`" + m.name() + "`"));
        registries.metrics().all().forEach(m -> assertThat(text).contains("`" + m.name() + "`"));
        registries.datasets().all().forEach(d -> assertThat(text).contains("`" + d.name() + "`"));
        String tables = text.substring(text.indexOf("### Models"), text.indexOf("## One model by hand"));
        List<String> known = new java.util.ArrayList<>();
        registries.models().all().forEach(m -> known.add(m.name()));
        registries.metrics().all().forEach(m -> known.add(m.name()));
        registries.datasets().all().forEach(d -> known.add(d.name()));
        Matcher names = Pattern.compile("`([a-z0-9_-]+)`").matcher(tables);
        while (names.find()) {
            if (!List.of("metrics", "datasets", "suites").contains(names.group(1))) {
                assertThat(known).contains(names.group(1));
            }
        }
    }
}
