package verisim.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import verisim.benchmarks.suite.Suite.Limits;

class SuiteReaderTest {
    private static final Registries REGISTRIES = Registries.load();
    private final SuiteReader reader = new SuiteReader(REGISTRIES);

    private static final String GOOD = """
            suite: mine
            seed: 7
            replicates: 2
            datasets:
              - ring-8
              - {name: ring-8, as: small, train: 500}
            models:
              - gaussian
              - {name: made, as: wide, hidden: [64, 32], learningRate: 1e-3, only: [small]}
            metrics: [log-likelihood, {name: mmd, as: mmd2}]
            limits: {time: 20m, memory: 4g}
            """;

    @Test
    void everyDefaultIsFilledIn() {
        Suite suite = reader.parse("s.yaml", GOOD, Map.of());
        assertThat(suite.name()).isEqualTo("mine");
        assertThat(suite.seed()).isEqualTo(7);
        assertThat(suite.replicates()).isEqualTo(2);
        assertThat(suite.samples()).isEqualTo(2_000);
        assertThat(suite.datasets()).extracting(Suite.DatasetSpec::label).containsExactly("ring-8", "small");
        assertThat(suite.datasets().get(1).options())
                .containsEntry("train", 500)
                .containsKey("test");
        assertThat(suite.models().get(0).options()).containsEntry("covariance", "full");
        assertThat(suite.models().get(1).options())
                .containsEntry("hidden", List.of(64, 32))
                .containsEntry("learningRate", 1e-3)
                .containsKey("batchSize");
        assertThat(suite.models().get(1).appliesTo("ring-8")).isFalse();
        assertThat(suite.models().get(1).appliesTo("small")).isTrue();
        assertThat(suite.metrics()).extracting(Suite.MetricSpec::label).containsExactly("log-likelihood", "mmd2");
        assertThat(suite.limits()).isEqualTo(new Limits(Duration.ofMinutes(20), "4g", 1));
    }

    @Test
    void whatIsWrittenOutIsReadAsTheSameSuite() {
        Suite suite = reader.parse("s.yaml", GOOD, Map.of());
        assertThat(reader.parse("resolved", SuiteWriter.write(suite), Map.of())).isEqualTo(suite);
    }

    @ParameterizedTest
    @FieldSource("verisim.benchmarks.suite.SuiteReader#BUNDLED")
    void bundledSuitesAreGood(String name) {
        Suite suite = reader.read(name, Map.of());
        assertThat(suite.name()).isEqualTo(name);
        assertThat(reader.parse("resolved", SuiteWriter.write(suite), Map.of())).isEqualTo(suite);
    }

    @Test
    void metricsLeftOutMeansAll() {
        Suite suite = reader.parse("s.yaml", GOOD.replaceAll("metrics:.*\n", ""), Map.of());
        assertThat(suite.metrics()).hasSameSizeAs(REGISTRIES.metrics().all());
    }

    @Test
    void overridesChangeTheSuite() {
        Suite suite = reader.parse(
                "s.yaml",
                GOOD,
                Map.of("replicates", "5", "limits.time", "90s", "wide.epochs", "3", "wide.hidden", "[8]"));
        assertThat(suite.replicates()).isEqualTo(5);
        assertThat(suite.limits().time()).isEqualTo(Duration.ofSeconds(90));
        assertThat(suite.models().get(1).options()).containsEntry("epochs", 3).containsEntry("hidden", List.of(8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "models:|modles:|s.yaml, line 7: no key in a suite named 'modles' (did you mean 'models'?)",
                "- gaussian|- gausian|s.yaml, line 8: no model named 'gausian' (did you mean 'gaussian'?)",
                "as: small|as: ring-8|two entries are called 'ring-8'",
                "replicates: 2|replicates: two|s.yaml, line 3: replicates must be an integer of at least 1, but is 'two'",
                "replicates: 2|replicates: 0|line 3: replicates must be an integer of at least 1, but is 0",
                "seed: 7|suite: again|s.yaml, line 2: the key 'suite' stands twice",
                "hidden: [64, 32]|hiden: [64, 32]|line 9: no option of made named 'hiden' (did you mean 'hidden'?)",
                "learningRate: 1e-3|learningRate: fast|line 9: made: learningRate must be a number, but was 'fast'",
                "learningRate: 1e-3|learningRate: -1|line 9: made: learningRate must be greater than 0, but was -1",
                "only: [small]|only: [tiny]|line 9: no data set in this suite named 'tiny'",
                "train: 500|trian: 500|line 6: no option of ring-8 named 'trian' (did you mean 'train'?)",
                "name: mmd,|name: mdm,|no metric named 'mdm' (did you mean 'mmd'?)",
                "time: 20m|time: soon|time must be a duration such as 90s, 20m or 2h, but is 'soon'",
                "memory: 4g|memory: much|memory must be a size such as 512m or 4g, but is 'much'",
                "suite: mine|suite: a/b|suite becomes a folder name",
                "- ring-8|- [ring-8|not valid YAML"
            })
    void whatIsWrongIsSaidWithItsLine(String good, String bad, String message) {
        assertThatThrownBy(() ->
                        reader.parse("s.yaml", GOOD.replaceFirst(java.util.regex.Pattern.quote(good), bad), Map.of()))
                .isInstanceOf(SuiteException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("s.yaml");
    }

    @Test
    void anUnknownSuiteAndAWrongOverrideAreExplained() {
        assertThatThrownBy(() -> reader.read("quikstart", Map.of()))
                .hasMessageContaining("did you mean 'quickstart'?")
                .hasMessageContaining("path of a YAML file");
        assertThatThrownBy(() -> reader.parse("s.yaml", GOOD, Map.of("narrow.epochs", "1")))
                .hasMessageContaining("no model in suite mine named 'narrow'");
        assertThatThrownBy(() -> reader.parse("s.yaml", GOOD, Map.of("speed", "9")))
                .hasMessageContaining("--set speed: expected seed, replicates");
        assertThatThrownBy(() -> reader.parse("s.yaml", "", Map.of())).hasMessageContaining("s.yaml is empty");
    }
}
