package verisim.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.RandomSplit;
import verisim.core.data.SplitRule;

class FileDatasetTest {
    @TempDir
    Path folder;

    private Path numbered(int rows) throws Exception {
        StringBuilder text = new StringBuilder("value,class\n");
        for (int i = 0; i < rows; i++) {
            text.append(i).append(".5,").append(i % 3).append('\n');
        }
        return Files.writeString(folder.resolve("My Data.csv"), text);
    }

    private static double number(Dataset part, int row) {
        return part.schema().column(0).value(part.value(row, 0));
    }

    @Test
    void oneFileIsDividedWithEveryRowInOnePart() throws Exception {
        FileDataset file = FileDataset.of(numbered(101)).withLabel("class");
        DataSplits splits = file.load("mine").splits();
        assertThat(splits.train().size()).isEqualTo(81);
        assertThat(splits.validation().size()).isEqualTo(10);
        assertThat(splits.test().size()).isEqualTo(10);
        assertThat(splits.kind()).isEqualTo(DataKind.REAL);
        double[] all = new double[0];
        for (Dataset part : new Dataset[] {splits.train(), splits.validation(), splits.test()}) {
            for (int r = 0; r < part.size(); r++) {
                assertThat(part.labels().orElseThrow()[r]).isEqualTo((int) number(part, r) % 3);
                all = Arrays.copyOf(all, all.length + 1);
                all[all.length - 1] = number(part, r);
            }
        }
        Arrays.sort(all);
        for (int i = 0; i < 101; i++) {
            assertThat(all[i]).isEqualTo(i + 0.5);
        }
        assertThat(splits.protocol())
                .containsEntry("split", "random 0.8/0.1/0.1, split seed 0")
                .containsEntry("kind", "REAL, seen from the values")
                .containsEntry("label", "class");
        // sha256sum of the same bytes is what a user can compare with.
        assertThat(splits.protocol().get("file")).matches("My Data\\.csv sha256 [0-9a-f]{64}");
        assertThat(file.defaultName()).isEqualTo("my-data");
    }

    @Test
    void theDivisionFollowsTheSeedAndTheNumberOfRowsOnly() throws Exception {
        FileDataset file = FileDataset.of(numbered(60)).withLabel("last");
        int[] first = rows(file);
        assertThat(rows(file)).isEqualTo(first);
        Path other = Files.writeString(folder.resolve("other.data"), "7.25\n-1\n".repeat(30));
        assertThat(rows(FileDataset.of(other))).isEqualTo(first);
        SplitRule seeded =
                new SplitRule(RandomSplit.EIGHTY_TEN_TEN, 5, false, Optional.empty(), Optional.empty(), 0, 0);
        assertThat(rows(file.withSplit(seeded))).isNotEqualTo(first);
    }

    private static int[] rows(FileDataset file) {
        return file.load("mine").splits().train().source().orElseThrow().rows();
    }

    @Test
    void threeFilesKeepTheirRoles() throws Exception {
        Path a = Files.writeString(folder.resolve("a.data"), "0,1\n1,1\n");
        Path b = Files.writeString(folder.resolve("b.data"), "1,0\n");
        Path c = Files.writeString(folder.resolve("c.data"), "0,0\n");
        DataSplits splits = FileDataset.of(a, b, c).load("mine").splits();
        assertThat(splits.kind()).isEqualTo(DataKind.BINARY);
        assertThat(splits.train().toFloats()).containsExactly(0, 1, 1, 1);
        assertThat(splits.validation().toFloats()).containsExactly(1, 0);
        assertThat(splits.test().toFloats()).containsExactly(0, 0);
        assertThat(splits.protocol())
                .containsEntry("split", "given as three files")
                .containsKey("file-test");
        Files.writeString(c, "0,2\n");
        assertThat(FileDataset.of(a, b, c).load("mine").splits().kind()).isEqualTo(DataKind.REAL);
        assertThatThrownBy(() -> FileDataset.of(a, b, c).withKind("binary").load("mine"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "c.data, row 1: column 2 is BINARY, so every value must be 0 or 1, but it holds '2'");
    }

    @Test
    void badWishesAreExplained() throws Exception {
        FileDataset file = FileDataset.of(numbered(4));
        assertThatThrownBy(() -> file.withKind("integer"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kind must be one of: auto, BINARY, REAL, CATEGORICAL; but was 'integer'");
        assertThatThrownBy(() -> file.withLabel("last").load("mine"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 4 rows, which are too few");
        assertThatThrownBy(() -> new RandomSplit(0.8, 0.3, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("add up to 1");
    }
}
