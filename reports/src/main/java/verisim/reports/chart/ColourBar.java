package verisim.reports.chart;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;

/** The colours of a density map and what they mean; ticks stand at square roots, as the colours do. */
record ColourBar(String name, String description, BufferedImage raster, double top) implements Figure {
    private static final int BAR = 240;
    private static final int LEFT = 70;

    @Override
    public int width() {
        return LEFT + BAR + 40;
    }

    @Override
    public int height() {
        return 40;
    }

    @Override
    public void paint(Graphics2D g) {
        Frame.text(g, "density", LEFT - 10, 16, Style.LABEL, Style.INK, 2);
        g.drawImage(raster, LEFT, 5, BAR, 14, null);
        double step = Style.step(top, 5);
        for (double v = 0; v <= top * (1 + 1e-9); v += step) {
            double x = LEFT + Math.sqrt(v / top) * BAR;
            g.setColor(Style.MUTED);
            g.draw(new Line2D.Double(x, 19, x, 22));
            Frame.text(g, Style.tick(v, step), x, 34, Style.LABEL, Style.INK, 1);
        }
    }
}
