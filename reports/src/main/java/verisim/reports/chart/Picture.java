package verisim.reports.chart;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** A raster under a title, each pixel enlarged to a square. */
record Picture(String name, String description, String title, BufferedImage raster, int rasterWidth, int rasterHeight)
        implements Figure {
    private static final int TOP = 24;

    @Override
    public int width() {
        return rasterWidth;
    }

    @Override
    public int height() {
        return TOP + rasterHeight;
    }

    @Override
    public void paint(Graphics2D g) {
        Frame.text(g, title, 1, 15, Style.TITLE, Style.INK, 0);
        g.drawImage(raster, 0, TOP, rasterWidth, rasterHeight, null);
    }
}
