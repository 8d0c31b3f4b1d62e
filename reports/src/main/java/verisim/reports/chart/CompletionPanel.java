package verisim.reports.chart;

import static verisim.core.Checks.require;

import java.awt.image.BufferedImage;
import java.util.stream.DoubleStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.ImageShape;
import verisim.core.math.Arrays2d;

/** Images completed by a model, one row of test data a line: the image, what was given of it, and the completions. */
public final class CompletionPanel {
    private static final int WIDTH = 300;
    private static final int GROUP_GAP = 4;

    private CompletionPanel() {}

    /** Returns the picture with white for the least and black for the greatest value of all. */
    public static Figure of(
            String name, String title, INDArray given, boolean[] observed, INDArray drawn, ImageShape shape) {
        double low = Math.min(least(given), least(drawn));
        double high = -Math.min(least(given.neg()), least(drawn.neg()));
        return of(name, title, given, observed, drawn, shape, low, high > low ? high : low + 1);
    }

    /**
     * Returns the picture.
     *
     * @param given [n, D] test rows
     * @param observed D values, true where a feature was given; the others are grey in the second column
     * @param drawn [n k, D] completions, those of the first row first
     * @param low value of white
     * @param high value of black
     */
    public static Figure of(
            String name,
            String title,
            INDArray given,
            boolean[] observed,
            INDArray drawn,
            ImageShape shape,
            double low,
            double high) {
        int n = (int) given.size(0);
        require(
                drawn.size(0) % n == 0 && drawn.size(0) > 0,
                "drawn must have as many rows for each of the %d test rows, but has %d rows",
                n,
                drawn.size(0));
        int each = (int) drawn.size(0) / n;
        int pixels = shape.pixels();
        require(
                given.size(1) == pixels && drawn.size(1) == pixels && observed.length == pixels,
                "images of %d pixels need as many features, but there are %d, %d and %d",
                pixels,
                given.size(1),
                drawn.size(1),
                observed.length);
        double[] originals = Arrays2d.toDoubles(given);
        double[] completions = Arrays2d.toDoubles(drawn);
        int cell = shape.width() + 1;
        int line = shape.height() + 1;
        int width = (2 + each) * cell + 1 + GROUP_GAP;
        BufferedImage raster = new BufferedImage(width, n * line + 1, BufferedImage.TYPE_INT_ARGB);
        for (int p = 0; p < width * raster.getHeight(); p++) {
            raster.setRGB(p % width, p / width, Panels.GAP);
        }
        for (int i = 0; i < n; i++) {
            int top = 1 + i * line;
            for (int p = 0; p < pixels; p++) {
                int x = 1 + p % shape.width();
                int y = top + p / shape.width();
                int original = Panels.grey(originals[i * pixels + p], low, high);
                raster.setRGB(x, y, original);
                raster.setRGB(x + cell, y, observed[p] ? original : Panels.MISSING);
                for (int k = 0; k < each; k++) {
                    double value = completions[(i * each + k) * pixels + p];
                    raster.setRGB(x + (2 + k) * cell + GROUP_GAP, y, Panels.grey(value, low, high));
                }
            }
        }
        int scale = Math.max(1, (int) Math.round((double) WIDTH / width));
        String description = n + " images, each with what was given of it and " + each + " completions, " + title + ".";
        return new Picture(
                name, description, Style.shorten(title, 40), raster, width * scale, raster.getHeight() * scale);
    }

    private static double least(INDArray x) {
        return DoubleStream.of(Arrays2d.toDoubles(x))
                .filter(Double::isFinite)
                .min()
                .orElse(0);
    }
}
