package verisim.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.core.data.DataKind;
import verisim.core.model.Checkpoint;
import verisim.core.model.GenerativeModel;
import verisim.core.model.ModelProvider;
import verisim.core.model.ModelState;
import verisim.core.model.Trainer;
import verisim.core.option.Option;
import verisim.core.option.Options;
import verisim.core.result.Provenance;

class CheckpointPlaceTest {
    /** A model that only its options and the version of its numbers matter of. */
    private record Provider(int numbersVersion) implements ModelProvider {
        @Override
        public String name() {
            return "model";
        }

        @Override
        public String family() {
            return "classical";
        }

        @Override
        public String description() {
            return "a model";
        }

        @Override
        public String paper() {
            return "none";
        }

        @Override
        public Set<DataKind> accepts() {
            return Set.of(DataKind.REAL);
        }

        @Override
        public List<Option> options() {
            return List.of(
                    Option.integer("hidden", 10, 1, "units"),
                    Option.integer("orders", 8, 1, "orders").notOfTraining());
        }

        @Override
        public Trainer<?> trainer(Options options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public GenerativeModel load(ModelState state) {
            throw new UnsupportedOperationException();
        }
    }

    @TempDir
    private Path folder;

    private static Provenance fit(int hidden, int orders, int threads, String commit, String nd4j) {
        return new Provenance(
                "model",
                new TreeMap<>(Map.of("hidden", hidden, "orders", orders)),
                Map.of(),
                Map.of("train", "abc"),
                "1/data/model/#1",
                threads,
                new TreeMap<>(Map.of("commit", commit, "verisim", "0.1.0", "nd4j", nd4j)));
    }

    private boolean isThere(Provenance provenance) {
        return CheckpointPlace.in(folder)
                .open(provenance, new Provider(1))
                .read()
                .isPresent();
    }

    @Test
    void whatDecidesTheNumbersOfTrainingDecidesWhetherACheckpointIsRead() {
        CheckpointPlace.in(folder)
                .open(fit(10, 8, 1, "a", "M2.1"), new Provider(1))
                .write(new Checkpoint(Map.of("w", new float[] {1}), Map.of(), Map.of("run", "r")));
        assertThat(isThere(fit(10, 8, 1, "a", "M2.1"))).isTrue();
        assertThat(isThere(fit(10, 128, 1, "a", "M2.1")))
                .as("orders are drawn after training")
                .isTrue();
        assertThat(isThere(fit(10, 8, 1, "b", "M2.1")))
                .as("a commit with the same numbers")
                .isTrue();
        assertThat(isThere(fit(11, 8, 1, "a", "M2.1"))).isFalse();
        assertThat(isThere(fit(10, 8, 2, "a", "M2.1"))).isFalse();
        assertThat(isThere(fit(10, 8, 1, "a", "M2.2"))).isFalse();
        assertThat(CheckpointPlace.in(folder)
                        .open(fit(10, 8, 1, "a", "M2.1"), new Provider(2))
                        .read())
                .as("other numbers of the model")
                .isEmpty();
    }
}
