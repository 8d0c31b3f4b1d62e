package verisim.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.core.random.RandomStream;

/** A csv of one's own, from fit to scores. */
class OwnFileCommandsTest {
    @TempDir
    private Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static Cli good(String... arguments) {
        Cli cli = Cli.run(arguments);
        assertThat(cli.code()).as(cli.all()).isZero();
        return cli;
    }

    private String irises(String name, int n, long seed) throws Exception {
        RandomStream random = RandomStream.ofSeed(seed).child("irises");
        StringBuilder text = new StringBuilder("width,length,\"kind, Latin\"\n");
        for (int i = 0; i < n; i++) {
            boolean first = random.nextDouble() < 0.5;
            text.append(String.format(
                    Locale.ROOT,
                    "%.2f,%.2f,%s%n",
                    (first ? 0 : 5) + random.nextGaussian(),
                    (first ? 0 : 5) + random.nextGaussian(),
                    first ? "setosa" : "virginica"));
        }
        Files.writeString(folder.resolve(name), text);
        return path(name);
    }

    private static double value(Cli cli, String metric) {
        String line =
                cli.out().lines().filter(l -> l.startsWith(metric)).findFirst().orElseThrow();
        return Double.parseDouble(line.substring(metric.length()).strip().split("\\s+", -1)[1]);
    }

    @Test
    void samplesHaveTheNamesAndClassesOfTheFile() throws Exception {
        String file = irises("a.csv", 300, 1);
        good("fit", "naive-bayes", file, "--data", "label=kind, Latin", "--out", path("m"));
        good("sample", path("m"), "-n", "150", "--out", path("s.csv"));
        List<String> lines = Files.readAllLines(folder.resolve("s.csv"));
        assertThat(lines).hasSize(151);
        assertThat(lines.get(0)).isEqualTo("width,length,\"kind, Latin\"");
        assertThat(lines.subList(1, 151)).allMatch(l -> l.matches("-?[0-9.E-]+,-?[0-9.E-]+,(setosa|virginica)"));
        // The file of samples goes back in as it is: the column of classes is known by its name.
        Cli mmd = good("evaluate", path("s.csv"), file, "--data", "label=kind, Latin", "--metric", "mmd");
        assertThat(value(mmd, "mmd")).isLessThan(0.1);
    }

    @Test
    void anotherFileIsReadInTheTermsOfTheModel() throws Exception {
        good("fit", "naive-bayes", irises("a.csv", 300, 1), "--data", "label=kind, Latin", "--out", path("m"));
        // Columns in another order, classes renamed by their order of appearance, one class only.
        StringBuilder other = new StringBuilder("\"kind, Latin\",length,width\n");
        for (String line : Files.readAllLines(Path.of(irises("b.csv", 200, 2)))) {
            String[] parts = line.split(",", -1);
            if (parts[2].equals("virginica")) {
                other.append(parts[2])
                        .append(',')
                        .append(parts[1])
                        .append(',')
                        .append(parts[0])
                        .append('\n');
            }
        }
        Files.writeString(folder.resolve("other.csv"), other);
        Cli scored = good(
                "evaluate",
                path("m"),
                path("other.csv"),
                "--split",
                "none",
                "--metric",
                "accuracy",
                "--metric",
                "log-likelihood");
        assertThat(value(scored, "accuracy")).isGreaterThan(0.97);
        List<String> rows = Files.readAllLines(folder.resolve("m").resolve("scores.csv"));
        assertThat(rows.get(0)).isEqualTo("row,log-likelihood");
        assertThat(rows.get(5)).startsWith("5,-");
        assertThat(rows).hasSize(other.toString().split("\n", 0).length);
        Files.writeString(folder.resolve("less.csv"), "width,\"kind, Latin\"\n1,setosa\n2,setosa\n");
        Cli less = Cli.run("evaluate", path("m"), path("less.csv"), "--split", "none");
        assertThat(less.code()).isEqualTo(2);
        assertThat(less.err()).contains("missing in less.csv: length");
    }

    @Test
    void trainingRowsAmongTestRowsAreTold() throws Exception {
        String file = irises("a.csv", 200, 1);
        good("fit", "kde", file, "--data", "drop=\"kind, Latin\"", "--out", path("m"));
        Cli same = good("evaluate", path("m"), file, "--metric", "log-likelihood");
        assertThat(same.all()).doesNotContain("WARNING");
        Cli half = good(
                "evaluate",
                path("m"),
                file,
                "--metric",
                "log-likelihood",
                "--data",
                "train=0.4",
                "--data",
                "validation=0.1",
                "--data",
                "test=0.5");
        assertThat(half.err()).contains("WARNING: 60 of 100 test rows are training rows of this model");
        assertThat(half.out()).contains("! 60 of 100 test rows are training rows");
        Cli json = good("evaluate", path("m"), file, "--split", "none", "--metric", "log-likelihood", "--json");
        assertThat(json.out()).contains("160 of 200 test rows are training rows");
    }

    @Test
    void completionsAreAskedForByName() throws Exception {
        String file = irises("a.csv", 200, 1);
        good("fit", "gaussian", file, "--data", "columns=width,length", "--out", path("m"));
        good("complete", path("m"), file, "--observe", "width", "--rows", "3", "-n", "2", "--out", path("c.csv"));
        List<String> lines = Files.readAllLines(folder.resolve("c.csv"));
        assertThat(lines.get(0)).isEqualTo("width,length");
        assertThat(lines).hasSize(7);
        assertThat(lines.get(1).split(",", -1)[0]).isEqualTo(lines.get(2).split(",", -1)[0]);
        assertThat(lines.get(1).split(",", -1)[1]).isNotEqualTo(lines.get(2).split(",", -1)[1]);
    }

    @Test
    void threeFilesAndMistypedKeys() throws Exception {
        String train = irises("a.csv", 200, 1);
        Cli fit = good(
                "fit",
                "naive-bayes",
                train,
                "--data",
                "label=kind, Latin",
                "--data",
                "validation=" + irises("b.csv", 50, 2),
                "--data",
                "test=" + irises("c.csv", 50, 3),
                "--out",
                path("m"));
        assertThat(fit.out()).contains("200 x 2");
        Cli typo = Cli.run("fit", "gaussian", train, "--data", "lable=last", "--out", path("x"));
        assertThat(typo.code()).isEqualTo(2);
        assertThat(typo.err()).contains("'lable' (did you mean 'label'?)");
        Cli none = Cli.run("fit", "gaussian", train, "--out", path("y"));
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("column 3 (kind, Latin)", "drop:", "declare one of them as the label");
    }
}
