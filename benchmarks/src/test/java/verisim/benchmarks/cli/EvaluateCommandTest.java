package verisim.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void fit() {
        Cli fit = Cli.run("fit", "rbm", "bars-and-stripes", "--set", "hidden=3", "--set", "epochs=2", "--out", model());
        assertThat(fit.code()).as(fit.all()).isZero();
    }

    private String model() {
        return folder.resolve("rbm").toString();
    }

    private Cli evaluate(String... more) {
        List<String> arguments = new ArrayList<>(List.of("evaluate", model(), "bars-and-stripes"));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(new String[0]));
    }

    @Test
    void eachMetricTakesTheOptionsItHas() {
        Cli both = evaluate(
                "--metric",
                "log-partition",
                "--metric",
                "log-likelihood",
                "--set",
                "estimator=ais",
                "--set",
                "chains=7");
        assertThat(both.code()).as(both.all()).isZero();
        assertThat(both.out()
                        .lines()
                        .filter(line -> line.startsWith("log-partition"))
                        .findFirst()
                        .orElse(""))
                .contains("n 7");
        assertThat(both.out()
                        .lines()
                        .filter(line -> line.startsWith("log-likelihood"))
                        .findFirst()
                        .orElse(""))
                .contains("\u2248");
        Cli one = evaluate("--metric", "mmd", "--metric", "log-partition", "--set", "estimator=ais");
        assertThat(one.code()).as(one.all()).isZero();
    }

    @Test
    void anOptionThatNoMetricHasIsRefused() {
        Cli wrong = evaluate("--metric", "log-partition", "--set", "chain=7");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("'chain' (did you mean 'chains'?)");
        assertThat(evaluate("--metric", "mmd", "--set", "chains=7").code()).isEqualTo(2);
    }
}
