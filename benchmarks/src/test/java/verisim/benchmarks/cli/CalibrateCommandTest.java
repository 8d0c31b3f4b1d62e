package verisim.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.core.result.ResultJson;

class CalibrateCommandTest {
    @TempDir
    private Path folder;

    /** 11 models, 3 schedules, 2 directions; with so few repetitions only gross errors show. */
    @Test
    void itSetsEveryEstimateBesideTheTruthAndWritesThePage() throws IOException {
        Cli cli = Cli.run("calibrate", "--repetitions", "8", "--chains", "20", "--out", folder.toString());
        assertThat(cli.code()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("20x20 scale 3.0").contains("66 estimates calibrated");
        List<?> rows =
                ResultJson.parse("calibration.json", Files.readString(folder.resolve("calibration.json")), List.class);
        assertThat(rows).hasSize(66).allSatisfy(row -> {
            Map<?, ?> record = (Map<?, ?>) row;
            assertThat(((Number) record.get("meanError")).doubleValue()).isBetween(-1.5, 1.5);
            assertThat(((Number) record.get("coverage")).doubleValue()).isGreaterThan(0.4);
        });
        assertThat(Files.readAllLines(folder.resolve("calibration.csv"))).hasSize(67);
        assertThat(Files.readString(folder.resolve("index.html")))
                .contains("<svg")
                .contains("bars and stripes 4x4");
    }

    @Test
    void wrongValuesAreExplained() {
        assertThat(Cli.run("calibrate", "knn").err()).contains("there is no calibration of 'knn'; available: ais");
        assertThat(Cli.run("calibrate", "--chains", "1").err()).contains("chains must be at least 10, but was 1");
        assertThat(Cli.run("calibrate", "--repetitions", "1").code()).isEqualTo(2);
    }
}
