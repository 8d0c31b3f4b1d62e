package verisim.core.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.core.data.DataKind;
import verisim.core.data.ImageShape;

class ResultJsonTest {
    @Test
    void aCellComesBackAsItWent(@TempDir Path folder) throws Exception {
        CellResult cell = new CellResult(
                new CellId("nltcs", "rbm-cd25", 2),
                "abc",
                "boltzmann",
                Optional.empty(),
                new Provenance(
                        "rbm", Map.of("hidden", 20), Map.of(), Map.of("test", "ff"), "1/a", 1, Map.of("java", "17")),
                Map.of("fit", 1.5),
                356,
                List.of(
                        new Measurement(
                                "log-likelihood",
                                "nats/example",
                                Direction.HIGHER,
                                Outcome.Measured.of(-6.1, 0.02, 3236, Kind.LOWER_BOUND),
                                0.1,
                                Map.of("estimator", "ais")),
                        new Measurement(
                                "kl-forward", "nats", Direction.LOWER, new Outcome.NotDefined("no truth"), 0, Map.of()),
                        new Measurement(
                                "mmd", "1", Direction.LOWER, new Outcome.Failed("measure", "boom"), 0, Map.of()),
                        new Measurement(
                                "x",
                                "1",
                                Direction.NONE,
                                new Outcome.Measured(1e-9, Double.NaN, Double.NaN, Double.NaN, 3, Kind.EXACT),
                                0,
                                Map.of())),
                Map.of("samples", "samples.npy"));
        Path file = folder.resolve("result.json");
        RunFolder.writeWhole(file, ResultJson.write(cell));

        assertThat(ResultJson.read(file, CellResult.class)).isEqualTo(cell);
        assertThat(Files.readString(file)).contains("\"measured\"").contains("lower_bound");
        assertThat(folder.toFile().list()).containsExactly("result.json");
    }

    @Test
    void aFailedCellAndADataSetComeBack(@TempDir Path folder) {
        DatasetRecord record = new DatasetRecord(
                "glyphs",
                DataKind.BINARY,
                256,
                "d",
                "l",
                "c",
                Map.of("train", 5),
                Map.of(),
                Map.of(),
                Optional.of(new ImageShape(16, 16)),
                Optional.empty(),
                Map.of());
        Path file = folder.resolve("dataset.json");
        RunFolder.writeWhole(file, ResultJson.write(record));
        assertThat(ResultJson.read(file, DatasetRecord.class)).isEqualTo(record);
    }

    @Test
    void aBrokenFileIsNamed(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("result.json"), "{\"cell\": ");
        assertThatThrownBy(() -> ResultJson.read(file, CellResult.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("result.json");
    }
}
