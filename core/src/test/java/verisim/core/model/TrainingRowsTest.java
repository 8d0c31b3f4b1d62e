package verisim.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.core.data.DataSplits;
import verisim.core.data.RandomSplit;
import verisim.core.random.RandomStream;
import verisim.core.source.FileDataset;

class TrainingRowsTest {
    @TempDir
    Path folder;

    private Path rows(String name, int n, boolean bits, long seed) throws Exception {
        RandomStream random = RandomStream.ofSeed(seed).child("rows");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < n; i++) {
            double a = random.nextDouble();
            double b = random.nextDouble();
            text.append(bits ? (a < 0.5 ? "0" : "1") + "," + (b < 0.3 ? "0" : "1") : a + 0.5 + "," + (b + 0.5))
                    .append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private static TrainingRows saved(TrainingRows rows) {
        return TrainingRows.of(rows.contentHash(), rows.file(), rows.usualRepeats(), rows.toArray());
    }

    @Test
    void rowsOfTheSameFileAreKnownByTheirPlace() throws Exception {
        for (boolean bits : new boolean[] {true, false}) {
            FileDataset file = FileDataset.of(rows("a" + bits, 100, bits, 1));
            DataSplits data = file.load("a").splits();
            TrainingRows known = saved(TrainingRows.of(data));
            assertThat(known.warning(data.test())).isEmpty();
            DataSplits half = file.withSplit(new RandomSplit(0.4, 0.1, 0.5))
                    .load("a", Optional.of(data.schema()))
                    .splits();
            // The same permutation: of the last 50, the first 30 were for training.
            assertThat(known.warning(half.test()).orElseThrow()).startsWith("30 of 50 test rows are training rows");
        }
    }

    @Test
    void copiesInAnotherFileAreKnownByTheirValues() throws Exception {
        Path original = rows("a.csv", 200, false, 1);
        DataSplits data = FileDataset.of(original).load("a").splits();
        TrainingRows known = saved(TrainingRows.of(data));
        Path copy = Files.writeString(folder.resolve("copy.csv"), Files.readString(original) + "9.5,9.5\n");
        DataSplits other =
                FileDataset.of(copy).load("copy", Optional.of(data.schema())).splits();
        assertThat(known.warning(other.test()).orElseThrow()).contains("test rows equal a training row");
        DataSplits fresh = FileDataset.of(rows("b.csv", 200, false, 2))
                .load("b", Optional.of(data.schema()))
                .splits();
        assertThat(known.warning(fresh.test())).isEmpty();
    }

    @Test
    void rowsThatRepeatByNatureAreNoWarning() throws Exception {
        DataSplits data = FileDataset.of(rows("a.csv", 500, true, 1)).load("a").splits();
        TrainingRows known = saved(TrainingRows.of(data));
        assertThat(known.usualRepeats()).isEqualTo(1);
        DataSplits fresh = FileDataset.of(rows("b.csv", 500, true, 2))
                .load("b", Optional.of(data.schema()))
                .splits();
        assertThat(known.warning(fresh.test())).isEmpty();
    }
}
