package verisim.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.ImageShape;
import verisim.core.math.Arrays2d;
import verisim.core.metric.MetricRegistry;
import verisim.core.result.Kind;
import verisim.reports.Fixture;
import verisim.reports.table.Leaderboard;
import verisim.reports.table.RunData;

class ChartsTest {
    @Test
    void aDotChartShowsValueIntervalAndKindOfEveryModelWithANumber(@TempDir Path folder) {
        RunData run = RunData.read(Fixture.write(folder.resolve("run")));
        Leaderboard board = Leaderboard.of("bars-and-stripes", List.of(run), MetricRegistry.load());
        Palette palette = new Palette(List.of("made", "rbm", "product-bernoulli"));
        Figure figure = DotChart.of(board, board.columnOf("log-likelihood"), palette, "n")
                .orElseThrow();
        XYChart chart = ((ChartFigure) figure).chart();

        assertThat(chart.getTitle()).isEqualTo("log-likelihood, nats/example \u2191");
        assertThat(chart.getSeriesCollection().stream().map(XYSeries::getName))
                .containsExactly(
                        "made interval", "made", "rbm interval", "product-bernoulli interval", "product-bernoulli");
        XYSeries made = chart.getSeries("made");
        assertThat(made.getXData()).containsExactly(-4.3);
        assertThat(((DotChart.KindMarker) made.getMarker()).kind()).isEqualTo(Kind.EXACT);
        assertThat(made.getMarkerColor()).isEqualTo(palette.color("made"));
        double[] bracket = chart.getSeries("rbm interval").getXData();
        // Replicates gave [-4.62, -4.42] and [-4.63, -4.42]: the lower side is their mean less t(1) 0.005.
        assertThat(bracket[0]).isCloseTo(-4.625 - 12.706204736 * 0.005, within(1e-6));
        assertThat(bracket[1]).isCloseTo(-4.42, within(1e-12));
    }

    @Test
    void aMetricWithoutNumbersHasNoChart(@TempDir Path folder) {
        RunData run = RunData.read(Fixture.write(folder.resolve("run")));
        Leaderboard board = Leaderboard.of(Fixture.HOSTILE, List.of(run), MetricRegistry.load());
        assertThat(DotChart.of(board, 0, new Palette(List.of()), "n")).isEmpty();
    }

    @Test
    void trainingCurvesOfOneQuantityShareAPanelAndSkipWhatIsNotFinite(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("training.csv"),
                "epoch,step,seconds,train-loss,validation-loss,norm\n1,5,0.1,3.5,4,1e30\n2,10,0.2,NaN,3,Infinity\n3,15,0.3,2,,2\n4,20,0.");
        TrainingLog log = TrainingLog.read(file);
        assertThat(log.epochs()).containsExactly(1, 2, 3);
        List<Figure> figures = TrainingChart.of("made", List.of(log, log), Color.RED, "n");

        assertThat(figures).hasSize(2);
        XYChart loss = ((ChartFigure) figures.get(0)).chart();
        assertThat(loss.getTitle()).isEqualTo("made: loss");
        assertThat(loss.getSeriesCollection().stream().map(XYSeries::getLabel))
                .containsExactly("train", "train", "validation", "validation");
        assertThat(loss.getSeries("train-loss 1").getXData()).containsExactly(1, 3);
        assertThat(loss.getSeries("train-loss 2").getYData()).containsExactly(3.5, 2);
        assertThat(loss.getSeries("validation-loss 1").getYData()).containsExactly(4, 3);
        figures.forEach(f -> assertThat(Rendering.svg(f)).endsWith("</svg>\n"));
    }

    /** XChart looks for ticks until no two labels are alike and none is long, if need be for ever. */
    @Test
    void chartsOfAnyNumberOfRowsAreDrawn() {
        for (int n = 1; n <= 40; n++) {
            int rows = n;
            List<DotChart.Dot> dots = IntStream.range(0, rows)
                    .mapToObj(i -> new DotChart.Dot(
                            "gaussian-mixture-diagonal-" + i, i, i - 0.5, i + 0.5, Optional.of(Kind.EXACT)))
                    .toList();
            Palette palette = new Palette(dots.stream().map(DotChart.Dot::label).toList());
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> Rendering.svg(new ChartFigure("n", "d", DotChart.of(dots, "title", palette))),
                    () -> rows + " rows");
        }
    }

    @Test
    void rowLabelsAreShortAndAllDifferent() {
        List<DotChart.Dot> dots = java.util.stream.Stream.of(
                        "made",
                        "gaussian-mixture-diagonal",
                        "gaussian-mixture-spherical",
                        "gaussian-many-mixture-spherical")
                .map(label -> new DotChart.Dot(label, 0, 0, 0, Optional.of(Kind.EXACT)))
                .toList();
        assertThat(DotChart.rowLabels(dots))
                .containsExactly(
                        "made",
                        "gaussian-m\u2026-diagonal",
                        "gaussian-m\u2026spherical",
                        "gaussian-m\u2026spheric\u20262");
    }

    @Test
    void whatNeverChangesIsNoCurveUnlessItIsAScore() {
        TrainingLog log = new TrainingLog(
                new double[] {1, 2},
                Map.of("components", new double[] {5, 5}, "validation-score", new double[] {3, 3}));
        TrainingLog other = new TrainingLog(new double[] {1, 2}, Map.of("components", new double[] {Double.NaN, 6}));

        assertThat(TrainingChart.of("m", List.of(log), Color.RED, "n").stream().map(Figure::name))
                .containsExactly("n-score");
        assertThat(TrainingChart.of("m", List.of(log, other), Color.RED, "n").stream()
                        .map(Figure::name))
                .containsExactlyInAnyOrder("n-score", "n-components");
    }

    @Test
    void farOffFirstEpochsDoNotRuleTheAxis() {
        double[] y = new double[100];
        for (int i = 0; i < y.length; i++) {
            y[i] = i < 5 ? -1000 : -10 + i * 0.01;
        }
        assertThat(TrainingChart.range(List.of(y))[0]).isBetween(-10.5, -9.9);
        assertThat(TrainingChart.range(List.of(new double[] {3, 3}))).containsExactly(2.7, 3.3);
    }

    /** One epoch, as where only the end is scored, must leave an axis that XChart can divide. */
    @Test
    void whatIsTrainedLateHasAnAxisThatBeginsThere() {
        double[] epochs = IntStream.rangeClosed(1, 300).asDoubleStream().toArray();
        for (int first : new int[] {1, 60, 201, 300}) {
            double[] scores = IntStream.rangeClosed(1, 300)
                    .mapToDouble(epoch -> epoch < first ? Double.NaN : -100.0 / epoch)
                    .toArray();
            TrainingLog log = new TrainingLog(epochs, Map.of("validation-score", scores));
            Figure figure =
                    TrainingChart.of("dbn", List.of(log), Color.RED, "n").get(0);
            var styler = ((ChartFigure) figure).chart().getStyler();
            double span = 300 - first;
            double begin = first < 100 ? 0 : first - Math.max(5, 0.04 * span);
            assertThat(styler.getXAxisMin()).as("first %d", first).isEqualTo(begin);
            assertThat(styler.getXAxisMax()).isBetween(300.0, 300 + 0.021 * (300 - begin));
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Rendering.svg(figure));
        }
    }

    @Test
    void aDensityMapHasItsFirstRowAtTheBottom() {
        INDArray logDensity = Arrays2d.matrix(new float[] {0, -50, -50, -50}, 2, 2);
        Frame frame = (Frame) Panels.density("n", "t", logDensity, new Box(0, 1, 0, 1), 1);
        assertThat(frame.raster().getRGB(0, 1)).isEqualTo(Viridis.rgb(1));
        assertThat(frame.raster().getRGB(0, 0)).isEqualTo(Viridis.rgb(0));
        assertThat(frame.raster().getRGB(1, 1)).isEqualTo(Viridis.rgb(0));
        assertThat(Panels.topDensity(logDensity)).isEqualTo(1);
    }

    @Test
    void viridisRunsFromVioletToYellowAndGetsLighterAllTheWay() {
        assertThat(Viridis.rgb(-1)).isEqualTo(0xff440154);
        assertThat(Viridis.rgb(2)).isEqualTo(0xfffde725);
        double before = -1;
        for (int i = 0; i <= 100; i++) {
            Color c = new Color(Viridis.rgb(i / 100.0));
            double luma = 0.2126 * c.getRed() + 0.7152 * c.getGreen() + 0.0722 * c.getBlue();
            assertThat(luma).isGreaterThan(before);
            before = luma;
        }
    }

    @Test
    void imagesAreDrawnRowByRowWithInkForTheHighValue() {
        INDArray rows = Arrays2d.matrix(new float[] {1, 0, 0, 0, 0, 0, 0, 1}, 2, 4);
        Picture picture = (Picture) Panels.images("n", "t", rows, new ImageShape(2, 2), 0, 1);
        assertThat(picture.raster().getRGB(1, 1)).isEqualTo(0xff000000);
        assertThat(picture.raster().getRGB(2, 1)).isEqualTo(0xffffffff);
        assertThat(picture.raster().getRGB(5, 2)).isEqualTo(0xff000000);
    }

    @Test
    void rowsOfASortedFileAreSpreadOverIt() {
        float[] numbers = new float[2 * 120];
        for (int i = 0; i < numbers.length; i++) {
            int row = i / 2;
            numbers[i] = row;
        }
        float[] shown = Arrays2d.toFloats(Panels.spread(Arrays2d.matrix(numbers, 120, 2)));
        assertThat(shown).hasSize(98);
        for (int i = 0; i < 49; i++) {
            int row = i * 120 / 49;
            assertThat(shown[2 * i]).isEqualTo(row).isEqualTo(shown[2 * i + 1]);
        }
        assertThat(shown[96]).isEqualTo(117);
        INDArray few = Arrays2d.matrix(new float[] {1, 2}, 2, 1);
        assertThat(Panels.spread(few)).isSameAs(few);
    }

    @Test
    void meansAndCorrelationsAreThoseOfTheColumns() {
        INDArray rows = Arrays2d.matrix(new float[] {0, 0, 1, 5, 1, 1, 0, 5, 2, 2, 0, 5}, 3, 4);
        assertThat(Panels.means(rows)).containsExactly(new double[] {1, 1, 1 / 3.0, 5}, within(1e-7));
        double r = -Math.sqrt(3) / 2;
        assertThat(Panels.correlations(rows)).containsExactly(new double[] {1, r, 0, r, 0, 0}, within(1e-6));
    }

    @Test
    void pointsOutsideTheBoxAreCountedInTheTitle() {
        INDArray points = Arrays2d.matrix(new float[] {0, 0, 9, 9, Float.NaN, 0}, 3, 2);
        Frame frame = (Frame) Panels.scatter("n", "gan", points, new Box(-1, 1, -2, 2), Color.RED);
        assertThat(frame.title()).isEqualTo("gan (2 outside)");
        assertThat(frame.plotHeight()).isEqualTo(2 * frame.plotWidth());
        assertThat(Panels.box(Optional.of(new double[] {1, 2, 3, 4}), points)).isEqualTo(new Box(1, 2, 3, 4));
    }

    @Test
    void svgIsTheSameEachTimeAndInThePageTakesItsColoursAndPrefix() {
        Palette palette = new Palette(List.of("a", "b"));
        TrainingLog log = new TrainingLog(new double[] {1, 2}, Map.of("loss", new double[] {1, 2}));
        Figure figure =
                TrainingChart.of("b", List.of(log), palette.color("b"), "n").get(0);
        Figure again =
                TrainingChart.of("b", List.of(log), palette.color("b"), "n").get(0);
        assertThat(Rendering.svg(figure)).isEqualTo(Rendering.svg(again));
        assertThat(Rendering.inlineSvg(figure, "p7", palette))
                .contains("var(--m1)", "var(--ink)", "id=\"p7-1\"", "url(#p7-1)", "aria-label=\"Training curves of b")
                .doesNotContain("rgb(213,94,0)", "xlink", "<?xml", "DOCTYPE");
        assertThat(Rendering.png(figure, 2)).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void axisNumbersAreRound() {
        assertThat(Style.step(7.3, 6)).isEqualTo(2);
        assertThat(Style.step(1e-9, 5)).isCloseTo(2e-10, within(1e-18));
        assertThat(Style.tick(-5.5, 0.5)).isEqualTo("-5.5");
        assertThat(Style.tick(1e-17, 0.5)).isEqualTo("0");
        assertThat(Style.tick(4e-10, 2e-10)).isEqualTo("4e-10");
        assertThat(Style.tick(2_500_000, 500_000)).isEqualTo("2.5e6");
        assertThat(Style.tick(1_000_000, 500_000)).isEqualTo("1e6");
    }

    /** Ticks of Unix seconds would all read 1.7e9; they count from a round number that the axis names. */
    @Test
    void anAxisFarFromZeroCountsFromARoundNumber() {
        double[] points = {1.7000005e9, 5, 1.7000035e9, 25};
        Figure figure = Panels.scatter(
                "n", "times", Arrays2d.matrix(points, 2, 2), new Box(1.7e9, 1.700004e9, 0, 30), java.awt.Color.BLACK);
        String svg = Rendering.svg(figure);
        assertThat(svg).contains(">less 1700000000<", ">1000<", ">3000<", ">10<");
        assertThat(svg).doesNotContain("1.7e9");
    }
}
