package verisim.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import verisim.core.data.Coding;
import verisim.core.data.ColumnChoice;
import verisim.core.data.DataKind;
import verisim.core.data.DataSplits;
import verisim.core.data.Dataset;
import verisim.core.data.Labels;
import verisim.core.data.RandomSplit;
import verisim.core.data.ReadOptions;
import verisim.core.data.Schema;
import verisim.core.data.Split;
import verisim.core.data.SplitRule;

/** Files as people have them: names, words, classes, odd headers, dates, other marks. */
class OwnFilesTest {
    @TempDir
    Path folder;

    private Path file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }

    private DataSplits three(String train, String validation, String test, DataKind kind) throws Exception {
        return FileDataset.of(file("train.csv", train), file("valid.csv", validation), file("test.csv", test))
                .withKind(kind)
                .load("mine")
                .splits();
    }

    private static void refused(ThrowingCallable call, String... said) {
        var thrown = assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
        for (String text : said) {
            thrown.hasMessageContaining(text);
        }
    }

    private static double number(Dataset set, int row, int column) {
        return set.schema().column(column).value(set.value(row, column));
    }

    @Test
    void filesThatBelongTogetherAreMatchedByName() throws Exception {
        DataSplits data = three("a,b\n1,10\n2,20\n", "a,b\n3,30\n", "b,a\n40,4\n", DataKind.REAL);
        assertThat(data.schema().names()).containsExactly("a", "b");
        assertThat(number(data.test(), 0, 0)).isEqualTo(4);
        assertThat(number(data.test(), 0, 1)).isEqualTo(40);
        refused(
                () -> three("a,b\n1,10\n2,2\n", "a,b\n3,30\n", "a,c\n1,2\n", DataKind.REAL),
                "missing in test.csv: b",
                "only in test.csv: c");
        refused(() -> three("a,b\n1,10\n2,2\n", "a,b\n3,30\n", "a,b,c\n1,2,3\n", DataKind.REAL), "only in test.csv: c");
        // Without names on one side the place decides.
        DataSplits byPlace = three("a,b\n1,10\n2,20\n", "5,30\n", "7,40\n", DataKind.REAL);
        assertThat(number(byPlace.test(), 0, 0)).isEqualTo(7);
    }

    @Test
    void levelsAreThoseOfEachColumnInTheTrainingRows() throws Exception {
        DataSplits data = three(
                "work,base,n\nGov,A,1\nSelf,C,2\nGov,T,4\n",
                "work,base,n\nSelf,A,3\n",
                "work,base,n\nGov,T,4\n",
                DataKind.CATEGORICAL);
        assertThat(data.schema().column(0).levels()).containsExactly("Gov", "Self");
        assertThat(data.schema().column(1).levels()).containsExactly("A", "C", "T");
        // Codes of which most occur: the one between them is a code too.
        assertThat(data.schema().column(2).levels()).containsExactly("1", "2", "3", "4");
        assertThat(data.test().toFloats()).containsExactly(0, 2, 3);
        assertThat(data.train().levels()).containsExactly(2, 3, 4);
        refused(
                () -> three("w\nGov\nSelf\n", "w\nGov\n", "w\nGov\nFarm\n", DataKind.CATEGORICAL),
                "test.csv, row 2: column 1 (w) must be one of Gov, Self, which training rows have, but it holds 'Farm'",
                "unseen: other");
    }

    @Test
    void whatTrainingRowsDoNotHaveMayBeALevelOfItsOwn() throws Exception {
        FileDataset file = FileDataset.of(
                        file("a.csv", "w\nGov\nSelf\n"), file("b.csv", "w\nGov\n"), file("c.csv", "w\nFarm\nArmy\n"))
                .withOther(true);
        DataSplits data = file.load("mine").splits();
        assertThat(data.kind()).isEqualTo(DataKind.CATEGORICAL);
        assertThat(data.schema().column(0).levels()).containsExactly("Gov", "Self", Coding.OTHER);
        assertThat(data.test().toFloats()).containsExactly(2, 2);
    }

    @Test
    void leadingZerosAndNumbersWithGapsStayAsWritten() throws Exception {
        DataSplits data = three("zip\n01234\n99501\n60601\n", "zip\n99501\n", "zip\n01234\n", DataKind.CATEGORICAL);
        assertThat(data.schema().column(0).levels()).containsExactly("01234", "60601", "99501");
        refused(
                () -> three("x\n1.5\n2.5\n", "x\n1.5\n", "x\n2.5\n", DataKind.CATEGORICAL),
                "column 1 (x) holds",
                "which is no category");
    }

    @Test
    void classesAreCodedByTheirNames() throws Exception {
        FileDataset file = FileDataset.of(
                        file("a.csv", "x,y\n1,ant\n2,bee\n3,cat\n4,?\n"),
                        file("b.csv", "x,y\n1,cat\n"),
                        file("c.csv", "x,y\n1,bee\n2,cat\n3,NA\n4,\n5,dog\n"))
                .withLabel("y");
        DataSplits data = file.load("mine").splits();
        assertThat(data.train().labels().orElseThrow()).containsExactly(0, 1, 2, Labels.MISSING);
        assertThat(data.train().schema().labels().orElseThrow().classes()).containsExactly("ant", "bee", "cat");
        assertThat(data.validation().labels().orElseThrow()).containsExactly(2);
        // A class that no training row has is known by its name, after those that training knows.
        assertThat(data.test().labels().orElseThrow()).containsExactly(1, 2, Labels.MISSING, Labels.MISSING, 3);
        assertThat(data.test().schema().labels().orElseThrow().classes()).containsExactly("ant", "bee", "cat", "dog");
    }

    @Test
    void labelsOfAnySizeAreCodedFromZero() throws Exception {
        DataSplits data = FileDataset.of(
                        file("a.csv", "x,y\n" + "1,99999999\n2,16777217\n3,16777216\n4,9007199254740993\n".repeat(5)))
                .withLabel("y")
                .load("mine")
                .splits();
        Labels labels = data.train().schema().labels().orElseThrow();
        assertThat(labels.classes()).containsExactly("16777216", "16777217", "99999999", "9007199254740993");
        Dataset train = data.train();
        for (int r = 0; r < train.size(); r++) {
            String name = labels.classes().get(train.labels().orElseThrow()[r]);
            int x = (int) number(train, r, 0);
            assertThat(name)
                    .isEqualTo(List.of("99999999", "16777217", "16777216", "9007199254740993")
                            .get(x - 1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0,1,2\n0.5,1.5,2.5\n3.5,4.5,5.5\n",
                "1,2,3\n0.5,1.5,2.5\n3.5,4.5,5.5\n",
                "0,1,2\n4,5,6\n7,8,9\n",
                ",0,1\n0,1.5,2.5\n1,4.5,5.5\n",
                "0\n1.5\n2.5\n",
                "NA,?\n1,2\n3,4\n",
                "a,NA\n1,2\n3,4\n",
                "id,2019,2020\n1,2,3\n4,5,6\n",
                "red,big\nred,small\nblue,big\n"
            })
    void aFirstLineThatMayBeEitherIsAskedFor(String content) throws Exception {
        Path path = file(
                "odd.csv",
                content + content.substring(content.indexOf('\n') + 1).repeat(6));
        FileDataset data = FileDataset.of(path);
        refused(() -> data.load("mine"), "odd.csv", "header: true or header: false");
        // Either answer is taken.
        DataKind kind = content.matches("(?s).*(red|city|NA).*") ? DataKind.CATEGORICAL : DataKind.REAL;
        for (boolean header : new boolean[] {true, false}) {
            boolean words = !header && content.startsWith("id");
            if ((content.startsWith(",") && !header) || words) {
                continue; // then the first line is no row of numbers
            }
            DataSplits splits = data.withKind(kind)
                    .withOther(true)
                    .withReading(ReadOptions.DEFAULT.withHeader(Optional.of(header)))
                    .load("mine")
                    .splits();
            int rows = content.split("\n", 0).length - 1;
            int sum = splits.train().size()
                    + splits.validation().size()
                    + splits.test().size();
            assertThat(sum).isEqualTo(7 * rows + (header ? 0 : 1));
            assertThat(splits.schema().isNamed()).isEqualTo(header && !content.startsWith(","));
        }
    }

    @Test
    void ordinaryFirstLinesAreTold() throws Exception {
        assertThat(FileDataset.of(file("a.csv", "0,1\n1,1\n".repeat(10)))
                        .load("a")
                        .splits()
                        .train()
                        .size())
                .isEqualTo(16);
        assertThat(FileDataset.of(file("b.csv", "Gov,1\nSelf,2\n".repeat(10)))
                        .withKind(DataKind.CATEGORICAL)
                        .load("b")
                        .splits()
                        .schema()
                        .isNamed())
                .isFalse();
        assertThat(FileDataset.of(file("c.csv", "1,2,setosa\n3,4,setosa\n".repeat(10)))
                        .withLabel("last")
                        .load("c")
                        .splits()
                        .train()
                        .size())
                .isEqualTo(16);
    }

    @Test
    void anIndexColumnWithoutNameIsLeftOutAndAnIdIsPointedOut() throws Exception {
        StringBuilder index = new StringBuilder(",a\n");
        StringBuilder id = new StringBuilder("id,a\n");
        for (int i = 0; i < 20; i++) {
            index.append(i).append(',').append(i * i % 7 + 0.5).append('\n');
            id.append(100 + 3 * i).append(',').append(i * i % 7 + 0.5).append('\n');
        }
        LoadedData without = FileDataset.of(file("i.csv", index.toString())).load("i");
        assertThat(without.splits().schema().names()).containsExactly("a");
        assertThat(without.notices()).singleElement().asString().contains("column 1 has no name and counts the rows");
        FileDataset with = FileDataset.of(file("id.csv", id.toString()));
        assertThat(with.load("id").notices()).singleElement().asString().contains("column 1 (id)", "drop: [id]");
        LoadedData dropped =
                with.withColumns(new ColumnChoice(List.of(), List.of("id"))).load("id");
        assertThat(dropped.splits().schema().names()).containsExactly("a");
        assertThat(dropped.notices()).isEmpty();
        refused(
                () -> with.withColumns(new ColumnChoice(List.of("ids"), List.of()))
                        .load("id"),
                "no column named 'ids' (did you mean 'id'?)");
    }

    @Test
    void datesAndOtherDecimalMarksAreNumbers() throws Exception {
        Path dates = file(
                "d.csv",
                "day;at;v\n"
                        + "2024-02-28;2024-02-28 00:00:01;1,5\n2024-03-01;2024-02-28T01:00:00+01:00;-2,25\n".repeat(8));
        ReadOptions comma = new ReadOptions(
                "none", Optional.empty(), 0, ',', ReadOptions.MISSING, ReadOptions.Words.ALLOWED, List.of());
        DataSplits data = FileDataset.of(dates).withReading(comma).load("d").splits();
        assertThat(data.kind()).isEqualTo(DataKind.REAL);
        Dataset train = data.train();
        for (int r = 0; r < train.size(); r++) {
            boolean first = train.source().orElseThrow().rows()[r] % 2 == 1;
            assertThat(number(train, r, 0)).isEqualTo(first ? 19781 : 19783); // 2024 is a leap year
            assertThat(number(train, r, 1)).isEqualTo(first ? 1709078401 : 1709078400);
            assertThat(number(train, r, 2)).isCloseTo(first ? 1.5 : -2.25, within(1e-6));
        }
    }

    @Test
    void wordsAmongNumbersAreNamedWithWhatCanBeDone() throws Exception {
        Path mixed = file("m.csv", "a,w,b\n1.5,Gov,2\n2.5,Self,3\n".repeat(1) + "1,Gov,5\n".repeat(20));
        refused(
                () -> FileDataset.of(mixed).load("m"),
                "line 2, column 2 (w): expected a number, but found 'Gov'",
                "drop: [w]",
                "kind: CATEGORICAL");
        Path gaps = file("g.csv", "a,b\n1,2\n3,NA\n" + "1,5\n".repeat(20));
        refused(
                () -> FileDataset.of(gaps).load("g"),
                "line 3, column 2 (b): expected a number, but found 'NA'",
                "missing values");
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000.5, 2e-7, units in the last place",
        "1e17, 4, units in the last place",
        "0, 1e-20, choose another unit",
        "0, 1e20, choose another unit",
        "1e39, 1, too large"
    })
    void aSpreadThatNumbersCannotHoldIsAnError(double offset, double step, String said) throws Exception {
        StringBuilder text = new StringBuilder("t\n");
        for (int i = 0; i < 20; i++) {
            text.append(offset + i % 7 * step).append('\n');
        }
        Path path = file("s.csv", text.toString());
        refused(() -> FileDataset.of(path).withKind(DataKind.REAL).load("s"), "s.csv", "(t)", said);
    }

    @Test
    void messagesNameTheRowOfTheFileAndNotOfTheSplit() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 99; i++) {
            text.append(i == 57 ? "0,2,1\n" : "0,1,1\n");
        }
        Path path = file("bits.csv", text.toString());
        refused(
                () -> FileDataset.of(path).withKind(DataKind.BINARY).load("bits"),
                "bits.csv, row 57: column 2 is BINARY, so every value must be 0 or 1, but it holds '2'");
    }

    @Test
    void aFileIsReadInTheTermsOfAModel() throws Exception {
        FileDataset mine = FileDataset.of(file("a.csv", "u,w,y\n" + "1,5,no\n2,6,yes\n".repeat(10)))
                .withLabel("y");
        Schema terms = mine.load("a").splits().schema();
        FileDataset other = FileDataset.of(file("b.csv", "w,u,y\n" + "9,7,yes\n8,6,yes\n".repeat(10)))
                .withLabel("y");
        DataSplits read = other.load("b", Optional.of(terms)).splits();
        assertThat(read.schema().names()).containsExactly("u", "w");
        assertThat(read.schema().origins()).isEqualTo(terms.origins());
        assertThat(read.test().labels().orElseThrow()).containsOnly(1);
        assertThat(number(read.test(), 0, 0)).isBetween(6.0, 7.0);
        Dataset samples = FileDataset.readAll(
                file("s.csv", "w,y,u\n5.5,no,1.5\n"), ReadOptions.DEFAULT, ColumnChoice.ALL, terms, "s", Split.TEST);
        assertThat(number(samples, 0, 0)).isEqualTo(1.5);
        assertThat(number(samples, 0, 1)).isEqualTo(5.5);
    }

    @Test
    void theRuleOfTheSplitMayFollowClassesGroupsOrFolds() throws Exception {
        StringBuilder text = new StringBuilder("t,g,y\n");
        for (int i = 0; i < 200; i++) {
            text.append((i * 37) % 200)
                    .append(',')
                    .append(i / 8)
                    .append(',')
                    .append(i % 20 == 0 ? "rare" : "usual")
                    .append('\n');
        }
        FileDataset file = FileDataset.of(file("r.csv", text.toString())).withLabel("y");
        RandomSplit fractions = RandomSplit.EIGHTY_TEN_TEN;
        DataSplits strata = file.withSplit(new SplitRule(fractions, 0, true, Optional.empty(), Optional.empty(), 0, 0))
                .load("r")
                .splits();
        for (Dataset part : List.of(strata.train(), strata.validation(), strata.test())) {
            long rare = java.util.Arrays.stream(part.labels().orElseThrow())
                    .filter(k -> k == 0)
                    .count();
            assertThat(rare).isEqualTo(part.split() == Split.TRAIN ? 8 : 1);
        }
        DataSplits groups = file.withSplit(new SplitRule(fractions, 0, false, Optional.of("g"), Optional.empty(), 0, 0))
                .load("r")
                .splits();
        assertThat(groups.schema().names()).containsExactly("t");
        java.util.Set<Integer> seen = new java.util.HashSet<>();
        for (Dataset part : List.of(groups.train(), groups.validation(), groups.test())) {
            java.util.Set<Integer> own = new java.util.HashSet<>();
            for (int row : part.source().orElseThrow().rows()) {
                own.add((row - 1) / 8);
            }
            assertThat(seen).doesNotContainAnyElementsOf(own);
            seen.addAll(own);
        }
        assertThat(groups.train().size()).isBetween(144, 168);
        DataSplits time = file.withSplit(new SplitRule(fractions, 0, false, Optional.empty(), Optional.of("t"), 0, 0))
                .load("r")
                .splits();
        for (int r = 0; r < 20; r++) {
            assertThat(number(time.test(), r, 0)).isEqualTo(180 + r);
        }
        java.util.List<Integer> tested = new java.util.ArrayList<>();
        for (int fold = 1; fold <= 5; fold++) {
            DataSplits part = file.withSplit(
                            new SplitRule(fractions, 0, false, Optional.empty(), Optional.empty(), 5, fold))
                    .load("r")
                    .splits();
            for (int row : part.test().source().orElseThrow().rows()) {
                tested.add(row);
            }
            assertThat(part.train().size()).isEqualTo(120);
        }
        assertThat(tested).hasSize(200).doesNotHaveDuplicates();
    }
}
