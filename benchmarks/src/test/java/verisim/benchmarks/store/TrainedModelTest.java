package verisim.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.benchmarks.suite.Registries;
import verisim.core.io.FileTree;
import verisim.core.model.ModelProvider;
import verisim.core.result.Provenance;

class TrainedModelTest {
    private static final ModelProvider RBM = Registries.load().models().get("rbm");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path cell;

    @BeforeEach
    void train() throws IOException {
        TrainedModel.record(cell, fit(10, 100, 1, "a", "M2.1"), RBM, 600);
        Files.createDirectories(cell.resolve("model"));
        Files.writeString(cell.resolve("model/manifest.json"), "{}");
    }

    private static Provenance fit(int hidden, int burnIn, int threads, String commit, String nd4j) {
        return new Provenance(
                "rbm",
                new TreeMap<>(Map.of("hidden", hidden, "burnIn", burnIn)),
                Map.of(),
                Map.of("train", "abc"),
                "1/data/rbm/#1",
                threads,
                new TreeMap<>(Map.of("commit", commit, "verisim", "0.1.0", "nd4j", nd4j)));
    }

    private boolean isTaken(Provenance provenance, Duration limit) {
        return TrainedModel.find(cell, provenance, RBM, limit).isPresent();
    }

    @Test
    void itIsTakenForTheSameTrainingOnly() {
        assertThat(isTaken(fit(10, 100, 1, "a", "M2.1"), HOUR)).isTrue();
        assertThat(isTaken(fit(10, 100, 1, "b", "M2.1"), HOUR))
                .as("a commit with the same numbers")
                .isTrue();
        assertThat(isTaken(fit(11, 100, 1, "a", "M2.1"), HOUR)).isFalse();
        assertThat(isTaken(fit(10, 200, 1, "a", "M2.1"), HOUR))
                .as("the saved model has its sampler's settings")
                .isFalse();
        assertThat(isTaken(fit(10, 100, 2, "a", "M2.1"), HOUR)).isFalse();
        assertThat(isTaken(fit(10, 100, 1, "a", "M2.2"), HOUR)).isFalse();
    }

    @Test
    void aTimeLimitThatWouldHaveEndedTheTrainingCounts() {
        assertThat(isTaken(fit(10, 100, 1, "a", "M2.1"), Duration.ofMinutes(10)))
                .isTrue();
        assertThat(isTaken(fit(10, 100, 1, "a", "M2.1"), Duration.ofMinutes(9))).isFalse();
    }

    @Test
    void aDamagedNoteIsNoNote() throws IOException {
        Files.writeString(cell.resolve("trained.json"), "{\"identity\": ");
        assertThat(isTaken(fit(10, 100, 1, "a", "M2.1"), HOUR)).isFalse();
    }

    @Test
    void aNoteWithoutItsModelIsNoNote() throws IOException {
        FileTree.delete(cell.resolve("model"));
        assertThat(isTaken(fit(10, 100, 1, "a", "M2.1"), HOUR)).isFalse();
    }

    @Test
    void deletingTakesTheModelAndLeavesTheLog() throws IOException {
        Files.writeString(cell.resolve("training.csv"), "epoch,step,seconds\n");
        TrainedModel.delete(cell);
        assertThat(cell).isDirectoryContaining(file -> file.endsWith("training.csv"));
        assertThat(cell.resolve("model")).doesNotExist();
        assertThat(cell.resolve("trained.json")).doesNotExist();
        TrainedModel.delete(cell);
    }
}
