package verisim.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.Npy;
import verisim.core.math.Arrays2d;

/** {@code verisim complete} on models that take a second to fit. */
class CompleteCommandTest {
    private static final String[] GLYPHS = {
        "glyphs", "--data", "size=16", "--data", "train=300", "--data", "validation=50", "--data", "test=60"
    };

    @TempDir
    private static Path folder;

    @BeforeAll
    static void fit() {
        fit("chow-liu");
        fit("made", "--set", "hidden=[4]", "--set", "epochs=1");
        fit("rbm", "--set", "hidden=2", "--set", "epochs=1");
    }

    private static void fit(String model, String... more) {
        Cli cli = run("fit", new String[] {model}, GLYPHS, more, new String[] {
            "--out", folder.resolve(model).toString()
        });
        assertThat(cli.code()).as(cli.all()).isZero();
    }

    private static Cli run(String command, String[]... parts) {
        List<String> all = new ArrayList<>(List.of(command));
        Arrays.stream(parts).forEach(p -> all.addAll(List.of(p)));
        return Cli.run(all.toArray(new String[0]));
    }

    private static Cli complete(String model, String... more) {
        return run("complete", new String[] {folder.resolve(model).toString()}, GLYPHS, more);
    }

    private static void refuses(Cli cli, String... parts) {
        assertThat(cli.code()).as(cli.all()).isEqualTo(2);
        assertThat(cli.err()).startsWith("verisim: ").contains(parts).doesNotContain("\tat ", "Exception");
    }

    @Test
    void whatWasGivenStaysTheRestIsDrawnAndTheSameSeedDrawsTheSame() throws Exception {
        Path file = folder.resolve("c.npy");
        Cli cli = complete("chow-liu", "--observe", "top-half", "--rows", "3", "-n", "5", "--out", file.toString());
        assertThat(cli.code()).as(cli.all()).isZero();
        assertThat(cli.out()).contains("3 test rows, 5 completions each, 128 of 256 features given: " + file);
        INDArray drawn = Npy.read(file);
        assertThat(drawn.shape()).containsExactly(15, 256);
        float[] values = Arrays2d.toFloats(drawn);
        int changed = 0;
        for (int i = 0; i < 15; i++) {
            for (int d = 0; d < 256; d++) {
                assertThat(values[i * 256 + d]).isIn(0f, 1f);
                float first = values[i / 5 * 5 * 256 + d];
                if (d < 128) {
                    assertThat(values[i * 256 + d]).isEqualTo(first);
                } else {
                    changed += values[i * 256 + d] == first ? 0 : 1;
                }
            }
        }
        assertThat(changed).isPositive();
        Path again = folder.resolve("again.npy");
        complete("chow-liu", "--observe", "1-128", "--rows", "3", "-n", "5", "--out", again.toString());
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
        complete("chow-liu", "--observe", "1-128", "--rows", "3", "-n", "5", "--seed", "2", "--out", again.toString());
        assertThat(Files.readAllBytes(again)).isNotEqualTo(Files.readAllBytes(file));
    }

    @Test
    void imagesBecomeAPictureAndACsvHasOneLineEach() throws Exception {
        Cli picture = complete("made", "--observe", "first:128");
        assertThat(picture.code()).as(picture.all()).isZero();
        BufferedImage image = ImageIO.read(folder.resolve("made/completed.png").toFile());
        assertThat(image.getWidth()).isGreaterThan(200);
        Path csv = folder.resolve("c.csv");
        assertThat(complete("made", "--observe", "first:128", "--rows", "2", "-n", "1", "--out", csv.toString())
                        .code())
                .isZero();
        assertThat(Files.readAllLines(csv)).hasSize(2).allMatch(line -> line.split(",").length == 256);
    }

    @Test
    void aModelThatCannotSaysSo() {
        refuses(complete("rbm", "--observe", "top-half"), "has no exact conditional (rbm draws whole rows only)");
        refuses(
                complete("made", "--observe", "bottom-half"),
                "the model cannot complete rows given these features",
                "order");
        assertThat(folder.resolve("rbm/completed.png")).doesNotExist();
    }

    @Test
    void wrongInputIsExplained() {
        refuses(complete("chow-liu", "--observe", "257"), "columns 257 are not among 1 to 256");
        refuses(complete("chow-liu", "--observe", "first:257"), "a row has 256");
        refuses(complete("chow-liu", "--observe", "upper"), "'upper' are not understood", "top-half");
        refuses(complete("chow-liu", "--observe", "first:9", "-n", "0"), "-n must be at least 1, but was 0");
        refuses(complete("chow-liu", "--observe", "first:9", "--rows", "0"), "--rows must be at least 1, but was 0");
        refuses(complete("chow-liu", "--observe", "first:9", "--out", "a.gif"), "--out must end in .npy, .csv or .png");
        refuses(complete("chow-liu"), "--observe");
        refuses(complete("nothing", "--observe", "first:9"), "holds no fitted model");
        refuses(
                Cli.run("complete", folder.resolve("chow-liu").toString(), "rbm-data", "--observe", "first:2"),
                "256 features",
                "'rbm-data'",
                "it was fitted to");
        refuses(
                Cli.run("complete", folder.resolve("chow-liu").toString(), "glyhps", "--observe", "first:2"),
                "did you mean 'glyphs'?");
    }

    @Test
    void rowsThatAreNoImagesAreNotDrawn() {
        Path model = folder.resolve("gaussian");
        String[] moons = {"two-moons", "--data", "train=100", "--data", "validation=20", "--data", "test=20"};
        Cli fit = run("fit", new String[] {"gaussian"}, moons, new String[] {"--out", model.toString()});
        assertThat(fit.code()).as(fit.all()).isZero();
        String[] start = {model.toString()};
        refuses(run("complete", start, moons, new String[] {"--observe", "top-half"}), "is for images", "first:1");
        refuses(
                run("complete", start, moons, new String[] {"--observe", "1", "--out", "a.png"}),
                "does not hold images",
                ".npy or .csv");
        Cli npy = run("complete", start, moons, new String[] {"--observe", "1", "--rows", "500"});
        assertThat(npy.code()).as(npy.all()).isZero();
        assertThat(npy.out()).contains("20 test rows, 4 completions each, 1 of 2 features given");
        assertThat(Npy.read(model.resolve("completed.npy")).shape()).containsExactly(80, 2);
    }
}
