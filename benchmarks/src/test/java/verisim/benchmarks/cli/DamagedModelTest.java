package verisim.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bit that flips in the folder of a fitted model is named by every command that reads it. */
class DamagedModelTest {
    @TempDir
    private Path folder;

    @Test
    void aDamagedModelIsNamedAndGivesNoNumber() throws IOException {
        Path fitted = folder.resolve("fitted");
        Cli fit = Cli.run("fit", "product-bernoulli", "bars-and-stripes", "--out", fitted.toString());
        assertThat(fit.code()).as(fit.all()).isZero();
        String[] evaluate = {"evaluate", fitted.toString(), "bars-and-stripes", "--metric", "log-likelihood"};
        assertThat(Cli.run(evaluate).code()).isZero();
        for (String name : List.of(
                "fit.json",
                "SHA256SUMS",
                "model/arrays.safetensors",
                "model/manifest.json",
                "model/data.json",
                "model/training-rows.npy",
                "model/SHA256SUMS")) {
            Path file = fitted.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[whole.length * (2 * bit + 1) / 16] ^= (byte) (1 << bit);
                Files.write(file, flipped);
                Cli wrong = Cli.run(evaluate);
                assertThat(wrong.code()).as(name).isEqualTo(2);
                assertThat(wrong.err()).contains(file.toString()).doesNotContain("\tat ");
                assertThat(wrong.out()).doesNotContain("log-likelihood");
            }
            if (name.startsWith("model/a")) {
                Cli samples = Cli.run(
                        "sample",
                        fitted.toString(),
                        "-n",
                        "3",
                        "--out",
                        folder.resolve("x.csv").toString());
                assertThat(samples.err()).contains(file.toString());
                assertThat(folder.resolve("x.csv")).doesNotExist();
            }
            Files.write(file, whole);
        }
        assertThat(Cli.run(evaluate).code()).isZero();
    }
}
