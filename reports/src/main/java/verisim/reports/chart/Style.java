package verisim.reports.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;

/** How our charts look: one sans-serif face, thin grey grid, no border, transparent ground. */
final class Style {
    /** Text and axes. Inlined in a page it follows the page's text colour. */
    static final Color INK = new Color(0x24, 0x29, 0x2f);
    /** Grid lines. */
    static final Color GRID = new Color(0xdd, 0xe1, 0xe6);
    /** Second-rank lines and the points of data sets. */
    static final Color MUTED = new Color(0x6b, 0x73, 0x7c);

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 12);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final Color CLEAR = new Color(255, 255, 255, 0);

    private Style() {}

    /** Returns an empty chart in our style. */
    static XYChart chart(int width, int height, String title, String xTitle, String yTitle) {
        XYChart chart = new XYChart(width, height);
        chart.setTitle(title);
        chart.setXAxisTitle(xTitle);
        chart.setYAxisTitle(yTitle);
        XYStyler s = chart.getStyler();
        s.setBaseFont(LABEL)
                .setChartBackgroundColor(CLEAR)
                .setChartFontColor(INK)
                .setChartPadding(6);
        s.setPlotBackgroundColor(CLEAR).setPlotBorderVisible(false);
        s.setChartTitleBoxVisible(false).setChartTitleFont(TITLE).setChartTitlePadding(4);
        s.setLegendBackgroundColor(CLEAR)
                .setLegendBorderColor(CLEAR)
                .setLegendFont(LABEL)
                .setLegendPadding(3);
        s.setLegendPosition(Styler.LegendPosition.OutsideS).setLegendLayout(Styler.LegendLayout.Horizontal);
        s.setAntiAlias(true).setLocale(Locale.ROOT);
        AxesChartStyler a = s;
        a.setAxisTitleFont(LABEL)
                .setAxisTickLabelsFont(LABEL)
                .setAxisTickLabelsColor(INK)
                .setAxisTickMarksColor(MUTED);
        a.setXAxisTitleVisible(!xTitle.isEmpty()).setYAxisTitleVisible(!yTitle.isEmpty());
        a.setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1f))
                .setAxisTickMarksStroke(new BasicStroke(1f));
        a.setAxisTickMarkLength(3).setAxisTickPadding(3).setPlotMargin(0).setPlotTicksMarksVisible(false);
        s.setPlotContentSize(1.0);
        return chart;
    }

    /** Returns a number as an axis shows it: {@code -5.5, 1200, 1e-9}. */
    static String tick(double value, double step) {
        if (Math.abs(value) < step * 1e-9) {
            return "0";
        }
        double size = Math.max(Math.abs(value), step);
        if (size >= 1e6 || size < 1e-3) {
            return String.format(Locale.ROOT, "%.3g", value)
                    .replaceAll("\\.?0+e", "e")
                    .replaceAll("e([+-])0*(\\d)", "e$1$2")
                    .replace("e+", "e");
        }
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
        // The chart may set its ticks closer than asked: no two of them may look alike.
        while (decimals < 12
                && Math.abs(value * Math.pow(10, decimals) - Math.rint(value * Math.pow(10, decimals))) > 1e-3) {
            decimals++;
        }
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** Returns 1, 2 or 5 times a power of ten: the smallest such step that divides {@code range} into at most {@code most} parts. */
    static double step(double range, int most) {
        double raw = range / most;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= raw * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** Returns {@code text} cut to at most {@code most} characters, with an ellipsis where something is missing. */
    static String shorten(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "\u2026";
    }
}
