package verisim.reports.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Training curves of one model: a panel for each quantity, thin lines for the replicates. */
public final class TrainingChart {
    private static final int WIDTH = 318;
    private static final int HEIGHT = 230;
    private static final int MOST_POINTS = 400;
    private static final double LATE = 0.3;
    private static final List<String> PARTS = List.of("train-", "training-", "validation-", "valid-", "test-");
    private static final float[][] DASHES = {null, {5, 3}, {1.5f, 2.5f}, {8, 3, 2, 3}};

    private TrainingChart() {}

    /**
     * Returns the panels of one model. Curves that differ only in {@code train-} or {@code validation-} share a panel, and so
     * do all losses. A quantity that is neither and never changes, such as a constant learning rate, gets no panel.
     *
     * @param logs one a replicate
     */
    public static List<Figure> of(String model, List<TrainingLog> logs, Color color, String name) {
        Map<String, Set<String>> panels = new LinkedHashMap<>();
        for (TrainingLog log : logs) {
            for (String curve : log.curves().keySet()) {
                panels.computeIfAbsent(quantity(curve), k -> new LinkedHashSet<>())
                        .add(curve);
            }
        }
        List<Figure> figures = new ArrayList<>();
        panels.keySet()
                .removeIf(quantity -> panels.get(quantity).equals(Set.of(quantity)) && isConstant(quantity, logs));
        for (Map.Entry<String, Set<String>> panel : panels.entrySet()) {
            XYChart chart = chart(model, panel.getKey(), List.copyOf(panel.getValue()), logs, color);
            if (!chart.getSeriesCollection().isEmpty()) {
                String description = "Training curves of " + model + ": " + String.join(", ", panel.getValue())
                        + " by epoch, " + logs.size() + " replicates.";
                figures.add(new ChartFigure(name + "-" + panel.getKey(), description, chart));
            }
        }
        return figures;
    }

    private static boolean isConstant(String curve, List<TrainingLog> logs) {
        return logs.stream()
                        .flatMapToDouble(log -> Arrays.stream(log.curves().getOrDefault(curve, new double[0])))
                        .filter(Double::isFinite)
                        .distinct()
                        .limit(2)
                        .count()
                < 2;
    }

    private static XYChart chart(
            String model, String quantity, List<String> curves, List<TrainingLog> logs, Color color) {
        XYChart chart =
                Style.chart(WIDTH, HEIGHT, Style.shorten(model, 24) + ": " + Style.shorten(quantity, 20), "epoch", "");
        List<double[]> drawn = new ArrayList<>();
        double firstEpoch = Double.POSITIVE_INFINITY;
        double lastEpoch = 1;
        for (int c = 0; c < curves.size(); c++) {
            boolean first = true;
            for (int r = 0; r < logs.size(); r++) {
                double[][] xy = finite(logs.get(r), curves.get(c));
                if (xy[0].length > 0) {
                    XYSeries series = chart.addSeries(curves.get(c) + " " + (r + 1), xy[0], xy[1]);
                    series.setLabel(label(curves.get(c), quantity));
                    series.setShowInLegend(first);
                    series.setMarker(xy[0].length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
                    series.setLineColor(color).setLineStyle(stroke(c, curves));
                    series.setMarkerColor(color);
                    first = false;
                    drawn.add(xy[1]);
                    firstEpoch = Math.min(firstEpoch, xy[0][0]);
                    lastEpoch = Math.max(lastEpoch, xy[0][xy[0].length - 1]);
                }
            }
        }
        if (!drawn.isEmpty()) {
            axes(chart, drawn, firstEpoch, lastEpoch);
        }
        return chart;
    }

    /** Epochs begin at 0, but where the curves begin if that is late: a part of a model that is trained after others. */
    private static void axes(XYChart chart, List<double[]> drawn, double firstEpoch, double lastEpoch) {
        double[] range = range(drawn);
        double step = Style.step(range[1] - range[0], 5);
        double xMin = firstEpoch > LATE * lastEpoch
                ? Math.max(0, firstEpoch - Math.max(5, 0.04 * (lastEpoch - firstEpoch)))
                : 0;
        double xStep = Math.max(1, Style.step(lastEpoch - xMin, 6));
        var s = chart.getStyler();
        double margin = 0.04 * (range[1] - range[0]);
        s.setYAxisMin(range[0] - margin).setYAxisMax(range[1] + margin);
        s.setXAxisMin(xMin).setXAxisMax(lastEpoch + 0.02 * (lastEpoch - xMin));
        s.setYAxisTickLabelsFormattingFunction(y -> Style.tick(y, step)).setYAxisTickMarkSpacingHint(24);
        s.setXAxisTickLabelsFormattingFunction(x -> Style.tick(x, xStep)).setXAxisTickMarkSpacingHint(44);
    }

    /**
     * Returns the y range to draw. The first epochs of a curve may be far off; if the last 90 % of all curves take less than a
     * fifth of the whole range, only that part is drawn, with a margin of a fifth.
     */
    static double[] range(List<double[]> drawn) {
        double[] all = drawn.stream().flatMapToDouble(Arrays::stream).toArray();
        double[] late = drawn.stream()
                .flatMapToDouble(y -> Arrays.stream(y, y.length / 10, y.length))
                .toArray();
        double low = Arrays.stream(all).min().orElseThrow();
        double high = Arrays.stream(all).max().orElseThrow();
        double lateLow = Arrays.stream(late).min().orElseThrow();
        double lateHigh = Arrays.stream(late).max().orElseThrow();
        if (lateHigh > lateLow && lateHigh - lateLow < 0.2 * (high - low)) {
            double margin = 0.2 * (lateHigh - lateLow);
            low = Math.max(low, lateLow - margin);
            high = Math.min(high, lateHigh + margin);
        }
        if (high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high))) {
            double pad = Math.max(1e-12, 0.1 * Math.abs(low));
            return new double[] {low - pad, high + pad};
        }
        return new double[] {low, high};
    }

    private static double[][] finite(TrainingLog log, String curve) {
        double[] y = log.curves().getOrDefault(curve, new double[0]);
        int[] kept =
                IntStream.range(0, y.length).filter(i -> Double.isFinite(y[i])).toArray();
        int stride = Math.max(1, (kept.length + MOST_POINTS - 1) / MOST_POINTS);
        int[] shown = IntStream.range(0, kept.length)
                .filter(i -> i % stride == 0 || i == kept.length - 1)
                .map(i -> kept[i])
                .toArray();
        return new double[][] {
            Arrays.stream(shown).mapToDouble(i -> log.epochs()[i]).toArray(),
            Arrays.stream(shown).mapToDouble(i -> y[i]).toArray()
        };
    }

    /** Validation curves are solid; others take the next dash pattern. */
    private static BasicStroke stroke(int c, List<String> curves) {
        List<String> order = new ArrayList<>(curves);
        order.sort((a, b) -> Boolean.compare(b.startsWith("valid"), a.startsWith("valid")));
        float[] dash = DASHES[order.indexOf(curves.get(c)) % DASHES.length];
        return new BasicStroke(1.3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
    }

    /** Returns the part of a curve's name that the panel's title does not say. */
    private static String label(String curve, String quantity) {
        boolean more = curve.endsWith(quantity) && curve.length() > quantity.length() + 1;
        return more ? curve.substring(0, curve.length() - quantity.length() - 1) : curve;
    }

    private static String quantity(String curve) {
        String rest = curve;
        for (String part : PARTS) {
            rest = rest.startsWith(part) ? rest.substring(part.length()) : rest;
        }
        return rest.endsWith("-loss") || rest.endsWith(" loss") ? "loss" : rest;
    }
}
