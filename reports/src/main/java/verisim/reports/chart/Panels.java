package verisim.reports.chart;

import static verisim.core.Checks.require;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.ImageShape;
import verisim.core.math.Arrays2d;

/** Panels that show one model's samples or density, made to stand beside those of the others on the same scale. */
public final class Panels {
    private static final int PLOT = 206;
    private static final int SHARPNESS = 2;
    private static final int MOST_POINTS = 2000;
    /** Colour of the lines between images. */
    static final int GAP = 0xffb4bcc4;
    /** Colour of a pixel that is not given. */
    static final int MISSING = 0xffcfdae6;

    private static final int MOST_IMAGES = 49;
    private static final int MOST_PAIRS = 3000;

    private Panels() {}

    /**
     * Returns the region to draw 2-D data in: the record's box, else the 0.5 % to 99.5 % range of {@code reference} in
     * each coordinate, widened by a tenth.
     */
    public static Box box(Optional<double[]> recorded, INDArray reference) {
        if (recorded.isPresent()) {
            double[] b = recorded.get();
            return new Box(b[0], b[1], b[2], b[3]);
        }
        double[] x = range(column(reference, 0), 0.1);
        double[] y = range(column(reference, 1), 0.1);
        return new Box(x[0], x[1], y[0], y[1]);
    }

    /** Returns the first 2,000 rows of {@code points}, [n, 2], as dots. Points outside the box are not drawn; their number is said. */
    public static Figure scatter(String name, String title, INDArray points, Box box, Color color) {
        double[] x = column(points, 0);
        double[] y = column(points, 1);
        int n = Math.min(MOST_POINTS, x.length);
        int height = Frame.equalHeight(box, PLOT);
        int outside = 0;
        for (int i = 0; i < n; i++) {
            boolean inside = box.contains(x[i], y[i]);
            outside += inside ? 0 : 1;
        }
        BufferedImage raster = dots(Arrays.copyOf(x, n), Arrays.copyOf(y, n), box, height, color, 1.5);
        String description = "Scatter plot of " + n + " points, " + title
                + (outside > 0 ? "; " + outside + " more lie outside" : "") + ".";
        String shown = outside > 0 ? Style.shorten(title, 22) + " (" + outside + " outside)" : Style.shorten(title, 34);
        return new Frame(name, description, shown, "", "", box, raster, PLOT, height, false);
    }

    /** Returns a scatter plot of a statistic of each feature or pair of features: the data's along x, the model's along y. */
    public static Figure comparison(
            String name, String title, String statistic, double[] data, double[] model, double[] range, Color color) {
        require(data.length == model.length, "data has %d values, model %d", data.length, model.length);
        Box box = new Box(range[0], range[1], range[0], range[1]);
        BufferedImage raster = dots(data, model, box, PLOT, color, data.length > 300 ? 1.5 : 2.5);
        String description = "Scatter plot of the " + statistic + " of the data against those of the samples of "
                + title + "; a perfect model lies on the diagonal.";
        return new Frame(
                name,
                description,
                Style.shorten(title, 34),
                "data: " + statistic,
                "samples",
                box,
                raster,
                PLOT,
                PLOT,
                true);
    }

    /** Returns the mean of each column of {@code rows}, [n, D]. */
    public static double[] means(INDArray rows) {
        int d = (int) rows.size(1);
        double[] x = Arrays2d.toDoubles(rows);
        double[] mean = new double[d];
        for (int i = 0; i < x.length; i++) {
            mean[i % d] += x[i];
        }
        int n = x.length / d;
        return Arrays.stream(mean).map(s -> s / n).toArray();
    }

    /**
     * Returns correlations of pairs of columns, at most 3,000: all pairs, or every k-th in the order (0,1), (0,2), … A
     * constant column has no correlation with anything and gives 0.
     */
    public static double[] correlations(INDArray rows) {
        int d = (int) rows.size(1);
        int n = (int) rows.size(0);
        double[] x = standardised(Arrays2d.toDoubles(rows), n, d);
        long pairs = (long) d * (d - 1) / 2;
        long stride = Math.max(1, (pairs + MOST_PAIRS - 1) / MOST_PAIRS);
        double[] out = new double[(int) ((pairs + stride - 1) / stride)];
        long pair = 0;
        for (int a = 0; a < d; a++) {
            for (int b = a + 1; b < d; b++, pair++) {
                if (pair % stride == 0) {
                    double sum = 0;
                    for (int i = 0; i < n; i++) {
                        sum += x[i * d + a] * x[i * d + b];
                    }
                    out[(int) (pair / stride)] = sum / n;
                }
            }
        }
        return out;
    }

    private static double[] standardised(double[] x, int n, int d) {
        for (int j = 0; j < d; j++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += x[i * d + j] / n;
            }
            double variance = 0;
            for (int i = 0; i < n; i++) {
                variance += (x[i * d + j] - mean) * (x[i * d + j] - mean) / n;
            }
            boolean constant = true;
            for (int i = 1; i < n; i++) {
                constant &= x[i * d + j] == x[j];
            }
            double scale = constant || variance == 0 ? 0 : 1 / Math.sqrt(variance);
            for (int i = 0; i < n; i++) {
                x[i * d + j] = (x[i * d + j] - mean) * scale;
            }
        }
        return x;
    }

    /** Returns the range of the finite numbers in {@code values} from 0.5 % to 99.5 %, widened by {@code margin} on each side. */
    public static double[] range(double[] values, double margin) {
        double[] sorted =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return new double[] {0, 1};
        }
        double low = sorted[(int) Math.floor(0.005 * (sorted.length - 1))];
        double high = sorted[(int) Math.ceil(0.995 * (sorted.length - 1))];
        double pad = high > low ? margin * (high - low) : Math.max(0.5, Math.abs(low) * 0.1);
        return new double[] {low - pad, high + pad};
    }

    /** Returns as many rows as {@link #images} draws, evenly spaced: files often have one class after the other. */
    public static INDArray spread(INDArray rows) {
        int n = Math.toIntExact(rows.size(0));
        int features = Math.toIntExact(rows.size(1));
        if (n <= MOST_IMAGES) {
            return rows;
        }
        float[] all = Arrays2d.toFloats(rows);
        float[] out = new float[MOST_IMAGES * features];
        for (int i = 0; i < MOST_IMAGES; i++) {
            System.arraycopy(all, i * n / MOST_IMAGES * features, out, i * features, features);
        }
        return Arrays2d.matrix(out, MOST_IMAGES, features);
    }

    /**
     * Returns the first images of {@code rows} in a square grid, at most 7 x 7; {@code low} is white, {@code high} black.
     */
    public static Figure images(String name, String title, INDArray rows, ImageShape shape, double low, double high) {
        int n = (int) Math.min(rows.size(0), MOST_IMAGES);
        int columns = (int) Math.ceil(Math.sqrt(n));
        int lines = (n + columns - 1) / columns;
        int cell = shape.width() + 1;
        int line = shape.height() + 1;
        BufferedImage raster = new BufferedImage(columns * cell + 1, lines * line + 1, BufferedImage.TYPE_INT_ARGB);
        for (int p = 0; p < raster.getWidth() * raster.getHeight(); p++) {
            raster.setRGB(p % raster.getWidth(), p / raster.getWidth(), GAP);
        }
        double[] x = Arrays2d.toDoubles(rows);
        for (int i = 0; i < n; i++) {
            for (int p = 0; p < shape.pixels(); p++) {
                double value = x[i * shape.pixels() + p];
                raster.setRGB(
                        1 + i % columns * cell + p % shape.width(),
                        1 + i / columns * line + p / shape.width(),
                        grey(value, low, high));
            }
        }
        int scale = Math.max(1, (int) Math.round(245.0 / raster.getWidth()));
        String description = n + " images in a grid, " + title + ".";
        return new Picture(
                name,
                description,
                Style.shorten(title, 40),
                raster,
                raster.getWidth() * scale,
                raster.getHeight() * scale);
    }

    /** Returns the grey of a value; what is not finite is orange. */
    static int grey(double value, double low, double high) {
        if (!Double.isFinite(value)) {
            return 0xffd55e00;
        }
        double part = Math.max(0, Math.min(1, (value - low) / (high - low)));
        int level = 255 - (int) Math.round(255 * part);
        return 0xff000000 | (level << 16) | (level << 8) | level;
    }

    /**
     * Returns a density on a grid as a map. Colours follow its square root, so that a flat model shows beside a peaked one.
     *
     * @param logDensity [G, G] of log p, first row at ymin
     * @param top density of the brightest colour; what lies above gets that colour too
     */
    public static Figure density(String name, String title, INDArray logDensity, Box box, double top) {
        int height = (int) logDensity.size(0);
        int width = (int) logDensity.size(1);
        double[] logP = Arrays2d.toDoubles(logDensity);
        BufferedImage raster = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                double p = Math.exp(logP[i * width + j]);
                raster.setRGB(j, height - 1 - i, Double.isNaN(p) ? 0xff999999 : Viridis.rgb(Math.sqrt(p / top)));
            }
        }
        String description =
                "Density map of " + title + ", from 0 (dark) to " + Style.tick(top, top / 100) + " (bright).";
        return new Frame(
                name,
                description,
                Style.shorten(title, 34),
                "",
                "",
                box,
                raster,
                PLOT,
                Frame.equalHeight(box, PLOT),
                false);
    }

    /** Returns the density that 99.5 % of the grid cells do not exceed, those of less than a hundredth of the most left out. */
    public static double topDensity(INDArray logDensity) {
        double[] p = Arrays.stream(Arrays2d.toDoubles(logDensity))
                .map(Math::exp)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        double most = p.length == 0 ? 1 : p[p.length - 1];
        double[] seen = Arrays.stream(p).filter(v -> v >= most / 100).toArray();
        return seen.length == 0 || most <= 0 ? 1 : seen[(int) Math.ceil(0.995 * (seen.length - 1))];
    }

    /** Returns the legend of the density maps. */
    public static Figure colourBar(String name, double top) {
        BufferedImage raster = new BufferedImage(256, 1, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 256; i++) {
            raster.setRGB(i, 0, Viridis.rgb(i / 255.0));
        }
        String description = "Colour scale of the density maps, from 0 to " + Style.tick(top, top / 100) + ".";
        return new ColourBar(name, description, raster, top);
    }

    private static BufferedImage dots(double[] x, double[] y, Box box, int height, Color color, double radius) {
        BufferedImage raster = new BufferedImage(PLOT * SHARPNESS, height * SHARPNESS, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = raster.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 150));
        double r = radius * SHARPNESS;
        for (int i = 0; i < x.length; i++) {
            double px = (x[i] - box.xmin()) / box.width() * raster.getWidth();
            double py = (box.ymax() - y[i]) / box.height() * raster.getHeight();
            if (Double.isFinite(px) && Double.isFinite(py)) {
                g.fill(new Ellipse2D.Double(px - r, py - r, 2 * r, 2 * r));
            }
        }
        g.dispose();
        return raster;
    }

    private static double[] column(INDArray rows, int column) {
        int d = (int) rows.size(1);
        double[] x = Arrays2d.toDoubles(rows);
        double[] out = new double[x.length / d];
        for (int i = 0; i < out.length; i++) {
            out[i] = x[i * d + column];
        }
        return out;
    }
}
