package verisim.reports.chart;

import java.awt.BasicStroke;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import verisim.core.result.Kind;
import verisim.core.statistics.Interval;
import verisim.reports.chart.DotChart.Dot;

/** How often stated intervals hold the known value: a dot with its 95 % interval, beside the share they claim. */
public final class CoverageChart {
    private CoverageChart() {}

    /**
     * One row.
     *
     * @param series what the palette knows its colour by
     * @param share of repetitions whose interval holds the value
     * @param interval of that share
     */
    public record Row(String label, String series, double share, Interval interval) {}

    /**
     * Returns the chart, the first row on top.
     *
     * @param rows at least one, of different labels
     * @param claimed the share that the intervals claim
     */
    public static Figure of(List<Row> rows, double claimed, String title, Palette palette, String name) {
        List<Dot> dots = rows.stream()
                .map(r -> new Dot(
                        r.label, r.series, r.share, r.interval.low(), r.interval.high(), Optional.of(Kind.ESTIMATE)))
                .toList();
        XYChart chart = DotChart.of(dots, title, palette);
        XYSeries line = chart.addSeries("claimed", new double[] {claimed, claimed}, new double[] {-1, dots.size()});
        line.setMarker(SeriesMarkers.NONE);
        line.setLineColor(Style.MUTED);
        line.setLineStyle(new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4, 3}, 0));
        String description = "Dot chart of the share of stated intervals that hold the known value, " + title + "; "
                + rows.size() + " rows, a line at " + claimed + "; the numbers stand in the table.";
        return new ChartFigure(name, description, chart);
    }
}
