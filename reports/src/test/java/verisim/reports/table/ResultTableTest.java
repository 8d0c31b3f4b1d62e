package verisim.reports.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.core.metric.MetricRegistry;
import verisim.core.result.CellId;
import verisim.core.result.CellResult;
import verisim.core.result.Direction;
import verisim.core.result.Kind;
import verisim.core.result.Measurement;
import verisim.core.result.Outcome;
import verisim.core.result.Provenance;
import verisim.core.result.ResultJson;
import verisim.core.result.RunFolder;
import verisim.reports.Fixture;
import verisim.reports.Locales;

class ResultTableTest {
    private static final String HEADER =
            "suite,dataset,model,replicate,metric,status,kind,value,standard_error,low,high,n,unit,direction,seconds,reason,warnings\n";

    @TempDir
    Path root;

    private RunFolder run;

    @BeforeEach
    void writeRun() {
        run = new RunFolder(root.resolve("run"));
        RunFolder.writeWhole(run.suiteFile(), "seed: 1\nsuite: tiny\n");
        cell(
                "made",
                1,
                Optional.empty(),
                List.of(
                        measurement("log-likelihood", new Outcome.Measured(-6.5, 0.25, -7, -6, 3236, Kind.EXACT)),
                        measurement(
                                "x", new Outcome.Measured(1e-9, Double.NaN, Double.NaN, Double.NaN, 3, Kind.ESTIMATE)),
                        measurement("y", new Outcome.Bracket(-4.75, -4.5, 10)),
                        measurement("z", new Outcome.NotDefined("no \"truth\", alas"))));
        cell(
                "rbm",
                1,
                Optional.empty(),
                List.of(
                        measurement(
                                "log-likelihood",
                                new Outcome.Measured(-6.75, 0.25, -7.25, -6.25, 3236, Kind.LOWER_BOUND)),
                        measurement("x", new Outcome.Failed("measure", "boom\nagain")),
                        measurement("y", new Outcome.Measured(2, 0, 2, 2, 10, Kind.UPPER_BOUND)),
                        warned("z", new Outcome.Measured(0.5, 0, 0.5, 0.5, 10, Kind.EXACT))));
        cell("vae", 1, Optional.of(new Outcome.Failed("fit", "loss was NaN")), List.of());
    }

    @Test
    void theCsvIsAsAgreed() throws Exception {
        String expected = HEADER
                + "tiny,nltcs,made,1,log-likelihood,measured,exact,-6.5,0.25,-7.0,-6.0,3236,nats,higher,0.5,,\n"
                + "tiny,nltcs,made,1,x,measured,estimate,1.0E-9,,,,3,nats,higher,0.5,,\n"
                + "tiny,nltcs,made,1,y,measured,bracket,,,-4.75,-4.5,10,nats,higher,0.5,,\n"
                + "tiny,nltcs,made,1,z,not-defined,,,,,,,nats,higher,0.5,\"no \"\"truth\"\", alas\",\n"
                + "tiny,nltcs,rbm,1,log-likelihood,measured,lower-bound,-6.75,0.25,-7.25,-6.25,3236,nats,higher,0.5,,\n"
                + "tiny,nltcs,rbm,1,x,failed,,,,,,,nats,higher,0.5,\"measure: boom\nagain\",\n"
                + "tiny,nltcs,rbm,1,y,measured,upper-bound,2.0,0.0,2.0,2.0,10,nats,higher,0.5,,\n"
                + "tiny,nltcs,rbm,1,z,measured,exact,0.5,0.0,0.5,0.5,10,nats,higher,0.5,,chains have not mixed; stopped\n"
                + "tiny,nltcs,vae,1,log-likelihood,failed,,,,,,,nats,higher,0.0,fit: loss was NaN,\n"
                + "tiny,nltcs,vae,1,x,failed,,,,,,,nats,higher,0.0,fit: loss was NaN,\n"
                + "tiny,nltcs,vae,1,y,failed,,,,,,,nats,higher,0.0,fit: loss was NaN,\n"
                + "tiny,nltcs,vae,1,z,failed,,,,,,,nats,higher,0.0,fit: loss was NaN,\n";
        ResultTable.writeCsv(run);
        assertThat(Files.readString(run.root().resolve("results.csv"))).isEqualTo(expected);
        assertThat(Locales.withDecimalComma(() -> ResultTable.csv(RunData.read(run))))
                .isEqualTo(expected);
    }

    @Test
    void theJsonHoldsAllCells() {
        ResultTable.writeJson(run);
        CellResult[] cells = ResultJson.read(run.root().resolve("results.json"), CellResult[].class);
        assertThat(cells).containsExactlyElementsOf(run.readCells()).hasSize(3);
    }

    @Test
    void aRunWhoseOnlyCellFailedStillHasARow() {
        RunFolder other = new RunFolder(root.resolve("other"));
        RunFolder.writeWhole(
                other.resultFile(new CellId("d", "m", 1)),
                ResultJson.write(result(
                        new CellId("d", "m", 1), Optional.of(new Outcome.Failed("load", "no such file")), List.of())));
        assertThat(ResultTable.csv(RunData.read(other)))
                .isEqualTo(HEADER + "other,d,m,1,cell,failed,,,,,,,1,none,0.0,load: no such file,\n");
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> ResultTable.writeCsv(new RunFolder(root.resolve("nothing"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the folder of a run");
    }

    @Test
    void markdownAndLatexAreAsAgreed() {
        Leaderboard board = Leaderboard.of("nltcs", List.of(RunData.read(run)), MetricRegistry.load());
        String markdown = """
                | model | family | log-likelihood \u2191 (nats) | x \u2191 (nats) | y \u2191 (nats) | z \u2191 (nats) |
                |---|---|---|---|---|---|
                | made | f\\_1 | = -6.5 \u00b1 0.5 | \u2248 1e-9 | [-4.750, -4.500] | \u2014 [1] |
                | rbm | f\\_1 | \u2265 -6.8 \u00b1 0.5 | \u2014 [2] | \u2264 2 | = 0.5 ! [3] [4] |
                | vae | f\\_1 | \u2014 [5] | \u2014 [5] | \u2014 [5] | \u2014 [5] |

                ! A warning stands against the number: it is never called best or tied.

                - [1] not defined: no "truth", alas
                - [2] failed in measure: boom again
                - [3] warning: chains have not mixed
                - [4] warning: stopped
                - [5] failed in fit: loss was NaN
                - log-likelihood: Not resolved, kind or protocol does not permit it: made (=), rbm (\u2265).
                - x: Fewer than two numbers: nothing to rank.
                - y: Not resolved, kind or protocol does not permit it: made (bracket), rbm (\u2264).
                - z: Fewer than two numbers without a warning: nothing to rank. Left out, a warning stands against it: rbm.
                """;
        assertThat(TableFiles.markdown(board)).isEqualTo(markdown);
        assertThat(Locales.withDecimalComma(() -> TableFiles.markdown(board))).isEqualTo(markdown);
        assertThat(TableFiles.latex(board))
                .contains(
                        "made & f\\_1 & $= -6.5 \\pm 0.5$ & $\\approx 1\\times 10^{-9}$ & $[-4.750, -4.500]$ & --- \\\\\n")
                .contains("$= 0.5$\\textsuperscript{!1}\\textsuperscript{!2} \\\\\n")
                .endsWith(
                        "{\\footnotesize ! A warning stands against the number: it is never called best or tied. !1: chains have"
                                + " not mixed. !2: stopped.\\par}\n")
                .contains("\\begin{tabular}{llrrrr}");
        assertThat(TableFiles.csv(board))
                .contains("highlight,printed,notes,target,warnings\n")
                .contains(",= 0.5,,,chains have not mixed; stopped\n");
    }

    @Test
    void everyStoredNumberCanBeReadFromThePrintedTable(@TempDir Path folder) {
        RunData data = RunData.read(Fixture.write(folder.resolve("run-1")));
        int numbers = 0;
        for (String dataset : data.datasetNames()) {
            Leaderboard board = Leaderboard.of(dataset, List.of(data), MetricRegistry.load());
            String markdown = TableFiles.markdown(board);
            for (int r = 0; r < board.rows().size(); r++) {
                // Columns: empty, model, family, then the metrics.
                String[] printed =
                        markdown.lines().skip(2 + r).findFirst().orElseThrow().split("\\|", -1);
                for (int c = 0; c < board.columns().size(); c++) {
                    Score score = board.rows().get(r).scores().get(c).orElseThrow();
                    String text = printed[3 + c].replace("*", "").strip();
                    if (score.summary().kind().isEmpty()) {
                        assertThat(text).matches("\u2014 \\[.*\\]|\\[.*, .*\\]");
                        continue;
                    }
                    String[] parts =
                            text.replaceAll(" \\[\\d+\\]$", "").substring(2).split(" \u00b1 ", -1);
                    double half = score.summary().high() - score.summary().value();
                    double unit =
                            Math.max(half * 0.1695, Math.abs(score.summary().value()) * 1e-4);
                    assertThat(Math.abs(Double.parseDouble(parts[0])
                                    - score.summary().value()))
                            .isLessThanOrEqualTo(unit);
                    numbers++;
                }
            }
        }
        assertThat(numbers).isEqualTo(11 + 9 + 5);
    }

    private void cell(String model, int replicate, Optional<Outcome.Failed> failure, List<Measurement> measurements) {
        CellId id = new CellId("nltcs", model, replicate);
        RunFolder.writeWhole(run.resultFile(id), ResultJson.write(result(id, failure, measurements)));
    }

    private static CellResult result(CellId id, Optional<Outcome.Failed> failure, List<Measurement> measurements) {
        Provenance provenance = new Provenance("p", Map.of(), Map.of(), Map.of(), "1/a", 1, Map.of());
        return new CellResult(id, "k", "f_1", failure, provenance, Map.of("fit", 1.5), 7, measurements, Map.of());
    }

    private static Measurement warned(String metric, Outcome outcome) {
        Measurement m = measurement(metric, outcome);
        return m.withWarnings(List.of("chains have not mixed", "stopped"));
    }

    private static Measurement measurement(String metric, Outcome outcome) {
        return new Measurement(metric, "nats", Direction.HIGHER, outcome, 0.5, Map.of());
    }
}
