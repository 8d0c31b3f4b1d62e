package verisim.benchmarks.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.ImageShape;
import verisim.core.math.Arrays2d;

/** Draws samples of an image model as one grid, as near to a square as their number allows: ink on white, grey lines between. */
final class SamplePictures {
    private static final int GAP = 2;
    private static final int SMALLEST_SIDE = 48;
    private static final int LINE = 0xb4bcc2;

    private SamplePictures() {}

    /** Writes all of {@code samples} [n, D]; white is the least value of all, black the greatest. */
    static void write(INDArray samples, ImageShape shape, Path file) {
        int n = Math.toIntExact(samples.size(0));
        int columns = (int) Math.ceil(Math.sqrt(n));
        int rows = (n + columns - 1) / columns;
        int scale = Math.max(1, (SMALLEST_SIDE + shape.width() - 1) / shape.width());
        int width = shape.width() * scale + GAP;
        int height = shape.height() * scale + GAP;
        BufferedImage picture =
                new BufferedImage(columns * width + GAP, rows * height + GAP, BufferedImage.TYPE_INT_RGB);
        int[] ground = new int[picture.getWidth() * picture.getHeight()];
        Arrays.fill(ground, LINE);
        picture.setRGB(0, 0, picture.getWidth(), picture.getHeight(), ground, 0, picture.getWidth());
        float[] values = Arrays2d.toFloats(samples);
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        float range = high > low ? high - low : 1;
        for (int i = 0; i < n; i++) {
            int left = GAP + i % columns * width;
            int top = GAP + i / columns * height;
            for (int y = 0; y < shape.height() * scale; y++) {
                for (int x = 0; x < shape.width() * scale; x++) {
                    float value = values[i * shape.pixels() + y / scale * shape.width() + x / scale];
                    int grey = 255 - Math.round(255 * (value - low) / range);
                    picture.setRGB(left + x, top + y, grey << 16 | grey << 8 | grey);
                }
            }
        }
        try {
            ImageIO.write(picture, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
