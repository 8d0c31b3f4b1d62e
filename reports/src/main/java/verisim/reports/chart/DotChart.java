package verisim.reports.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import verisim.core.result.Kind;
import verisim.core.statistics.Summary;
import verisim.reports.table.Leaderboard;
import verisim.reports.table.Score;

/**
 * One metric of all models: a dot with its 95 % interval. The shape of the dot says what kind of number it is: a disc is
 * exact, a ring an estimate, a triangle points from a bound to where the true value lies, a bar is a bracket.
 */
public final class DotChart {
    private static final int WIDTH = 540;
    private static final int ROW = 26;
    private static final int LABEL = 20;
    private static final int BLANKS = 16;

    private DotChart() {}

    /**
     * A row of the chart.
     *
     * @param series what the palette knows its colour by
     */
    record Dot(String label, String series, double value, double low, double high, Optional<Kind> kind) {
        /** The row of a model. */
        Dot(String model, double value, double low, double high, Optional<Kind> kind) {
            this(model, model, value, low, high, kind);
        }
    }

    /** Returns the chart of column {@code c}; empty if no model has a number there. */
    public static Optional<Figure> of(Leaderboard board, int c, Palette palette, String name) {
        List<Dot> dots = dots(board, c);
        if (dots.isEmpty()) {
            return Optional.empty();
        }
        Leaderboard.Column column = board.columns().get(c);
        String unit = column.unit().equals("1") ? "" : ", " + column.unit();
        String title = column.metric() + unit + (column.arrow().isEmpty() ? "" : " " + column.arrow());
        XYChart chart = of(dots, title, palette);
        String description = "Dot chart of " + column.metric() + " on " + board.dataset() + " for " + dots.size()
                + " models with 95 % intervals; the numbers stand in the table.";
        return Optional.of(new ChartFigure(name, description, chart));
    }

    /** Returns the chart of these rows, the first on top; a dot without kind is a bracket. */
    static XYChart of(List<Dot> dots, String title, Palette palette) {
        int n = dots.size();
        XYChart chart = Style.chart(WIDTH, 74 + ROW * (n + 1), Style.shorten(title, 80), "", "");
        double low = dots.stream().mapToDouble(Dot::low).min().orElseThrow();
        double high = dots.stream().mapToDouble(Dot::high).max().orElseThrow();
        double pad = high > low ? 0.05 * (high - low) : Math.max(1e-12, Math.abs(high) * 0.1);
        double step = Style.step(high - low + 2 * pad, 6);
        var s = chart.getStyler();
        s.setLegendVisible(false).setMarkerSize(9);
        s.setXAxisMin(low - pad).setXAxisMax(high + pad).setXAxisTickMarkSpacingHint(60);
        s.setXAxisTickLabelsFormattingFunction(x -> Style.tick(x, step));
        s.setYAxisMin(-1.0).setYAxisMax((double) n).setYAxisTickMarkSpacingHint(ROW - 8);
        List<String> labels = rowLabels(dots);
        s.setYAxisTickLabelsFormattingFunction(y -> rowLabel(y, labels));
        for (int i = 0; i < n; i++) {
            add(chart, dots.get(i), n - 1 - i, palette);
        }
        return chart;
    }

    private static void add(XYChart chart, Dot dot, double y, Palette palette) {
        XYSeries interval =
                chart.addSeries(dot.label + " interval", new double[] {dot.low, dot.high}, new double[] {y, y});
        interval.setMarker(SeriesMarkers.NONE);
        interval.setLineColor(palette.color(dot.series));
        interval.setLineStyle(
                new BasicStroke(dot.kind.isPresent() ? 2f : 6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        if (dot.kind.isPresent()) {
            XYSeries point = chart.addSeries(dot.label, new double[] {dot.value}, new double[] {y});
            point.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            point.setMarker(new KindMarker(dot.kind.get()));
            point.setMarkerColor(palette.color(dot.series));
        }
    }

    private static String rowLabel(double y, List<String> labels) {
        int row = (int) Math.rint(y);
        boolean named = Math.abs(y - row) < 1e-6 && row >= 0 && row < labels.size();
        return named ? labels.get(labels.size() - 1 - row) : blank(Math.round(1000 * (y + 1)));
    }

    /**
     * Returns the labels of the rows, all different and of at most 20 characters: XChart looks for better ticks for ever where two labels
     * are alike or one is longer. What is too long loses its middle, since variants of a model differ at the end.
     */
    static List<String> rowLabels(List<Dot> dots) {
        List<String> out = new ArrayList<>();
        for (Dot dot : dots) {
            String label = dot.label;
            if (label.length() > LABEL) {
                label = label.substring(0, LABEL / 2) + "\u2026" + label.substring(label.length() - LABEL / 2 + 1);
            }
            for (int k = 2; out.contains(label); k++) {
                String number = "\u2026" + k;
                label = label.substring(0, Math.min(label.length(), LABEL - number.length())) + number;
            }
            out.add(label);
        }
        return out;
    }

    /** Returns the last bits of a number in two kinds of blanks. */
    private static String blank(long number) {
        StringBuilder out = new StringBuilder();
        for (int bit = 0; bit < BLANKS; bit++) {
            out.append(((number >> bit) & 1) == 0 ? ' ' : '\u00a0');
        }
        return out.toString();
    }

    private static List<Dot> dots(Leaderboard board, int c) {
        List<Dot> dots = new ArrayList<>();
        for (Leaderboard.Row row : board.rows()) {
            Summary s = row.scores().get(c).map(Score::summary).orElse(null);
            if (s != null && s.status() == Summary.Status.MEASURED) {
                double low = Double.isFinite(s.low()) ? s.low() : s.value();
                double high = Double.isFinite(s.high()) ? s.high() : s.value();
                dots.add(new Dot(row.label(), s.value(), low, high, s.kind()));
            } else if (s != null && s.hasNumber() && Double.isFinite(s.high() - s.low())) {
                dots.add(new Dot(row.label(), (s.low() + s.high()) / 2, s.low(), s.high(), Optional.empty()));
            }
        }
        return dots;
    }

    /** The shape of a kind of number. */
    static final class KindMarker extends Marker {
        private final Kind kind;

        KindMarker(Kind kind) {
            this.kind = kind;
        }

        Kind kind() {
            return kind;
        }

        @Override
        public void paint(Graphics2D g, double x, double y, int size) {
            double r = size / 2.0;
            switch (kind) {
                case EXACT -> g.fill(new Ellipse2D.Double(x - r, y - r, size, size));
                case ESTIMATE -> {
                    g.setStroke(new BasicStroke(2.5f));
                    g.draw(new Ellipse2D.Double(x - r, y - r, size, size));
                }
                case LOWER_BOUND -> g.fill(triangle(x, y, r, 1));
                case UPPER_BOUND -> g.fill(triangle(x, y, r, -1));
            }
        }

        private static Path2D triangle(double x, double y, double r, int side) {
            Path2D path = new Path2D.Double();
            path.moveTo(x - side * r * 0.4, y - r * 1.2);
            path.lineTo(x + side * r * 1.6, y);
            path.lineTo(x - side * r * 0.4, y + r * 1.2);
            path.closePath();
            path.append(new Rectangle2D.Double(x - side * r * 0.4 - 1, y - r * 1.2, 2, r * 2.4), false);
            return path;
        }
    }
}
