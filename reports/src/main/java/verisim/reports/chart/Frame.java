package verisim.reports.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;

/**
 * One raster inside axes: a map or a cloud of points.
 *
 * <p>An axis far from 0 against its length, such as one of Unix seconds, counts from a round number near its lower end, which its title
 * names.
 *
 * @param box the raster's edges
 * @param raster drawn over the whole plot area, first row at ymax
 * @param plotWidth width of the plot area in pixels
 * @param plotHeight height of the plot area
 * @param diagonal whether the line y = x is drawn below the raster
 */
record Frame(
        String name,
        String description,
        String title,
        String xTitle,
        String yTitle,
        Box box,
        BufferedImage raster,
        int plotWidth,
        int plotHeight,
        boolean diagonal)
        implements Figure {
    private static final int LEFT = 34;
    private static final int RIGHT = 8;
    private static final int TOP = 24;
    private static final int BOTTOM = 22;
    private static final int AXIS_TITLE = 16;

    /** An axis that is so many lengths away from 0 has ticks that look alike. */
    private static final double FAR = 1000;

    Frame {
        xTitle = counted(xTitle, box.xmin(), box.xmax());
        yTitle = counted(yTitle, box.ymin(), box.ymax());
    }

    private static String counted(String title, double low, double high) {
        double from = from(low, high);
        String less = from == 0
                ? ""
                : "less " + new BigDecimal(from).stripTrailingZeros().toPlainString();
        return title.isEmpty() || less.isEmpty() ? title + less : title + ", " + less;
    }

    /** Returns what ticks are counted from: 0, or on an axis far from it the next multiple of ten lengths or more below. */
    private static double from(double low, double high) {
        if (Math.max(Math.abs(low), Math.abs(high)) <= FAR * (high - low)) {
            return 0;
        }
        double unit = Math.pow(10, Math.ceil(Math.log10(high - low)) + 1);
        return Math.floor(low / unit) * unit;
    }

    /** Returns the height of a plot area of this width on which both axes have one scale, within a factor of 2. */
    static int equalHeight(Box box, int plotWidth) {
        double ratio = box.height() / box.width();
        return (int) Math.round(plotWidth * Math.max(0.5, Math.min(2, ratio)));
    }

    @Override
    public int width() {
        return left() + plotWidth + RIGHT;
    }

    @Override
    public int height() {
        return TOP + plotHeight + BOTTOM + (xTitle.isEmpty() ? 0 : AXIS_TITLE);
    }

    private int left() {
        return LEFT + (yTitle.isEmpty() ? 0 : AXIS_TITLE);
    }

    @Override
    public void paint(Graphics2D g) {
        g.setStroke(new BasicStroke(1f));
        if (diagonal) {
            diagonal(g);
        }
        g.drawImage(raster, left(), TOP, plotWidth, plotHeight, null);
        g.setColor(Style.MUTED);
        g.draw(new Rectangle2D.Double(left(), TOP, plotWidth, plotHeight));
        text(g, title, left(), 15, Style.TITLE, Style.INK, 0);
        xAxis(g);
        yAxis(g);
    }

    private void diagonal(Graphics2D g) {
        double low = Math.max(box.xmin(), box.ymin());
        double high = Math.min(box.xmax(), box.ymax());
        if (high > low) {
            g.setColor(Style.MUTED);
            g.draw(new Line2D.Double(x(low), y(low), x(high), y(high)));
        }
    }

    private void xAxis(Graphics2D g) {
        double step = Style.step(box.width(), 5);
        double from = from(box.xmin(), box.xmax());
        double low = box.xmin() - from;
        for (double v = Math.ceil(low / step - 1e-9) * step; v <= box.xmax() - from + step * 1e-9; v += step) {
            g.setColor(Style.MUTED);
            g.draw(new Line2D.Double(x(from + v), TOP + plotHeight, x(from + v), TOP + plotHeight + 3));
            text(g, Style.tick(v, step), x(from + v), TOP + plotHeight + 15, Style.LABEL, Style.INK, 1);
        }
        if (!xTitle.isEmpty()) {
            text(g, xTitle, left() + plotWidth / 2.0, height() - 5, Style.LABEL, Style.INK, 1);
        }
    }

    private void yAxis(Graphics2D g) {
        double step = Style.step(box.height(), 5);
        double from = from(box.ymin(), box.ymax());
        double low = box.ymin() - from;
        for (double v = Math.ceil(low / step - 1e-9) * step; v <= box.ymax() - from + step * 1e-9; v += step) {
            g.setColor(Style.MUTED);
            g.draw(new Line2D.Double(left() - 3, y(from + v), left(), y(from + v)));
            text(g, Style.tick(v, step), left() - 6, y(from + v) + 4, Style.LABEL, Style.INK, 2);
        }
        if (!yTitle.isEmpty()) {
            AffineTransform before = g.getTransform();
            g.rotate(-Math.PI / 2, 12, TOP + plotHeight / 2.0);
            text(g, yTitle, 12, TOP + plotHeight / 2.0, Style.LABEL, Style.INK, 1);
            g.setTransform(before);
        }
    }

    private double x(double value) {
        return left() + (value - box.xmin()) / box.width() * plotWidth;
    }

    private double y(double value) {
        return TOP + (box.ymax() - value) / box.height() * plotHeight;
    }

    /** Draws text whose left end (0), middle (1) or right end (2) is at x. */
    static void text(Graphics2D g, String text, double x, double y, Font font, Color color, int anchor) {
        g.setFont(font);
        g.setColor(color);
        FontMetrics metrics = g.getFontMetrics(font);
        g.drawString(text, (float) (x - anchor * metrics.stringWidth(text) / 2.0), (float) y);
    }
}
