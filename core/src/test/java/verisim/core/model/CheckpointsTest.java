package verisim.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.core.random.RandomStream;

class CheckpointsTest {
    private static final String FILE = "training.checkpoint";

    @TempDir
    private Path folder;

    private Checkpoints checkpoints(String identity) {
        return Checkpoints.in(folder.resolve("new"), identity, Duration.ofHours(1));
    }

    private static Checkpoint checkpoint() {
        float[] many = new float[40_001]; // more than a block
        RandomStream.ofSeed(1).fillGaussian(many, 0, many.length);
        double[] doubles = new double[20_000];
        doubles[19_999] = Math.PI;
        return new Checkpoint(
                Map.of("many", many, "none", new float[0], "odd", new float[] {Float.NaN, -0f, Float.MIN_VALUE}),
                Map.of("doubles", doubles, "number", new double[] {Double.NEGATIVE_INFINITY}),
                Map.of("text", "grüße;\n\"x\""));
    }

    @Test
    void everyBitComesBack() throws IOException {
        assertThat(checkpoints("a").read()).isEmpty();
        checkpoints("a").write(new Checkpoint(Map.of(), Map.of(), Map.of()));
        checkpoints("a").write(checkpoint());
        Checkpoint back = checkpoints("a").read().orElseThrow();
        checkpoint().floats().forEach((name, values) -> {
            assertThat(back.floats(name)).hasSameSizeAs(values);
            for (int i = 0; i < values.length; i++) {
                assertThat(Float.floatToRawIntBits(back.floats(name)[i])).isEqualTo(Float.floatToRawIntBits(values[i]));
            }
        });
        assertThat(back.doubles("doubles")).isEqualTo(checkpoint().doubles("doubles"));
        assertThat(back.number("number")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(back.text("text")).isEqualTo("grüße;\n\"x\"");
        assertThat(back.floats()).hasSize(3);
        try (var files = Files.list(folder.resolve("new"))) {
            assertThat(files).containsExactly(folder.resolve("new").resolve(FILE));
        }
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> checkpoint().floats("few")).hasMessageContaining("has no 'few', only [");
        assertThatThrownBy(() -> checkpoint().number("doubles"))
                .hasMessageContaining("must be one number, but is 20000");
    }

    @Test
    void anotherIdentityIsRefused() {
        checkpoints("a").write(checkpoint());
        assertThat(checkpoints("b").read()).isEmpty();
        assertThat(checkpoints("a").read()).isPresent();
    }

    @Test
    void partsAreKeptApart() {
        Checkpoints root = checkpoints("a");
        root.child("layer/1").write(checkpoint());
        assertThat(root.read()).isEmpty();
        assertThat(root.child("layer/2").read()).isEmpty();
        assertThat(root.child("layer_1").read())
                .as("the same file, another part")
                .isEmpty();
        assertThat(root.child("layer/1").read()).isPresent();
        assertThat(Checkpoints.none().child("x").enabled()).isFalse();
    }

    /** Cut off anywhere, or with any one byte changed, it is refused and nothing worse happens. */
    @Test
    void damageIsNoticed() throws IOException {
        Checkpoint small =
                new Checkpoint(Map.of("w", new float[] {1, 2}), Map.of("d", new double[] {3}), Map.of("t", "u"));
        checkpoints("a").write(small);
        Path file = folder.resolve("new").resolve(FILE);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThat(checkpoints("a").read()).as("the first %d bytes", length).isEmpty();
        }
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            Files.write(file, changed);
            assertThat(checkpoints("a").read()).as("byte %d", i).isEmpty();
        }
        Files.write(file, whole);
        assertThat(checkpoints("a").read()).isPresent();
    }

    @Test
    void aPlaceThatCannotBeWrittenToStopsNothing() throws IOException {
        Files.writeString(folder.resolve("new"), "a file where the folder should be");
        checkpoints("a").write(checkpoint());
        assertThat(checkpoints("a").read()).isEmpty();
    }

    @Test
    void dueWhenTheIntervalHasPassed() {
        assertThat(checkpoints("a").due()).isFalse();
        assertThat(Checkpoints.in(folder, "a", Duration.ZERO).due()).isTrue();
        assertThat(Checkpoints.none().due()).isFalse();
    }

    @Test
    void contextsHandThemOn() {
        Checkpoints mine = checkpoints("a");
        TrainingContext context = TrainingContext.of(RandomStream.ofSeed(1));
        assertThat(context.checkpoints().enabled()).isFalse();
        assertThat(context.withCheckpoints(mine).withListener(p -> {}).checkpoints())
                .isSameAs(mine);
        context.withCheckpoints(mine).child("part").checkpoints().write(checkpoint());
        assertThat(mine.read()).isEmpty();
        assertThat(mine.child("part").read()).isPresent();
    }
}
