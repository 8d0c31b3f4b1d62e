package verisim.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.math.Arrays2d;
import verisim.core.random.RandomStream;
import verisim.core.source.FileDataset;

class OriginsTest {
    @TempDir
    Path folder;

    private Path decimals(double offset, int decimals) throws Exception {
        RandomStream random = RandomStream.ofSeed(4).child("times");
        StringBuilder text = new StringBuilder("t\n");
        for (int i = 0; i < 300; i++) {
            double x = Math.rint(3600 * random.nextDouble() * Math.pow(10, decimals)) / Math.pow(10, decimals);
            text.append(String.format(Locale.ROOT, "%." + decimals + "f%n", offset + x));
        }
        return Files.writeString(folder.resolve(offset + ".csv"), text);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e4, -12345.75, 1e6, 1.7e9, -1.7e9})
    void decimalsFarFromZeroAreStoredAsTheVerySameFloats(double offset) throws Exception {
        Dataset near = FileDataset.of(decimals(0, 3)).load("near").splits().train();
        Dataset far = FileDataset.of(decimals(offset, 3)).load("far").splits().train();
        assertThat(far.toFloats()).isEqualTo(near.toFloats());
        Column column = far.schema().column(0);
        assertThat(column.origin() - offset)
                .isCloseTo(near.schema().column(0).origin(), org.assertj.core.data.Offset.offset(1e-6));
        // What is written has the decimals that were read, as far as a float of the difference holds them.
        for (int r = 0; r < far.size(); r++) {
            float v = far.value(r, 0);
            assertThat(Double.parseDouble(column.text(v)))
                    .isCloseTo(column.value(v), org.assertj.core.data.Offset.offset(2e-4));
        }
    }

    @Test
    void doublesOfABinaryFileKeepTheirDifferences() throws Exception {
        RandomStream random = RandomStream.ofSeed(5).child("doubles");
        double[] x = new double[400];
        for (int i = 0; i < x.length; i++) {
            x[i] = 1e9 + random.nextGaussian();
        }
        Path file = folder.resolve("x.npy");
        INDArray array = Arrays2d.matrix(x, 400, 1);
        Npy.write(file, array);
        Dataset train = FileDataset.of(file).load("x").splits().train();
        double origin = train.schema().column(0).origin();
        for (int r = 0; r < train.size(); r++) {
            double value = x[train.source().orElseThrow().rows()[r] - 1];
            assertThat(train.value(r, 0)).isEqualTo((float) (value - origin));
        }
    }

    @Test
    void imagesKeepTheirZero() throws Exception {
        Path file = folder.resolve("images.npy");
        float[] grey = new float[20 * 4];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = i * 7 % 256;
        }
        Npy.write(file, Arrays2d.matrix(grey, 20, 4).reshape('c', 20, 2, 2));
        Dataset train =
                FileDataset.of(file).load("x", Optional.empty()).splits().train();
        assertThat(train.schema().isUnshifted()).isTrue();
        assertThat(train.imageShape()).contains(new ImageShape(2, 2));
    }
}
