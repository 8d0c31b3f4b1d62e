package verisim.models.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import verisim.core.data.DataKind;
import verisim.core.data.Dataset;
import verisim.core.data.Split;

class FeatureScalingTest {
    // Columns: mean 3 and variance 2/3 * 4, constant 0.1 (which float sums do not keep), mean -1 and variance 0.02 * 2
    // / 3.
    private static final float[] ROWS = {1, 0.1f, -1.1f, 3, 0.1f, -1, 5, 0.1f, -0.9f};

    @Test
    void rowsComeOutWithMeanZeroAndVarianceOneAndGoBack() {
        Dataset data = Dataset.of("rows", Split.TRAIN, DataKind.REAL, ROWS, 3);
        FeatureScaling scaling = FeatureScaling.of(data);
        float[] u = scaling.standardize(data).toFloats();
        float side = (float) Math.sqrt(1.5);
        assertThat(u).containsExactly(new float[] {-side, 0, -side, 0, 0, 0, side, 0, side}, within(1e-5f));
        scaling.restore(u, 3);
        assertThat(u).containsExactly(ROWS, within(1e-5f));
        assertThat(scaling.logDeterminant())
                .isCloseTo(0.5 * Math.log(8.0 / 3) + 0.5 * Math.log(0.02 / 3), within(1e-6));
    }

    /** A column is constant if its values are equal, however near its mean they are otherwise, or small. */
    @Test
    void aSpreadCountsWhateverTheMean() {
        float[] rows = {1.7e9f, 1e-30f, 1.7e9f + 128, 2e-30f, 1.7e9f, 3e-30f, 1.7e9f + 128, 4e-30f};
        FeatureScaling scaling = FeatureScaling.of(Dataset.of("rows", Split.TRAIN, DataKind.REAL, rows, 2));
        assertThat(scaling.scale().getDouble(0)).isEqualTo(64);
        assertThat(scaling.scale().getDouble(1)).isCloseTo(Math.sqrt(1.25) * 1e-30, within(1e-36));
    }

    @Test
    void aSavedScalingMustFit() {
        assertThatThrownBy(() -> FeatureScaling.of(Nd4j.createFromArray(1.0, 2.0), Nd4j.createFromArray(1.0, 0.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("positive scales");
    }
}
