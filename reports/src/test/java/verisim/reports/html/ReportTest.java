package verisim.reports.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.core.result.RunFolder;
import verisim.reports.Fixture;
import verisim.reports.Locales;

class ReportTest {
    @TempDir
    static Path folder;

    private static String page;

    @BeforeAll
    static void write() throws Exception {
        Fixture.write(folder.resolve("run-1"));
        Report.write(List.of(folder.resolve("run-1")), folder.resolve("report"));
        page = Files.readString(folder.resolve("report/index.html"));
    }

    @Test
    void everyDataSetModelAndMetricIsThere() {
        assertThat(page)
                .contains(
                        "quick start, of families",
                        "2026-11-22T13:00:00Z",
                        "ring-8",
                        "glyphs",
                        "bars-and-stripes",
                        Fixture.LONG,
                        "product-bernoulli",
                        "made",
                        "rbm",
                        "vae",
                        "gan");
        assertThat(page).contains("log-likelihood", "kl-forward", "mmd", "log-partition", "fixture-distance", "modes");
        assertThat(page).contains("8 models of 6 families on 4 data sets: 22 of 24 cells finished");
    }

    @Test
    void everySectionIsThereInOrder() {
        List<String> order = List.of(
                "How to read the numbers",
                ">ring-8</h2>",
                "Leaderboard</h3>",
                "Scores with intervals",
                "Training curves",
                "Samples</h3>",
                "Density maps",
                "What failed and why",
                "Timings and sizes",
                "Environment</h2>",
                "Provenance</h2>");
        int from = 0;
        for (String heading : order) {
            int at = page.indexOf(heading, from);
            assertThat(at).as(heading).isGreaterThanOrEqualTo(from);
            from = at;
        }
    }

    @Test
    void everyReasonIsThere() {
        assertThat(page)
                .contains(
                        "a GAN has no density",
                        "1 of 2 replicates failed in measure: samples are constant in 3 of 256 features",
                        "loss was NaN in epoch 3, step 120; last finite value -4.2",
                        "no picture: not defined: a GAN has no density");
        assertThat(page)
                .contains(
                        "Caution: Zero does not mean that the distributions are equal; &lt;b&gt;not&lt;/b&gt; a divergence.");
    }

    @Test
    void marksDigitsAndHighlightsAreShown() {
        assertThat(page).contains("<span class=\"mark\">\u2265</span> -1.478<span class=\"half\"> \u00b1 0.024</span>");
        assertThat(page)
                .contains(
                        "(1.03<span class=\"half\"> \u00b1 0.13</span><span class=\"half\">)</span><span class=\"power\"> \u00d710<sup>-9</sup>");
        assertThat(page).contains("class=\"number best\"", "class=\"number best-of-kind\"", "class=\"number tied\"");
    }

    @Test
    void hostileNamesStayText() throws Exception {
        assertThat(count("<script")).isEqualTo(1);
        assertThat(page).doesNotContain("<img", "alert(1)</script>", "alert(3)</script>");
        assertThat(page).contains("&lt;img src=x onerror=alert(2)&gt;");
        try (Stream<Path> files = Files.walk(folder.resolve("report"))) {
            assertThat(files.map(f -> f.getFileName().toString())).allMatch(n -> n.matches("[a-z0-9.-]+"));
        }
    }

    @Test
    void nothingIsFetched() {
        String text = Pattern.compile("(?s)<a [^>]*>").matcher(page).replaceAll("");
        assertThat(text).doesNotContainPattern("(?i)(src|href|action|data|poster)\\s*=\\s*[\"']?(https?:)?//");
        assertThat(text)
                .doesNotContainPattern("(?i)url\\(\\s*[\"']?(?!#)")
                .doesNotContain("@import", "<link rel=\"stylesheet");
        assertThat(matches("href=\"([^\"]*)\"")).allMatch(h -> h.startsWith("#") || h.startsWith("data:"));
    }

    @Test
    void idsAreUniqueAndEveryLinkInsideHasItsTarget() {
        List<String> ids = matches(" id=\"([^\"]*)\"");
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(20);
        assertThat(ids).containsAll(matches("href=\"#([^\"]*)\""));
        assertThat(ids).containsAll(matches("url\\(#([^)]*)\\)"));
    }

    @Test
    void picturesAndTablesHaveNamesForReaders() {
        assertThat(count("<svg")).isEqualTo(count("<svg class=\"figure\" role=\"img\" aria-label=\""));
        assertThat(count("<th>")).isZero();
        assertThat(count("<th ")).isEqualTo(count("scope=\""));
    }

    @Test
    void everyPictureIsAFileTwiceAndEveryTableThreeTimes() throws Exception {
        assertThat(names("charts", ".svg")).hasSize(count("<svg"));
        assertThat(names("charts", ".png")).hasSameSizeAs(names("charts", ".svg"));
        for (String type : List.of(".csv", ".md", ".tex")) {
            assertThat(names("tables", type)).hasSize(4);
        }
        assertThat(names("charts", ".svg"))
                .contains(
                        "data-ring-8-density-truth.svg",
                        "data-ring-8-density-scale.svg",
                        "data-glyphs-samples-data.svg")
                .doesNotContain("data-ring-8-density-gan.svg");
        assertThat(Files.readString(folder.resolve("report/tables/ring-8.csv")))
                .contains("\u2248 1.03e-9 \u00b1 0.13e-9");
    }

    @Test
    void theSameRunGivesTheSamePageWhateverTheLocale(@TempDir Path other) throws Exception {
        Locales.withDecimalComma(() -> {
            Report.write(List.of(folder.resolve("run-1")), other);
            return 0;
        });
        assertThat(Files.readString(other.resolve("index.html"))).isEqualTo(page);
    }

    @Test
    void severalRunsStandSideBySide(@TempDir Path other) throws Exception {
        Fixture.write(other.resolve("run-1"));
        Report.write(List.of(folder.resolve("run-1"), other.resolve("run-1")), other.resolve("report"));
        String two = Files.readString(other.resolve("report/index.html"));
        assertThat(two).contains("run-1 (1) \u00b7 made", "run-1 (2) \u00b7 made", "44 of 48 cells finished");
        assertThat(two)
                .contains(
                        "Not resolved, intervals overlap: run-1 (1) \u00b7 product-bernoulli, run-1 (2) \u00b7 product-bernoulli.");
    }

    @Test
    void aRunWithoutCellsOrEnvironmentStillHasAPage(@TempDir Path other) throws Exception {
        Files.createDirectories(other.resolve("empty"));
        Report.write(List.of(other.resolve("empty")), other.resolve("report"));
        assertThat(Files.readString(other.resolve("report/index.html")))
                .contains("0 of 0 cells finished", "Nothing failed.");
    }

    @Test
    void badInputIsExplained(@TempDir Path other) {
        assertThatThrownBy(() -> Report.write(List.of(), other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("runFolders");
        assertThatThrownBy(() -> Report.write(List.of(other.resolve("none")), other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the folder of a run");
    }

    @Test
    void aDamagedSampleFileIsSaidAndTheRestIsDrawn(@TempDir Path other) throws Exception {
        RunFolder run = Fixture.write(other.resolve("run-1"));
        Files.writeString(run.root().resolve("cells/ring-8/vae/1/samples.npy"), "not npy");
        Files.delete(run.root().resolve("cells/ring-8/gan/1/samples.npy"));
        Files.delete(run.root().resolve("cells/ring-8/gan/2/samples.npy"));
        Report.write(List.of(run.root()), other.resolve("report"));
        String damaged = Files.readString(other.resolve("report/index.html"));
        assertThat(damaged)
                .contains("no picture: samples.npy cannot be read", "no picture: the run has no samples file of it");
        assertThat(damaged).contains("Scatter plot of 1500 points, gaussian");
    }

    private static int count(String part) {
        return page.split(Pattern.quote(part), -1).length - 1;
    }

    private static List<String> matches(String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();
    }

    private static List<String> names(String sub, String type) throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("report").resolve(sub))) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(type))
                    .toList();
        }
    }
}
