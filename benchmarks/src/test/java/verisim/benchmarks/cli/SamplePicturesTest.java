package verisim.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verisim.core.data.ImageShape;
import verisim.core.math.Arrays2d;

class SamplePicturesTest {
    @Test
    void everySampleIsDrawnInItsPlace(@TempDir Path folder) throws Exception {
        int n = 10;
        float[] values = new float[n * 6];
        values[9 * 6 + 5] = 1; // the last pixel of the last sample
        Path file = folder.resolve("s.png");
        SamplePictures.write(Arrays2d.matrix(values, n, 6), new ImageShape(2, 3), file);
        BufferedImage picture = ImageIO.read(file.toFile());
        // 4 columns and 3 rows of 48 x 32 pixels with lines of 2 between.
        assertThat(picture.getWidth()).isEqualTo(4 * 50 + 2);
        assertThat(picture.getHeight()).isEqualTo(3 * 34 + 2);
        int black = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                black += (picture.getRGB(x, y) & 0xffffff) == 0 ? 1 : 0;
            }
        }
        assertThat(black).isEqualTo(16 * 16);
        assertThat(picture.getRGB(2 + 50 + 47, 2 + 2 * 34 + 31) & 0xffffff).isZero();
    }
}
