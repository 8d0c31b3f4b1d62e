package verisim.reports.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.core.data.Npy;
import verisim.core.math.Arrays2d;
import verisim.core.metric.MetricRegistry;
import verisim.core.result.CellId;
import verisim.core.result.RunFolder;
import verisim.core.statistics.PairedComparisons.Pair;
import verisim.reports.Fixture;
import verisim.reports.Locales;
import verisim.reports.PairedFixture;
import verisim.reports.table.Verdict.Highlight;

class PairedTablesTest {
    @TempDir
    private Path root;

    private RunFolder run;
    private Leaderboard board;

    @BeforeEach
    void read() {
        run = PairedFixture.write(root.resolve("run"));
        board = board();
    }

    private Leaderboard board() {
        return Leaderboard.of(PairedFixture.DATASET, List.of(RunData.read(run)), MetricRegistry.load());
    }

    private PairedScores paired() {
        return board.columns().get(0).paired().orElseThrow();
    }

    /** Numbers of SciPy 1.17: {@code scipy.stats.t} on the row-wise means of the fixture, Welch's degrees of freedom, Holm over five pairs. */
    @Test
    void theCsvIsAsAgreed() {
        String header = "dataset,metric,unit,a,b,kind_a,kind_b,difference,standard_error,low,high,p,p_holm,finding,"
                + "retrained_low,retrained_high,finding_retrained,n,replicates_a,replicates_b";
        List<String> expected = List.of(
                "bound-above,high,lower-bound,exact,1,0.1020620726,0.6751929341,1.3248070659,0.00225950358,0.00677851073,better,,,,4,1,2",
                "high,bound-below,exact,lower-bound,4,0.9128709292,1.0948372842,6.9051627158,0.02200604649,1,not-resolved,,,,4,2,1",
                "bound-above,low,lower-bound,exact,3,0.1099242163,2.6501720839,3.3498279161,1.079672405e-4,4.31868962e-4,better,,,,4,1,2",
                "low,bound-below,exact,lower-bound,2,0.8860022573,-0.8196546103,4.8196546103,0.109195049230,1,not-resolved,,,,4,2,1",
                "high,low,exact,exact,2,0.0408248290,1.8700771736,2.1299228264,1.872849267e-5,9.36424633e-5,better,-4.3536062304,8.3536062304,not-resolved,4,2,2",
                "truth,bound-above,known,lower-bound,0.75,0.1020620726,0.4251929341,1.0748070659,,,gap,,,,4,1,1",
                "truth,bound-below,known,lower-bound,5.75,0.9242113755,2.8087469226,8.6912530774,,,gap,,,,4,1,1",
                "truth,high,known,exact,1.75,0.1443375673,1.2906534422,2.2093465578,,,gap,-4.6093977774,8.1093977774,,4,1,2",
                "truth,low,known,exact,3.75,0.1755942292,3.1911807940,4.3088192060,,,gap,3.4058416348,4.0941583652,,4,1,2");
        List<String> lines = PairedTables.csv(List.of(board)).lines().toList();
        assertThat(lines.get(0)).isEqualTo(header);
        assertThat(lines).hasSize(1 + expected.size());
        for (String row : expected) {
            String[] parts = row.split(",", -1);
            String start = PairedFixture.DATASET + ",log-likelihood,nats/example," + parts[0] + "," + parts[1] + ",";
            String line = lines.stream()
                    .filter(l -> l.startsWith(start))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no row " + start + " in " + lines));
            sameCells(("d,m,u," + row).split(",", -1), line.split(",", -1));
        }
        assertThat(Locales.withDecimalComma(() -> PairedTables.csv(List.of(board))))
                .isEqualTo(PairedTables.csv(List.of(board)));
    }

    private static void sameCells(String[] expected, String[] actual) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 3; i < expected.length; i++) {
            if (expected[i].matches("-?[0-9.]+(e-?[0-9]+)?")) {
                double value = Double.parseDouble(expected[i]);
                assertThat(Double.parseDouble(actual[i]))
                        .isCloseTo(value, within(1e-8 * Math.max(1e-4, Math.abs(value))));
            } else {
                assertThat(actual[i]).isEqualTo(expected[i]);
            }
        }
    }

    @Test
    void markdownIsAsAgreed() {
        assertThat(PairedTables.markdown(List.of(board))).isEqualTo("""
                | data set | metric | a | b | a less b | p (Holm) | fitted models | trained again |
                |---|---|---|---|---|---|---|---|
                | four rows | log-likelihood | bound-above | high | \u2265 1.0 \u00b1 0.3 | 0.0068 | a is better | \u2014 |
                | four rows | log-likelihood | bound-above | low | \u2265 3.0 \u00b1 0.3 | 4.3e-4 | a is better | \u2014 |
                | four rows | log-likelihood | high | bound-below | \u2264 4.0 \u00b1 2.9 | 1.0 | not resolved | \u2014 |
                | four rows | log-likelihood | low | bound-below | \u2264 2.0 \u00b1 2.8 | 1.0 | not resolved | \u2014 |
                | four rows | log-likelihood | high | low | 2.00 \u00b1 0.13 | 9.4e-5 | a is better | 2 \u00b1 6 |
                | four rows | log-likelihood | truth | bound-above | \u2264 0.8 \u00b1 0.3 | \u2014 | gap to the truth | \u2014 |
                | four rows | log-likelihood | truth | bound-below | \u2264 5.8 \u00b1 2.9 | \u2014 | gap to the truth | \u2014 |
                | four rows | log-likelihood | truth | high | 1.8 \u00b1 0.5 | \u2014 | gap to the truth | 2 \u00b1 6 |
                | four rows | log-likelihood | truth | low | 3.8 \u00b1 0.6 | \u2014 | gap to the truth | 3.8 \u00b1 0.3 |

                - \u00b1 is half a 95 % interval. "a less b" is about the models as fitted and other test rows; "trained again" adds what other trainings would change. \u2265 and \u2264: one of the two is a bound.
                """);
    }

    @Test
    void latexIsAsAgreed() {
        assertThat(PairedTables.latex(List.of(board))).isEqualTo("""
                % a less b with half a 95 % interval: of the models as fitted, and of models trained again
                \\begin{tabular}{llllrrlr}
                \\hline
                data set & metric & a & b & a less b & p (Holm) & fitted models & trained again \\\\
                \\hline
                four rows & log-likelihood & bound-above & high & $\\geq$ 1.0 $\\pm$ 0.3 & 0.0068 & a is better & --- \\\\
                four rows & log-likelihood & bound-above & low & $\\geq$ 3.0 $\\pm$ 0.3 & 4.3e-4 & a is better & --- \\\\
                four rows & log-likelihood & high & bound-below & $\\leq$ 4.0 $\\pm$ 2.9 & 1.0 & not resolved & --- \\\\
                four rows & log-likelihood & low & bound-below & $\\leq$ 2.0 $\\pm$ 2.8 & 1.0 & not resolved & --- \\\\
                four rows & log-likelihood & high & low & 2.00 $\\pm$ 0.13 & 9.4e-5 & a is better & 2 $\\pm$ 6 \\\\
                four rows & log-likelihood & truth & bound-above & $\\leq$ 0.8 $\\pm$ 0.3 & --- & gap to the truth & --- \\\\
                four rows & log-likelihood & truth & bound-below & $\\leq$ 5.8 $\\pm$ 2.9 & --- & gap to the truth & --- \\\\
                four rows & log-likelihood & truth & high & 1.8 $\\pm$ 0.5 & --- & gap to the truth & 2 $\\pm$ 6 \\\\
                four rows & log-likelihood & truth & low & 3.8 $\\pm$ 0.6 & --- & gap to the truth & 3.8 $\\pm$ 0.3 \\\\
                \\hline
                \\end{tabular}
                """);
    }

    @Test
    void aBoundNeverLoses() {
        assertThat(paired().comparisons().pairs()).hasSize(5).allSatisfy(p -> {
            boolean loserIsBound = p.b().startsWith("bound");
            assertThat(p.resolved() && loserIsBound).isFalse();
            assertThat(p.resolvedWhenRetrained().orElse(false) && loserIsBound).isFalse();
        });
        assertThat(board.columns().get(0).verdict().note())
                .isEqualTo(
                        "Not resolved, differences may be 0: unkept. Not resolved, kind or protocol does not permit it: bound-above"
                                + " (\u2265), bound-below (\u2265), estimated (\u2248). This is about the models as fitted: 5 pairs compared row by"
                                + " row over 4 test rows, 5 % for all pairs together (Holm). If all were trained again (intervals over replicates,"
                                + " each pair at 95 %): Not resolved, intervals overlap: unkept. Not resolved, too uncertain to be set beside it:"
                                + " high. Not resolved, kind or protocol does not permit it: bound-above (\u2265), bound-below (\u2265), estimated (\u2248).");
        assertThat(board.columns().get(0).verdict().highlights())
                .containsExactly(
                        Highlight.NONE, Highlight.NONE, Highlight.NONE, Highlight.NONE, Highlight.NONE, Highlight.TIED);
    }

    @Test
    void sentencesSayWhatFollowsAndNoMore() {
        assertThat(sentence("high", "low"))
                .isEqualTo(
                        "high beats low by 2.00 \u00b1 0.13 nats per example (paired over 4 test rows, mean of 2 fits)");
        assertThat(sentence("bound-above", "high"))
                .isEqualTo(
                        "bound-above beats high by at least 1.0 \u00b1 0.3 nats per example (paired over 4 test rows, mean of 2 fits)");
        assertThat(sentence("high", "bound-below"))
                .startsWith("high and bound-below are not told apart: ")
                .contains(
                        "high scores \u2264 4.0 \u00b1 2.9 nats per example more, but the bound leaves open which is better");
    }

    private String sentence(String a, String b) {
        Pair pair = paired().comparisons().pair(a, b).orElseThrow();
        assertThat(pair.a()).isEqualTo(a);
        return paired().sentence(pair);
    }

    @Test
    void whatIsNotComparedSaysWhy() {
        assertThat(paired().leftOut())
                .containsOnlyKeys("estimated", "unkept")
                .containsEntry("unkept", "the run kept no scores of single rows")
                .containsEntry("estimated", "an estimate, whose bias nobody knows");
        assertThat(paired().reference()).contains("high");
    }

    @Test
    void scoresThatAreNotBehindTheNumberAreNotUsed() {
        Npy.write(
                run.cellFolder(new CellId(PairedFixture.DATASET, "low", 2)).resolve("scores.npy"),
                Arrays2d.vector(new double[] {-3.9, -5, -6.1, -5.001}));
        board = board();
        assertThat(paired().leftOut().get("low")).contains("not those behind its number", "run the cell again");
        assertThat(paired().comparisons().pair("high", "low")).isEmpty();
    }

    @Test
    void ofOtherTestRowsTheTruthIsNotSetBesideTheModels() throws Exception {
        Path record = run.datasetFolder(PairedFixture.DATASET).resolve("dataset.json");
        Files.writeString(record, Files.readString(record).replace("ab12cd34", "ffffffff"));
        board = board();
        assertThat(paired().truth()).isEmpty();
        assertThat(PairedTables.csv(List.of(board))).doesNotContain("truth");
        assertThat(paired().comparisons().pairs()).hasSize(5);
    }

    @Test
    void aRunThatKeptNoScoresHasNoSuchTable(@TempDir Path other) {
        RunData data = RunData.read(Fixture.write(other.resolve("run")));
        List<Leaderboard> boards = Stream.of("ring-8", "glyphs")
                .map(d -> Leaderboard.of(d, List.of(data), MetricRegistry.load()))
                .toList();
        assertThat(PairedTables.isEmpty(boards)).isTrue();
    }
}
