package verisim.benchmarks.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.benchmarks.ledger.RunRecorder.Older;
import verisim.benchmarks.suite.SuiteException;
import verisim.core.result.CellId;
import verisim.core.result.CellResult;
import verisim.core.result.Outcome;
import verisim.core.result.ResultJson;
import verisim.core.result.RunFolder;

class LedgerTest {
    private static final String HEAD = "sources: {book: A book}\nfigures:\n";
    private static final String FIGURES = HEAD + """
              - {id: plain, value: -2.0, dataset: coins, model: independent, source: book, where: Table 1, sure: quoted,
                 tolerance: 0.05, target: -2.0, ours: {suite: small, dataset: coins, model: plain}}
              - {id: chosen, value: -1.8, dataset: coins, protocol: fair, model: 'a network | deep', source: book,
                 sure: memory-high, tolerance: 0.01, ours: {suite: small, dataset: coins, models: [wide, tall], select: validation}}
              - {id: later, value: -1.0, kind: lower-bound, dataset: coins, model: a network, source: book, sure: published,
                 tolerance: 0.1, target: -1.1, ours: {suite: first-real, dataset: nltcs, model: gaussian}}
              - {id: other, value: -1.0, kind: estimate, dataset: coins, model: 'another, too', source: book, sure: derived, tolerance: 0.1}
            """;

    @TempDir
    private Path folder;

    private Path run;
    private Path ledger;

    @BeforeEach
    void recordTheFixture() throws IOException {
        run = folder.resolve("small-run");
        ledger = folder.resolve("ledger");
        LedgerFixture.write(new RunFolder(run));
        Files.createDirectories(ledger);
        Files.writeString(ledger.resolve("published.yaml"), FIGURES);
        RunRecorder.record(run, ledger, false, Older.REFUSE);
    }

    private List<LedgerRow> rows() {
        return Ledger.read(LedgerFolder.of(ledger)).rows(List.of());
    }

    @Test
    void eachFigureHasItsAnswer() {
        List<LedgerRow> rows = rows();
        assertThat(rows)
                .extracting(row -> row.verdict().words())
                .containsExactly("within 0.10", "better by 0.05", "no run yet", "context");
        assertThat(rows).extracting(LedgerRow::target).containsExactly("missed by 0.10", "", "open", "");
        LedgerRow plain = rows.get(0);
        assertThat(plain.ours().orElseThrow().replicates()).isEqualTo(2);
        assertThat(plain.ours().orElseThrow().low()).isLessThan(-2.2); // spread of the replicates is in it
        assertThat(plain.fitSeconds()).isEqualTo(18.75);
        assertThat(plain.machine()).isEqualTo("Abacus 3, 2 cores, 1 thread a model, VM 17");
        assertThat(plain.commit()).isEqualTo("0123456789abcdef-dirty");
    }

    @Test
    void validationRowsChooseAmongVariantsAndTestRowsDoNot() {
        assertThat(rows().get(1).model()).isEqualTo("tall");
        assertThat(rows().get(1).ours().orElseThrow().value()).isEqualTo(-1.75);
    }

    @Test
    void onlyTheFiguresAskedForAreShown() {
        Ledger all = Ledger.read(LedgerFolder.of(ledger));
        assertThat(all.rows(List.of("later")))
                .extracting(row -> row.figure().id())
                .containsExactly("later");
        assertThatThrownBy(() -> all.rows(List.of("latr"))).hasMessageContaining("did you mean 'later'?");
    }

    @ParameterizedTest
    @CsvSource({"ledger.md", "ledger.csv", "ledger.json", "index.html"})
    void filesAreAsTheyWereApproved(String name) throws IOException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            LedgerFiles.write(rows(), folder.resolve("out"));
        } finally {
            Locale.setDefault(before);
        }
        String written = Files.readString(folder.resolve("out").resolve(name)).replaceAll("(?s)<style>.*</style>", "");
        try (InputStream in = LedgerTest.class.getResourceAsStream(name)) {
            assertThat(in).as("golden file %s; what came:%n%s", name, written).isNotNull();
            assertThat(written).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aRecordHoldsNoFlagsOfTheMachine() throws IOException {
        assertThat(Files.readString(ledger.resolve("runs/small/environment.json")))
                .contains("Abacus 3")
                .doesNotContain("secret");
    }

    @Test
    void aRecordIsNotOverwrittenSilently() {
        assertThatThrownBy(() -> RunRecorder.record(run, ledger, false, Older.REFUSE))
                .hasMessageContaining("--replace");
        assertThat(RunRecorder.record(run, ledger, false, Older.REPLACE)).exists();
    }

    @Test
    void aRunWithFailedCellsIsRefusedUnlessItIsSaidToBePartial() {
        LedgerFixture.write(new RunFolder(run), LedgerFixture.failed("wide"));
        assertThatThrownBy(() -> RunRecorder.record(run, ledger, false, Older.REPLACE))
                .hasMessageContaining("coins/wide/1")
                .hasMessageContaining("--partial");
        RunRecorder.record(run, ledger, true, Older.REPLACE);
        assertThat(rows().get(1).model()).isEqualTo("tall");
    }

    @Test
    void whatIsNoRunOrNoLedgerIsExplained() {
        assertThatThrownBy(() -> RunRecorder.record(ledger, ledger, false, Older.REFUSE))
                .hasMessageContaining("is not a finished run");
        assertThatThrownBy(() -> RunRecorder.record(run, run, false, Older.REFUSE))
                .hasMessageContaining("is not the folder of a ledger");
        assertThatThrownBy(() -> Ledger.read(LedgerFolder.of(run)))
                .hasMessageContaining("is not the folder of a ledger");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "suite: small; suite: smal; no bundled or recorded suite named 'smal'",
                "model: plain}; model: plan}; no model in suite small named 'plan' (did you mean 'plain'?)",
                "dataset: coins, model: plain}; dataset: coin, model: plain}; no data set in suite small named 'coin'",
                "sure: quoted; sure: certain; no sure named 'certain'",
                "source: book; source: boook; no source named 'boook' (did you mean 'book'?)",
                "tolerance: 0.05; tolerance: 0; tolerance must be greater than 0",
                "value: -2.0; value: high; value must be a number, but is 'high'",
                "id: plain; id: chosen; the id 'chosen' is that of line 3 too",
                "id: plain; nr: plain; no key in a figure named 'nr'",
                "target: -2.0; kind: about; no kind named 'about'",
            })
    void aWrongEntryIsAnErrorWithItsLine(String good, String bad, String message) throws IOException {
        Files.writeString(
                ledger.resolve("published.yaml"), FIGURES.replaceFirst(java.util.regex.Pattern.quote(good), bad));
        assertThatThrownBy(() -> Ledger.read(LedgerFolder.of(ledger)))
                .isInstanceOf(SuiteException.class)
                .hasMessageContaining("published.yaml, line ")
                .hasMessageContaining(message);
    }

    @Test
    void severalModelsNeedARule() throws IOException {
        Files.writeString(ledger.resolve("published.yaml"), FIGURES.replace(", select: validation", ""));
        assertThatThrownBy(() -> Ledger.read(LedgerFolder.of(ledger))).hasMessageContaining("select: validation");
        Files.writeString(ledger.resolve("published.yaml"), FIGURES.replace("select: validation", "select: test"));
        assertThatThrownBy(() -> Ledger.read(LedgerFolder.of(ledger)))
                .hasMessageContaining("nothing is chosen on test");
    }

    private static final String TWO_MODELS = """
            suite: small
            datasets: [{name: bars-and-stripes, as: coins}]
            models: [{name: product-bernoulli, as: plain, smoothing: %s}, {name: chow-liu, as: wide}, {name: chow-liu, as: tall}]
            metrics: [log-likelihood, validation-log-likelihood]
            replicates: 2
            """;

    private Path recordTwoModels(String firstSmoothing, String secondSmoothing) throws IOException {
        Files.writeString(new RunFolder(run).suiteFile(), TWO_MODELS.formatted(firstSmoothing));
        RunRecorder.record(run, ledger, false, Older.REPLACE);
        Path second = folder.resolve("second-run");
        LedgerFixture.write(new RunFolder(second));
        Files.writeString(new RunFolder(second).suiteFile(), TWO_MODELS.formatted(secondSmoothing));
        for (int replicate : new int[] {1, 2}) {
            Files.delete(new RunFolder(second).resultFile(new CellId("coins", "plain", replicate)));
        }
        LedgerFixture.write(new RunFolder(second), LedgerFixture.cell("wide", 1, -1.4, -1.8));
        return second;
    }

    private List<String> recordedCells() throws IOException {
        return Arrays.stream(ResultJson.parse(
                        "results.json",
                        Files.readString(ledger.resolve("runs/small/results.json")),
                        CellResult[].class))
                .map(cell -> cell.cell() + " "
                        + ((Outcome.Measured) cell.measurements().get(0).outcome()).value())
                .toList();
    }

    @Test
    void aRunIsAddedToAnOlderRecordOfTheSameSettings() throws IOException {
        RunRecorder.record(recordTwoModels("1", "1"), ledger, false, Older.ADD);
        assertThat(recordedCells())
                .containsExactly("coins/plain/1 -2.0", "coins/plain/2 -2.2", "coins/tall/1 -1.75", "coins/wide/1 -1.4");
    }

    @Test
    void cellsOfOtherSettingsAreNotMixed() throws IOException {
        RunRecorder.record(recordTwoModels("1", "0.5"), ledger, false, Older.ADD);
        assertThat(recordedCells()).containsExactly("coins/tall/1 -1.75", "coins/wide/1 -1.4");
    }

    @Test
    void addedCellsKeepTheirMachine() throws IOException {
        Path second = recordTwoModels("1", "1");
        Files.writeString(new RunFolder(second).environmentFile(), "{\"processor\": \"Abacus 4\", \"cores\": 1}");
        for (int time = 1; time <= 2; time++) { // adding again changes nothing
            RunRecorder.record(second, ledger, false, Older.ADD);
            RecordedRun run = LedgerFolder.of(ledger).run("small").orElseThrow();
            assertThat(run.machine(run.cells("coins", "plain")))
                    .isEqualTo("Abacus 3, 2 cores, 1 thread a model, VM 17");
            assertThat(run.machine(run.cells("coins", "wide"))).isEqualTo("Abacus 4, 1 core");
            assertThat(run.machine(run.cells()))
                    .isEqualTo("Abacus 3, 2 cores, 1 thread a model, VM 17; Abacus 4, 1 core");
        }
    }
}
