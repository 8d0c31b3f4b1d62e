package verisim.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import verisim.core.data.Dataset;
import verisim.core.data.Split;
import verisim.core.model.GenerativeModel;

/**
 * A density knows no origin and no unit: fitted to {@code s x + c} it is that of x less {@code D log s}. The values are multiples of a
 * power of 2, so that shift and scales are exact in float.
 */
class ShiftAndScaleTest {
    private static final int D = 3;

    private static Dataset rows(Split split, double grid, double scale, double shift) {
        float[] x = TestData.waves(split, 300, D).toFloats();
        int[] labels = new int[300];
        for (int i = 0; i < x.length; i++) {
            double v = grid * Math.rint(x[i] / grid);
            labels[i / D] = i % D == 0 ? v > 1 ? 1 : 0 : labels[i / D];
            x[i] = (float) (v * scale + shift);
            assertThat((double) x[i]).isEqualTo(v * scale + shift);
        }
        return Dataset.of("waves", split, verisim.core.data.DataKind.REAL, x, D).withLabels(labels);
    }

    static Stream<String> labels() {
        return RealDensities.ALL.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("labels")
    void everyModelScoresAlikeFromAnotherOriginAndInOtherUnits(String label) {
        double plain = score(label, 0x1p-8, 1, 0);
        double[][] changes = {{1, 4096}, {1, -1024}, {0x1p-20, 0}, {0x1p20, 0}, {0x1p20, 0x1p32}};
        for (double[] change : changes) {
            double gap = score(label, 0x1p-8, change[0], change[1]) + D * Math.log(change[0]) - plain;
            assertThat(gap).as("scale %s, shift %s", change[0], change[1]).isCloseTo(0, within(1e-3));
        }
    }

    /** A spread of a millionth of the mean is a spread like any other. */
    @ParameterizedTest
    @MethodSource("labels")
    void aSmallSpreadBesideALargeMeanIsNotTakenForNone(String label) {
        double plain = score(label, 0.25, 1, 0);
        assertThat(score(label, 0.25, 1, 0x1.8p21) - plain).isCloseTo(0, within(1e-3));
    }

    private static double score(String label, double grid, double scale, double shift) {
        GenerativeModel model = RealDensities.fit(
                label, rows(Split.TRAIN, grid, scale, shift), rows(Split.VALIDATION, grid, scale, shift));
        return RealDensities.score(model, rows(Split.TEST, grid, scale, shift));
    }
}
