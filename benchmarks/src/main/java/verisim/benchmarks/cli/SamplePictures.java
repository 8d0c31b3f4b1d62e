package verisim.benchmarks.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.ImageShape;
import verisim.reports.chart.Panels;
import verisim.reports.chart.Rendering;

/** Draws samples of an image model as a grid. */
final class SamplePictures {
    private static final int PIXEL_SCALE = 2;

    private SamplePictures() {}

    static void write(INDArray samples, ImageShape shape, Path file) {
        double high = Math.max(samples.maxNumber().doubleValue(), 1e-6);
        double low = Math.min(samples.minNumber().doubleValue(), 0);
        byte[] png = Rendering.png(Panels.images("samples", "", samples, shape, low, high), PIXEL_SCALE);
        try {
            Files.write(file, png);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
