package verisim.reports.chart;

import java.awt.Graphics2D;
import org.knowm.xchart.XYChart;

/** A figure drawn by XChart. */
record ChartFigure(String name, String description, XYChart chart) implements Figure {
    @Override
    public int width() {
        return chart.getWidth();
    }

    @Override
    public int height() {
        return chart.getHeight();
    }

    @Override
    public void paint(Graphics2D g) {
        chart.paint(g, chart.getWidth(), chart.getHeight());
    }
}
