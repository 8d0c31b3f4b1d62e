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

/**
 * One raster inside axes: a map or a cloud of points.
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
        for (double v = Math.ceil(box.xmin() / step - 1e-9) * step; v <= box.xmax() + step * 1e-9; v += step) {
            g.setColor(Style.MUTED);
            g.draw(new Line2D.Double(x(v), TOP + plotHeight, x(v), TOP + plotHeight + 3));
            text(g, Style.tick(v, step), x(v), TOP + plotHeight + 15, Style.LABEL, Style.INK, 1);
        }
        if (!xTitle.isEmpty()) {
            text(g, xTitle, left() + plotWidth / 2.0, height() - 5, Style.LABEL, Style.INK, 1);
        }
    }

    private void yAxis(Graphics2D g) {
        double step = Style.step(box.height(), 5);
        for (double v = Math.ceil(box.ymin() / step - 1e-9) * step; v <= box.ymax() + step * 1e-9; v += step) {
            g.setColor(Style.MUTED);
            g.draw(new Line2D.Double(left() - 3, y(v), left(), y(v)));
            text(g, Style.tick(v, step), left() - 6, y(v) + 4, Style.LABEL, Style.INK, 2);
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
